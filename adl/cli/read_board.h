/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The memory of a board as its description (plat.yaml) has it, for planning.
 */
#ifndef ADL_CLI_READ_BOARD_H
#define ADL_CLI_READ_BOARD_H

#include <stdbool.h>

#include "adl/build/platform.h"
#include "capdl/plan/board_memory.h"

/* Reads RAM, devices the kernel keeps, and the size of the device tree: that of `dtb_size`, or
 * where that is 0 the one QEMU makes. False after reporting. */
bool read_board(struct compilation *c, const struct platform *platform, uint64_t dtb_size,
                struct board_memory *board);

#endif
