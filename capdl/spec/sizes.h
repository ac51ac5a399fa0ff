/* SPDX-License-Identifier: BSD-2-Clause
 *
 * How much memory kernel objects take: log2 of bytes, as our kernel's ABI has them (seL4 16.0,
 * classic configuration).  The numbers are those of kernel/api; other kernels may differ, which is
 * why they are data in one table and not spread over the planner.
 */
#ifndef CAPDL_SPEC_SIZES_H
#define CAPDL_SPEC_SIZES_H

#include <stdbool.h>
#include <stdint.h>

#include "capdl/spec/spec.h"

/* log2 of a capability slot, on 64-bit architectures and on any. */
#define SIZES_SLOT_BITS 5u
uint8_t sizes_slot_bits(enum spec_arch arch);

/* log2 of the bytes that `object` takes from untyped memory on `arch`; 0 when it is not made from
 * memory at all (interrupt handlers and control capabilities). */
uint8_t sizes_memory_bits(enum spec_arch arch, const struct spec_object *object);

/* The same for an object of `spec`, with the sizes that were given with it (sizes_file.h) instead
 * of ours. False, and 0, when a file of sizes was given that says nothing of such objects. */
bool sizes_find(const struct spec *spec, const struct spec_object *object, uint8_t *bits);

/* Smallest and largest untyped the kernel accepts, log2 bytes. */
uint8_t sizes_min_untyped_bits(enum spec_arch arch);
uint8_t sizes_max_untyped_bits(enum spec_arch arch);

/* Levels of page tables, root included; every table of a 64-bit architecture has
 * SIZES_TABLE_SLOTS entries. */
#define SIZES_TABLE_SLOTS 512u
uint32_t sizes_table_slots(enum spec_arch arch, uint8_t level);
uint8_t sizes_page_table_levels(enum spec_arch arch);

/* The level of the tables whose entries are frames of 2^size_bits bytes; 255 when the CPU has no
 * such page. */
uint8_t sizes_frame_level(enum spec_arch arch, uint8_t size_bits);

#endif
