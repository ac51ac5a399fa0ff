/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <stdlib.h>

#include <camkes.h>

static int sales;

int count_of(int pieces);

int count_of(int pieces)
{
    sales += pieces;
    return sales;
}

int prices_total(int pieces, int price, char **receipt)
{
    *receipt = malloc(64);
    snprintf(*receipt, 64, "%d pieces at %d, %d sold so far", pieces, price, count_of(pieces));
    printf("%s: called in the thread %s\n", name, get_thread_name());
    return pieces * price;
}
