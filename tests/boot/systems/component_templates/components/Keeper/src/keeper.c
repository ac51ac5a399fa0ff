/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>

#include <camkes.h>

int run(void)
{
    printf("keeper: %u pieces\n", keeper_pieces());
    while (ledger()->entries < KEEPER_CLERKS) {
        keeper_listen();
    }
    printf("keeper: %u entries, sum %d\n", ledger()->entries, ledger()->sum);
    return 0;
}
