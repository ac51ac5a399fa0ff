/* SPDX-License-Identifier: BSD-2-Clause */
#include "clock_device.h"

#include <stddef.h>
#include <string.h>

#include <camkes.h>

static volatile uint32_t *word(unsigned int offset)
{
    return (volatile uint32_t *)((uintptr_t)registers + offset);
}

/* ---- Goldfish RTC (QEMU, "goldfish_rtc.c"): nanoseconds in two words ---- */

enum {
    GOLDFISH_LOW = 0x00, /* reading it latches the high word */
    GOLDFISH_HIGH = 0x04,
    GOLDFISH_ALARM_LOW = 0x08, /* writing it sets the alarm */
    GOLDFISH_ALARM_HIGH = 0x0c,
    GOLDFISH_IRQ_ENABLED = 0x10,
    GOLDFISH_CLEAR_INTERRUPT = 0x1c,
};

static uint64_t goldfish_now(void)
{
    uint64_t low = *word(GOLDFISH_LOW);
    return (uint64_t)*word(GOLDFISH_HIGH) << 32 | low;
}

static void goldfish_set_alarm(uint64_t when)
{
    *word(GOLDFISH_IRQ_ENABLED) = 1;
    *word(GOLDFISH_ALARM_HIGH) = (uint32_t)(when >> 32);
    *word(GOLDFISH_ALARM_LOW) = (uint32_t)when;
}

static void goldfish_quiet(void)
{
    *word(GOLDFISH_CLEAR_INTERRUPT) = 1;
}

/* ---- PL031 (Arm DDI 0224): seconds; the alarm is a match with them ---- */

enum {
    PL031_DATA = 0x00,
    PL031_MATCH = 0x04,
    PL031_INTERRUPT_MASK = 0x10, /* 1: the interrupt is on */
    PL031_INTERRUPT_CLEAR = 0x1c,
};

static uint64_t pl031_now(void)
{
    return *word(PL031_DATA) * NS_IN_S;
}

static void pl031_set_alarm(uint64_t when)
{
    *word(PL031_INTERRUPT_MASK) = 1;
    *word(PL031_MATCH) = (uint32_t)((when + NS_IN_S - 1) / NS_IN_S);
}

static void pl031_quiet(void)
{
    *word(PL031_INTERRUPT_CLEAR) = 1;
}

/* ---- BCM2835 system timer (BCM2835 peripherals, chapter 12): microseconds; a comparator looks at
 * the low word only, so an alarm further away comes early ---- */

enum {
    BCM2835_MATCHED = 0x00,
    BCM2835_LOW = 0x04,
    BCM2835_HIGH = 0x08,
    BCM2835_COMPARE_1 = 0x10, /* 0 and 2 are the graphics processor's */
    BCM2835_MATCHED_1 = 1 << 1,
};

static uint64_t bcm2835_now(void)
{
    uint32_t high, low;
    do {
        high = *word(BCM2835_HIGH);
        low = *word(BCM2835_LOW);
    } while (*word(BCM2835_HIGH) != high);
    return ((uint64_t)high << 32 | low) * NS_IN_US;
}

static void bcm2835_set_alarm(uint64_t when)
{
    *word(BCM2835_COMPARE_1) = (uint32_t)((when + NS_IN_US - 1) / NS_IN_US);
}

static void bcm2835_quiet(void)
{
    *word(BCM2835_MATCHED) = BCM2835_MATCHED_1;
}

static const struct clock_device devices[] = {
    {"goldfish-rtc",         goldfish_now, goldfish_set_alarm, goldfish_quiet},
    {"arm-pl031",            pl031_now,    pl031_set_alarm,    pl031_quiet   },
    {"bcm2835-system-timer", bcm2835_now,  bcm2835_set_alarm,  bcm2835_quiet },
};

const struct clock_device *clock_device_find(const char *model)
{
    for (size_t i = 0; i < sizeof(devices) / sizeof(devices[0]); i++) {
        if (strcmp(devices[i].model, model) == 0) {
            return &devices[i];
        }
    }
    return NULL;
}
