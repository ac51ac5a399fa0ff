/* SPDX-License-Identifier: BSD-2-Clause */
#include "kernel/memory.h"

#include <stdint.h>

/* An empty statement the optimiser cannot look through: without it, it would replace the loops
 * below by calls of the very functions they implement. */
#define OPAQUE(pointer) __asm__ volatile("" : "+r"(pointer))

typedef uint64_t __attribute__((may_alias)) aliasing_word;

static int is_word_aligned(const void *pointer)
{
    return ((uintptr_t)pointer & 7u) == 0;
}

void *memset(void *dest, int value, size_t size)
{
    unsigned char *p = dest;

    if (is_word_aligned(dest)) {
        uint64_t pattern = UINT64_C(0x0101010101010101) * (unsigned char)value;
        for (; size >= 8; size -= 8) {
            *(aliasing_word *)(void *)p = pattern;
            p += 8;
            OPAQUE(p);
        }
    }
    for (; size > 0; size--) {
        *p++ = (unsigned char)value;
        OPAQUE(p);
    }
    return dest;
}

void *memcpy(void *restrict dest, const void *restrict source, size_t size)
{
    unsigned char *d = dest;
    const unsigned char *s = source;

    if (is_word_aligned(dest) && is_word_aligned(source)) {
        for (; size >= 8; size -= 8) {
            *(aliasing_word *)(void *)d = *(const aliasing_word *)(const void *)s;
            d += 8;
            s += 8;
            OPAQUE(d);
        }
    }
    for (; size > 0; size--) {
        *d++ = *s++;
        OPAQUE(d);
    }
    return dest;
}

void *memmove(void *dest, const void *source, size_t size)
{
    unsigned char *d = dest;
    const unsigned char *s = source;

    if ((uintptr_t)d <= (uintptr_t)s || (uintptr_t)d >= (uintptr_t)s + size) {
        return memcpy(dest, source, size);
    }
    while (size > 0) {
        size--;
        d[size] = s[size];
        OPAQUE(d);
    }
    return dest;
}

int memcmp(const void *a, const void *b, size_t size)
{
    const unsigned char *p = a;
    const unsigned char *q = b;

    for (; size > 0; size--, p++, q++) {
        if (*p != *q) {
            return *p < *q ? -1 : 1;
        }
        OPAQUE(p);
    }
    return 0;
}
