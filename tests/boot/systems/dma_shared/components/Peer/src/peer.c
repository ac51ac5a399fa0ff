/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <string.h>

#include <camkes.h>
#include <camkes/dma.h>

int run(void)
{
    char expected[64];
    ready_wait();
    snprintf(expected, sizeof(expected), "%llx at the device",
             (unsigned long long)camkes_dma_get_paddr((void *)shared));
    printf("peer: %s address, allocation %s\n",
           strcmp((const char *)shared, expected) == 0 ? "the same" : "another",
           camkes_dma_alloc(64, 0, true) == NULL ? "refused" : "made");
    return 0;
}
