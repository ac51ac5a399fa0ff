/* SPDX-License-Identifier: BSD-2-Clause */
#include <camkes.h>
#include <stdio.h>

int run(void)
{
    printf("plain: (hello) to the \"%s\"\n", get_instance_name());
    return 0;
}
