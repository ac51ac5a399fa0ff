/* SPDX-License-Identifier: BSD-2-Clause */
/* What programs of systems written by hand print with: debug calls only, no C library. */
#ifndef TESTS_BOOT_WORLD_DEBUG_PRINT_H
#define TESTS_BOOT_WORLD_DEBUG_PRINT_H

#include <sel4/sel4.h>

/* Prints `text`. */
static inline void debug_text(const char *text)
{
    for (; *text != '\0'; text++) {
        seL4_DebugPutChar(*text);
    }
}

/* Prints a blank, `value` in hexadecimal digits without leading zeros, and the end of the line. */
static inline void debug_value(seL4_Word value)
{
    seL4_DebugPutChar(' ');
    for (int shift = 60; shift >= 0; shift -= 4) {
        if (value >> shift != 0 || shift == 0) {
            seL4_DebugPutChar("0123456789abcdef"[value >> shift & 15]);
        }
    }
    seL4_DebugPutChar('\n');
}

#endif
