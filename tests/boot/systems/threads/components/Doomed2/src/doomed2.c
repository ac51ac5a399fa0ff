// SPDX-License-Identifier: BSD-2-Clause
#include <stdio.h>

#include <camkes.h>

int run(void)
{
    printf("doomed2: calls its last\n");
    jump_go(0x40);
    return 0;
}
