/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Debug console through the RISC-V firmware (SBI console putchar): needs no device of its own, so
 * a user driver can own the UART.
 */
#include "plat/uart.h"

#include <stdint.h>

#define SBI_LEGACY_PUTCHAR 1

void plat_uart_init(void)
{
}

static void console_sbi_send(char c)
{
    register uint64_t a0 __asm__("a0") = (unsigned char)c;
    register uint64_t a7 __asm__("a7") = SBI_LEGACY_PUTCHAR;

    __asm__ volatile("ecall" : "+r"(a0) : "r"(a7) : "a1", "memory");
}

void plat_uart_put(char c)
{
    if (c == '\n') {
        console_sbi_send('\r');
    }
    console_sbi_send(c);
}
