/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Device registers of the kernel's own drivers: 32 bit reads and writes at a byte offset inside the
 * device window. The window is mapped strongly ordered, so accesses reach a device in program
 * order.
 */
#ifndef KERNEL_DRIVERS_MMIO_H
#define KERNEL_DRIVERS_MMIO_H

#include <stdint.h>

#include "arch/memory.h"

/* Reads the register at `offset` (BOARD_<NAME>_OFFSET + register). */
static inline uint32_t mmio_read(uint64_t offset)
{
    return *(volatile uint32_t *)(uintptr_t)(ARCH_DEVICE_BASE + offset);
}

/* Writes the register at `offset`. */
static inline void mmio_write(uint64_t offset, uint32_t value)
{
    *(volatile uint32_t *)(uintptr_t)(ARCH_DEVICE_BASE + offset) = value;
}

#endif
