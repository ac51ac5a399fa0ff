/* SPDX-License-Identifier: BSD-2-Clause
 * Every page of a large array and of a large heap block is zero at first and then keeps its mark.
 */
#include <stdio.h>
#include <stdlib.h>

#include <camkes.h>

#define PAGE           4096u
#define BIG_ARRAY_SIZE (5u << 20)
#define BLOCK_SIZE     (7u << 20)

static volatile unsigned array[BIG_ARRAY_SIZE / sizeof(unsigned)];

static unsigned check(volatile unsigned *words, size_t size, unsigned first, unsigned step)
{
    unsigned wrong = 0;

    for (size_t i = 0; i < size / PAGE; i++) {
        volatile unsigned *word = &words[i * (PAGE / sizeof(unsigned))];

        if (*word != first + step * (unsigned)i) {
            wrong++;
        }
        *word = (unsigned)i + 1;
    }
    return wrong;
}

int run(void)
{
    volatile unsigned *block = calloc(1, BLOCK_SIZE);

    if (block == NULL) {
        printf("big: no memory\n");
        return 1;
    }
    printf("big: at first %u and %u pages wrong\n", check(array, BIG_ARRAY_SIZE, 0, 0),
           check(block, BLOCK_SIZE, 0, 0));
    printf("big: then %u and %u pages wrong.\n", check(array, BIG_ARRAY_SIZE, 1, 1),
           check(block, BLOCK_SIZE, 1, 1));
    return 0;
}
