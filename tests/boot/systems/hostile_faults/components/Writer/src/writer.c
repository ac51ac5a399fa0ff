/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>

#include <camkes.h>

int run(void)
{
    printf("writer: reads %d\n", *(volatile int *)look);
    *(volatile int *)look = 1;
    printf("writer: survived\n");
    return 0;
}
