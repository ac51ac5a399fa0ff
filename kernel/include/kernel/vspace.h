/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Address spaces: ASIDs, walking and changing page tables over the CPU's level table
 * (arch/paging.h).
 */
#ifndef KERNEL_VSPACE_H
#define KERNEL_VSPACE_H

#include "kernel/types.h"

#include "arch/paging.h"
#include "kernel/cap.h"
#include "kernel/error.h"
#include "kernel/state.h"

/* Where a walk ended: the entry and its level. */
struct vspace_walk {
    uint64_t *entry;
    unsigned level;
};

/* Goes down as far as there are tables. */
struct vspace_walk vspace_walk(uint64_t *root, vaddr_t vaddr);

/* Physical address of the root with this ASID; 0: none (kernel.lookup says InvalidRoot). */
paddr_t vspace_find(uint16_t asid);

/* The same without a record of the failure, for an ASID that is not 0. */
static inline paddr_t vspace_peek(uint16_t asid)
{
    const uint64_t *pool = kernel.asid_pools[asid >> ASID_POOL_INDEX_BITS];

    return pool != NULL ? pool[asid & ((1u << ASID_POOL_INDEX_BITS) - 1)] : 0;
}

/* Can this capability be the VSpace of a thread or of a mapping (a root with an ASID)? */
static inline bool vspace_is_root(struct cap cap)
{
    return cap_type(cap) == CAP_TAG_VSPACE && cap_mapped_asid(cap) != 0;
}

/* Resolves a VSpace capability given to a paging operation: type and ASID, else
 * InvalidCapability(1); *root is the table. */
enum outcome vspace_resolve(struct cap cap, uint64_t **root);

/* Removes the mapping of the frame, if it still is there. */
void vspace_unmap_frame(struct cap frame);
/* Removes the table from its parent, if it still is there. */
void vspace_unmap_table(struct cap table);
/* The last capability to a table goes: unmaps it or ends its ASID. */
void vspace_finalise_table(struct cap table);

/* Ends the ASID if it still belongs to this root. */
void vspace_delete_asid(uint16_t asid, paddr_t root);
/* Ends a whole pool if it still is in use at `base`. */
void vspace_delete_asid_pool(uint16_t base, paddr_t pool);

/* Loads the thread's address space, or one without user mappings if it has none. */
void vspace_switch(const struct tcb *thread);

#endif
