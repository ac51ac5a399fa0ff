/* SPDX-License-Identifier: BSD-2-Clause
 *
 * CPU contract, part 2: page tables, address spaces, TLB and caches.
 *
 * kernel/core/vspace.c walks every CPU's tables with one loop over the table of levels below; the
 * CPU says how one entry is encoded. Each CPU supplies "arch_impl/paging.h" with a
 * `static const struct arch_paging arch_paging`, so that the compiler can fold it. Entries are
 * 64-bit words, tables are 4 KiB with 512 entries. Level 0 is the root.
 *
 * ASIDs are 16 bits wide (7 bits pool, 9 bits index) and are used as hardware ASIDs; 0 is the
 * kernel's.
 */
#ifndef ARCH_PAGING_H
#define ARCH_PAGING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ARCH_MAX_LEVELS 4u

/* Steps of Page_Map after the ASID was resolved; the CPUs make them in different order, and the
 * order is visible to users. */
enum frame_map_check {
    FRAME_MAP_END = 0,
    FRAME_MAP_RANGE, /* vaddr + size - 1 inside the user range, else InvalidArgument(0) */
    FRAME_MAP_RANGE_IF_UNMAPPED, /* the same, only for a frame cap that is not mapped yet */
    FRAME_MAP_ALIGNMENT,         /* vaddr aligned to the size, else AlignmentError */
    FRAME_MAP_WALK,              /* tables down to the frame's level present, else FailedLookup */
    FRAME_MAP_SAME_PLACE,        /* mapped cap: same ASID and vaddr, else InvalidCapability(1),
                                    InvalidArgument(0) */
    FRAME_MAP_FREE_ENTRY,        /* unmapped cap: entry is free, else DeleteFirst */
};

struct arch_paging {
    uint8_t levels;                 /* 3 on Sv39, 4 on aarch64 */
    uint8_t shift[ARCH_MAX_LEVELS]; /* log2 of the bytes an entry of level i covers: {30,21,12},
                                       {39,30,21,12} */
    uint8_t index_bits;             /* log2 of the entries of a table: 9 */
    uint64_t user_end;              /* first address not for users: 0x3ffffff000, 0x800000000000 */
    uint8_t frame_map_checks[8];    /* enum frame_map_check, ends with FRAME_MAP_END */
    const char *capdl_name;         /* what capDL calls the CPU, and a table of level i */
    const char *const *table_names;
};
/* riscv64: RANGE ALIGNMENT WALK SAME_PLACE FREE_ENTRY;
 * aarch64: ALIGNMENT SAME_PLACE RANGE_IF_UNMAPPED WALK (an occupied entry is replaced). */

enum pte_kind {
    PTE_INVALID,
    PTE_TABLE,
    PTE_FRAME,
};

/* What a user frame mapping may do; `attributes` are the bits of seL4_VMAttributes as the user gave
 * them. can_read false = kernel only, see sel4-abi 4.6. */
struct frame_access {
    bool can_read;
    bool can_write;
    bool is_device;
    uint64_t attributes;
};

#include "arch_impl/paging.h"

/* Encodings. Pure; `level` counts from the root. arch_pte_from_frame may return an invalid entry
 * (riscv: kernel-only frame that may not be executed). arch_pte_target gives the physical address
 * in a valid entry. */
enum pte_kind arch_pte_kind(uint64_t pte, unsigned level);
uint64_t arch_pte_target(uint64_t pte);
uint64_t arch_pte_from_table(uint64_t table_paddr);
uint64_t arch_pte_from_frame(uint64_t paddr, unsigned level, const struct frame_access *access);
/* True if user code may write through this valid frame entry. */
bool arch_pte_is_writable(uint64_t pte);
/* True if user code may execute what lies behind it. */
bool arch_pte_is_executable(uint64_t pte);
/* False if the entry says that what lies behind it is not cached; true where entries cannot. */
bool arch_pte_is_cached(uint64_t pte);

/* Stores an entry so that the table walker will see it (cache clean, barrier). Does not flush the
 * TLB. */
void arch_pte_store(uint64_t *entry, uint64_t value);

/* Fills a zeroed 4 KiB table (kernel address) with the kernel's mappings, if the CPU has one root
 * for both halves (riscv64); else does nothing. */
void arch_root_init(uint64_t *root);

/* Makes an address space current that maps nothing for users (arch_vspace_switch makes one current
 * that does: arch/switch.h). */
void arch_vspace_switch_kernel(void);

/* TLB: what was cached of one page (of any size) at vaddr, or of the whole ASID, is gone on return.
 */
void arch_tlb_flush_page(uint16_t asid, uint64_t vaddr);
void arch_tlb_flush_asid(uint16_t asid);

enum cache_op {
    CACHE_CLEAN,
    CACHE_INVALIDATE,
    CACHE_CLEAN_INVALIDATE,
    CACHE_UNIFY,     /* clean to the point of unification + instruction cache invalidate */
    CACHE_CLEAN_NEW, /* fresh kernel-zeroed memory that users will map: clean to the point of
                        coherency */
};

/* Cache maintenance of `size` bytes of RAM at kernel address `start` (window address). Nothing to
 * do on coherent CPUs (riscv64). CACHE_INVALIDATE cleans partial first and last lines instead of
 * dropping them. */
void arch_cache_maintain(enum cache_op op, const void *start, size_t size);

/* Invocation labels of the cache operations on frames (index 0..3: clean, invalidate,
 * clean+invalidate, unify in the order of enum cache_op) and on VSpaces; 0 = this CPU has none. */
extern const uint32_t arch_frame_cache_labels[4];
extern const uint32_t arch_vspace_cache_labels[4];

#endif
