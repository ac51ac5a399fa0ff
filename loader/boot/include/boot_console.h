/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The loader's few words: one line when it hands over, one line when it cannot. Built on
 * arch_put_char; a line ends with CR LF since the other end is a serial terminal.
 */
#ifndef LOADER_BOOT_BOOT_CONSOLE_H
#define LOADER_BOOT_BOOT_CONSOLE_H

#include <stdint.h>

/* Prints a string; '\n' becomes CR LF. */
void boot_console_text(const char *text);

/* Prints a number as 0x and lower-case hexadecimal digits without leading zeros. */
void boot_console_hex(uint64_t value);

/* Prints " <name> start-end" with the last byte's address, as in " kernel 0x1000-0x1fff". */
void boot_console_range(const char *name, uint64_t start, uint64_t end);

/* Prints "adlc-boot: <part>: <what>" (or without the part if it is NULL) and stops the machine. */
_Noreturn void boot_console_stop(const char *part, const char *what);

#endif
