/* SPDX-License-Identifier: BSD-2-Clause
 * Needs the reckless component: its second call is never answered. */
#include <stdio.h>

#include <camkes.h>

int run(void)
{
    go_wait();
    printf("dependent: twice 6 is %d\n", work_twice(6));
    printf("dependent: twice 13 is %d\n", work_twice(13));
    return 0;
}
