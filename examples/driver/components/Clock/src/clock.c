/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Sets the clock's alarm three times and waits for its interrupt. Boards have different clocks; the
 * attribute `model` says which one this is.
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <camkes.h>

/* What the program wants of a clock. */
struct clock_driver {
    const char *model;
    uint64_t (*now)(void);   /* in units of the device, never backwards */
    void (*set_alarm)(void); /* interrupt soon, within a second */
    void (*quiet)(void);     /* take the interrupt back */
};

static volatile uint32_t *word(unsigned int offset)
{
    return (volatile uint32_t *)((uintptr_t)registers + offset);
}

/* Goldfish RTC: nanoseconds in two words; reading the low word latches the high one. */
enum {
    GOLDFISH_LOW = 0x00,
    GOLDFISH_HIGH = 0x04,
    GOLDFISH_ALARM_LOW = 0x08,
    GOLDFISH_ALARM_HIGH = 0x0c,
    GOLDFISH_IRQ_ENABLED = 0x10,
    GOLDFISH_CLEAR = 0x1c,
};

static uint64_t goldfish_now(void)
{
    uint64_t low = *word(GOLDFISH_LOW);
    return (uint64_t)*word(GOLDFISH_HIGH) << 32 | low;
}

static void goldfish_set_alarm(void)
{
    uint64_t then = goldfish_now() + 50000000u;
    *word(GOLDFISH_IRQ_ENABLED) = 1;
    *word(GOLDFISH_ALARM_HIGH) = (uint32_t)(then >> 32);
    *word(GOLDFISH_ALARM_LOW) = (uint32_t)then;
}

static void goldfish_quiet(void)
{
    *word(GOLDFISH_CLEAR) = 1;
}

/* PL031: seconds in one word; the alarm is a match with it. */
enum {
    PL031_DATA = 0x00,
    PL031_MATCH = 0x04,
    PL031_INTERRUPT_MASK = 0x10,
    PL031_INTERRUPT_CLEAR = 0x1c,
};

static uint64_t pl031_now(void)
{
    return *word(PL031_DATA);
}

static void pl031_set_alarm(void)
{
    *word(PL031_INTERRUPT_MASK) = 1;
    *word(PL031_MATCH) = *word(PL031_DATA) + 1;
}

static void pl031_quiet(void)
{
    *word(PL031_INTERRUPT_CLEAR) = 1;
}

/* BCM2835 system timer: microseconds since power-on in two words; comparator 1 is ours. */
enum {
    BCM2835_MATCHED = 0x00,
    BCM2835_LOW = 0x04,
    BCM2835_HIGH = 0x08,
    BCM2835_COMPARE_1 = 0x10,
    BCM2835_MATCHED_1 = 1 << 1,
};

static uint64_t bcm2835_now(void)
{
    uint32_t high, low;
    do {
        high = *word(BCM2835_HIGH);
        low = *word(BCM2835_LOW);
    } while (*word(BCM2835_HIGH) != high);
    return (uint64_t)high << 32 | low;
}

static void bcm2835_set_alarm(void)
{
    *word(BCM2835_COMPARE_1) = *word(BCM2835_LOW) + 50000u;
}

static void bcm2835_quiet(void)
{
    *word(BCM2835_MATCHED) = BCM2835_MATCHED_1;
}

static const struct clock_driver drivers[] = {
    {"goldfish-rtc",         goldfish_now, goldfish_set_alarm, goldfish_quiet},
    {"arm-pl031",            pl031_now,    pl031_set_alarm,    pl031_quiet   },
    {"bcm2835-system-timer", bcm2835_now,  bcm2835_set_alarm,  bcm2835_quiet },
};

static const struct clock_driver *driver_of_model(void)
{
    for (size_t i = 0; i < sizeof(drivers) / sizeof(drivers[0]); i++) {
        if (strcmp(drivers[i].model, model) == 0) {
            return &drivers[i];
        }
    }
    return NULL;
}

/* Called by the interrupt's own thread. */
void alarm_handle(void)
{
    driver_of_model()->quiet();
    if (alarm_acknowledge() != 0) {
        printf("clock: could not acknowledge\n");
    }
    rung_post();
}

int run(void)
{
    const struct clock_driver *driver = driver_of_model();
    if (driver == NULL) {
        printf("clock: no driver for %s\n", model);
        return 1;
    }
    uint64_t start = driver->now();
    for (int i = 1; i <= 3; i++) {
        driver->set_alarm();
        rung_wait();
        printf("clock: alarm %d\n", i);
    }
    printf("clock: time %s\n", driver->now() > start ? "goes on" : "stands still");
    return 0;
}
