/* SPDX-License-Identifier: BSD-2-Clause */
/* The interrupt is a software generated one the program sends to itself. */
#include "tests/kernel/conformance_machine.h"
#include "tests/kernel/world.h"

enum { SGI = 3 };
static seL4_CPtr sgi_signal;

bool machine_interrupt_setup(seL4_CPtr handler, seL4_CPtr notification, seL4_CPtr spare)
{
    sgi_signal = spare;
    return seL4_IRQControl_Get(seL4_CapIRQControl, SGI, seL4_CapInitThreadCNode, handler,
                               WORLD_DEPTH) == seL4_NoError &&
           seL4_IRQControl_IssueSGISignal(seL4_CapIRQControl, SGI, 0, seL4_CapInitThreadCNode,
                                          spare, WORLD_DEPTH) == seL4_NoError &&
           seL4_IRQHandler_SetNotification(handler, notification) == seL4_NoError &&
           seL4_IRQHandler_Ack(handler) == seL4_NoError;
}

void machine_interrupt_raise(void)
{
    seL4_Signal(sgi_signal);
}

void machine_interrupt_quiet(void)
{
}
