/* SPDX-License-Identifier: BSD-2-Clause */
#include <camkes/io.h>

#include <stdlib.h>
#include <string.h>

#include <camkes/dataport.h>
#include <camkes/dma.h>
#include <camkes/irq.h>
#include <camkes/program.h>

extern dataport_frame_t *const __start__dataport_frames[], *const __stop__dataport_frames[];
extern allocated_irq_t *const __start__allocated_irqs[], *const __stop__allocated_irqs[];

/* ---- registers ---- */

/* Whether the window is cached was decided when it was connected. */
static void *map(void *cookie, uintptr_t paddr, size_t size, int cached, ps_mem_flags_t flags)
{
    (void)cookie;
    (void)cached;
    (void)flags;
    for (dataport_frame_t *const *at = __start__dataport_frames; at < __stop__dataport_frames;
         at++) {
        const dataport_frame_t *frame = *at;
        if (paddr >= frame->paddr && paddr - frame->paddr < frame->size &&
            size <= frame->size - (paddr - frame->paddr)) {
            return (void *)(frame->vaddr + (paddr - frame->paddr));
        }
    }
    return NULL;
}

/* Windows stay. */
static void unmap(void *cookie, void *vaddr, size_t size)
{
    (void)cookie;
    (void)vaddr;
    (void)size;
}

int camkes_io_mapper(ps_io_mapper_t *mapper)
{
    *mapper = (ps_io_mapper_t){.io_map_fn = map, .io_unmap_fn = unmap};
    return 0;
}

int camkes_io_port_ops(ps_io_port_ops_t *ops)
{
    *ops = (ps_io_port_ops_t){0};
    return 0;
}

/* ---- memory for devices ---- */

static void *dma_alloc(void *cookie, size_t size, int align, int cached, ps_mem_flags_t flags)
{
    (void)cookie;
    (void)flags;
    return align < 0 ? NULL : camkes_dma_alloc(size, (unsigned int)align, cached != 0);
}

static void dma_free(void *cookie, void *address, size_t size)
{
    (void)cookie;
    camkes_dma_free(address, size);
}

static uintptr_t dma_pin(void *cookie, void *address, size_t size)
{
    (void)cookie;
    (void)size;
    return camkes_dma_get_paddr(address);
}

/* Memory of a pool never moves. */
static void dma_unpin(void *cookie, void *address, size_t size)
{
    (void)cookie;
    (void)address;
    (void)size;
}

static void dma_cache_op(void *cookie, void *address, size_t size, dma_cache_op_t op)
{
    (void)cookie;
    camkes_dma_cache_op(address, size, op);
}

int camkes_dma_manager(ps_dma_man_t *man)
{
    *man = (ps_dma_man_t){
        .dma_alloc_fn = dma_alloc,
        .dma_free_fn = dma_free,
        .dma_pin_fn = dma_pin,
        .dma_unpin_fn = dma_unpin,
        .dma_cache_op_fn = dma_cache_op,
    };
    return 0;
}

/* ---- ordinary memory ---- */

static int memory_calloc(void *cookie, size_t count, size_t size, void **pointer)
{
    (void)cookie;
    *pointer = calloc(count, size);
    return *pointer != NULL ? 0 : ENOMEM;
}

static int memory_malloc(void *cookie, size_t size, void **pointer)
{
    (void)cookie;
    *pointer = malloc(size);
    return *pointer != NULL ? 0 : ENOMEM;
}

static int memory_free(void *cookie, size_t size, void *pointer)
{
    (void)cookie;
    (void)size;
    free(pointer);
    return 0;
}

int camkes_ps_malloc_ops(ps_malloc_ops_t *ops)
{
    *ops = (ps_malloc_ops_t){.malloc = memory_malloc, .calloc = memory_calloc, .free = memory_free};
    return 0;
}

/* ---- interrupts ---- */

static bool is_numbered(irq_type_t type)
{
    return type == PS_INTERRUPT || type == PS_TRIGGER || type == PS_PER_CPU;
}

/* The number stands at the same place in the three forms that have one. A trigger is compared where
 * both sides name it. */
static bool is_same(const ps_irq_t *a, const ps_irq_t *b)
{
    if (!is_numbered(a->type) || !is_numbered(b->type) || a->irq.number != b->irq.number) {
        return false;
    }
    return a->type == PS_INTERRUPT || b->type == PS_INTERRUPT ||
           a->trigger.trigger == b->trigger.trigger;
}

static irq_id_t irq_register(void *cookie, ps_irq_t irq, irq_callback_fn_t callback,
                             void *callback_data)
{
    (void)cookie;
    if (callback == NULL) {
        return -EINVAL;
    }
    size_t count = (size_t)(__stop__allocated_irqs - __start__allocated_irqs);
    for (size_t i = 0; i < count; i++) {
        allocated_irq_t *known = __start__allocated_irqs[i];
        if (is_same(&known->irq, &irq)) {
            if (known->is_allocated) {
                return -EBUSY;
            }
            known->callback_fn = callback;
            known->callback_data = callback_data;
            __atomic_store_n(&known->is_allocated, true, __ATOMIC_RELEASE);
            /* one may have come before anybody was there to handle it */
            (void)seL4_IRQHandler_Ack(known->irq_handler);
            return (irq_id_t)i;
        }
    }
    return -ENOENT;
}

static int irq_unregister(void *cookie, irq_id_t id)
{
    (void)cookie;
    if (id < 0 || id >= __stop__allocated_irqs - __start__allocated_irqs ||
        !__start__allocated_irqs[id]->is_allocated) {
        return -EINVAL;
    }
    __atomic_store_n(&__start__allocated_irqs[id]->is_allocated, false, __ATOMIC_RELEASE);
    return 0;
}

/* `data` is the interrupt. */
static int acknowledge(void *data)
{
    const allocated_irq_t *interrupt = data;
    return seL4_IRQHandler_Ack(interrupt->irq_handler) == seL4_NoError ? 0 : -EIO;
}

bool camkes_irq_deliver(allocated_irq_t *interrupt)
{
    if (!__atomic_load_n(&interrupt->is_allocated, __ATOMIC_ACQUIRE)) {
        return false;
    }
    interrupt->callback_fn(interrupt->callback_data, acknowledge, interrupt);
    return true;
}

int camkes_irq_ops(ps_irq_ops_t *ops)
{
    static char cookie; /* programs take NULL for "not there" */
    *ops = (ps_irq_ops_t){
        .cookie = &cookie,
        .irq_register_fn = irq_register,
        .irq_unregister_fn = irq_unregister,
    };
    return 0;
}

/* ---- all ---- */

/* NULL also when the kernel had none, or one that was too large for the memory. */
static char *device_tree(void *cookie)
{
    seL4_BootInfoHeader header = {0};
    (void)cookie;
    if (camkes_program.device_tree != NULL) {
        memcpy(&header, camkes_program.device_tree, sizeof(header));
    }
    return header.id == SEL4_BOOTINFO_HEADER_FDT && header.len <= camkes_program.device_tree_size
               ? (char *)camkes_program.device_tree + sizeof(header)
               : NULL;
}

int camkes_io_fdt(ps_io_fdt_t *fdt)
{
    *fdt = (ps_io_fdt_t){.get_fn = device_tree};
    return 0;
}

int camkes_io_ops(ps_io_ops_t *ops)
{
    return camkes_io_mapper(&ops->io_mapper) | camkes_io_port_ops(&ops->io_port_ops) |
           camkes_dma_manager(&ops->dma_manager) | camkes_io_fdt(&ops->io_fdt) |
           camkes_ps_malloc_ops(&ops->malloc_ops) | camkes_irq_ops(&ops->irq_ops);
}
