/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/plan/page_tables.h"

#include <stddef.h>

#include "capdl/include/capdl_binary.h"

/* 1 GiB: no CPU here has larger pages, even where a root entry covers more. */
#define LARGEST_PAGE_BITS 30u

/* user_end: the kernel's limits (sel4-abi 2.3), the first address beyond the last legal page. */
static const struct page_tables_shape shapes[CAPDL_ARCH_COUNT] = {
    [CAPDL_ARCH_RISCV64] = {3, 12, 9, UINT64_C(0x3ffffff000)  },
    [CAPDL_ARCH_AARCH64] = {4, 12, 9, UINT64_C(0x800000000000)},
    [CAPDL_ARCH_X86_64] = {4, 12, 9, UINT64_C(0x7ffffffff000)},
};

const struct page_tables_shape *page_tables_shape(uint32_t arch)
{
    return arch < CAPDL_ARCH_COUNT && shapes[arch].levels != 0 ? &shapes[arch] : NULL;
}

uint8_t page_tables_entry_bits(const struct page_tables_shape *shape, uint8_t level)
{
    return (uint8_t)(shape->page_bits + (shape->levels - 1u - level) * shape->index_bits);
}

uint32_t page_tables_index(const struct page_tables_shape *shape, uint8_t level, uint64_t vaddr)
{
    uint64_t entry = vaddr >> page_tables_entry_bits(shape, level);

    return (uint32_t)(entry & ((UINT64_C(1) << shape->index_bits) - 1u));
}

uint8_t page_tables_frame_level(const struct page_tables_shape *shape, uint8_t size_bits)
{
    for (uint8_t level = 0; level < shape->levels; level++) {
        if (page_tables_entry_bits(shape, level) == size_bits && size_bits <= LARGEST_PAGE_BITS) {
            return level;
        }
    }
    return PAGE_TABLES_NO_LEVEL;
}

bool page_tables_mappable(const struct page_tables_shape *shape, uint64_t vaddr, uint8_t size_bits)
{
    uint64_t size;

    if (page_tables_frame_level(shape, size_bits) == PAGE_TABLES_NO_LEVEL) {
        return false;
    }
    size = UINT64_C(1) << size_bits;
    return (vaddr & (size - 1u)) == 0 && vaddr < shape->user_end && size <= shape->user_end - vaddr;
}
