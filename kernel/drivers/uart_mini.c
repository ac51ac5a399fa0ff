/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The mini UART of the BCM2835 family as debug console. The boot loader has set line speed and
 * pins; a user driver may own the same page, so nothing is changed here.
 */
#include "plat/uart.h"

#include "kernel/drivers/mmio.h"
#include "plat/board.h"

#define UART_DATA            (BOARD_UART_OFFSET + 0x40)
#define UART_STATUS          (BOARD_UART_OFFSET + 0x54)
#define UART_STATUS_TX_SPACE (1u << 5)

void plat_uart_init(void)
{
}

static void uart_mini_send(char c)
{
    while ((mmio_read(UART_STATUS) & UART_STATUS_TX_SPACE) == 0) {
    }
    mmio_write(UART_DATA, (unsigned char)c);
}

void plat_uart_put(char c)
{
    if (c == '\n') {
        uart_mini_send('\r');
    }
    uart_mini_send(c);
}
