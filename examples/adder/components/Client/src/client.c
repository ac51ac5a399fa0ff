/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>

#include <camkes.h>

int run(void)
{
    printf("client: what is 20 + 22?\n");
    printf("client: the adder's result is %d\n", calculator_add(20, 22));

    const unsigned int count = 10;
    for (unsigned int i = 0; i < count; i++) {
        numbers->values[i] = (int)i + 1;
    }
    numbers_release();
    printf("client: and the sum of the %u numbers in the dataport?\n", count);
    printf("client: the adder's result is %d\n", calculator_sum(count));
    return 0;
}
