/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <stdlib.h>

#include <camkes.h>

/* The other components have a function of this name too. */
int count_of(int pieces);

int count_of(int pieces)
{
    return pieces + 1;
}

int run(void)
{
    int wanted = count_of(4);
    char *receipt;
    printf("%s: %d left in the stock\n", name, store_take(wanted));
    printf("%s: %d left in the depot\n", name, depot_take(wanted));
    int total = prices_total(wanted, 3, &receipt);
    printf("%s: paid %d, receipt: %s\n", name, total, receipt);
    free(receipt); /* made by the till: the group has one heap */
    return 0;
}
