// SPDX-License-Identifier: BSD-2-Clause
#include <stdio.h>

#include <camkes.h>

int run(void)
{
    int wrong = low_work(50);
    wrong += middle_work(2000);
    printf("driver: wrong %d\n", wrong);
    return 0;
}
