/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <string.h>

#include <camkes.h>
#include <camkes/dma.h>

int run(void)
{
    char *block = camkes_dma_alloc(1000, 4096, true);
    uintptr_t paddr = camkes_dma_get_paddr(block);
    bool first = (void *)block == (void *)shared;
    printf("owner: %zu bytes, %s, %s\n", camkes_dma_stats()->heap_size,
           block != NULL && paddr != 0 ? "allocated" : "not allocated",
           first ? "from the start" : "elsewhere");
    snprintf(block, 64, "%llx at the device", (unsigned long long)paddr);
    camkes_dma_cache_op(block, 1000, DMA_CACHE_OP_CLEAN);
    ready_emit();
    return 0;
}
