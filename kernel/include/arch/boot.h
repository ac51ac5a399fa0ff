/* SPDX-License-Identifier: BSD-2-Clause
 *
 * CPU contract, part 5: start, and the doors between trap code and core.
 *
 * start.S takes the loader's registers (sel4-abi 8.1), clears .bss if the loader did not, sets up
 * the kernel stack (one, at least 8 KiB, with an unmapped guard page below), fills struct boot_args
 * and calls boot_main.
 *
 * Doors: the trap code saves the user's registers into the current context (it remembers the
 * pointer that core returned last), calls one of the *_entry functions and resumes the context that
 * the function returns. Core has already switched the address space and the FPU by then.
 */
#ifndef ARCH_BOOT_H
#define ARCH_BOOT_H

#include <stdbool.h>
#include <stdint.h>

#include "arch/context.h"

/* What the loader hands over. Physical addresses; ranges half open. */
struct boot_args {
    uint64_t user_start;
    uint64_t user_end;
    uint64_t pv_offset; /* physical minus virtual address of the user image, modulo 2^64 */
    uint64_t entry;     /* virtual */
    uint64_t dtb;       /* 0: none */
    uint64_t dtb_size;
};

/* --- offered by the CPU --- */

/* First call of boot_main: installs the kernel's own page tables (kernel image with W^X, the
 * physical window over all of plat_ram, the board's devices), trap vectors, user cache access bits.
 * After it the loader's mappings are gone, plat_uart_put works and the window may be used. */
void arch_boot_init(void);

/* Physical range of the kernel image including .bss and stacks, page aligned. */
void arch_boot_kernel_range(uint64_t *start, uint64_t *end);

/* --- offered by core --- */

/* Boots the kernel; returns the context of the first thread. Never returns on failure (panic). */
struct arch_context *boot_main(const struct boot_args *args);

/* System call of the current thread: number and arguments are in its context. */
struct arch_context *syscall_entry(void);

/* The same, to be tried first: if the call is one of the frequent ones, does what syscall_entry
 * would do, only faster. Null: nothing has been done, call syscall_entry. The arguments are the
 * registers ARCH_REG_CAP, ARCH_REG_INFO, ARCH_REG_SYSCALL and the current context. */
struct arch_context *fastpath_entry(uint64_t cap, uint64_t info, int64_t number,
                                    struct arch_context *context);

/* One or more interrupts wait. Also when the idle thread was interrupted. */
struct arch_context *irq_entry(void);

/* The current thread touched memory it may not: fault address, status word as the VMFault message
 * wants it (riscv64 5 load, 7 store, 1 fetch; aarch64 ESR), whether it was an instruction fetch. */
struct arch_context *vm_fault_entry(uint64_t address, uint64_t status, bool is_fetch);

/* An exception that comes from the use of the floating point unit while it is off, or may come from
 * that: the thread gets the unit and does the instruction again, or it is an exception like any
 * other. */
struct arch_context *fpu_use_entry(uint64_t number, uint64_t code);

/* Any other exception of the current thread: words of the UserException message. */
struct arch_context *user_exception_entry(uint64_t number, uint64_t code);

/* A trap in kernel mode, or anything else that must not happen: prints the report and stops. */
_Noreturn void kernel_panic(const char *why);

#endif
