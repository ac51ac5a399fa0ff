/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Sets the clock's alarm twice: once the handler in user code gets the interrupt, once a registered
 * callback. Which clock it is says the device tree.
 */
#include <stdint.h>
#include <stdio.h>

#include "../../board_clock.h"
#include <camkes.h>
#include <camkes/io.h>

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

static void show_paths(void)
{
    for (const char *const *const *at = __start__hardware_init; at < __stop__hardware_init; at++) {
        printf("clock: driver of %s\n", **at);
    }
}

int run(void)
{
    show_paths();
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
