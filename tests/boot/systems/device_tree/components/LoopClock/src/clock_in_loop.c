/* SPDX-License-Identifier: BSD-2-Clause
 *
 * One thread: the clock's alarm comes to the handler in user code, then to a registered callback;
 * another component's event and the console's interrupt come by other bits.
 */
#include <stdio.h>

#include <camkes.h>
#include <camkes/io.h>

#include "../../board_clock.h"

static ps_irq_ops_t irq_ops;
static ps_irq_t alarm_irq;

static void called(void *data, ps_irq_acknowledge_fn_t acknowledge, void *acknowledge_data)
{
    device->quiet();
    bool same = data == &alarm_irq && acknowledge(acknowledge_data) == 0;
    printf("loop: called back %s\n", same ? "and acknowledged" : "wrongly");
}

void clock_irq_handle(ps_irq_t *irq)
{
    device->quiet();
    bool same = irq->irq.number == device->irq && clock_irq_acknowledge(irq) == 0;
    printf("loop: handled %s\n", same ? "and acknowledged" : "wrongly");
    alarm_irq = *irq;
    if (ps_irq_register(&irq_ops, alarm_irq, called, &alarm_irq) < 0) {
        printf("loop: no such interrupt\n");
    }
    device->set();
}

void typed_handle(void)
{
    printf("loop: console %s\n", typed_acknowledge() == 0 ? "typed" : "not acknowledged");
}

/* The console's interrupt is not made to come: it is enough that its bit is another. */
static void ticked(seL4_Word badge, void *cookie)
{
    printf("loop: %s has a bit of its own: %s\n", (const char *)cookie,
           badge == tick_notification_badge() ? "yes" : "no");
    clock_deliver(tick_notification_badge());
    typed_deliver(tick_notification_badge());
}

static int start(ps_io_ops_t *io_ops)
{
    irq_ops = io_ops->irq_ops;
    device = clock_of_model();
    if (device == NULL) {
        printf("loop: no driver for %s\n", model);
        return -1;
    }
    device->set();
    return single_threaded_component_register_handler(tick_notification_badge(), "tick", ticked,
                                                      "tick");
}
CAMKES_POST_INIT_MODULE_DEFINE(loop_start, start);
