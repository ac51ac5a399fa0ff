/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Between start.S and C on aarch64. Symbols of the link script and of start.S, and the functions
 * that one calls in the other.
 */
#ifndef ARCH_IMPL_ARM_ENTRY_H
#define ARCH_IMPL_ARM_ENTRY_H

#include <stdint.h>

#include "arch/context.h"

/* link.ld: page aligned ends of the image's parts. start.S: the unmapped page below the stack. */
extern char kernel_image_start[], kernel_text_end[], kernel_rodata_end[], kernel_image_end[];
extern char kernel_stack_guard[];

/* First C code, on the kernel's stack but still on the loader's page tables. Arguments as the
 * loader passes them (sel4-abi 8.1). Does not return. */
_Noreturn void arm_boot(uint64_t user_start, uint64_t user_end, uint64_t pv_offset, uint64_t entry,
                        uint64_t dtb, uint64_t dtb_size);

/* A system call that start.S could not hand to fastpath_entry. */
_Noreturn void arm_call_from_user(void);

/* Any other synchronous exception taken in user mode; the thread's registers are in `context`. */
_Noreturn void arm_sync_from_user(uint64_t syndrome, uint64_t address,
                                  struct arch_context *context);

/* An interrupt taken in user mode. */
_Noreturn void arm_irq_from_user(void);

/* Something from user mode that the kernel cannot go on after: 1 FIQ, 2 SError, 3 AArch32. */
_Noreturn void arm_fatal_from_user(uint64_t what);

/* An exception taken in the kernel; `frame` (FRAME_WORDS words) holds the registers. */
_Noreturn void arm_trap_from_kernel(uint64_t syndrome, uint64_t address, const uint64_t *frame);

/* start.S: leaves for user mode with the registers of `context`. */
_Noreturn void arm_return_to_user(struct arch_context *context);

#endif
