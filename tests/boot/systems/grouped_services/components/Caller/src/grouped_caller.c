// SPDX-License-Identifier: BSD-2-Clause
#include <stdio.h>
#include <string.h>

#include <camkes.h>

int run(void)
{
    strcpy((char *)buffered_get_buf(), get_instance_name());
    printf("%s: %d %d %d %d\n", get_instance_name(), large_measure("abc"),
           signalled_measure("abcd"), buffered_measure(""), plain_measure("xy"));
    return 0;
}
