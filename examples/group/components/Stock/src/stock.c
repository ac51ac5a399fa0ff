/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>

#include <camkes.h>

static int left;

/* The values of the attributes are constants in other files, so this one is compiled once for both
 * instances of the type although their values differ. */
void pre_init(void)
{
    left = pieces;
}

int store_take(int wanted)
{
    left -= wanted;
    printf("%s: %d taken\n", name, wanted);
    return left;
}
