/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>

#include <camkes.h>

int run(void)
{
    for (int i = 1; lines == 0 || i <= lines; i++) {
        printf("line %d\n", i);
    }
    seL4_DebugHalt();
    return 0;
}
