/* SPDX-License-Identifier: BSD-2-Clause */
#include "loader/boot/include/boot_console.h"

#include <stddef.h>

#include "loader/boot/include/arch.h"

void boot_console_text(const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '\n') {
            arch_put_char('\r');
        }
        arch_put_char(*text);
    }
}

void boot_console_hex(uint64_t value)
{
    unsigned shift = 60;

    boot_console_text("0x");
    while (shift > 0 && (value >> shift) == 0) {
        shift -= 4;
    }
    for (;; shift -= 4) {
        unsigned digit = (unsigned)(value >> shift) & 15u;

        arch_put_char((char)(digit < 10 ? '0' + digit : 'a' + (digit - 10)));
        if (shift == 0) {
            break;
        }
    }
}

void boot_console_range(const char *name, uint64_t start, uint64_t end)
{
    boot_console_text(" ");
    boot_console_text(name);
    boot_console_text(" ");
    boot_console_hex(start);
    boot_console_text("-");
    boot_console_hex(end - 1);
}

_Noreturn void boot_console_stop(const char *part, const char *what)
{
    boot_console_text("adlc-boot: ");
    if (part != NULL) {
        boot_console_text(part);
        boot_console_text(": ");
    }
    boot_console_text(what);
    boot_console_text("\n");
    arch_stop();
}
