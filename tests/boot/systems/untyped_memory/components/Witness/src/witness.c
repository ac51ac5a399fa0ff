/* SPDX-License-Identifier: BSD-2-Clause */
#include <camkes.h>

int greeting_greet(int number)
{
    return number + 1;
}
