/* SPDX-License-Identifier: BSD-2-Clause */
/* 4 KiB granule, 48 bit: four levels of 512 entries; pages of 4 KiB, 2 MiB and 1 GiB. See
 * arch/paging.h. */
#ifndef ARCH_IMPL_PAGING_H
#define ARCH_IMPL_PAGING_H

static const char *const arch_table_names[] = {"pgd", "pud", "pd", "pt"};

static const struct arch_paging arch_paging = {
    .levels = 4,
    .shift = {39,                    30,                          21, 12},
    .index_bits = 9,
    .capdl_name = "aarch64",
    .table_names = arch_table_names,
    .user_end = UINT64_C(0x800000000000),
    .frame_map_checks = { FRAME_MAP_ALIGNMENT, FRAME_MAP_SAME_PLACE, FRAME_MAP_RANGE_IF_UNMAPPED,
              FRAME_MAP_WALK,                              FRAME_MAP_END},
};

#endif
