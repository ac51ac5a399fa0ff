/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * RISC-V platform level interrupt controller, supervisor context of hart 0.
 *
 * An interrupt is claimed and completed at once when it is delivered to the user, so it behaves
 * like an edge: the user's acknowledge does nothing. The numbers from 1 to BOARD_IRQ_MAX - 1 are
 * lines of this controller; BOARD_IRQ_TIMER is the CPU's own timer and never comes through it.
 */
#include "plat/irq.h"

#include "kernel/drivers/mmio.h"
#include "plat/board.h"

/* Context 0 is hart 0 in machine mode, context 1 hart 0 in supervisor mode. */
#define PLIC_CONTEXT       1u
#define PLIC_PRIORITY(irq) (BOARD_PLIC_OFFSET + 4ul * (irq))
#define PLIC_ENABLE(irq)   (BOARD_PLIC_OFFSET + 0x2000 + 0x80 * PLIC_CONTEXT + 4ul * ((irq) / 32))
#define PLIC_THRESHOLD     (BOARD_PLIC_OFFSET + 0x200000 + 0x1000 * PLIC_CONTEXT)
#define PLIC_CLAIM         (PLIC_THRESHOLD + 4)

const struct plat_irq_info plat_irq_info = {
    .first = 1,
    .last = BOARD_IRQ_MAX,
    .timer_irq = BOARD_IRQ_TIMER,
    .has_trigger = BOARD_IRQ_TRIGGER,
    .stays_open = true,
    .sgi_count = 0,
    .sgi_targets = 0,
    .sgi_label = 0,
};

_Static_assert(BOARD_IRQ_MAX < PLAT_IRQ_LIMIT, "interrupt numbers must fit core's table");

/* Whether `irq` is a line of the controller. */
static bool irq_plic_knows(uint32_t irq)
{
    return irq >= 1 && irq <= BOARD_IRQ_MAX && irq != BOARD_IRQ_TIMER;
}

void plat_irq_init(void)
{
    for (uint32_t irq = 1; irq <= BOARD_IRQ_MAX; irq++) {
        if (irq_plic_knows(irq)) {
            plat_irq_mask(irq);
            mmio_write(PLIC_PRIORITY(irq), 1);
        }
    }
    /* What the firmware left claimed would block its line for ever: take all and give them back. */
    for (uint32_t irq = 1; irq <= BOARD_IRQ_MAX; irq++) {
        plat_irq_complete(irq);
    }
    mmio_write(PLIC_THRESHOLD, 0);
}

uint32_t plat_irq_claim(void)
{
    uint32_t irq = mmio_read(PLIC_CLAIM);

    return irq_plic_knows(irq) ? irq : PLAT_IRQ_NONE;
}

void plat_irq_mask(uint32_t irq)
{
    if (irq_plic_knows(irq)) {
        mmio_write(PLIC_ENABLE(irq), mmio_read(PLIC_ENABLE(irq)) & ~(1u << (irq % 32)));
    }
}

void plat_irq_unmask(uint32_t irq)
{
    if (irq_plic_knows(irq)) {
        mmio_write(PLIC_ENABLE(irq), mmio_read(PLIC_ENABLE(irq)) | (1u << (irq % 32)));
    }
}

/* The PLIC's gateways are wired for one trigger each; there is nothing to set. */
void plat_irq_set_trigger(uint32_t irq, bool edge)
{
    (void)irq;
    (void)edge;
}

void plat_irq_complete(uint32_t irq)
{
    if (irq_plic_knows(irq)) {
        mmio_write(PLIC_CLAIM, irq);
    }
}

void plat_irq_deliver(uint32_t irq)
{
    plat_irq_complete(irq);
}

void plat_irq_ack(uint32_t irq)
{
    (void)irq;
}

void plat_irq_send_sgi(uint32_t sgi, uint32_t target)
{
    (void)sgi;
    (void)target;
}
