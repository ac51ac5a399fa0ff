/* SPDX-License-Identifier: BSD-2-Clause
 *
 * CPU contract, part 4: interrupts as the CPU sees them, the timer, stopping.
 *
 * The kernel runs with interrupts off; long work polls arch_irq_pending. Interrupt numbers are the
 * board's (plat/irq.h); the CPU's own timer has the number plat_irq_info.timer_irq (riscv64: it
 * does not come through the PLIC, so arch_irq_claim makes the number; aarch64: PPI 27 comes from
 * the GIC like all others).
 */
#ifndef ARCH_MACHINE_H
#define ARCH_MACHINE_H

#include <stdbool.h>
#include <stdint.h>

/* True if an interrupt waits that would be taken in user mode. Cheap: no memory-mapped access if
 * possible. */
bool arch_irq_pending(void);

/* Takes the most urgent waiting interrupt: its number, or PLAT_IRQ_NONE. Asks plat_irq_claim for
 * what is not the CPU's own. */
uint32_t arch_irq_claim(void);

/* Starts the periodic tick, first one a full period from now, and lets it interrupt. */
void arch_timer_start(unsigned period_ms);

/* The tick interrupt was taken: arms the next one (a period after the last, never in the past). */
void arch_timer_ack(void);

/* A count of the CPU's work, instructions or cycles, for measurements only: on some CPUs users have
 * to start it. */
uint64_t arch_counter(void);

/* Stops the machine for good: riscv64 SBI shutdown (ends QEMU), aarch64 plat_power_off; if it does
 * not go off, waits for ever. */
_Noreturn void arch_halt(void);

/* Prints what the CPU knows of a trap taken in kernel mode (cause, address, pc); called by the
 * panic report. */
void arch_panic_print(void);

#endif
