/* SPDX-License-Identifier: BSD-2-Clause
 *
 * rand and srand with the numbers that CAmkES programs know from their C library, musl: the upper
 * 31 bits of a 64-bit linear congruential generator with Knuth's multiplier, seeded with the seed
 * less one. One generator for the program.
 */
#include <stdint.h>
#include <stdlib.h>

#define MULTIPLIER 6364136223846793005u /* Knuth, The Art of Computer Programming 2, 3.3.4 */

static uint64_t state;

void srand(unsigned seed)
{
    state = seed - UINT64_C(1);
}

int rand(void)
{
    state = state * MULTIPLIER + 1;
    return (int)(state >> 33);
}
