/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>

#include <camkes.h>

int calculator_add(int a, int b)
{
    printf("adder: adding %d and %d\n", a, b);
    return a + b;
}

int calculator_sum(unsigned int count)
{
    int sum = 0;
    numbers_acquire();
    for (unsigned int i = 0; i < count && i < NUMBERS_MAX; i++) {
        sum += numbers->values[i];
    }
    printf("adder: adding %u numbers\n", count);
    return sum;
}
