/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Sets the clock's alarm twice: once the handler in user code gets the interrupt, once a registered
 * callback. Which clock it is says the device tree.
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <camkes.h>
#include <camkes/io.h>

static volatile uint32_t *word(unsigned int offset)
{
    return (volatile uint32_t *)((uintptr_t)clock_0 + clock_0_offset + offset);
}

/* Goldfish RTC: nanoseconds in two words. */
static void goldfish_set(void)
{
    uint64_t then = *word(0x00); /* latches the high word */
    then = (then | (uint64_t)*word(0x04) << 32) + 50000000u;
    *word(0x10) = 1; /* interrupt enabled */
    *word(0x0c) = (uint32_t)(then >> 32);
    *word(0x08) = (uint32_t)then;
}

static void goldfish_quiet(void)
{
    *word(0x1c) = 1;
}

/* PL031: seconds in one word. */
static void pl031_set(void)
{
    *word(0x10) = 1; /* interrupt enabled */
    *word(0x04) = *word(0x00) + 1;
}

static void pl031_quiet(void)
{
    *word(0x1c) = 1;
}

/* BCM2835 system timer: microseconds; four comparators with an interrupt each, the second is ours.
 */
static void bcm2835_set(void)
{
    *word(0x10) = *word(0x04) + 50000u;
}

static void bcm2835_quiet(void)
{
    *word(0x00) = 1 << 1;
}

static const struct clock_of_tree {
    const char *model;
    void (*set)(void);   /* an interrupt soon */
    void (*quiet)(void); /* takes it back */
    int irq;
    uintptr_t paddr;
} clocks[] = {
    {"google,goldfish-rtc",       goldfish_set, goldfish_quiet, 11, 0x101000  },
    {"arm,pl031",                 pl031_set,    pl031_quiet,    34, 0x9010000 },
    {"brcm,bcm2835-system-timer", bcm2835_set,  bcm2835_quiet,  65, 0x3f003000},
};
static const struct clock_of_tree *device;

static const struct clock_of_tree *clock_of_model(void)
{
    for (size_t i = 0; i < sizeof(clocks) / sizeof(clocks[0]); i++) {
        if (strcmp(model, clocks[i].model) == 0) {
            return &clocks[i];
        }
    }
    return NULL;
}

void clock_irq_handle(ps_irq_t *irq)
{
    device->quiet();
    bool same = irq->irq.number == device->irq && clock_irq_acknowledge(irq) == 0;
    printf("clock: handled %s\n", same ? "and acknowledged" : "wrongly");
    rung_post();
}

static ps_irq_t alarm_irq;

static void called(void *data, ps_irq_acknowledge_fn_t acknowledge, void *acknowledge_data)
{
    device->quiet();
    bool same = data == &alarm_irq && acknowledge(acknowledge_data) == 0;
    printf("clock: called back %s\n", same ? "and acknowledged" : "wrongly");
    rung_post();
}

int run(void)
{
    ps_io_ops_t ops;
    device = clock_of_model();
    if (device == NULL || camkes_io_ops(&ops) != 0) {
        printf("clock: no driver for %s\n", model);
        return 1;
    }
    device->set();
    rung_wait();
    alarm_irq = (ps_irq_t){.type = PS_INTERRUPT, .irq = {.number = device->irq}};
    if (ps_irq_register(&ops.irq_ops, alarm_irq, called, &alarm_irq) < 0) {
        printf("clock: no such interrupt\n");
        return 1;
    }
    device->set();
    rung_wait();
    ps_irq_t other = {.type = PS_INTERRUPT, .irq = {.number = 1}};
    printf("clock: another's interrupt is %s\n",
           clock_irq_acknowledge(&other) == -1 ? "refused" : "taken");
    void *mapped = ps_io_map(&ops.io_mapper, device->paddr, 0x1000, 0, PS_MEM_NORMAL);
    printf("clock: registers %s, %u bytes\n", mapped == clock_0 ? "found" : "lost",
           (unsigned)clock_0_size);
    printf("clock: console %s\n",
           uart_0_flush_cache(0, uart_0_size, 0) == 0 && uart_0_flush_cache(1, uart_0_size, 0) == -1
               ? "flushed"
               : "not flushed");
    return 0;
}
