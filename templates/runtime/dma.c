/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Free memory is a list of extents, sorted by address, each one piece of physical memory: where
 * the frames of a pool do not follow one another physically an extent ends. Extents are merged when
 * memory comes back.
 */
#include <camkes/dma.h>

#include <stdlib.h>

#include <camkes/dma_cpu.h>
#include <camkes/program.h>
#include <camkes/runtime_lock.h>

struct extent {
    uintptr_t start, end;
    struct dma_pool *pool;
    struct extent *next;
};

extern dma_pool_t *const __start__dma_pools[], *const __stop__dma_pools[];

static struct extent *extents;
static bool ready;
static camkes_dma_stats_t stats;

static dma_pool_t *pool_of(uintptr_t address)
{
    for (dma_pool_t *const *at = __start__dma_pools; at < __stop__dma_pools; at++) {
        if (address >= (*at)->start_vaddr && address < (*at)->end_vaddr) {
            return *at;
        }
    }
    return NULL;
}

static seL4_CPtr frame_cap(const dma_pool_t *pool, uintptr_t address)
{
    size_t k = (address - pool->start_vaddr) / pool->frame_size;
    return pool->dma_frames != NULL ? pool->dma_frames[k]->cap : pool->first_cap + k;
}

/* The physical address; asking the kernel changes message words that a caller may be using, so they
 * are put back. */
static uintptr_t physical(const dma_pool_t *pool, uintptr_t address)
{
    struct camkes_saved_message saved;
    camkes_save_message(&saved);
    uintptr_t frame = dma_cpu_frame_address(frame_cap(pool, address));
    camkes_restore_message(&saved);
    return frame == 0 ? 0 : frame + (address - pool->start_vaddr) % pool->frame_size;
}

/* Does physical memory go on at `address`, the start of a page? */
static bool continues(const dma_pool_t *pool, uintptr_t address)
{
    return (address - pool->start_vaddr) % pool->frame_size != 0 ||
           physical(pool, address - 1) + 1 == physical(pool, address);
}

/* Puts [start, end) back among the extents, in front of `*link`, and merges. */
static bool insert(struct extent **link, struct extent *before, dma_pool_t *pool, uintptr_t start,
                   uintptr_t end)
{
    struct extent *after = *link;
    bool joins_before =
        before != NULL && before->end == start && before->pool == pool && continues(pool, start);
    bool joins_after =
        after != NULL && after->start == end && after->pool == pool && continues(pool, end);
    if (joins_before && joins_after) {
        before->end = after->end;
        before->next = after->next;
        free(after);
    } else if (joins_before) {
        before->end = end;
    } else if (joins_after) {
        after->start = start;
    } else {
        struct extent *extent = malloc(sizeof(*extent));
        if (extent == NULL) {
            return false;
        }
        *extent = (struct extent){start, end, pool, after};
        *link = extent;
    }
    return true;
}

/* Adds memory to the extents; false when it is already free or there is no memory to note it. */
static bool give_back(dma_pool_t *pool, uintptr_t start, uintptr_t end)
{
    struct extent **link = &extents, *before = NULL;
    while (*link != NULL && (*link)->end <= start) {
        before = *link;
        link = &before->next;
    }
    if (*link != NULL && (*link)->start < end) {
        return false;
    }
    return insert(link, before, pool, start, end);
}

static void add_pool(dma_pool_t *pool)
{
    for (uintptr_t at = pool->start_vaddr; at < pool->end_vaddr; at += pool->frame_size) {
        (void)give_back(pool, at, at + pool->frame_size);
    }
    stats.heap_size += pool->pool_size;
}

static void make_ready(void)
{
    if (ready) {
        return;
    }
    ready = true;
    for (dma_pool_t *const *at = __start__dma_pools; at < __stop__dma_pools; at++) {
        if (!(*at)->borrowed) {
            add_pool(*at);
        }
    }
    stats.minimum_heap_size = stats.heap_size;
}

/* Takes [start, start + size) out of the extent behind `link`; false without memory to note what
 * is left on both sides. */
static bool cut(struct extent **link, uintptr_t start, size_t size)
{
    struct extent *extent = *link;
    uintptr_t end = start + size;
    if (extent->start < start && end < extent->end) {
        struct extent *rest = malloc(sizeof(*rest));
        if (rest == NULL) {
            return false;
        }
        *rest = (struct extent){end, extent->end, extent->pool, extent->next};
        extent->end = start;
        extent->next = rest;
    } else if (extent->start < start) {
        extent->end = start;
    } else if (end < extent->end) {
        extent->start = end;
    } else {
        *link = extent->next;
        free(extent);
    }
    return true;
}

static size_t rounded(size_t size)
{
    size = size == 0 ? 1 : size;
    return size > SIZE_MAX - CAMKES_DMA_GRAIN
               ? 0
               : (size + CAMKES_DMA_GRAIN - 1) / CAMKES_DMA_GRAIN * CAMKES_DMA_GRAIN;
}

static void *allocate(size_t size, uintptr_t align, bool cached)
{
    make_ready();
    for (struct extent **link = &extents; *link != NULL; link = &(*link)->next) {
        struct extent *extent = *link;
        uintptr_t start = (extent->start + align - 1) & ~(align - 1);
        if (extent->pool->cached != cached || start < extent->start || start >= extent->end ||
            extent->end - start < size) {
            continue;
        }
        if (!cut(link, start, size)) {
            break;
        }
        stats.total_allocations++;
        stats.current_outstanding += size;
        size_t left = stats.heap_size - stats.current_outstanding;
        stats.minimum_heap_size = left < stats.minimum_heap_size ? left : stats.minimum_heap_size;
        return (void *)start;
    }
    stats.failed_allocations_out_of_memory++;
    return NULL;
}

void *camkes_dma_alloc(size_t size, unsigned int align, bool cached)
{
    uintptr_t wanted = align < CAMKES_DMA_GRAIN ? CAMKES_DMA_GRAIN : align;
    size = rounded(size);
    camkes_runtime_lock();
    void *found = NULL;
    if (size == 0 || (wanted & (wanted - 1)) != 0) {
        stats.failed_allocations_other++;
    } else {
        found = allocate(size, wanted, cached);
    }
    camkes_runtime_unlock();
    return found;
}

void camkes_dma_free(void *pointer, size_t size)
{
    uintptr_t start = (uintptr_t)pointer;
    if (pointer == NULL) {
        return;
    }
    size = rounded(size);
    camkes_runtime_lock();
    dma_pool_t *pool = pool_of(start);
    bool good = pool != NULL && !pool->borrowed && size != 0 && start % CAMKES_DMA_GRAIN == 0 &&
                size <= pool->end_vaddr - start && give_back(pool, start, start + size);
    stats.current_outstanding -= good ? size : 0;
    camkes_runtime_unlock();
    if (!good) {
        camkes_debug_puts(camkes_self()->instance->name);
        camkes_debug_puts(": camkes_dma_free: memory that was not handed out, ");
        camkes_debug_put_hex(start);
        camkes_debug_puts("\n");
        camkes_park();
    }
}

uintptr_t camkes_dma_get_paddr(void *pointer)
{
    const dma_pool_t *pool = pool_of((uintptr_t)pointer);
    return pool != NULL ? physical(pool, (uintptr_t)pointer) : 0;
}

seL4_CPtr camkes_dma_get_cptr(void *pointer)
{
    const dma_pool_t *pool = pool_of((uintptr_t)pointer);
    return pool != NULL ? frame_cap(pool, (uintptr_t)pointer) : seL4_CapNull;
}

void camkes_dma_cache_op(void *pointer, size_t size, dma_cache_op_t op)
{
    uintptr_t at = (uintptr_t)pointer;
    const dma_pool_t *pool = pool_of(at);
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
    if (pool == NULL || !pool->cached || size > pool->end_vaddr - at) {
        return;
    }
    struct camkes_saved_message saved;
    camkes_save_message(&saved);
    while (size > 0) {
        size_t offset = (at - pool->start_vaddr) % pool->frame_size;
        size_t part = size < pool->frame_size - offset ? size : pool->frame_size - offset;
        (void)dma_cpu_cache_op(frame_cap(pool, at), offset, offset + part, op);
        at += part;
        size -= part;
    }
    camkes_restore_message(&saved);
}

const camkes_dma_stats_t *camkes_dma_stats(void)
{
    camkes_runtime_lock();
    make_ready();
    camkes_runtime_unlock();
    return &stats;
}

void *camkes_dma_alloc_page(void)
{
    void *page = camkes_dma_alloc(4096, 4096, false);
    return page != NULL ? page : camkes_dma_alloc(4096, 4096, true);
}

void camkes_dma_free_page(void *pointer)
{
    camkes_dma_free(pointer, 4096);
}
