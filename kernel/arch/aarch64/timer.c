/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The periodic tick: the EL1 virtual timer, whose interrupt comes through the board's controller as
 * plat_irq_info.timer_irq. The frequency is what the CPU reports, which the firmware set.
 */
#include "arch/machine.h"

#include "arch_impl/sysreg.h"
#include "plat/irq.h"

#define CONTROL_ENABLE UINT64_C(1)

static uint64_t period; /* in counts */
static uint64_t next;   /* count of the coming tick */

/* The counter now; not read ahead of earlier instructions. */
static uint64_t timer_now(void)
{
    sysreg_isb();
    return sysreg_read(cntvct_el0);
}

uint64_t arch_counter(void)
{
    return sysreg_read(pmccntr_el0);
}

void arch_timer_start(unsigned period_ms)
{
    period = sysreg_read(cntfrq_el0) / 1000 * period_ms;
    next = timer_now() + period;
    sysreg_write(cntv_cval_el0, next);
    sysreg_write(cntv_ctl_el0, CONTROL_ENABLE);
    sysreg_isb();
    plat_irq_unmask(plat_irq_info.timer_irq);
}

void arch_timer_ack(void)
{
    uint64_t now = timer_now();

    next += period;
    if (next <= now) {
        next = now + period;
    }
    sysreg_write(cntv_cval_el0, next);
    sysreg_isb(); /* the line is low before the controller is told the end of the interrupt */
}
