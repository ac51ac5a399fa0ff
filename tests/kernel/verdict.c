/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests/kernel/verdict.h"

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

void verdict_print(const char *format, ...)
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

void verdict_chapter(const char *name)
{
    chapter = name;
}

static void report(const char *name, bool good)
{
    verdict_print("%s: %s ... %s", chapter, name, good ? "ok\n" : "FAILED");
    if (good) {
        passed++;
    } else {
        failed++;
    }
}

bool verdict_equal(const char *name, uint64_t found, uint64_t expected)
{
    report(name, found == expected);
    if (found != expected) {
        verdict_print(" got 0x%lx expected 0x%lx\n", found, expected);
    }
    return found == expected;
}

bool verdict_true(const char *name, bool condition)
{
    report(name, condition);
    if (!condition) {
        verdict_print(" got false expected true\n");
    }
    return condition;
}

static void print_words(unsigned label, uint64_t count, const uint64_t *words)
{
    verdict_print("%u(", label);
    for (uint64_t i = 0; i < count && i < 6; i++) {
        verdict_print("%s0x%lx", i ? "," : "", words[i]);
    }
    verdict_print(")");
}

bool verdict_reply(const char *name, const struct reply *found, const struct expected *expected)
{
    bool good = found->label == expected->label && found->length == expected->count &&
                found->badge == 0 && found->info == (found->label << 12 | found->length);
    for (unsigned i = 0; i < expected->count; i++) {
        good = good && found->words[i] == expected->words[i];
    }
    report(name, good);
    if (!good) {
        verdict_print(" got ");
        print_words((unsigned)found->label, found->length, found->words);
        verdict_print(" (info 0x%lx badge 0x%lx) expected ", found->info, found->badge);
        print_words(expected->label, expected->count, expected->words);
        verdict_print("\n");
    }
    return good;
}

bool verdict_done(const char *name, const struct reply *found)
{
    static const struct expected done;
    return verdict_reply(name, found, &done);
}

void verdict_summary(void)
{
    verdict_print("%d passed, %d failed\n", passed, failed);
}
