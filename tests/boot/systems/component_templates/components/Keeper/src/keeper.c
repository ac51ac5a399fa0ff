/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>

#include <camkes.h>

int run(void)
{
    printf("keeper: %u pieces\n", keeper_pieces());
    printf("keeper: tree %x, frame %d\n", keeper_magic(), keeper_frame());
    while (ledger()->entries < KEEPER_CLERKS) {
        keeper_listen();
    }
    printf("keeper: %u entries, sum %d\n", ledger()->entries, ledger()->sum);
    return 0;
}
