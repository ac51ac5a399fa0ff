// SPDX-License-Identifier: BSD-2-Clause
#include <stdio.h>
#include <stdlib.h>

#include <camkes.h>

int run(void)
{
    char *answer = s_hello("world");
    printf("greeter: %s %d\n", answer, s_twice(21));
    free(answer);
    return 0;
}
