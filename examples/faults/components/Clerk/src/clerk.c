/* SPDX-License-Identifier: BSD-2-Clause */
#include <camkes.h>

int work_twice(int number)
{
    return 2 * number;
}
