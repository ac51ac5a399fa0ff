/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The making of the first thread. boot.c runs the stages in order over one struct boot;
 * boot_memory.c knows which RAM is free and cuts it into untypeds, boot_vspace.c builds the address
 * space of the first thread, boot_reclaim.c makes its objects and image children of untypeds that a
 * block of the extra boot info names, so that whoever gets these can have the memory back. Kept for
 * good is the first ASID pool: the address spaces of others live in it. All of it runs once, before
 * there is any user; a failure is a panic with the reason. capdl/plan/board_memory.c works out the
 * same beforehand.
 *
 * Order of capabilities in the initial CNode (sel4-abi 8.3): fixed slots; then page tables, extra
 * boot info pages, user image frames, untypeds of the first thread's own memory, untypeds (devices,
 * then RAM), empty.
 */
#ifndef KERNEL_BOOT_H
#define KERNEL_BOOT_H

#include "kernel/types.h"

#include "api/layouts.h"
#include "arch/boot.h"

#define BOOT_MAX_FREE 16u
#define BOOT_ASID     1u

/* Pieces the first thread's memory may consist of; what is in further ones stays for good. */
#define BOOT_RECLAIM_LIMIT 64u

/* Slots of the root CNode that are empty at least; with fewer it is made larger. */
#define BOOT_EMPTY_SLOTS 256u

struct boot {
    struct boot_args args;

    struct paddr_range free[BOOT_MAX_FREE]; /* RAM nobody uses, ascending */
    unsigned free_count;
    paddr_t next_object; /* bump pointer in the memory taken for the first thread's objects */
    paddr_t objects_end;
    paddr_t reclaim_end; /* end of those that can be given back */

    struct slot *cnode;  /* initial CNode */
    unsigned cnode_bits; /* log2 of its slots, ROOT_CNODE_BITS at least */
    word_t next_slot;    /* first free slot of it */
    struct boot_info *info;
    struct slot *pieces; /* untypeds of the first thread's memory, where they wait */
    unsigned piece_count;
    word_t kernel_reserved; /* bytes of RAM that are never given out */

    vaddr_t image_start; /* user image, page aligned */
    vaddr_t image_end;
    vaddr_t buffer_vaddr;
    vaddr_t info_vaddr;
    vaddr_t extra_vaddr;
    vaddr_t end; /* of everything mapped */
    word_t extra_size;
    char *extra_end;           /* kernel address of its end */
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

/* log2 of the largest naturally aligned piece that begins at `start` and does not go past `end`. */
unsigned boot_memory_piece_bits(paddr_t start, paddr_t end);

/* Hands out everything that is left as untyped capabilities and lists it in the boot info. */
void boot_memory_make_untypeds(struct boot *boot);

/* Number of page tables (without the root) the first address space needs. */
unsigned boot_vspace_table_count(const struct boot *boot);

/* Makes the root and the tables below it; their capabilities go into the next slots. */
void boot_vspace_init(struct boot *boot);

/* Maps the frame at `vaddr` and returns its capability. Code may be executed from it only if
 * `may_execute`. */
struct cap boot_vspace_map(struct boot *boot, paddr_t frame, vaddr_t vaddr, bool may_execute);

/* Makes the untypeds of the first thread's memory; needs the initial CNode. */
void boot_reclaim_init(struct boot *boot);

/* Bytes of their block in the extra boot info, with header. */
word_t boot_reclaim_size(void);

/* Moves them into the next free slots and describes them at the end of the extra boot info. What is
 * inserted from then on is nobody's child. */
void boot_reclaim_finish(struct boot *boot);

/* Puts a capability into the empty `dest`, as a child of the untyped its object lies in, if any. */
void boot_insert(struct boot *boot, struct cap cap, struct slot *dest);

/* Puts a capability into the next free slot of the initial CNode. */
void boot_add_cap(struct boot *boot, struct cap cap);

#endif
