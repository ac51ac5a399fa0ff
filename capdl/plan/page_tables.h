/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The shape of address spaces: how many levels of page tables a CPU has, what one entry of each
 * covers, and which addresses a program may use.
 *
 * Portable code asks this table instead of knowing the CPU. Levels count from 0, the root, to
 * levels - 1, the tables whose entries are the smallest pages. Freestanding C: the planner on the
 * host and the root server compile the same file. Addresses are bytes, sizes log2 of bytes.
 */
#ifndef CAPDL_PLAN_PAGE_TABLES_H
#define CAPDL_PLAN_PAGE_TABLES_H

#include <stdbool.h>
#include <stdint.h>

#define PAGE_TABLES_MAX_LEVELS 4u
#define PAGE_TABLES_NO_LEVEL   255u

struct page_tables_shape {
    uint8_t levels;     /* tables on the way from root to smallest page */
    uint8_t page_bits;  /* smallest page */
    uint8_t index_bits; /* entries of a table, log2; the same on each level */
    uint64_t user_end;  /* first address that no program may map; a multiple of the page size */
};

/* The shape for an enum capdl_arch value; a static table, NULL for an unknown one and
 * for the 32-bit ones. */
const struct page_tables_shape *page_tables_shape(uint32_t arch);

/* log2 of the bytes that one entry of a table at `level` (< levels) covers. */
uint8_t page_tables_entry_bits(const struct page_tables_shape *shape, uint8_t level);

/* Index in a table at `level` of the entry that `vaddr` goes through. */
uint32_t page_tables_index(const struct page_tables_shape *shape, uint8_t level, uint64_t vaddr);

/* The level whose entries are frames of 2^size_bits bytes; PAGE_TABLES_NO_LEVEL when the CPU has no
 * such page. */
uint8_t page_tables_frame_level(const struct page_tables_shape *shape, uint8_t size_bits);

/* True when a frame of 2^size_bits bytes may be mapped at `vaddr`: a page size of the CPU, aligned
 * and below user_end. */
bool page_tables_mappable(const struct page_tables_shape *shape, uint64_t vaddr, uint8_t size_bits);

#endif
