/* SPDX-License-Identifier: BSD-2-Clause */
/* The UART of QEMU's riscv64 virt, whose "transmitter empty" interrupt can be had at any time. */
#include "tests/kernel/conformance_machine.h"
#include "tests/kernel/world.h"

enum { UART_ADDRESS = 0x10000000, UART_IRQ = 10, UART_IER = 1, UART_IER_EMPTY = 2 };
static const uint64_t interrupt_page = 0x12000000;

static volatile uint8_t *registers(void)
{
    return (volatile uint8_t *)interrupt_page;
}

bool machine_interrupt_setup(seL4_CPtr handler, seL4_CPtr notification, seL4_CPtr spare)
{
    (void)spare;
    return world_map_device(UART_ADDRESS, interrupt_page) &&
           seL4_IRQControl_Get(seL4_CapIRQControl, UART_IRQ, seL4_CapInitThreadCNode, handler,
                               WORLD_DEPTH) == seL4_NoError &&
           seL4_IRQHandler_SetNotification(handler, notification) == seL4_NoError &&
           seL4_IRQHandler_Ack(handler) == seL4_NoError;
}

void machine_interrupt_raise(void)
{
    registers()[UART_IER] = UART_IER_EMPTY;
}

void machine_interrupt_quiet(void)
{
    registers()[UART_IER] = 0;
}
