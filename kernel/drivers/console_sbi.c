/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Debug console through the RISC-V firmware (SBI console putchar): needs no device of its own, so
 * a user driver can own the UART.
 */
#include "plat/uart.h"

#include "arch_impl/sbi.h"

void plat_uart_init(void)
{
}

void plat_uart_put(char c)
{
    if (c == '\n') {
        sbi_call(SBI_LEGACY_PUTCHAR, 0, '\r');
    }
    sbi_call(SBI_LEGACY_PUTCHAR, 0, (unsigned char)c);
}
