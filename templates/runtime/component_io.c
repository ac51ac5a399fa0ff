/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Output of a component: the C library's streams, one character at a time, and plain texts for
 * code that must not use the library. Both end at the kernel's debug console unless the program
 * takes characters over with set_putchar().
 */
#include <camkes/program.h>

#include <stdio.h>

static void (*taken_over)(int c);

void set_putchar(void (*put)(int c))
{
    taken_over = put;
}

static int put_stream(char c, FILE *stream)
{
    (void)stream;
    if (taken_over != NULL) {
        taken_over((unsigned char)c);
    } else {
        seL4_DebugPutChar(c);
    }
    return (unsigned char)c;
}

static FILE console = FDEV_SETUP_STREAM(put_stream, NULL, NULL, _FDEV_SETUP_WRITE);

FILE *const stdin = &console;
FILE *const stdout = &console;
FILE *const stderr = &console;

void camkes_debug_puts(const char *text)
{
    for (; *text != '\0'; text++) {
        seL4_DebugPutChar(*text);
    }
}

void camkes_debug_put_hex(seL4_Word word)
{
    char digits[2 * sizeof(word) + 3];
    size_t at = sizeof(digits) - 1;
    digits[at] = '\0';
    do {
        digits[--at] = "0123456789abcdef"[word & 0xf];
        word >>= 4;
    } while (word != 0);
    digits[--at] = 'x';
    digits[--at] = '0';
    camkes_debug_puts(digits + at);
}
