/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <stdlib.h>

#include <camkes.h>

int run(void)
{
    char *first = area_name(0), *second = area_name(1);
    printf("client: %s of 5: %d, %s of 7: %d\n", first, area_square(5), second, area_circle(7));
    free(first);
    free(second);
    return 0;
}
