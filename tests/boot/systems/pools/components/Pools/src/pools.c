/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Uses what the settings dma_pool, ..._pool give: memory with physical addresses, spare objects, a
 * spare thread; and looks at the map of the address space.
 */
#include <stdio.h>
#include <string.h>

#include <camkes.h>
#include <camkes/allocator.h>
#include <camkes/dma.h>
#include <camkes/io.h>
#include <camkes/vma.h>

static void check(const char *what, int good)
{
    printf("%s: %s %s\n", get_instance_name(), what, good ? "good" : "BAD");
}

/* Every page has its own physical page, and one allocation is one piece. */
static int addresses_agree(char *block, size_t size)
{
    uintptr_t first = camkes_dma_get_paddr(block);
    for (size_t i = 0; i < size; i++) {
        if (camkes_dma_get_paddr(block + i) != first + i) {
            return 0;
        }
    }
    return first != 0;
}

static int pages_agree(char *block, size_t size)
{
    uintptr_t first = camkes_dma_get_paddr(block);
    for (size_t i = 0; i < size; i += 4096) {
        if (camkes_dma_get_paddr(block + i) != first + i) {
            return 0;
        }
    }
    return first != 0;
}

/* Allocates until nothing is left, in pieces of `size`; returns how many, all freed again. */
static int fill(size_t size, bool cached)
{
    char *blocks[512];
    int count = 0;
    while (count < 512 && (blocks[count] = camkes_dma_alloc(size, 0, cached)) != NULL) {
        memset(blocks[count], count, size);
        count++;
    }
    for (int i = 0; i < count; i++) {
        for (size_t k = 0; k < size; k++) {
            if (blocks[i][k] != (char)i) {
                printf("%s: block %d was overwritten\n", get_instance_name(), i);
                return -1;
            }
        }
    }
    for (int i = 0; i < count; i += 2) {
        camkes_dma_free(blocks[i], size);
    }
    for (int i = 1; i < count; i += 2) {
        camkes_dma_free(blocks[i], size);
    }
    return count;
}

static void use_dma(bool cached)
{
    const camkes_dma_stats_t *stats = camkes_dma_stats();
    printf("%s: pool of %zu bytes\n", get_instance_name(), stats->heap_size);
    check("kind", camkes_dma_alloc(64, 0, !cached) == NULL);
    char *block = camkes_dma_alloc(1000, 512, cached);
    check("alignment", block != NULL && (uintptr_t)block % 512 == 0);
    check("addresses", addresses_agree(block, 1000));
    check("frame cap", camkes_dma_get_cptr(block) != 0);
    check("foreign pointer", camkes_dma_get_paddr(&stats) == 0 && camkes_dma_get_cptr(&stats) == 0);
    memset(block, 0x5a, 1000);
    camkes_dma_cache_op(block, 1000, DMA_CACHE_OP_CLEAN_INVALIDATE);
    check("contents", block[0] == 0x5a && block[999] == 0x5a);
    camkes_dma_free(block, 1000);
    int whole = fill(64, cached);
    check("merging", whole > 0 && fill(64, cached) == whole && fill(4096, cached) == whole / 64);
    block = camkes_dma_alloc(stats->heap_size, 4096, cached);
    check("all of it in one piece", block != NULL && pages_agree(block, stats->heap_size));
    camkes_dma_free(block, stats->heap_size);
    check("too much", camkes_dma_alloc(stats->heap_size + 1, 0, cached) == NULL);
    check("odd alignment", camkes_dma_alloc(64, 96, cached) == NULL);
}

static void on_interrupt(void *data, ps_irq_acknowledge_fn_t acknowledge, void *acknowledge_data)
{
    (void)data;
    acknowledge(acknowledge_data);
}

static void use_io_ops(bool cached)
{
    ps_io_ops_t ops;
    check("io ops", camkes_io_ops(&ops) == 0);
    void *block = ps_dma_alloc(&ops.dma_manager, 128, 64, cached, PS_MEM_NORMAL);
    check("io ops dma",
          block != NULL && ps_dma_pin(&ops.dma_manager, block, 128) == camkes_dma_get_paddr(block));
    ps_dma_cache_clean(&ops.dma_manager, block, 128);
    ps_dma_unpin(&ops.dma_manager, block, 128);
    ps_dma_free(&ops.dma_manager, block, 128);
    void *memory = NULL;
    check("io ops malloc", ps_calloc(&ops.malloc_ops, 3, 5, &memory) == 0 && memory != NULL);
    check("io ops free", ps_free(&ops.malloc_ops, 15, memory) == 0);
    check("no window", ps_io_map(&ops.io_mapper, 0x1000, 4, 0, PS_MEM_NORMAL) == NULL);
    check("no ports", ps_io_port_out(&ops.io_port_ops, 0x3f8, 1, 0) < 0);
    ps_irq_t irq = {.type = PS_INTERRUPT, .irq = {.number = 7}};
    check("no interrupt", ps_irq_register(&ops.irq_ops, irq, on_interrupt, NULL) < 0);
}

static void use_spares(void)
{
    seL4_CPtr first = camkes_alloc(seL4_NotificationObject, 0, CAMKES_CAN_READ | CAMKES_CAN_WRITE);
    seL4_CPtr second = camkes_alloc(seL4_NotificationObject, 0, 0);
    seL4_CPtr third = camkes_alloc(seL4_NotificationObject, 0, 0);
    check("three notifications", first != 0 && second != 0 && third != 0 && first != second &&
                                     second != third && first != third);
    check("no fourth", camkes_alloc(seL4_NotificationObject, 0, 0) == 0);
    seL4_Signal(second);
    seL4_Wait(second, NULL);
    camkes_free(second);
    check("freed", camkes_alloc(seL4_NotificationObject, 0, 0) == second);
    check("endpoints", camkes_alloc(seL4_EndpointObject, 0, 0) != 0 &&
                           camkes_alloc(seL4_EndpointObject, 0, 0) != 0 &&
                           camkes_alloc(seL4_EndpointObject, 0, 0) == 0);
    check("no grant", camkes_alloc(seL4_UntypedObject, 65536, CAMKES_CAN_GRANT) == 0);
    check("untypeds", camkes_alloc(seL4_UntypedObject, 65536, 0) != 0 &&
                          camkes_alloc(seL4_UntypedObject, 65536, 0) == 0 &&
                          camkes_alloc(seL4_UntypedObject, 4096, 0) != 0);
    check("provided", camkes_provide(seL4_EndpointObject, first, 0, CAMKES_CAN_READ) == 0 &&
                          camkes_alloc(seL4_EndpointObject, 0, CAMKES_CAN_READ) == first);
}

static volatile int spare_ran;
static seL4_CPtr spare_done;
static char spare_stack[4096] __attribute__((aligned(16)));

/* A spare thread has no TLS here: nothing of the C library. */
static void spare_main(void)
{
    spare_ran = 42;
    __asm__ volatile("" ::: "memory");
    for (;;) {
        seL4_Signal(spare_done);
        seL4_Yield();
    }
}

static void use_spare_thread(void)
{
    seL4_CPtr tcb = camkes_alloc(seL4_TCBObject, 0, 0);
    spare_done = camkes_alloc(seL4_NotificationObject, 0, 0);
    seL4_UserContext context = {0};
    context.pc = (seL4_Word)spare_main;
    context.sp = (seL4_Word)(spare_stack + sizeof(spare_stack));
    int error =
        seL4_TCB_WriteRegisters(tcb, false, 0, sizeof(context) / sizeof(seL4_Word), &context);
    check("registers", error == 0);
    check("priority", seL4_TCB_SetPriority(tcb, camkes_self()->tcb, 100) == 0);
    check("resume", seL4_TCB_Resume(tcb) == 0);
    seL4_Wait(spare_done, NULL);
    check("spare thread", spare_ran == 42);
    check("suspend", seL4_TCB_Suspend(tcb) == 0);
    camkes_free(spare_done);
    camkes_free(tcb);
}

static void look_at_map(void)
{
    int here = 0, stack = 0, guards = 0, both = 0;
    for (size_t i = 0; i < camkes_vmas_size; i++) {
        const struct camkes_vma *vma = &camkes_vmas[i];
        char *code = (char *)look_at_map, *local = (char *)&here;
        here += code >= (char *)vma->start && code < (char *)vma->end && vma->execute;
        stack += local >= (char *)vma->start && local < (char *)vma->end && vma->write;
        guards += !vma->read && !vma->write;
        both += vma->write && vma->execute;
    }
    check("map", here == 1 && stack == 1 && guards >= 8 && both == 0);
    printf("%s: thread %s\n", get_instance_name(), get_thread_name());
}

int run(void)
{
    use_dma(cached);
    use_io_ops(cached);
    if (!cached) {
        use_spare_thread();
        use_spares();
    }
    look_at_map();
    printf("%s: done\n", get_instance_name());
    return 0;
}
