/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The two things the loader wants from a flattened device tree: how many of its bytes mean
 * something (firmware leaves trees padded up to 1 MiB), and where the memory is. The tree comes
 * from firmware, so every offset is checked; a tree that makes no sense is taken as absent.
 */
#ifndef LOADER_BOOT_DEVICE_TREE_H
#define LOADER_BOOT_DEVICE_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* No larger tree is believed. */
#define DEVICE_TREE_SIZE_MAX (UINT64_C(2) << 20)

/* Returns the number of bytes from `tree` to the end of its last block, at most its totalsize; 0
   if there is no valid device tree of at most `limit` bytes. Reads only what it has checked. */
uint64_t device_tree_size(const uint8_t *tree, uint64_t limit);

/* Sets the totalsize field of a copy cut to `size` bytes, as device_tree_size told. */
void device_tree_set_size(uint8_t *tree, uint64_t size);

/* Is [start, end) inside one memory range of the tree's root-level memory nodes? `known` is set to
   whether the tree names any memory at all. `size` is what device_tree_size returned. */
bool device_tree_has_memory(const uint8_t *tree, uint64_t size, uint64_t start, uint64_t end,
                            bool *known);

#endif
