/* SPDX-License-Identifier: BSD-2-Clause
 *
 * CPU contract, part 1: the saved registers of a user thread.
 *
 * Each CPU supplies "arch_impl/context.h" with
 *   - `enum arch_register`: indices into context.regs, among them these neutral names:
 *       ARCH_REG_CAP        capability register (a0, x0): cptr in, badge out; first argument
 *       ARCH_REG_INFO       message info (a1, x1)
 *       ARCH_REG_MSG0       first of four consecutive message registers (a2, x2)
 *       ARCH_REG_SYSCALL    system call number (a7, x7)
 *       ARCH_REG_FAULT_IP   address of the instruction that trapped (restart address)
 *       ARCH_REG_NEXT_IP    address where the thread goes on
 *       ARCH_REG_SP, ARCH_REG_TLS (tp, tpidr_el0)
 *       ARCH_REG_COUNT
 *   - `struct arch_fpu`: floating point state, all zero = initial state
 *   - `struct arch_context { uint64_t regs[ARCH_REG_COUNT]; ...; struct arch_fpu fpu; }`, all
 * integer registers first so that the trap code can address them from the context pointer.
 * sizeof(struct arch_context) <= 1200 and a multiple of 32 (use _Alignas(32) on the first member).
 *
 * Promise of the trap code: at every entry all user registers are in the current thread's context,
 * FAULT_IP = address of the trapping instruction, NEXT_IP = FAULT_IP after a fault or interrupt,
 * and the following instruction after a system call. At exit the thread continues at NEXT_IP with
 * exactly the registers in the context.
 *
 * FAULT_WORD0/1 stand in the register lists below for words that do not come from a register.
 */
#ifndef ARCH_CONTEXT_H
#define ARCH_CONTEXT_H

#include <stdbool.h>
#include <stdint.h>

#include "arch_impl/context.h"

#define ARCH_LIST_FAULT_WORD0 254u /* system call number, exception number */
#define ARCH_LIST_FAULT_WORD1 255u /* exception code */

/* An ordered list of registers that travels in a message. */
struct arch_register_list {
    const uint8_t *regs; /* enum arch_register, or ARCH_LIST_FAULT_WORD* */
    unsigned count;
};

/* Order of seL4_UserContext (Read/WriteRegisters): 32 entries on riscv64, 36 on aarch64. The PC
 * entry is ARCH_REG_FAULT_IP (core sets NEXT_IP too on writing). The TLS and user-visible system
 * registers are in context.regs like all others. */
extern const struct arch_register_list arch_user_context;
/* How many of the former belong to the frame group of CopyRegisters (16, 17). */
extern const unsigned arch_user_context_frame_count;
/* UnknownSyscall message: 11 entries on riscv64, 13 on aarch64; the last is ARCH_LIST_FAULT_WORD0.
 */
extern const struct arch_register_list arch_unknown_syscall;
/* UserException message: riscv64 FAULT_IP SP WORD0 WORD1; aarch64 FAULT_IP SP SPSR WORD0 WORD1. */
extern const struct arch_register_list arch_user_exception;

/* Makes a zeroed context that of a new user thread: status register for user mode, interrupts on,
 * FPU usable; everything else zero. */
void arch_context_init(struct arch_context *context);

/* Makes a zeroed context that of the idle thread: kernel mode, interrupts on, waits for interrupts
 * in a loop on its own small stack (arch owns it). Trap code must cope with interrupts taken from
 * it. */
void arch_context_init_idle(struct arch_context *context);

/* Returns what a user may put into register `reg` when he asks for `value` (aarch64: SPSR is cut to
 * its condition flags and EL0; riscv64: nothing to do). */
uint64_t arch_context_sanitise(unsigned reg, uint64_t value);

/* Prints all registers on the console, about four a line (kernel/console.h). */
void arch_context_print(const struct arch_context *context);

/* Floating point: core decides who owns the unit, which must be on (arch_fpu_enable,
 * arch/switch.h). Save stores the unit into the context. Exchange stores it into `from`, unless
 * that is null, loads it from `to` and returns `to`. */
void arch_fpu_save(struct arch_context *context);
struct arch_context *arch_fpu_exchange(struct arch_context *from, struct arch_context *to);

static inline uint64_t arch_context_get(const struct arch_context *context, unsigned reg)
{
    return context->regs[reg];
}

static inline void arch_context_set(struct arch_context *context, unsigned reg, uint64_t value)
{
    context->regs[reg] = value;
}

#endif
