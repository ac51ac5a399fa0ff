/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Capabilities: layout, accessors, and what copying does to them.
 *
 *   word 0:  63..59 type (enum cap_type, the numbers DebugCapIdentify shows)
 *            58..48 aux, per type below
 *            47..0  physical address of the object (0 if the type has none)
 *   word 1:  value, per type below
 *
 *   type           aux                                     value
 *   untyped        5..0 size bits, 6 device                used part in 16-byte units
 *   frame          5..0 size bits, 6 device, 8..7 rights   mapping
 *   page table,
 *   VSpace root    -                                       mapping
 *   endpoint,
 *   notification   3..0 rights (RIGHT_*)                   badge
 *   CNode          5..0 radix                              63..6 guard, 5..0 guard size
 *   reply          0 grant, 1 master; address: the TCB     -
 *   TCB            -                                       -
 *   ASID pool      -                                       first ASID of the pool
 *   IRQ handler    -                                       interrupt number
 *   SGI signal     -                                       63..32 target, 31..0 number
 *   zombie         5..0 radix, 6 was a TCB                 slots not yet deleted
 *                  7 was an endpoint or notification,
 *                  5..0 its size bits                      -
 *   others         -                                       -
 *   mapping: 63..48 ASID (0: not mapped, not assigned), 47..0 virtual address
 *
 * The null capability is all zero. A capability owns nothing; the last capability to an object
 * being deleted finalises the object (kernel/finalise.h).
 */
#ifndef KERNEL_CAP_H
#define KERNEL_CAP_H

#include "kernel/types.h"

#include "api/constants.h"
#include "arch/memory.h"
#include "kernel/error.h"

#define CAP_TYPE_SHIFT             59u
#define CAP_AUX_SHIFT              48u
#define CAP_AUX_MASK               0x7ffu
#define CAP_ADDRESS_MASK           ((UINT64_C(1) << 48) - 1)

#define CAP_AUX_SIZE_MASK          0x3fu
#define CAP_AUX_DEVICE             0x40u
#define CAP_AUX_FRAME_RIGHTS_SHIFT 7u
#define CAP_AUX_REPLY_GRANT        1u
#define CAP_AUX_REPLY_MASTER       2u
#define CAP_AUX_ZOMBIE_TCB         0x40u
#define CAP_AUX_ZOMBIE_QUEUE       0x80u

/* Granularity of an untyped's watermark. */
#define CAP_UNTYPED_UNIT_BITS 4u

static inline unsigned cap_type(struct cap cap)
{
    return (unsigned)(cap.word[0] >> CAP_TYPE_SHIFT);
}

static inline unsigned cap_aux(struct cap cap)
{
    return (unsigned)(cap.word[0] >> CAP_AUX_SHIFT) & CAP_AUX_MASK;
}

static inline paddr_t cap_address(struct cap cap)
{
    return cap.word[0] & CAP_ADDRESS_MASK;
}

/* Kernel pointer to the object; not for device memory. */
static inline void *cap_object(struct cap cap)
{
    return arch_phys_to_virt(cap_address(cap));
}

static inline word_t cap_value(struct cap cap)
{
    return cap.word[1];
}

static inline struct cap cap_make(unsigned type, unsigned aux, paddr_t address, word_t value)
{
    struct cap cap = {
        {((word_t)type << CAP_TYPE_SHIFT) | ((word_t)aux << CAP_AUX_SHIFT) | address, value}
    };
    return cap;
}

static inline struct cap cap_null(void)
{
    struct cap cap = {
        {0, 0}
    };
    return cap;
}

static inline bool cap_is_null(struct cap cap)
{
    return cap_type(cap) == CAP_TAG_NULL;
}

static inline struct cap cap_with_aux(struct cap cap, unsigned aux)
{
    return cap_make(cap_type(cap), aux, cap_address(cap), cap.word[1]);
}

static inline struct cap cap_with_value(struct cap cap, word_t value)
{
    cap.word[1] = value;
    return cap;
}

/* --- per type --- */

static inline unsigned cap_size_field(struct cap cap)
{
    return cap_aux(cap) & CAP_AUX_SIZE_MASK;
}

static inline bool cap_is_device(struct cap cap)
{
    return (cap_aux(cap) & CAP_AUX_DEVICE) != 0;
}

static inline word_t cap_untyped_used(struct cap cap)
{
    return cap.word[1] << CAP_UNTYPED_UNIT_BITS;
}

/* Frame rights: RIGHT_READ | RIGHT_WRITE, RIGHT_READ or 0 (kernel only). */
static inline word_t cap_frame_rights(struct cap cap)
{
    return (cap_aux(cap) >> CAP_AUX_FRAME_RIGHTS_SHIFT) & 3u;
}

/* ASID and address of the mapping a frame or table capability stands for; ASID 0: none. */
static inline uint16_t cap_mapped_asid(struct cap cap)
{
    return (uint16_t)(cap.word[1] >> 48);
}

static inline vaddr_t cap_mapped_vaddr(struct cap cap)
{
    return cap.word[1] & CAP_ADDRESS_MASK;
}

static inline struct cap cap_with_mapping(struct cap cap, uint16_t asid, vaddr_t vaddr)
{
    return cap_with_value(cap, ((word_t)asid << 48) | (vaddr & CAP_ADDRESS_MASK));
}

/* Page tables and VSpace roots (one type on some CPUs). */
static inline bool cap_is_table(struct cap cap)
{
    return cap_type(cap) == CAP_TAG_PAGE_TABLE || cap_type(cap) == CAP_TAG_VSPACE;
}

/* Rights of an endpoint or notification capability. */
static inline bool cap_has_right(struct cap cap, unsigned right)
{
    return (cap_aux(cap) & right) != 0;
}

static inline unsigned cap_cnode_radix(struct cap cap)
{
    return cap_aux(cap) & CAP_AUX_SIZE_MASK;
}

static inline unsigned cap_cnode_guard_size(struct cap cap)
{
    return (unsigned)(cap.word[1] & 0x3f);
}

static inline word_t cap_cnode_guard(struct cap cap)
{
    return cap.word[1] >> 6;
}

static inline bool cap_reply_is_master(struct cap cap)
{
    return (cap_aux(cap) & CAP_AUX_REPLY_MASTER) != 0;
}

static inline bool cap_is_zombie_of_tcb(struct cap cap)
{
    return (cap_aux(cap) & CAP_AUX_ZOMBIE_TCB) != 0;
}

/* A zombie without slots: of an endpoint or notification that threads still wait for. */
static inline bool cap_is_zombie_of_queue(struct cap cap)
{
    return (cap_aux(cap) & CAP_AUX_ZOMBIE_QUEUE) != 0;
}

/* First of the slots a zombie still has to delete. */
struct slot *cap_zombie_slots(struct cap cap);

/* True if the capability names memory of its own (untyped, frame, table, CNode, TCB, endpoint,
 * ...), so that an untyped can be its parent. */
bool cap_is_physical(struct cap cap);

/* log2 of the bytes of the object a physical capability names. */
unsigned cap_object_bits(struct cap cap);

/* The capability with rights reduced to `rights` (RIGHT_*); types without rights are unchanged. */
struct cap cap_mask_rights(struct cap cap, word_t rights);

/* What Mint (preserve false) or Mutate (preserve true) makes of `cap` with the data word; null if
 * not allowed. */
struct cap cap_update_data(struct cap cap, bool preserve, word_t data);

/* What a copy of `source` looks like, given as `cap` (rights already masked): *result. Null for
 * types that cannot be copied (IRQ control, reply, zombie). Raises RevokeFirst for an untyped with
 * children, IllegalOperation for a table that is not mapped. */
enum outcome cap_derive(struct slot *source, struct cap cap, struct cap *result);

#endif
