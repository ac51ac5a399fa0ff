/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Board contract: what memory there is. Generated from plat.yaml; all page aligned, ascending,
 * disjoint. Everything below PADDR_USER_DEVICE_TOP that is neither RAM nor reserved is handed to
 * users as device untypeds (qemu-riscv-virt: the firmware's 2 MiB 0x80000000-0x80200000 too, so
 * plat_ram starts at 0x80200000).
 */
#ifndef PLAT_MEMORY_H
#define PLAT_MEMORY_H

#include <stdint.h>

struct plat_range {
    uint64_t start;
    uint64_t end;
};

/* RAM the kernel may use and give away. */
extern const struct plat_range plat_ram[];
extern const unsigned plat_ram_count;

/* Devices the kernel keeps (interrupt controller, timer; riscv: CLINT, PLIC; arm: GICD and GICC
 * page). */
extern const struct plat_range plat_reserved[];
extern const unsigned plat_reserved_count;

#endif
