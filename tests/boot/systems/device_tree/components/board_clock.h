/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The clocks of our boards, for components that have one as `clock` of the device tree; `model`
 * says which it is.
 */
#ifndef BOARD_CLOCK_H
#define BOARD_CLOCK_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <camkes.h>

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
    {"goldfish-rtc",         goldfish_set, goldfish_quiet, 11, 0x101000  },
    {"pl031",                pl031_set,    pl031_quiet,    34, 0x9010000 },
    {"bcm2835-system-timer", bcm2835_set,  bcm2835_quiet,  65, 0x3f003000},
};
static const struct clock_of_tree *device;

static const struct clock_of_tree *clock_of_model(void)
{
    for (size_t i = 0; i < sizeof(clocks) / sizeof(clocks[0]); i++) {
        if (strstr(model, clocks[i].model) != NULL) {
            return &clocks[i];
        }
    }
    return NULL;
}

#endif
