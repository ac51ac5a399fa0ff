/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The loader's story from the first C function to the jump: find the payload, check it, place
 * kernel, device tree and root server, enter the kernel. Called by start.S of each CPU with a
 * stack, clean .bss and interrupts off, on one core only.
 */
#ifndef LOADER_BOOT_START_KERNEL_H
#define LOADER_BOOT_START_KERNEL_H

#include <stdint.h>

/* Starts the kernel, or prints one line and stops the machine. `core` is the hart id (0 where there
   is none), `firmware_argument` the register that may hold the device tree's address. */
_Noreturn void start_kernel(uint64_t core, uint64_t firmware_argument);

/* Called by the trap vector: the loader itself went wrong (most likely the machine has less memory
   than the image needs). Prints one line and stops. */
_Noreturn void start_kernel_trap(uint64_t cause, uint64_t where, uint64_t address);

#endif
