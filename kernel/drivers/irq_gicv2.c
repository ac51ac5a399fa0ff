/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ARM generic interrupt controller, version 2, one CPU. Numbers are the controller's: 0-15 software
 * interrupts, 16-31 private lines of the CPU, 32.. shared lines.
 *
 * An interrupt delivered to a user is masked and ended at once; his acknowledge unmasks it. The end
 * of interrupt must name the word read at the claim, because for software interrupts it also holds
 * the sender; at most one interrupt is claimed at a time.
 */
#include "plat/irq.h"

#include "api/invocation_labels.h"
#include "kernel/drivers/mmio.h"
#include "plat/board.h"

#define GICD(reg)            (BOARD_GIC_DIST_OFFSET + (reg))
#define GICC(reg)            (BOARD_GIC_CPU_OFFSET + (reg))
#define GICD_CTLR            GICD(0x000)
#define GICD_TYPER           GICD(0x004)
#define GICD_ISENABLER(irq)  GICD(0x100 + 4ul * ((irq) / 32))
#define GICD_ICENABLER(irq)  GICD(0x180 + 4ul * ((irq) / 32))
#define GICD_ICPENDR(irq)    GICD(0x280 + 4ul * ((irq) / 32))
#define GICD_ICACTIVER(irq)  GICD(0x380 + 4ul * ((irq) / 32))
#define GICD_IPRIORITYR(irq) GICD(0x400 + 4ul * ((irq) / 4))
#define GICD_ITARGETSR(irq)  GICD(0x800 + 4ul * ((irq) / 4))
#define GICD_ICFGR(irq)      GICD(0xc00 + 4ul * ((irq) / 16))
#define GICD_SGIR            GICD(0xf00)
#define GICC_CTLR            GICC(0x000)
#define GICC_PMR             GICC(0x004)
#define GICC_BPR             GICC(0x008)
#define GICC_IAR             GICC(0x00c)
#define GICC_EOIR            GICC(0x010)

#define GIC_FIRST_SHARED     32u
#define GIC_ID_MASK          0x3ffu
#define GIC_SGI_COUNT        16u
#define GIC_CPU_COUNT        8u

const struct plat_irq_info plat_irq_info = {
    .first = 0,
    .last = BOARD_IRQ_MAX,
    .timer_irq = BOARD_IRQ_TIMER,
    .has_trigger = BOARD_IRQ_TRIGGER,
    .sgi_count = GIC_SGI_COUNT,
    .sgi_targets = GIC_CPU_COUNT,
    .sgi_label = LABEL_ARM_IRQ_ISSUE_SGI_SIGNAL,
};

_Static_assert(BOARD_IRQ_MAX < PLAT_IRQ_LIMIT, "interrupt numbers must fit core's table");

/* The word of the last claim, for the end of interrupt. */
static uint32_t irq_gicv2_claimed;

/* Byte mask of this CPU as interrupt target; the banked registers of the private lines tell it. */
static uint32_t irq_gicv2_self(void)
{
    uint32_t targets = mmio_read(GICD_ITARGETSR(0));

    /* On a single CPU the register may read as zero. */
    return targets == 0 ? 0x01010101u : targets;
}

void plat_irq_init(void)
{
    uint32_t lines = 32u * ((mmio_read(GICD_TYPER) & 0x1fu) + 1u);
    uint32_t self = irq_gicv2_self();

    mmio_write(GICD_CTLR, 0);
    for (uint32_t irq = 0; irq < lines; irq += 32) {
        mmio_write(GICD_ICENABLER(irq), 0xffffffffu);
        mmio_write(GICD_ICPENDR(irq), 0xffffffffu);
        mmio_write(GICD_ICACTIVER(irq), 0xffffffffu);
    }
    for (uint32_t irq = 0; irq < lines; irq += 4) {
        mmio_write(GICD_IPRIORITYR(irq), 0x80808080u);
        if (irq >= GIC_FIRST_SHARED) {
            mmio_write(GICD_ITARGETSR(irq), self);
        }
    }
    for (uint32_t irq = GIC_FIRST_SHARED; irq < lines; irq += 16) {
        mmio_write(GICD_ICFGR(irq), 0);
    }
    mmio_write(GICD_CTLR, 1);
    mmio_write(GICC_PMR, 0xff);
    mmio_write(GICC_BPR, 0);
    mmio_write(GICC_CTLR, 1);
}

uint32_t plat_irq_claim(void)
{
    uint32_t word = mmio_read(GICC_IAR);
    uint32_t irq = word & GIC_ID_MASK;

    if (irq > BOARD_IRQ_MAX) {
        return PLAT_IRQ_NONE; /* spurious: must not be ended */
    }
    irq_gicv2_claimed = word;
    return irq;
}

void plat_irq_mask(uint32_t irq)
{
    mmio_write(GICD_ICENABLER(irq), 1u << (irq % 32));
}

void plat_irq_unmask(uint32_t irq)
{
    mmio_write(GICD_ISENABLER(irq), 1u << (irq % 32));
}

void plat_irq_set_trigger(uint32_t irq, bool edge)
{
    uint32_t bit = 2u << (2u * (irq % 16));
    uint32_t word = mmio_read(GICD_ICFGR(irq));

    /* The trigger of private lines is fixed in hardware. */
    if (irq >= GIC_FIRST_SHARED) {
        mmio_write(GICD_ICFGR(irq), edge ? word | bit : word & ~bit);
    }
}

void plat_irq_complete(uint32_t irq)
{
    if ((irq_gicv2_claimed & GIC_ID_MASK) == irq) {
        mmio_write(GICC_EOIR, irq_gicv2_claimed);
    }
}

void plat_irq_deliver(uint32_t irq)
{
    plat_irq_mask(irq);
    plat_irq_complete(irq);
}

void plat_irq_ack(uint32_t irq)
{
    plat_irq_unmask(irq);
}

void plat_irq_send_sgi(uint32_t sgi, uint32_t target)
{
    mmio_write(GICD_SGIR, (1u << (16u + target)) | sgi);
}
