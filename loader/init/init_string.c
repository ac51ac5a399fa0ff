/* SPDX-License-Identifier: BSD-2-Clause */
/* Compiled with -fno-builtin and -fno-tree-loop-distribute-patterns, lest the compiler turn a loop
   into a call to the very function it stands in. */
#include "loader/init/include/init_string.h"

#include <stdint.h>

/* Words may alias anything. */
typedef uint64_t __attribute__((may_alias)) word_t;

void *memcpy(void *restrict dest, const void *restrict src, size_t size)
{
    unsigned char *d = dest;
    const unsigned char *s = src;

    if (((uintptr_t)d | (uintptr_t)s) % sizeof(word_t) == 0) {
        for (; size >= sizeof(word_t); size -= sizeof(word_t)) {
            *(word_t *)(void *)d = *(const word_t *)(const void *)s;
            d += sizeof(word_t);
            s += sizeof(word_t);
        }
    }
    for (; size > 0; size--) {
        *d++ = *s++;
    }
    return dest;
}

void *memmove(void *dest, const void *src, size_t size)
{
    unsigned char *d = dest;
    const unsigned char *s = src;

    if ((uintptr_t)d - (uintptr_t)s >= size) {
        return memcpy(dest, src, size);
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
