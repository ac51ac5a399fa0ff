/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Will the root server be able to make what a spec says, on this board? The answer before booting,
 * for an image that there is, and for one that could be made: what takes memory beside the spec's
 * objects is the kernel and the root server, whose sizes its program, the spec and the number of
 * pages with contents decide, not what is in them.
 */
#ifndef LOADER_PACK_PLAN_IMAGE_H
#define LOADER_PACK_PLAN_IMAGE_H

#include <stdbool.h>

#include "loader/pack/pack.h"
#include "loader/pack/plan_layout.h"
#include "loader/pack/read_board.h"

/* Fills in what to plan for the root server `root` with the spec in it (whose graph is `spec`)
 * behind `kernel`, on the board (its RAM, devices and device tree, and the boot loader). False
 * after reporting. */
bool plan_image_input(struct compilation *c, const struct spec *spec,
                      const struct pack_bytes *kernel, const struct pack_bytes *root,
                      const struct board_memory *board, struct plan_input *input);

/* The same for the root server and the image that the spec would make of these files. */
bool plan_image_input_spec(struct compilation *c, const struct spec *spec,
                           const struct board_files *files, struct plan_input *input);

#endif
