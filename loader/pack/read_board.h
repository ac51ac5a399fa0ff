/* SPDX-License-Identifier: BSD-2-Clause
 *
 * What of a board counts for planning: its memory as its description (plat.yaml) has it, and the
 * programs that will be there beside the system.
 */
#ifndef LOADER_PACK_READ_BOARD_H
#define LOADER_PACK_READ_BOARD_H

#include <stdbool.h>

#include "capdl/plan/board_memory.h"
#include "loader/pack/pack.h"
#include "loader/pack/platform.h"

struct board_files {
    struct pack_bytes boot, kernel, init, dtb; /* the last may be empty */
    struct board_memory board;
};

/* Reads RAM, devices the kernel keeps, and the size of the device tree: that of `dtb_size`, or
 * where that is 0 the one QEMU makes. False after reporting. */
bool read_board(struct compilation *c, const struct platform *platform, uint64_t dtb_size,
                struct board_memory *board);

/* Reads a file that goes into an image; `what` ("the kernel") goes into the message. `path` NULL
 * gives an empty one. False after reporting. */
bool read_board_file(struct compilation *c, const char *what, const char *path,
                     struct pack_bytes *out);

/* Reads all of these: the kernel from `kernel`, the device tree from `dtb` (NULL: the firmware's).
 * False after reporting. */
bool read_board_files(struct compilation *c, const struct platform *platform, const char *kernel,
                      const char *dtb, struct board_files *files);

#endif
