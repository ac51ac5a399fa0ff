/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>

#include <camkes.h>

int distance(int here, int there);

int run(void)
{
    for (int i = 0; i < 20; i++) { /* another domain's output may come into a line */
        printf("far: %d away, in a domain of its own\n", distance(3, 10));
    }
    return 0;
}
