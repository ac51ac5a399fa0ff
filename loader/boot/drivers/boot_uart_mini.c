/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Console on the mini UART of the BCM2835 family, at 115200 baud on pins 14 and 15. If the firmware
 * has not brought it up, the first character does.
 */
#include <stdint.h>

#include "loader/boot/include/boot_board.h"

/* Offsets from the start of the peripherals. */
#define GPIO_SELECT_10_19    0x200004u
#define GPIO_PULL            0x200094u
#define GPIO_PULL_CLOCK      0x200098u
#define AUX_ENABLES          0x215004u
#define UART_DATA            0x215040u
#define UART_INTERRUPTS      0x215044u
#define UART_FIFO            0x215048u
#define UART_LINE            0x21504cu
#define UART_MODEM           0x215050u
#define UART_STATUS          0x215054u
#define UART_CONTROL         0x215060u
#define UART_BAUD            0x215068u

#define PINS_14_15           (3u << 14)
#define SELECT_14_15         (077u << 12)
#define SELECT_14_15_UART    (022u << 12) /* alternative 5 for both */
#define AUX_ENABLES_UART     1u
#define UART_FIFO_CLEAR      6u
#define UART_LINE_8_BITS     3u
#define UART_STATUS_TX_SPACE (1u << 5)
#define UART_CONTROL_ON      3u   /* receiver, transmitter */
#define UART_BAUD_115200     270u /* of a core clock of 250 MHz, which is what firmware sets */
#define PULL_SETTLE_LOOPS    150u

static volatile uint32_t *boot_uart_mini(uint32_t offset)
{
    return (volatile uint32_t *)(BOOT_PERIPHERALS_ADDRESS + (uintptr_t)offset);
}

static void boot_uart_mini_wait(void)
{
    for (unsigned i = 0; i < PULL_SETTLE_LOOPS; i++) {
        __asm__ volatile("nop");
    }
}

static void boot_uart_mini_pins(void)
{
    uint32_t select = *boot_uart_mini(GPIO_SELECT_10_19);

    *boot_uart_mini(GPIO_SELECT_10_19) = (select & ~SELECT_14_15) | SELECT_14_15_UART;
    *boot_uart_mini(GPIO_PULL) = 0;
    boot_uart_mini_wait();
    *boot_uart_mini(GPIO_PULL_CLOCK) = PINS_14_15;
    boot_uart_mini_wait();
    *boot_uart_mini(GPIO_PULL_CLOCK) = 0;
}

static void boot_uart_mini_init(void)
{
    boot_uart_mini_pins();
    *boot_uart_mini(AUX_ENABLES) |= AUX_ENABLES_UART;
    *boot_uart_mini(UART_CONTROL) = 0;
    *boot_uart_mini(UART_INTERRUPTS) = 0;
    *boot_uart_mini(UART_LINE) = UART_LINE_8_BITS;
    *boot_uart_mini(UART_MODEM) = 0;
    *boot_uart_mini(UART_FIFO) = UART_FIFO_CLEAR;
    *boot_uart_mini(UART_BAUD) = UART_BAUD_115200;
    *boot_uart_mini(UART_CONTROL) = UART_CONTROL_ON;
}

void board_put_char(char c)
{
    if ((*boot_uart_mini(AUX_ENABLES) & AUX_ENABLES_UART) == 0) {
        boot_uart_mini_init();
    }
    while ((*boot_uart_mini(UART_STATUS) & UART_STATUS_TX_SPACE) == 0) {
    }
    *boot_uart_mini(UART_DATA) = (unsigned char)c;
}
