/* SPDX-License-Identifier: BSD-2-Clause */
/* The BCM2836's two interrupt controllers against a model of their registers: each number opens and
   closes its own line and no other, and is what a claim gives. */
// link: kernel_headers
// include: tests/unit/kernel/drivers/include
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* The model of registers stands for the machine's. */
#define LABEL_ARM_IRQ_ISSUE_SGI_SIGNAL 50
#define KERNEL_DRIVERS_MMIO_H
static uint32_t mmio_read(uint64_t offset);
static void mmio_write(uint64_t offset, uint32_t value);

#include "kernel/drivers/irq_bcm2836.c"

enum { BANKS = 3, NUMBERS = 128 };

/* What the chip holds: plain registers of the core's block, enabled lines and levels of the other;
   bank 2 is the basic one. */
static struct {
    uint32_t local[64], pmu;
    uint32_t enabled[BANKS], level[BANKS];
    uint32_t local_level; /* bits as in the source register */
} chip;

static uint32_t intc_pending(unsigned bank)
{
    return chip.enabled[bank] & chip.level[bank];
}

static uint32_t local_source(void)
{
    uint32_t open = (chip.local[0x40 / 4] & 0xf) | (chip.local[0x50 / 4] & 0xf) << 4 |
                    (chip.pmu & 1) << 9 | (chip.local[0x30 / 4] >> 20 & 1) << 10 |
                    (chip.local[0x34 / 4] >> 29 & 1) << 11;
    uint32_t behind = intc_pending(0) | intc_pending(1) | intc_pending(2);

    return (chip.local_level & open) | (uint32_t)(behind != 0) << 8;
}

static uint32_t mmio_read(uint64_t offset)
{
    switch (offset) {
    case 0x60:
        return local_source();
    case 0x1200:
        return intc_pending(2) | (uint32_t)(intc_pending(0) != 0) << 8 |
               (uint32_t)(intc_pending(1) != 0) << 9;
    case 0x1204:
    case 0x1208:
        return intc_pending((unsigned)(offset - 0x1204) / 4);
    default:
        assert_true(offset < sizeof(chip.local));
        return chip.local[offset / 4];
    }
}

static void mmio_write(uint64_t offset, uint32_t value)
{
    if (offset >= 0x1210 && offset < 0x121c) {
        chip.enabled[(offset - 0x1210) / 4] |= value;
    } else if (offset >= 0x121c && offset < 0x1228) {
        chip.enabled[(offset - 0x121c) / 4] &= ~value;
    } else if (offset == 0x10) {
        chip.pmu |= value;
    } else if (offset == 0x14) {
        chip.pmu &= ~value;
    } else if (offset != 0x120c) {
        assert_true(offset < sizeof(chip.local));
        chip.local[offset / 4] = value;
    }
}

static bool has_line(uint32_t irq)
{
    return (irq < 12 && irq != 8) || (irq >= 32 && irq < 40) || irq >= 64;
}

static void set_level(uint32_t irq, bool high)
{
    uint32_t *word = irq < 12   ? &chip.local_level
                     : irq < 40 ? &chip.level[2]
                                : &chip.level[(irq - 64) / 32];

    *word = high ? *word | 1u << (irq % 32) : *word & ~(1u << (irq % 32));
}

static int reset(void **state)
{
    (void)state;
    memset(&chip, 0xff, sizeof(chip)); /* as a careless firmware left it: all open, all high */
    plat_irq_init();
    return 0;
}

static void test_init_closes_all(void **state)
{
    (void)state;
    assert_int_equal(plat_irq_claim(), PLAT_IRQ_NONE);
    assert_int_equal(chip.local[0x0c / 4], 0);
}

static void test_each_line_alone(void **state)
{
    (void)state;
    for (uint32_t irq = 0; irq < NUMBERS; irq++) {
        plat_irq_unmask(irq);
        assert_int_equal(plat_irq_claim(), has_line(irq) ? irq : PLAT_IRQ_NONE);
        plat_irq_mask(irq);
        assert_int_equal(plat_irq_claim(), PLAT_IRQ_NONE);
    }
}

static void test_closing_one_leaves_others(void **state)
{
    (void)state;
    for (uint32_t irq = 0; irq < NUMBERS; irq++) {
        plat_irq_unmask(irq);
    }
    for (uint32_t irq = 0; irq < NUMBERS; irq++) {
        if (has_line(irq)) {
            assert_int_equal(plat_irq_claim(), irq);
            plat_irq_deliver(irq);
        }
    }
    assert_int_equal(plat_irq_claim(), PLAT_IRQ_NONE);
}

static void test_delivered_stays_quiet_until_acknowledged(void **state)
{
    static const uint32_t irqs[] = {3, 7, 9, 11, 33, 65, 127};

    (void)state;
    for (size_t i = 0; i < sizeof(irqs) / sizeof(irqs[0]); i++) {
        plat_irq_unmask(irqs[i]);
        assert_int_equal(plat_irq_claim(), irqs[i]);
        plat_irq_deliver(irqs[i]);
        assert_int_equal(plat_irq_claim(), PLAT_IRQ_NONE);
        plat_irq_ack(irqs[i]);
        assert_int_equal(plat_irq_claim(), irqs[i]);
        set_level(irqs[i], false);
        assert_int_equal(plat_irq_claim(), PLAT_IRQ_NONE);
        set_level(irqs[i], true);
        plat_irq_complete(irqs[i]);
        assert_int_equal(plat_irq_claim(), irqs[i]);
        plat_irq_mask(irqs[i]);
    }
}

static void test_the_tick_comes_first(void **state)
{
    (void)state;
    plat_irq_unmask(33);
    plat_irq_unmask(70);
    plat_irq_unmask(11);
    plat_irq_unmask(plat_irq_info.timer_irq);
    assert_int_equal(plat_irq_claim(), plat_irq_info.timer_irq);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_init_closes_all, reset),
        cmocka_unit_test_setup(test_each_line_alone, reset),
        cmocka_unit_test_setup(test_closing_one_leaves_others, reset),
        cmocka_unit_test_setup(test_delivered_stays_quiet_until_acknowledged, reset),
        cmocka_unit_test_setup(test_the_tick_comes_first, reset),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
