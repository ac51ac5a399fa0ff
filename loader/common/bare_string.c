/* SPDX-License-Identifier: BSD-2-Clause */
/* Compiled with -fno-builtin and -fno-tree-loop-distribute-patterns, lest the compiler turn a loop
   into a call to the very function it stands in. */
#include "loader/common/bare_string.h"

#include <stdint.h>

#define WORD sizeof(uint64_t)

/* Words may alias anything. */
typedef uint64_t __attribute__((may_alias)) word_t;

static int aligned(uintptr_t a, uintptr_t b)
{
    return ((a | b) % WORD) == 0;
}

static void copy_up(unsigned char *d, const unsigned char *s, size_t size)
{
    if (aligned((uintptr_t)d, (uintptr_t)s)) {
        for (; size >= WORD; size -= WORD, d += WORD, s += WORD) {
            *(word_t *)(void *)d = *(const word_t *)(const void *)s;
        }
    }
    for (; size > 0; size--) {
        *d++ = *s++;
    }
}

void *memcpy(void *restrict dest, const void *restrict src, size_t size)
{
    copy_up(dest, src, size);
    return dest;
}

void *memmove(void *dest, const void *src, size_t size)
{
    unsigned char *d = dest;
    const unsigned char *s = src;

    if ((uintptr_t)d - (uintptr_t)s >= size) {
        copy_up(d, s, size);
        return dest;
    }
    while (size > 0 && !aligned((uintptr_t)(d + size), (uintptr_t)(s + size))) {
        size--;
        d[size] = s[size];
    }
    for (; size >= WORD; size -= WORD) {
        *(word_t *)(void *)(d + size - WORD) = *(const word_t *)(const void *)(s + size - WORD);
    }
    while (size > 0) {
        size--;
        d[size] = s[size];
    }
    return dest;
}

void *memset(void *dest, int byte, size_t size)
{
    unsigned char *d = dest;
    uint64_t word = (uint64_t)(unsigned char)byte * UINT64_C(0x0101010101010101);

    if ((uintptr_t)d % WORD == 0) {
        for (; size >= WORD; size -= WORD, d += WORD) {
            *(word_t *)(void *)d = word;
        }
    }
    for (; size > 0; size--) {
        *d++ = (unsigned char)byte;
    }
    return dest;
}

int memcmp(const void *a, const void *b, size_t size)
{
    const unsigned char *x = a;
    const unsigned char *y = b;

    for (; size > 0; size--, x++, y++) {
        if (*x != *y) {
            return *x < *y ? -1 : 1;
        }
    }
    return 0;
}
