/* SPDX-License-Identifier: BSD-2-Clause */
/* The board's tables, from the macros that plat_gen made out of plat.yaml. */
#include "plat/board.h"
#include "plat/devices.h"
#include "plat/memory.h"

#define BOARD_RANGE(start, end)          {start, end},
#define BOARD_DEVICE(start, end, offset) {start, end, offset},

const struct plat_range plat_ram[] = {BOARD_MEMORY(BOARD_RANGE)};
const unsigned plat_ram_count = sizeof(plat_ram) / sizeof(plat_ram[0]);

const struct plat_range plat_reserved[] = {BOARD_DEVICES(BOARD_RANGE)};
const unsigned plat_reserved_count = sizeof(plat_reserved) / sizeof(plat_reserved[0]);

const struct plat_device plat_devices[] = {BOARD_MAPPED_DEVICES(BOARD_DEVICE)};
const unsigned plat_device_count = sizeof(plat_devices) / sizeof(plat_devices[0]);
