/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's half of the address space on riscv64 (Sv39), the same in every root table:
 *
 *     0xffffffc000000000  physical window: RAM at physical address + ARCH_WINDOW_OFFSET
 *     0xffffffff80000000  kernel image, linked at BOARD_KERNEL_VIRT
 *     0xffffffffc0000000  devices of the kernel's drivers
 */
#ifndef ARCH_IMPL_MEMORY_H
#define ARCH_IMPL_MEMORY_H

#include <stdint.h>

#define ARCH_WINDOW_OFFSET UINT64_C(0xffffffc000000000)
#define ARCH_DEVICE_BASE   UINT64_C(0xffffffffc0000000)

#endif
