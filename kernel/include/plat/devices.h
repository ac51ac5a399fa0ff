/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Board contract: the registers of the kernel's own drivers. The CPU's mmu.c maps each entry,
 * uncached and read-write, at ARCH_DEVICE_BASE + offset (arch_impl/memory.h); a driver finds its
 * registers there by the BOARD_<NAME>_OFFSET of the generated plat/board.h. Generated from
 * plat.yaml; whole pages.
 */
#ifndef PLAT_DEVICES_H
#define PLAT_DEVICES_H

#include <stdint.h>

struct plat_device {
    uint64_t start; /* physical, half open */
    uint64_t end;
    uint64_t offset; /* equal to start modulo 2 MiB if the device is that large */
};

extern const struct plat_device plat_devices[];
extern const unsigned plat_device_count;

#endif
