/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>

#include <camkes.h>

int run(void)
{
    printf("steady: still here, %s\n", *(volatile int *)look == 0 ? "untouched" : "spoilt");
    return 0;
}
