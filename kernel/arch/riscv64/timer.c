/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The periodic tick: the time CSR counts at BOARD_TIMER_FREQUENCY, the firmware raises the
 * supervisor timer interrupt when it reaches the time set.
 */
#include "arch/machine.h"

#include "arch_impl/csr.h"
#include "arch_impl/sbi.h"
#include "plat/board.h"

static uint64_t period; /* in counts */
static uint64_t next;   /* time of the coming tick */

/* Asks for an interrupt at `next`; clears the one that waits. */
static void timer_arm(void)
{
    (void)sbi_call(SBI_TIME, 0, next);
}

uint64_t arch_counter(void)
{
    return csr_read(instret);
}

void arch_timer_start(unsigned period_ms)
{
    period = BOARD_TIMER_FREQUENCY / 1000 * period_ms;
    next = csr_read(time) + period;
    timer_arm();
    csr_set(sie, SIE_TIMER);
}

void arch_timer_ack(void)
{
    uint64_t now = csr_read(time);

    next += period;
    if (next <= now) {
        next = now + period;
    }
    timer_arm();
}
