/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Board contract: the interrupt controller.
 *
 * A line is masked until a handler capability is made for it. After an interrupt was delivered to
 * the user the line stays quiet until he acknowledges, if the controller works that way (GIC); the
 * PLIC is completed at delivery and the user's acknowledge does nothing. These differences live in
 * plat_irq_deliver and plat_irq_ack.
 */
#ifndef PLAT_IRQ_H
#define PLAT_IRQ_H

#include <stdbool.h>
#include <stdint.h>

#define PLAT_IRQ_NONE  UINT32_MAX
#define PLAT_IRQ_LIMIT 256u /* every board's largest number is below */

struct plat_irq_info {
    uint32_t first;       /* smallest number a user may ask for: riscv64 1, aarch64 0 */
    uint32_t last;        /* largest valid number: 96 (the timer), 159 */
    uint32_t timer_irq;   /* the kernel's own tick: 96, 27 */
    bool has_trigger;     /* IssueIRQHandlerTrigger supported */
    bool stays_open;      /* plat_irq_deliver leaves the line open (PLIC) */
    uint32_t sgi_count;   /* software interrupts IssueSGISignal may name, 0: none; GICv2: 16 */
    uint32_t sgi_targets; /* valid targets are below: GICv2 8 */
    uint32_t sgi_label;   /* invocation label of IssueSGISignal, 0: none */
};
extern const struct plat_irq_info plat_irq_info;

/* Resets the controller: everything masked, priorities set, this CPU takes interrupts. */
void plat_irq_init(void);

/* Takes the most urgent waiting interrupt, PLAT_IRQ_NONE if there is none (spurious). */
uint32_t plat_irq_claim(void);

void plat_irq_mask(uint32_t irq);
void plat_irq_unmask(uint32_t irq);
/* Edge or level; only where has_trigger. Boards that cannot tell accept and do nothing. */
void plat_irq_set_trigger(uint32_t irq, bool edge);

/* The claimed interrupt was handed to a user (or dropped): GIC mask + end of interrupt; PLIC
 * complete. */
void plat_irq_deliver(uint32_t irq);
/* The claimed interrupt was the kernel's own: end of interrupt, line stays open. Never called for
 * numbers the controller does not know (riscv64 timer): the implementation ignores those. */
void plat_irq_complete(uint32_t irq);
/* The user acknowledged: GIC unmask; PLIC nothing. */
void plat_irq_ack(uint32_t irq);

/* Sends software interrupt `sgi` to CPU `target`; only where sgi_count > 0. */
void plat_irq_send_sgi(uint32_t sgi, uint32_t target);

#endif
