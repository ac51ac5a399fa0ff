/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <string.h>

#include <camkes.h>
#include <camkes/dma.h>

#ifndef pool_size
#error the size of a dataport is a macro, too
#endif

/* A constant of the size that is known at compile time. */
static char copy[pool_size];

/* What is written through the cached window and cleaned is there in memory. */
static int reaches_memory(size_t at, const char *text)
{
    strcpy((char *)pool + at, text);
    int cleaned = pool_cache_op(at, strlen(text) + 1, DMA_CACHE_OP_CLEAN);
    for (size_t i = 0; i <= strlen(text); i++) {
        copy[i] = ((volatile char *)raw)[at + i];
    }
    return cleaned == 0 && strcmp(copy, text) == 0;
}

int run(void)
{
    uintptr_t paddr = pool_translate_paddr(pool);
    printf("window: %d %d, outside %d %d\n", reaches_memory(0, "first"),
           reaches_memory(4090, "over the edge of a page"),
           pool_flush_cache(8000, 193, DMA_CACHE_OP_CLEAN), (int)pool_translate_paddr(copy));
    printf("window: paddr right %d %d, same %d, size %zu\n",
           pool_translate_paddr((char *)pool + 5000) == paddr + 5000,
           dataport_unwrap_ptr(dataport_wrap_ptr((char *)pool + 3)) == (char *)pool + 3,
           raw_translate_paddr((void *)(uintptr_t)raw) == paddr, pool_get_size());
    char *block = camkes_dma_alloc(9000, 0, true);
    struct dma_pool described = {.pool_size = pool_size};
    printf("pool: at its place %d, in one piece %d, %zu\n",
           block != NULL && camkes_dma_get_paddr(block) - paddr - 65536 < 16384,
           camkes_dma_get_paddr(block + 8999) == camkes_dma_get_paddr(block) + 8999,
           described.pool_size);
    return 0;
}
