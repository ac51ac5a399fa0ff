/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>

#include <camkes.h>

static int *volatile nowhere = NULL;

int run(void)
{
    ready_emit();
    printf("careless: reading\n");
    int value = *nowhere;
    printf("careless: survived with %d\n", value);
    return 0;
}
