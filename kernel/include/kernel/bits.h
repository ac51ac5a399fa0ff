/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Bit positions, written out: not every CPU has an instruction for them, and there is no compiler
 * runtime to help.
 */
#ifndef KERNEL_BITS_H
#define KERNEL_BITS_H

#include <stdint.h>

/* Index of the highest bit set; the word is not 0. */
static inline unsigned bits_highest(uint64_t word)
{
    unsigned index = 0;

    for (unsigned half = 32; half > 0; half /= 2) {
        if (word >> half != 0) {
            word >>= half;
            index += half;
        }
    }
    return index;
}

/* Index of the lowest bit set; the word is not 0. */
static inline unsigned bits_lowest(uint64_t word)
{
    return bits_highest(word & (0 - word));
}

#endif
