/* SPDX-License-Identifier: BSD-2-Clause */
#include "kernel/vspace.h"

#include "arch/switch.h"
#include "kernel/cap.h"
#include "kernel/state.h"

#define POOL_ENTRIES (1u << ASID_POOL_INDEX_BITS)

static unsigned entry_index(vaddr_t vaddr, unsigned level)
{
    return (unsigned)(vaddr >> arch_paging.shift[level]) & ((1u << arch_paging.index_bits) - 1);
}

struct vspace_walk vspace_walk(uint64_t *root, vaddr_t vaddr)
{
    struct vspace_walk walk = {.entry = root + entry_index(vaddr, 0), .level = 0};

    while (walk.level + 1 < arch_paging.levels &&
           arch_pte_kind(*walk.entry, walk.level) == PTE_TABLE) {
        uint64_t *table = arch_phys_to_virt(arch_pte_target(*walk.entry));
        walk.level++;
        walk.entry = table + entry_index(vaddr, walk.level);
    }
    return walk;
}

paddr_t vspace_find(uint16_t asid)
{
    paddr_t root = asid != 0 ? vspace_peek(asid) : 0;

    if (root == 0) {
        (void)lookup_fail_invalid_root();
    }
    return root;
}

enum outcome vspace_resolve(struct cap cap, uint64_t **root)
{
    paddr_t found;

    if (!vspace_is_root(cap)) {
        return error_invalid_capability(1);
    }
    found = vspace_find(cap_mapped_asid(cap));
    if (found == 0) {
        return error_failed_lookup(false);
    }
    if (found != cap_address(cap)) {
        return error_invalid_capability(1);
    }
    *root = arch_phys_to_virt(found);
    return OUTCOME_OK;
}

void vspace_unmap_frame(struct cap frame)
{
    uint16_t asid = cap_mapped_asid(frame);
    vaddr_t vaddr = cap_mapped_vaddr(frame);
    struct vspace_walk walk;
    paddr_t root;

    root = asid != 0 ? vspace_find(asid) : 0;
    if (root == 0) {
        return;
    }
    walk = vspace_walk(arch_phys_to_virt(root), vaddr);
    if (arch_paging.shift[walk.level] != cap_size_field(frame) ||
        arch_pte_kind(*walk.entry, walk.level) != PTE_FRAME ||
        arch_pte_target(*walk.entry) != cap_address(frame)) {
        return;
    }
    arch_pte_store(walk.entry, 0);
    arch_tlb_flush_page(asid, vaddr);
}

void vspace_unmap_table(struct cap table)
{
    uint16_t asid = cap_mapped_asid(table);
    vaddr_t vaddr = cap_mapped_vaddr(table);
    paddr_t root = asid != 0 ? vspace_find(asid) : 0;
    uint64_t *entries;

    if (root == 0) {
        return;
    }
    entries = arch_phys_to_virt(root);
    for (unsigned level = 0; level + 1 < arch_paging.levels; level++) {
        uint64_t *entry = entries + entry_index(vaddr, level);
        if (arch_pte_kind(*entry, level) != PTE_TABLE) {
            return;
        }
        if (arch_pte_target(*entry) == cap_address(table)) {
            arch_pte_store(entry, 0);
            arch_tlb_flush_asid(asid);
            return;
        }
        entries = arch_phys_to_virt(arch_pte_target(*entry));
    }
}

void vspace_finalise_table(struct cap table)
{
    uint16_t asid = cap_mapped_asid(table);

    if (asid == 0) {
        return;
    }
    if (vspace_find(asid) == cap_address(table)) {
        vspace_delete_asid(asid, cap_address(table));
    } else {
        vspace_unmap_table(table);
    }
}

void vspace_delete_asid(uint16_t asid, paddr_t root)
{
    uint64_t *pool = kernel.asid_pools[asid >> ASID_POOL_INDEX_BITS];

    if (pool == NULL || pool[asid & (POOL_ENTRIES - 1)] != root) {
        return;
    }
    pool[asid & (POOL_ENTRIES - 1)] = 0;
    vspace_switch(kernel.current);
    arch_tlb_flush_asid(asid);
}

void vspace_delete_asid_pool(uint16_t base, paddr_t pool)
{
    unsigned index = base >> ASID_POOL_INDEX_BITS;
    uint64_t *entries = kernel.asid_pools[index];

    if (entries == NULL || arch_virt_to_phys(entries) != pool) {
        return;
    }
    kernel.asid_pools[index] = NULL;
    vspace_switch(kernel.current);
    for (unsigned i = 0; i < POOL_ENTRIES; i++) {
        if (entries[i] != 0) {
            arch_tlb_flush_asid((uint16_t)(base + i));
        }
    }
}

void vspace_switch(const struct tcb *thread)
{
    struct cap cap = thread->slots[TCB_SLOT_VSPACE].cap;

    if (vspace_is_root(cap) && vspace_find(cap_mapped_asid(cap)) == cap_address(cap)) {
        arch_vspace_switch(cap_address(cap), cap_mapped_asid(cap));
    } else {
        arch_vspace_switch_kernel();
    }
}
