// SPDX-License-Identifier: BSD-2-Clause
#include <stdio.h>

#include <camkes.h>

int run(void)
{
    bell_emit();
    printf("ringer: floor %d\n", door_open(9));
    return 0;
}
