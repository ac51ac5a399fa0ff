/* SPDX-License-Identifier: BSD-2-Clause */
/* Tests: three levels and the checks in the order of riscv64. */
#ifndef ARCH_IMPL_PAGING_H
#define ARCH_IMPL_PAGING_H

static const char *const arch_table_names[] = {"pt", "pt", "pt"};

static const struct arch_paging arch_paging = {
    .levels = 3,
    .shift = {30,                    21, 12      },
    .index_bits = 9,
    .capdl_name = "riscv",
    .table_names = arch_table_names,
    .user_end = UINT64_C(0x3ffffff000),
    .frame_map_checks = { FRAME_MAP_RANGE, FRAME_MAP_ALIGNMENT, FRAME_MAP_WALK, FRAME_MAP_SAME_PLACE,
              FRAME_MAP_FREE_ENTRY, FRAME_MAP_END},
};

#endif
