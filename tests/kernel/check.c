/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests/kernel/check.h"

#include <stdarg.h>
#include <stddef.h>

#include <sel4/sel4.h>

static const char *chapter = "";
static int passed, failed;

static void print_text(const char *text)
{
    for (; *text; text++) {
        seL4_DebugPutChar(*text);
    }
}

static void print_number(uint64_t value, unsigned base)
{
    char digits[24];
    size_t at = sizeof(digits) - 1;
    digits[at] = '\0';
    do {
        digits[--at] = "0123456789abcdef"[value % base];
        value /= base;
    } while (value != 0);
    print_text(&digits[at]);
}

void check_print(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    for (; *format; format++) {
        if (*format != '%') {
            seL4_DebugPutChar(*format);
            continue;
        }
        format++;
        switch (*format) {
        case 's':
            print_text(va_arg(args, const char *));
            break;
        case 'd':
        case 'u':
            print_number(va_arg(args, unsigned), 10);
            break;
        case 'l':
            format++; /* the only long conversion is %lx */
            print_number(va_arg(args, uint64_t), 16);
            break;
        default:
            seL4_DebugPutChar(*format);
            break;
        }
    }
    va_end(args);
}

void check_chapter(const char *name)
{
    chapter = name;
}

static void report(const char *name, bool good)
{
    check_print("%s: %s ... %s", chapter, name, good ? "ok\n" : "FAILED");
    if (good) {
        passed++;
    } else {
        failed++;
    }
}

bool check_equal(const char *name, uint64_t found, uint64_t expected)
{
    report(name, found == expected);
    if (found != expected) {
        check_print(" got 0x%lx expected 0x%lx\n", found, expected);
    }
    return found == expected;
}

bool check_true(const char *name, bool condition)
{
    report(name, condition);
    if (!condition) {
        check_print(" got false expected true\n");
    }
    return condition;
}

static void print_words(unsigned label, uint64_t count, const uint64_t *words)
{
    check_print("%u(", label);
    for (uint64_t i = 0; i < count && i < 6; i++) {
        check_print("%s0x%lx", i ? "," : "", words[i]);
    }
    check_print(")");
}

bool check_reply(const char *name, const struct reply *found, const struct expected *expected)
{
    bool good = found->label == expected->label && found->length == expected->count &&
                found->badge == 0 &&
                found->info == (found->label << 12 | found->length);
    for (unsigned i = 0; i < expected->count; i++) {
        good = good && found->words[i] == expected->words[i];
    }
    report(name, good);
    if (!good) {
        check_print(" got ");
        print_words((unsigned)found->label, found->length, found->words);
        check_print(" (info 0x%lx badge 0x%lx) expected ", found->info, found->badge);
        print_words(expected->label, expected->count, expected->words);
        check_print("\n");
    }
    return good;
}

bool check_done(const char *name, const struct reply *found)
{
    static const struct expected done;
    return check_reply(name, found, &done);
}

void check_summary(void)
{
    check_print("%d passed, %d failed\n", passed, failed);
}
