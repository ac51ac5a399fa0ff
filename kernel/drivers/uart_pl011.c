/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ARM PL011 as debug console. The firmware (or QEMU) has set line speed and format; a user driver
 * may own the same device, so nothing is changed here but that the transmitter is on.
 */
#include "plat/uart.h"

#include "kernel/drivers/mmio.h"
#include "plat/board.h"

#define UART_DR           (BOARD_UART_OFFSET + 0x00)
#define UART_FR           (BOARD_UART_OFFSET + 0x18)
#define UART_CR           (BOARD_UART_OFFSET + 0x30)
#define UART_FR_TX_FULL   (1u << 5)
#define UART_CR_ENABLE    (1u << 0)
#define UART_CR_TX_ENABLE (1u << 8)

void plat_uart_init(void)
{
    mmio_write(UART_CR, mmio_read(UART_CR) | UART_CR_ENABLE | UART_CR_TX_ENABLE);
}

static void uart_pl011_send(char c)
{
    while ((mmio_read(UART_FR) & UART_FR_TX_FULL) != 0) {
    }
    mmio_write(UART_DR, (unsigned char)c);
}

void plat_uart_put(char c)
{
    if (c == '\n') {
        uart_pl011_send('\r');
    }
    uart_pl011_send(c);
}
