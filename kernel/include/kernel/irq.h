/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Interrupts: who gets them. Numbers are the board's (plat/irq.h).
 */
#ifndef KERNEL_IRQ_H
#define KERNEL_IRQ_H

#include "kernel/types.h"

#include "kernel/error.h"

/* Masks everything, takes the timer line for the kernel and starts the tick. */
void irq_init(void);

/* Takes one waiting interrupt and does what it asks. */
void irq_handle(void);

/* The last handler capability of `irq` goes: first the binding (OUTCOME_OK or OUTCOME_PREEMPTED),
 * then, after the slot is empty, the line. */
enum outcome irq_delete_binding(word_t irq);
void irq_release(word_t irq);

#endif
