/* SPDX-License-Identifier: BSD-2-Clause
 *
 * CPU contract, part 3: the physical window.
 *
 * All RAM the board declares is mapped in the kernel at paddr + a constant, read-write and never
 * executable (and never over the kernel's own text and read-only data: W^X also for the kernel).
 * Devices are not in the window. Each CPU supplies "arch_impl/memory.h" with ARCH_WINDOW_OFFSET (a
 * constant expression of type uint64_t: virtual = physical + offset modulo 2^64).
 */
#ifndef ARCH_MEMORY_H
#define ARCH_MEMORY_H

#include <stdint.h>

#include "arch_impl/memory.h"

/* Kernel address of a RAM address. */
static inline void *arch_phys_to_virt(uint64_t paddr)
{
    return (void *)(uintptr_t)(paddr + ARCH_WINDOW_OFFSET);
}

/* Physical address of an object in the window (not of the kernel image's own variables). */
static inline uint64_t arch_virt_to_phys(const void *pointer)
{
    return (uint64_t)(uintptr_t)pointer - ARCH_WINDOW_OFFSET;
}

#endif
