/* SPDX-License-Identifier: BSD-2-Clause */
/* The system timer of the Raspberry Pi, comparator 1: an interrupt a few microseconds ahead. */
#include "tests/kernel/conformance_machine.h"
#include "tests/kernel/world.h"

enum {
    TIMER_ADDRESS = 0x3f003000,
    TIMER_IRQ = 65,
    TIMER_MATCHED = 0,
    TIMER_LOW = 1,
    TIMER_COMPARE = 4
};
enum { TIMER_MATCHED_1 = 2, TIMER_AHEAD = 20 };
static const uint64_t interrupt_page = 0x12000000;

static volatile uint32_t *registers(void)
{
    return (volatile uint32_t *)interrupt_page;
}

bool machine_interrupt_setup(seL4_CPtr handler, seL4_CPtr notification, seL4_CPtr spare)
{
    (void)spare;
    return world_map_device(TIMER_ADDRESS, interrupt_page) &&
           seL4_IRQControl_Get(seL4_CapIRQControl, TIMER_IRQ, seL4_CapInitThreadCNode, handler,
                               WORLD_DEPTH) == seL4_NoError &&
           seL4_IRQHandler_SetNotification(handler, notification) == seL4_NoError &&
           seL4_IRQHandler_Ack(handler) == seL4_NoError;
}

void machine_interrupt_raise(void)
{
    registers()[TIMER_COMPARE] = registers()[TIMER_LOW] + TIMER_AHEAD;
}

void machine_interrupt_quiet(void)
{
    registers()[TIMER_MATCHED] = TIMER_MATCHED_1;
}
