/* SPDX-License-Identifier: BSD-2-Clause */
#include "kernel/console.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "plat/uart.h"

/* One conversion of a format: %[0][width][l]letter. */
struct conversion {
    bool zero_fill;
    bool is_long;
    unsigned width;
    char letter;
};

void console_put(char c)
{
    plat_uart_put(c);
}

static void put_padding(char c, unsigned width, unsigned used)
{
    for (; used < width; used++) {
        console_put(c);
    }
}

static void put_string(const char *string, unsigned width)
{
    unsigned length = 0;

    for (; string[length] != '\0'; length++) {
        console_put(string[length]);
    }
    put_padding(' ', width, length);
}

static void put_number(uint64_t value, bool is_negative, unsigned base,
                       const struct conversion *how)
{
    char digits[24];
    unsigned count = 0;

    do {
        digits[count++] = "0123456789abcdef"[value % base];
        value /= base;
    } while (value != 0);
    if (is_negative) {
        digits[count++] = '-';
    }
    put_padding(how->zero_fill ? '0' : ' ', how->width, count);
    while (count > 0) {
        console_put(digits[--count]);
    }
}

static const char *parse(const char *format, struct conversion *how)
{
    *how = (struct conversion){0};
    if (*format == '0') {
        how->zero_fill = true;
        format++;
    }
    while (*format >= '0' && *format <= '9') {
        how->width = how->width * 10 + (unsigned)(*format++ - '0');
    }
    if (*format == 'l') {
        how->is_long = true;
        format++;
    }
    how->letter = *format;
    return *format != '\0' ? format + 1 : format;
}

/* Carries out a conversion; its argument is the next one of the caller's list. */
static void convert(const struct conversion *how, va_list *arguments)
{
    const char *string;
    int64_t number;

    switch (how->letter) {
    case 's':
        string = va_arg(*arguments, const char *);
        put_string(string != NULL ? string : "(null)", how->width);
        break;
    case 'c':
        console_put((char)va_arg(*arguments, int));
        break;
    case 'd':
        number = how->is_long ? va_arg(*arguments, long) : va_arg(*arguments, int);
        put_number(number < 0 ? 0 - (uint64_t)number : (uint64_t)number, number < 0, 10, how);
        break;
    case 'u':
    case 'x':
        put_number(how->is_long ? va_arg(*arguments, unsigned long)
                                : va_arg(*arguments, unsigned int),
                   false, how->letter == 'x' ? 16 : 10, how);
        break;
    case 'p':
        put_string("0x", 0);
        put_number((uintptr_t)va_arg(*arguments, void *), false, 16, how);
        break;
    case '%':
        console_put('%');
        break;
    default:
        console_put('%');
        console_put(how->letter);
        break;
    }
}

void console_printf(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    while (*format != '\0') {
        if (*format != '%') {
            console_put(*format++);
        } else {
            struct conversion how;
            format = parse(format + 1, &how);
            convert(&how, &arguments);
        }
    }
    va_end(arguments);
}
