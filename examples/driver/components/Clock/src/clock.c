/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Sets the clock's alarm three times and waits for its interrupt. The two boards have different
 * clocks; each has four operations here.
 */
#include <stdint.h>
#include <stdio.h>

#include <camkes.h>

static volatile uint32_t *word(unsigned int offset)
{
    return (volatile uint32_t *)((uintptr_t)registers + offset);
}

#if defined(__riscv)
/* Goldfish RTC: nanoseconds in two words; reading the low word latches the high one. */
enum {
    TIME_LOW = 0x00,
    TIME_HIGH = 0x04,
    ALARM_LOW = 0x08,
    ALARM_HIGH = 0x0c,
    IRQ_ENABLED = 0x10,
    CLEAR_INTERRUPT = 0x1c,
};

static uint64_t clock_seconds(void)
{
    uint64_t low = *word(TIME_LOW);
    return ((uint64_t)*word(TIME_HIGH) << 32 | low) / 1000000000u;
}

static void clock_set_alarm(void)
{
    uint64_t low = *word(TIME_LOW);
    uint64_t then = ((uint64_t)*word(TIME_HIGH) << 32 | low) + 50000000u;
    *word(IRQ_ENABLED) = 1;
    *word(ALARM_HIGH) = (uint32_t)(then >> 32);
    *word(ALARM_LOW) = (uint32_t)then;
}

static void clock_quiet(void)
{
    *word(CLEAR_INTERRUPT) = 1;
}
#else
/* PL031: seconds in one word; the alarm is a match with it. */
enum {
    DATA = 0x00,
    MATCH = 0x04,
    INTERRUPT_MASK = 0x10,
    INTERRUPT_CLEAR = 0x1c,
};

static uint64_t clock_seconds(void)
{
    return *word(DATA);
}

static void clock_set_alarm(void)
{
    *word(INTERRUPT_MASK) = 1;
    *word(MATCH) = *word(DATA) + 1;
}

static void clock_quiet(void)
{
    *word(INTERRUPT_CLEAR) = 1;
}
#endif

/* Called by the interrupt's own thread. */
void alarm_handle(void)
{
    clock_quiet();
    if (alarm_acknowledge() != 0) {
        printf("clock: could not acknowledge\n");
    }
    rung_post();
}

int run(void)
{
    uint64_t start = clock_seconds();
    printf("clock: the time is %s\n", start > 1600000000u ? "after 2020" : "wrong");
    for (int i = 1; i <= 3; i++) {
        clock_set_alarm();
        rung_wait();
        printf("clock: alarm %d\n", i);
    }
    printf("clock: %s\n", clock_seconds() >= start ? "time goes on" : "time goes back");
    return 0;
}
