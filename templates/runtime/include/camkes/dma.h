/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Memory that devices reach: the component's `dma_pool` and the pools of its seL4DMASharedData
 * connections that it controls. An allocation is one piece of physical memory. What is handed out
 * and what is free is known outside of the pool, which devices may write to.
 */
#ifndef CAMKES_DMA_H
#define CAMKES_DMA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <platsupport/io.h>
#include <sel4/sel4.h>

/* Every allocation is a multiple of this many bytes and starts on one: caches work in such lines,
 * so that making one buffer agree with memory leaves its neighbours alone. */
#define CAMKES_DMA_GRAIN 64u

/* One page of a pool. */
typedef struct dma_frame {
    seL4_CPtr cap;
    size_t size;
    uintptr_t vaddr;
    uintptr_t paddr; /* 0: not known yet */
    bool cached;
} dma_frame_t;

/* A pool. Pointers to pools lie in the section _dma_pools, put there by CAMKES_DMA_POOL. */
typedef struct dma_pool {
    uintptr_t start_vaddr, end_vaddr;
    size_t frame_size, pool_size, num_frames;
    dma_frame_t **dma_frames; /* NULL: frame k has the cap first_cap + k */
    seL4_CPtr first_cap;
    bool cached;
    bool borrowed; /* its memory is handed out by another component: addresses only */
} dma_pool_t;
#define CAMKES_DMA_POOL(pool)                                                                      \
    __attribute__((section("_dma_pools"), used)) static dma_pool_t *const pool##_entry = &pool

typedef struct {
    size_t heap_size;           /* bytes of all pools */
    size_t current_outstanding; /* bytes handed out */
    size_t minimum_heap_size;   /* bytes free at the worst time */
    uint64_t total_allocations, failed_allocations_out_of_memory, failed_allocations_other;
} camkes_dma_stats_t;

/* `size` bytes at a multiple of `align` (a power of two; 0: any) in one piece of physical memory;
 * from a cached or uncached pool as asked, if there is one of that kind. NULL when there are none.
 * The contents are not cleared. */
void *camkes_dma_alloc(size_t size, unsigned int align, bool cached);
/* Gives them back; `size` as it was asked for. NULL is no error; memory that was not handed out
 * stops the thread. */
void camkes_dma_free(void *pointer, size_t size);
/* Physical address, 0 when the pointer is in no pool; cap of the frame there, 0 likewise. */
uintptr_t camkes_dma_get_paddr(void *pointer);
seL4_CPtr camkes_dma_get_cptr(void *pointer);
/* Makes caches and memory agree on a part of a pool; for uncached memory there is nothing to do. */
void camkes_dma_cache_op(void *pointer, size_t size, dma_cache_op_t op);
/* Fills in the functions; 0. */
int camkes_dma_manager(ps_dma_man_t *man);
const camkes_dma_stats_t *camkes_dma_stats(void);

/* A page. */
void *camkes_dma_alloc_page(void);
void camkes_dma_free_page(void *pointer);

#endif
