/* SPDX-License-Identifier: BSD-2-Clause */
#include "kernel/memory.h"

#include <stdint.h>

typedef uint64_t __attribute__((may_alias)) aliasing_word;

void memory_clear(void *start, size_t size)
{
    aliasing_word *word = start;
    aliasing_word *end = word + size / sizeof(*word);

    for (; word < end; word += 2) {
        if ((word[0] | word[1]) != 0) {
            word[0] = 0;
            word[1] = 0;
        }
    }
}
