/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Will the root server in an image be able to make what its spec says, on this board? The answer
 * before booting, from the code that the root server itself runs: its checks of the spec, its need
 * of slots, the planner.
 */
#ifndef LOADER_PACK_PLAN_IMAGE_H
#define LOADER_PACK_PLAN_IMAGE_H

#include <stdbool.h>

#include "capdl/plan/board_memory.h"
#include "loader/pack/pack.h"

/* Plans the root server `root` with the spec in it behind `kernel`, on the board (its RAM, devices
 * and device tree; the rest is filled in here). False after reporting what does not fit: which
 * object, how much is missing, how many slots. `layout` (may be NULL) gets where each object will
 * lie, one line each. */
bool plan_image(struct compilation *c, const struct pack_bytes *kernel,
                const struct pack_bytes *root, struct board_memory *board, struct strbuf *layout);

#endif
