/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Between start.S and C on riscv64. Symbols of the link script and of start.S, and the functions
 * that one calls in the other.
 */
#ifndef ARCH_IMPL_RISCV_ENTRY_H
#define ARCH_IMPL_RISCV_ENTRY_H

#include <stdbool.h>
#include <stdint.h>

#include "arch/context.h"

/* link.ld: page aligned ends of the image's parts. start.S: the unmapped page below the stack. */
extern char kernel_image_start[], kernel_text_end[], kernel_rodata_end[], kernel_image_end[];
extern char kernel_stack_guard[];

/* First C code, on the kernel's stack but still on the loader's page tables. Arguments as the
 * loader passes them (sel4-abi 8.1). Does not return. */
_Noreturn void riscv_boot(uint64_t user_start, uint64_t user_end, uint64_t pv_offset,
                          uint64_t entry, uint64_t dtb, uint64_t dtb_size);

/* A system call that start.S could not hand to fastpath_entry. Does not return. */
_Noreturn void riscv_call_from_user(void);

/* Any other trap taken in user mode. Does not return. */
_Noreturn void riscv_trap_from_user(uint64_t cause, uint64_t value);

/* A trap taken in the kernel; `frame` (FRAME_WORDS words) holds the registers. Does not return. */
_Noreturn void riscv_trap_from_kernel(uint64_t cause, uint64_t value, const uint64_t *frame);

/* start.S: leaves for user mode with the registers of `context`. */
_Noreturn void riscv_return_to_user(struct arch_context *context);

/* mmu.c: makes stored page table entries known to the CPU; called before returns to user mode. */
void riscv_user_fence(void);

#endif
