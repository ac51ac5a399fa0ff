// SPDX-License-Identifier: BSD-2-Clause
#include <stdio.h>

#include <camkes.h>

int run(void)
{
    overflow_go(3);
    over_emit();
    printf("doomed: calls its last\n");
    overflow_go(1000);
    printf("doomed: this is never reached\n");
    return 0;
}
