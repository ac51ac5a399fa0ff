/* SPDX-License-Identifier: BSD-2-Clause */
#include "kernel/cspace.h"

#include "kernel/cap.h"

/* The `count` bits of `address` directly below bit `from`. */
static word_t bits_below(cptr_t address, unsigned from, unsigned count)
{
    if (count == 0) {
        return 0;
    }
    return (address >> (from - count)) & (UINT64_MAX >> (WORD_BITS - count));
}

bool cspace_resolve(struct cap root, cptr_t address, unsigned bits, struct slot **slot,
                    unsigned *bits_left)
{
    struct cap cap = root;

    if (cap_type(cap) != CAP_TAG_CNODE) {
        return lookup_fail_invalid_root();
    }
    /* Ends: every turn consumes at least the radix, which is never 0. */
    for (;;) {
        unsigned guard_size = cap_cnode_guard_size(cap);
        unsigned radix = cap_cnode_radix(cap);

        if (guard_size > bits || bits_below(address, bits, guard_size) != cap_cnode_guard(cap)) {
            return lookup_fail_guard_mismatch(bits, cap_cnode_guard(cap), guard_size);
        }
        if (guard_size + radix > bits) {
            return lookup_fail_depth_mismatch(bits, guard_size + radix);
        }
        *slot = (struct slot *)cap_object(cap) + bits_below(address, bits - guard_size, radix);
        bits -= guard_size + radix;
        *bits_left = bits;
        if (bits == 0 || cap_type((*slot)->cap) != CAP_TAG_CNODE) {
            return true;
        }
        cap = (*slot)->cap;
    }
}

bool cspace_lookup(const struct tcb *thread, cptr_t address, struct slot **slot)
{
    unsigned bits_left = 0;

    return cspace_resolve(thread->slots[TCB_SLOT_CSPACE].cap, address, WORD_BITS, slot, &bits_left);
}

enum outcome cspace_lookup_slot(struct cap root, cptr_t index, word_t depth, bool is_source,
                                struct slot **slot)
{
    unsigned bits_left = 0;

    if (cap_type(root) != CAP_TAG_CNODE) {
        (void)lookup_fail_invalid_root();
        return error_failed_lookup(is_source);
    }
    if (depth < 1 || depth > WORD_BITS) {
        return error_range(1, WORD_BITS);
    }
    if (!cspace_resolve(root, index, (unsigned)depth, slot, &bits_left)) {
        return error_failed_lookup(is_source);
    }
    if (bits_left != 0) {
        (void)lookup_fail_depth_mismatch(bits_left, 0);
        return error_failed_lookup(is_source);
    }
    return OUTCOME_OK;
}

enum outcome cspace_lookup_empty(struct cap root, cptr_t index, word_t depth, struct slot **slot)
{
    enum outcome outcome = cspace_lookup_slot(root, index, depth, false, slot);

    if (outcome != OUTCOME_OK) {
        return outcome;
    }
    return cap_is_null((*slot)->cap) ? OUTCOME_OK : error_delete_first();
}
