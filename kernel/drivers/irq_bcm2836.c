/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Interrupts of the BCM2836 and BCM2837, core 0: two controllers, one behind the other. Numbers:
 *
 *     0..11    the core's own (block "local"): 0-3 generic timers (3 the virtual one), 4-7
 *              mailboxes, 8 everything of the other controller, 9 performance counters, 10 AXI,
 *              11 local timer
 *     32..39   the ARM side's (block "intc", basic register)
 *     64..127  the graphics processor's lines 0 to 63, which are all devices (block "intc")
 *
 * The numbers between have no line; users may own them, and nothing ever comes. All lines are
 * levels. An interrupt delivered to a user is masked; his acknowledge unmasks it. There is no end
 * of interrupt.
 */
#include "plat/irq.h"

#include "api/invocation_labels.h"
#include "kernel/drivers/mmio.h"
#include "plat/board.h"

#define LOCAL(reg)           (BOARD_LOCAL_OFFSET + (reg))
#define LOCAL_GPU_ROUTING    LOCAL(0x0c) /* 0: interrupts of the other controller go to core 0 */
#define LOCAL_PMU_SET        LOCAL(0x10)
#define LOCAL_PMU_CLEAR      LOCAL(0x14)
#define LOCAL_AXI            LOCAL(0x30)
#define LOCAL_TIMER          LOCAL(0x34)
#define LOCAL_CORE_TIMERS    LOCAL(0x40)
#define LOCAL_CORE_MAILBOXES LOCAL(0x50)
#define LOCAL_CORE_SOURCE    LOCAL(0x60)
#define LOCAL_AXI_ENABLE     (1u << 20)
#define LOCAL_TIMER_ENABLE   (1u << 29)

#define INTC(reg)            (BOARD_INTC_OFFSET + 0x200 + (reg))
#define INTC_PENDING_BASIC   INTC(0x00)
#define INTC_PENDING(bank)   INTC(0x04 + 4ul * (bank))
#define INTC_FIQ             INTC(0x0c)
#define INTC_ENABLE(bank)    INTC(0x10 + 4ul * (bank)) /* bank 2: basic */
#define INTC_DISABLE(bank)   INTC(0x1c + 4ul * (bank))
#define INTC_BANK_BASIC      2u

#define IRQ_LOCAL_MAILBOX    4u
#define IRQ_LOCAL_INTC       8u
#define IRQ_LOCAL_PMU        9u
#define IRQ_LOCAL_AXI        10u
#define IRQ_LOCAL_TIMER      11u
#define IRQ_LOCAL_END        12u
#define IRQ_BASIC            32u
#define IRQ_BASIC_END        40u
#define IRQ_GPU              64u
#define IRQ_BANK_SIZE        32u

#define LOCAL_SOURCES        (((1u << IRQ_LOCAL_END) - 1) & ~(1u << IRQ_LOCAL_INTC))
#define BASIC_SOURCES        0xffu /* above are summaries of the two banks */
#define PMU_ALL_CORES        0xffu

/* No software interrupts: the invocation exists and is refused. */
const struct plat_irq_info plat_irq_info = {
    .first = 0,
    .last = BOARD_IRQ_MAX,
    .timer_irq = BOARD_IRQ_TIMER,
    .has_trigger = BOARD_IRQ_TRIGGER,
    .sgi_count = 0,
    .sgi_targets = 0,
    .sgi_label = LABEL_ARM_IRQ_ISSUE_SGI_SIGNAL,
};

_Static_assert(BOARD_IRQ_MAX < PLAT_IRQ_LIMIT, "interrupt numbers must fit core's table");

/* Sets or clears bits of a register. */
static void irq_bcm2836_change(uint64_t reg, uint32_t bits, bool set)
{
    uint32_t word = mmio_read(reg);

    mmio_write(reg, set ? word | bits : word & ~bits);
}

/* Opens or closes one of the core's own lines. */
static void irq_bcm2836_change_local(uint32_t irq, bool open)
{
    if (irq < IRQ_LOCAL_MAILBOX) {
        irq_bcm2836_change(LOCAL_CORE_TIMERS, 1u << irq, open);
    } else if (irq < IRQ_LOCAL_INTC) {
        irq_bcm2836_change(LOCAL_CORE_MAILBOXES, 1u << (irq - IRQ_LOCAL_MAILBOX), open);
    } else if (irq == IRQ_LOCAL_PMU) {
        mmio_write(open ? LOCAL_PMU_SET : LOCAL_PMU_CLEAR, 1);
    } else if (irq == IRQ_LOCAL_AXI) {
        irq_bcm2836_change(LOCAL_AXI, LOCAL_AXI_ENABLE, open);
    } else if (irq == IRQ_LOCAL_TIMER) {
        irq_bcm2836_change(LOCAL_TIMER, LOCAL_TIMER_ENABLE, open);
    }
}

/* Opens or closes a line; numbers without one, and the way to the other controller, stay. */
static void irq_bcm2836_open(uint32_t irq, bool open)
{
    uint32_t bank = irq < IRQ_GPU ? INTC_BANK_BASIC : (irq - IRQ_GPU) / IRQ_BANK_SIZE;

    if (irq < IRQ_LOCAL_END) {
        irq_bcm2836_change_local(irq, open);
    } else if ((irq >= IRQ_BASIC && irq < IRQ_BASIC_END) || irq >= IRQ_GPU) {
        mmio_write(open ? INTC_ENABLE(bank) : INTC_DISABLE(bank), 1u << (irq % IRQ_BANK_SIZE));
    }
}

void plat_irq_init(void)
{
    mmio_write(INTC_FIQ, 0);
    mmio_write(INTC_DISABLE(0), 0xffffffffu);
    mmio_write(INTC_DISABLE(1), 0xffffffffu);
    mmio_write(INTC_DISABLE(INTC_BANK_BASIC), BASIC_SOURCES);
    mmio_write(LOCAL_GPU_ROUTING, 0);
    mmio_write(LOCAL_PMU_CLEAR, PMU_ALL_CORES);
    mmio_write(LOCAL_CORE_TIMERS, 0);
    mmio_write(LOCAL_CORE_MAILBOXES, 0);
    irq_bcm2836_change(LOCAL_AXI, LOCAL_AXI_ENABLE, false);
    irq_bcm2836_change(LOCAL_TIMER, LOCAL_TIMER_ENABLE, false);
}

/* The lowest number of those that wait in the second controller. */
static uint32_t irq_bcm2836_claim_intc(void)
{
    uint32_t pending = mmio_read(INTC_PENDING_BASIC) & BASIC_SOURCES;

    if (pending != 0) {
        return IRQ_BASIC + (uint32_t)__builtin_ctz(pending);
    }
    for (uint32_t bank = 0; bank < 2; bank++) {
        pending = mmio_read(INTC_PENDING(bank));
        if (pending != 0) {
            return IRQ_GPU + IRQ_BANK_SIZE * bank + (uint32_t)__builtin_ctz(pending);
        }
    }
    return PLAT_IRQ_NONE;
}

uint32_t plat_irq_claim(void)
{
    uint32_t source = mmio_read(LOCAL_CORE_SOURCE);

    if ((source & LOCAL_SOURCES) != 0) {
        return (uint32_t)__builtin_ctz(source & LOCAL_SOURCES);
    }
    return (source & (1u << IRQ_LOCAL_INTC)) != 0 ? irq_bcm2836_claim_intc() : PLAT_IRQ_NONE;
}

void plat_irq_mask(uint32_t irq)
{
    irq_bcm2836_open(irq, false);
}

void plat_irq_unmask(uint32_t irq)
{
    irq_bcm2836_open(irq, true);
}

void plat_irq_set_trigger(uint32_t irq, bool edge)
{
    (void)irq;
    (void)edge;
}

void plat_irq_complete(uint32_t irq)
{
    (void)irq;
}

void plat_irq_deliver(uint32_t irq)
{
    plat_irq_mask(irq);
}

void plat_irq_ack(uint32_t irq)
{
    plat_irq_unmask(irq);
}

void plat_irq_send_sgi(uint32_t sgi, uint32_t target)
{
    (void)sgi;
    (void)target;
}
