/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>

#include <camkes.h>

int run(void)
{
    for (int i = 1; i <= times; i++) {
        printf("%s: %s (%d of %d)\n", get_instance_name(), greeting, i, (int)times);
    }
    return 0;
}
