// SPDX-License-Identifier: BSD-2-Clause
#include <stdio.h>

#include <camkes.h>

int run(void)
{
    printf("%s: %d\n", get_instance_name(), s_add(40, 2));
    return 0;
}
