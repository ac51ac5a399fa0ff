/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The making of the first thread. boot.c runs the stages in order over one struct boot;
 * boot_memory.c knows which RAM is free and cuts it into untypeds, boot_vspace.c builds the address
 * space of the first thread. All of it runs once, before there is any user; a failure is a panic
 * with the reason.
 *
 * Order of capabilities in the initial CNode (sel4-abi 8.3): fixed slots; then page tables, extra
 * boot info pages, user image frames, untypeds (devices, then RAM), empty.
 */
#ifndef KERNEL_BOOT_H
#define KERNEL_BOOT_H

#include "kernel/types.h"

#include "api/layouts.h"
#include "arch/boot.h"

#define BOOT_MAX_FREE 16u
#define BOOT_ASID     1u

struct boot {
    struct boot_args args;

    struct paddr_range free[BOOT_MAX_FREE]; /* RAM nobody uses, ascending */
    unsigned free_count;
    paddr_t next_object; /* bump pointer in the memory taken for the first thread's objects */
    paddr_t objects_end;

    struct slot *cnode; /* initial CNode */
    word_t next_slot;   /* first free slot of it */
    struct boot_info *info;

    vaddr_t image_start; /* user image, page aligned */
    vaddr_t image_end;
    vaddr_t buffer_vaddr;
    vaddr_t info_vaddr;
    vaddr_t extra_vaddr;
    vaddr_t end; /* of everything mapped */
    word_t extra_size;
    uint64_t *root;            /* root page table */
    struct slot_region paging; /* slots of the tables below it */
};

/* Finds the free RAM: the board's RAM without kernel, device tree and user image. */
void boot_memory_init(struct boot *boot);

/* Takes `size` bytes for the first objects from the highest region they fit into, aligned to
 * `align`. */
void boot_memory_reserve_objects(struct boot *boot, word_t size, word_t align);

/* The next `size` zeroed bytes of them; ask for larger sizes first. */
paddr_t boot_memory_take(struct boot *boot, word_t size);

/* Hands out everything that is left as untyped capabilities and lists it in the boot info. */
void boot_memory_make_untypeds(struct boot *boot);

/* Number of page tables (without the root) the first address space needs. */
unsigned boot_vspace_table_count(const struct boot *boot);

/* Makes the root and the tables below it; their capabilities go into the next slots. */
void boot_vspace_init(struct boot *boot);

/* Maps the frame at `vaddr` and returns its capability. Code may be executed from it only if
 * `may_execute`. */
struct cap boot_vspace_map(struct boot *boot, paddr_t frame, vaddr_t vaddr, bool may_execute);

/* Puts a capability into the next free slot of the initial CNode. */
void boot_add_cap(struct boot *boot, struct cap cap);

#endif
