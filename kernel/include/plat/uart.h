/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Board contract: the debug console. Output only, polled, no allocation, callable from every place
 * in the kernel after arch_boot_init.
 */
#ifndef PLAT_UART_H
#define PLAT_UART_H

/* Prepares the device; called once by boot_main right after arch_boot_init. */
void plat_uart_init(void);

/* Writes one character; sends CR before LF. Waits until the device takes it. */
void plat_uart_put(char c);

#endif
