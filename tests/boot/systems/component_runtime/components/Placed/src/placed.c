/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <camkes.h>
#include <camkes/dma.h>

int run(void)
{
    char *all = camkes_dma_alloc(16384, 4096, false);
    if (all != NULL) {
        memset(all, 0x5a, 16384);
    }
    bool good = all != NULL && camkes_dma_get_paddr(all) == where &&
                camkes_dma_get_paddr(all + 16383) == where + 16383;
    for (int i = 0; i < 20; i++) { /* another domain's output may come into a line */
        printf("placed: the pool is %s\n", good ? "where it was asked for" : "BAD");
    }
    return 0;
}
