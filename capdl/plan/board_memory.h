/* SPDX-License-Identifier: BSD-2-Clause
 *
 * What untyped memory a board's kernel will hand out: the list in the root server's boot
 * information, before it is booted.  It follows what the kernel does (kernel/core/boot_memory.c and
 * sel4-abi 8.5): device memory is all that is neither RAM nor the kernel's; free RAM is what
 * kernel, device tree, root server and the first thread's objects leave; both are cut greedily,
 * from low to high, into aligned powers of two.  The first CNode has as many slots as
 * kernel/core/boot.c makes it have; a kernel of seL4 has as many as it was built with.
 */
#ifndef CAPDL_PLAN_BOARD_MEMORY_H
#define CAPDL_PLAN_BOARD_MEMORY_H

#include <stdbool.h>
#include <stdint.h>

#include "capdl/plan/untyped_plan.h"
#include "capdl/spec/spec.h"

#define BOARD_MEMORY_RANGES   32u
#define BOARD_MEMORY_UNTYPEDS 230u /* as many as boot information tells of */
#define BOARD_MEMORY_PIECES   64u  /* as many of the root server's own as it tells of */

struct board_memory_range {
    uint64_t start, end;
};

struct board_memory {
    enum spec_arch arch;
    struct board_memory_range ram[BOARD_MEMORY_RANGES];      /* ascending, disjoint */
    struct board_memory_range reserved[BOARD_MEMORY_RANGES]; /* devices the kernel keeps */
    uint32_t ram_count, reserved_count;
    struct board_memory_range kernel; /* physical */
    struct board_memory_range loader; /* the boot loader with its payload; empty: not known */
    uint64_t dtb_size;                /* bytes; 0: none */
    uint64_t root_vaddr, root_size;   /* image of the root server, bytes */
    uint64_t root_own;                /* of these, the first that no component gets; 0: all */
};

/* What comes out of it. */
struct board_memory_plan {
    struct untyped_plan_memory untypeds[BOARD_MEMORY_UNTYPEDS]; /* in the kernel's order */
    uint32_t count;
    uint32_t lost;                                          /* untypeds beyond those */
    struct untyped_plan_memory pieces[BOARD_MEMORY_PIECES]; /* the root server's own memory */
    uint32_t piece_count;
    uint64_t root_start; /* where the root server's image will lie */
    uint64_t
        reclaimable;     /* bytes of the first thread, its memory and objects, that untypeds name */
    uint8_t root_bits;   /* log2 of the slots of the first CNode */
    uint64_t used_slots; /* of the first CNode, when the root server starts */
    uint64_t empty_slots; /* likewise */
};

/* Works it out; NULL, or a line that says what does not fit into the board's RAM. */
const char *board_memory_plan(const struct board_memory *board, struct board_memory_plan *plan);

#endif
