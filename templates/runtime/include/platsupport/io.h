/* SPDX-License-Identifier: BSD-2-Clause
 *
 * What a driver written for CAmkES needs of its surroundings: mapped registers, memory for devices,
 * ordinary memory, interrupts, the device tree. Each is a few functions behind pointers;
 * camkes_io_ops() (camkes/io.h) fills them all in.
 */
#ifndef PLATSUPPORT_IO_H
#define PLATSUPPORT_IO_H

#include <errno.h>
#include <stddef.h>
#include <stdint.h>

#include <platsupport/irq.h>

typedef enum ps_mem_flags {
    PS_MEM_NORMAL,
    PS_MEM_HR, /* mostly read by the CPU */
    PS_MEM_HW, /* mostly for the device */
} ps_mem_flags_t;

typedef struct ps_io_mapper {
    void *cookie;
    void *(*io_map_fn)(void *cookie, uintptr_t paddr, size_t size, int cached,
                       ps_mem_flags_t flags);
    void (*io_unmap_fn)(void *cookie, void *vaddr, size_t size);
} ps_io_mapper_t;

/* The registers at a physical address; NULL when the component has no window there. */
static inline void *ps_io_map(const ps_io_mapper_t *mapper, uintptr_t paddr, size_t size,
                              int cached, ps_mem_flags_t flags)
{
    return mapper->io_map_fn(mapper->cookie, paddr, size, cached, flags);
}

static inline void ps_io_unmap(const ps_io_mapper_t *mapper, void *vaddr, size_t size)
{
    mapper->io_unmap_fn(mapper->cookie, vaddr, size);
}

/* Ports are x86's; here the functions are NULL. */
typedef struct ps_io_port_ops {
    void *cookie;
    int (*io_port_in_fn)(void *cookie, uint32_t port, int io_size, uint32_t *result);
    int (*io_port_out_fn)(void *cookie, uint32_t port, int io_size, uint32_t value);
} ps_io_port_ops_t;

static inline int ps_io_port_in(const ps_io_port_ops_t *ops, uint32_t port, int io_size,
                                uint32_t *result)
{
    return ops->io_port_in_fn == NULL ? -ENOSYS
                                      : ops->io_port_in_fn(ops->cookie, port, io_size, result);
}

static inline int ps_io_port_out(const ps_io_port_ops_t *ops, uint32_t port, int io_size,
                                 uint32_t value)
{
    return ops->io_port_out_fn == NULL ? -ENOSYS
                                       : ops->io_port_out_fn(ops->cookie, port, io_size, value);
}

typedef enum dma_cache_op {
    DMA_CACHE_OP_CLEAN,            /* what the CPU wrote reaches memory */
    DMA_CACHE_OP_INVALIDATE,       /* what the device wrote is read anew */
    DMA_CACHE_OP_CLEAN_INVALIDATE, /* both */
} dma_cache_op_t;

typedef struct ps_dma_man {
    void *cookie;
    void *(*dma_alloc_fn)(void *cookie, size_t size, int align, int cached, ps_mem_flags_t flags);
    void (*dma_free_fn)(void *cookie, void *address, size_t size);
    uintptr_t (*dma_pin_fn)(void *cookie, void *address, size_t size);
    void (*dma_unpin_fn)(void *cookie, void *address, size_t size);
    void (*dma_cache_op_fn)(void *cookie, void *address, size_t size, dma_cache_op_t op);
} ps_dma_man_t;

/* `size` bytes that a device can reach, in one piece of physical memory; NULL when there are
 * none. Pinning gives the physical address, 0 for memory that is not of the pool. */
static inline void *ps_dma_alloc(const ps_dma_man_t *man, size_t size, int align, int cached,
                                 ps_mem_flags_t flags)
{
    return man->dma_alloc_fn(man->cookie, size, align, cached, flags);
}

static inline void ps_dma_free(const ps_dma_man_t *man, void *address, size_t size)
{
    man->dma_free_fn(man->cookie, address, size);
}

static inline uintptr_t ps_dma_pin(const ps_dma_man_t *man, void *address, size_t size)
{
    return man->dma_pin_fn(man->cookie, address, size);
}

static inline void ps_dma_unpin(const ps_dma_man_t *man, void *address, size_t size)
{
    man->dma_unpin_fn(man->cookie, address, size);
}

static inline void ps_dma_cache_op(const ps_dma_man_t *man, void *address, size_t size,
                                   dma_cache_op_t op)
{
    man->dma_cache_op_fn(man->cookie, address, size, op);
}

static inline void ps_dma_cache_clean(const ps_dma_man_t *man, void *address, size_t size)
{
    ps_dma_cache_op(man, address, size, DMA_CACHE_OP_CLEAN);
}

static inline void ps_dma_cache_invalidate(const ps_dma_man_t *man, void *address, size_t size)
{
    ps_dma_cache_op(man, address, size, DMA_CACHE_OP_INVALIDATE);
}

static inline void ps_dma_cache_clean_invalidate(const ps_dma_man_t *man, void *address,
                                                 size_t size)
{
    ps_dma_cache_op(man, address, size, DMA_CACHE_OP_CLEAN_INVALIDATE);
}

/* Each returns 0, or an errno. */
typedef struct {
    int (*malloc)(void *cookie, size_t size, void **pointer);
    int (*calloc)(void *cookie, size_t count, size_t size, void **pointer);
    int (*free)(void *cookie, size_t size, void *pointer);
    void *cookie;
} ps_malloc_ops_t;

static inline int ps_malloc(const ps_malloc_ops_t *ops, size_t size, void **pointer)
{
    return ops->malloc(ops->cookie, size, pointer);
}

static inline int ps_calloc(const ps_malloc_ops_t *ops, size_t count, size_t size, void **pointer)
{
    return ops->calloc(ops->cookie, count, size, pointer);
}

static inline int ps_free(const ps_malloc_ops_t *ops, size_t size, void *pointer)
{
    return ops->free(ops->cookie, size, pointer);
}

typedef struct ps_fdt {
    void *cookie;
    char *(*get_fn)(void *cookie);
} ps_io_fdt_t;

/* The flattened device tree; NULL when the component was not given one. */
static inline char *ps_io_fdt_get(const ps_io_fdt_t *fdt)
{
    return fdt->get_fn == NULL ? NULL : fdt->get_fn(fdt->cookie);
}

typedef struct ps_io_ops {
    ps_io_mapper_t io_mapper;
    ps_io_port_ops_t io_port_ops;
    ps_dma_man_t dma_manager;
    ps_io_fdt_t io_fdt;
    ps_malloc_ops_t malloc_ops;
    ps_irq_ops_t irq_ops;
} ps_io_ops_t;

#endif
