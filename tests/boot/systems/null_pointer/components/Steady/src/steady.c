/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>

#include <camkes.h>

int run(void)
{
    ready_wait();
    printf("steady: still here\n");
    return 0;
}
