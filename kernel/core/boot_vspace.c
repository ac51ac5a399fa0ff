/* SPDX-License-Identifier: BSD-2-Clause */
#include "kernel/boot.h"

#include "kernel/cap.h"
#include "kernel/console.h"
#include "kernel/memory.h"
#include "kernel/vspace.h"

/* How many tables of `level` are needed: one per entry of the level above that the range touches.
 */
static unsigned tables_of_level(const struct boot *boot, unsigned level)
{
    unsigned shift = arch_paging.shift[level - 1];

    return (unsigned)(((boot->end - 1) >> shift) - (boot->image_start >> shift)) + 1;
}

unsigned boot_vspace_table_count(const struct boot *boot)
{
    unsigned count = 0;

    for (unsigned level = 1; level < arch_paging.levels; level++) {
        count += tables_of_level(boot, level);
    }
    return count;
}

static void make_table(struct boot *boot, unsigned level, vaddr_t vaddr)
{
    paddr_t address = boot_memory_take(boot, UINT64_C(1) << PAGE_TABLE_BITS);
    struct vspace_walk walk = vspace_walk(boot->root, vaddr);

    kernel_assert(walk.level == level - 1);
    arch_pte_store(walk.entry, arch_pte_from_table(address));
    boot_add_cap(boot,
                 cap_with_mapping(cap_make(CAP_TAG_PAGE_TABLE, 0, address, 0), BOOT_ASID, vaddr));
}

void boot_vspace_init(struct boot *boot)
{
    paddr_t address = boot_memory_take(boot, UINT64_C(1) << VSPACE_BITS);
    struct cap root = cap_make(CAP_TAG_VSPACE, 0, address, 0);

    boot->paging.start = boot->next_slot;
    boot->root = arch_phys_to_virt(address);
    arch_root_init(boot->root);
    boot_insert(boot, cap_with_mapping(root, BOOT_ASID, 0), &boot->cnode[SLOT_INIT_VSPACE]);
    for (unsigned level = 1; level < arch_paging.levels; level++) {
        unsigned shift = arch_paging.shift[level - 1];
        vaddr_t vaddr = boot->image_start >> shift << shift;
        for (unsigned i = tables_of_level(boot, level); i > 0; i--) {
            make_table(boot, level, vaddr);
            vaddr += UINT64_C(1) << shift;
        }
    }
    boot->paging.end = boot->next_slot;
}

struct cap boot_vspace_map(struct boot *boot, paddr_t frame, vaddr_t vaddr, bool may_execute)
{
    struct vspace_walk walk = vspace_walk(boot->root, vaddr);
    unsigned rights = (RIGHT_READ | RIGHT_WRITE) << CAP_AUX_FRAME_RIGHTS_SHIFT;
    struct frame_access access = {
        .can_read = true, .can_write = true, .attributes = VM_ATTR_DEFAULT};

    if (!may_execute) {
        access.attributes |= VM_ATTR_EXECUTE_NEVER;
    }
    kernel_assert(arch_paging.shift[walk.level] == PAGE_BITS);
    arch_pte_store(walk.entry, arch_pte_from_frame(frame, walk.level, &access));
    return cap_with_mapping(cap_make(CAP_TAG_FRAME, PAGE_BITS | rights, frame, 0), BOOT_ASID,
                            vaddr);
}
