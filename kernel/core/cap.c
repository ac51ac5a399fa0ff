/* SPDX-License-Identifier: BSD-2-Clause */
#include "kernel/cap.h"

#include "kernel/derivation.h"

struct slot *cap_zombie_slots(struct cap cap)
{
    if (cap_is_zombie_of_tcb(cap)) {
        struct tcb *thread = cap_object(cap);
        return thread->slots;
    }
    return cap_object(cap);
}

bool cap_is_physical(struct cap cap)
{
    if (cap_is_table(cap)) {
        return true;
    }
    switch (cap_type(cap)) {
    case CAP_TAG_UNTYPED:
    case CAP_TAG_FRAME:
    case CAP_TAG_ENDPOINT:
    case CAP_TAG_NOTIFICATION:
    case CAP_TAG_CNODE:
    case CAP_TAG_TCB:
    case CAP_TAG_ASID_POOL:
    case CAP_TAG_ZOMBIE:
        return true;
    default:
        return false;
    }
}

unsigned cap_object_bits(struct cap cap)
{
    if (cap_is_table(cap)) {
        return PAGE_TABLE_BITS;
    }
    switch (cap_type(cap)) {
    case CAP_TAG_UNTYPED:
    case CAP_TAG_FRAME:
        return cap_size_field(cap);
    case CAP_TAG_ENDPOINT:
        return ENDPOINT_BITS;
    case CAP_TAG_NOTIFICATION:
        return NOTIFICATION_BITS;
    case CAP_TAG_CNODE:
        return cap_cnode_radix(cap) + SLOT_BITS;
    case CAP_TAG_TCB:
        return TCB_BITS;
    case CAP_TAG_ASID_POOL:
        return ASID_POOL_BITS;
    case CAP_TAG_ZOMBIE:
        if (cap_is_zombie_of_queue(cap)) {
            return cap_size_field(cap);
        }
        return cap_is_zombie_of_tcb(cap) ? TCB_BITS : cap_size_field(cap) + SLOT_BITS;
    default:
        return 0;
    }
}

/* Frame rights know no write without read: such a mapping is for the kernel only. */
static unsigned frame_rights_from_mask(word_t rights, word_t mask)
{
    word_t both = rights & mask & (RIGHT_READ | RIGHT_WRITE);

    return (both & RIGHT_READ) != 0 ? (unsigned)both : 0u;
}

struct cap cap_mask_rights(struct cap cap, word_t rights)
{
    unsigned aux = cap_aux(cap);

    switch (cap_type(cap)) {
    case CAP_TAG_ENDPOINT:
    case CAP_TAG_NOTIFICATION:
        return cap_with_aux(cap, aux & (unsigned)(rights & RIGHTS_ALL));
    case CAP_TAG_REPLY:
        if ((rights & RIGHT_GRANT) == 0) {
            aux &= ~CAP_AUX_REPLY_GRANT;
        }
        return cap_with_aux(cap, aux);
    case CAP_TAG_FRAME:
        aux &= ~(3u << CAP_AUX_FRAME_RIGHTS_SHIFT);
        aux |= frame_rights_from_mask(cap_frame_rights(cap), rights) << CAP_AUX_FRAME_RIGHTS_SHIFT;
        return cap_with_aux(cap, aux);
    default:
        return cap;
    }
}

struct cap cap_update_data(struct cap cap, bool preserve, word_t data)
{
    switch (cap_type(cap)) {
    case CAP_TAG_ENDPOINT:
    case CAP_TAG_NOTIFICATION:
        if (preserve || cap_value(cap) != 0) {
            return cap_null();
        }
        return cap_with_value(cap, data);
    case CAP_TAG_CNODE: {
        unsigned guard_size = (unsigned)(data & 0x3f);
        word_t guard = data >> 6;
        if (guard_size + cap_cnode_radix(cap) > WORD_BITS) {
            return cap_null();
        }
        guard &= (UINT64_C(1) << guard_size) - 1;
        return cap_with_value(cap, (guard << 6) | guard_size);
    }
    default:
        return cap;
    }
}

enum outcome cap_derive(struct slot *source, struct cap cap, struct cap *result)
{
    *result = cap;
    if (cap_is_table(cap)) {
        return cap_mapped_asid(cap) != 0 ? OUTCOME_OK : error_illegal_operation();
    }
    switch (cap_type(cap)) {
    case CAP_TAG_UNTYPED:
        if (derivation_has_children(source)) {
            return error_revoke_first();
        }
        break;
    case CAP_TAG_FRAME:
        *result = cap_with_value(cap, 0);
        break;
    case CAP_TAG_IRQ_CONTROL:
    case CAP_TAG_REPLY:
    case CAP_TAG_ZOMBIE:
        *result = cap_null();
        break;
    default:
        break;
    }
    return OUTCOME_OK;
}
