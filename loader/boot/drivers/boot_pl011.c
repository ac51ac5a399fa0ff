/* SPDX-License-Identifier: BSD-2-Clause */
/* Console on an ARM PL011 as the firmware left it. */
#include <stdint.h>

#include "loader/boot/include/boot_board.h"

#define UART_DATA          0x00u
#define UART_FLAGS         0x18u
#define UART_FLAGS_TX_FULL (1u << 5)

static volatile uint32_t *boot_pl011(uint32_t offset)
{
    return (volatile uint32_t *)(BOOT_UART_ADDRESS + (uintptr_t)offset);
}

void board_put_char(char c)
{
    while ((*boot_pl011(UART_FLAGS) & UART_FLAGS_TX_FULL) != 0) {
    }
    *boot_pl011(UART_DATA) = (unsigned char)c;
}
