/* SPDX-License-Identifier: BSD-2-Clause */
#include <simple/simple.h>

#include <stdio.h>

#include <camkes/program.h>

static const struct camkes_simple *resources_of(const simple_t *simple)
{
    return simple->data;
}

void camkes_simple_fill(simple_t *simple, const struct camkes_simple *resources)
{
    simple->data = (void *)(uintptr_t)resources;
}

int simple_get_cap_count(simple_t *simple)
{
    return (int)resources_of(simple)->first_free - 1;
}

/* Slot 0 of a CNode is empty. */
seL4_CPtr simple_get_nth_cap(simple_t *simple, int n)
{
    return n >= 0 && n < simple_get_cap_count(simple) ? (seL4_CPtr)n + 1 : seL4_CapNull;
}

seL4_CPtr simple_get_init_cap(simple_t *simple, seL4_CPtr cap)
{
    const struct camkes_simple *resources = resources_of(simple);
    switch (cap) {
    case seL4_CapInitThreadCNode:
        return resources->cnode;
    case seL4_CapInitThreadVSpace:
        return resources->vspace;
    case seL4_CapInitThreadTCB:
        return camkes_self()->tcb;
    case seL4_CapInitThreadASIDPool:
        return resources->asid_pool;
    case seL4_CapDomain:
        return resources->domain;
    default:
        return seL4_CapNull;
    }
}

seL4_CPtr simple_init_cap(simple_t *simple, seL4_CPtr cap)
{
    return simple_get_init_cap(simple, cap);
}

seL4_CPtr simple_get_cnode(simple_t *simple)
{
    return simple_get_init_cap(simple, seL4_CapInitThreadCNode);
}

seL4_CPtr simple_get_tcb(simple_t *simple)
{
    return simple_get_init_cap(simple, seL4_CapInitThreadTCB);
}

seL4_CPtr simple_get_pd(simple_t *simple)
{
    return simple_get_init_cap(simple, seL4_CapInitThreadVSpace);
}

/* A component has handlers, never the right to make more. */
seL4_CPtr simple_get_irq_ctrl(simple_t *simple)
{
    (void)simple;
    return seL4_CapNull;
}

int simple_get_cnode_size_bits(simple_t *simple)
{
    return resources_of(simple)->cnode_bits;
}

int simple_get_core_count(simple_t *simple)
{
    (void)simple;
    return 1;
}

/* How many the loader gave. */
static int given_count(const struct camkes_simple *resources)
{
    const seL4_BootInfo *bootinfo = resources->bootinfo;
    return bootinfo == NULL ? 0 : (int)(bootinfo->untyped.end - bootinfo->untyped.start);
}

int simple_get_untyped_count(simple_t *simple)
{
    const struct camkes_simple *resources = resources_of(simple);
    return resources->untyped_count + given_count(resources);
}

seL4_CPtr simple_get_nth_untyped(simple_t *simple, int n, size_t *size_bits, uintptr_t *paddr,
                                 bool *device)
{
    const struct camkes_simple *resources = resources_of(simple);
    if (n < 0 || n >= simple_get_untyped_count(simple)) {
        return seL4_CapNull;
    }
    struct camkes_simple_untyped given;
    const struct camkes_simple_untyped *untyped = &resources->untypeds[n];
    if (n >= resources->untyped_count) {
        seL4_Word place = (seL4_Word)(n - resources->untyped_count);
        const seL4_UntypedDesc *desc = &resources->bootinfo->untypedList[place];
        given = (struct camkes_simple_untyped){
            .cap = resources->bootinfo->untyped.start + place,
            .size_bits = desc->sizeBits,
            .paddr = desc->paddr,
            .device = desc->isDevice != 0,
        };
        untyped = &given;
    }
    if (size_bits != NULL) {
        *size_bits = untyped->size_bits;
    }
    if (paddr != NULL) {
        *paddr = untyped->paddr;
    }
    if (device != NULL) {
        *device = untyped->device;
    }
    return untyped->cap;
}

static seL4_Error copy_to(const struct camkes_simple *resources, seL4_CPtr cap,
                          const cspacepath_t *path)
{
    return seL4_CNode_Copy(path->root, path->capPtr, (seL4_Uint8)path->capDepth, resources->cnode,
                           cap, seL4_WordBits, seL4_AllRights);
}

seL4_Error simple_get_frame_cap(simple_t *simple, void *paddr, int size_bits, cspacepath_t *path)
{
    const struct camkes_simple *resources = resources_of(simple);
    for (int i = 0; i < resources->frame_count; i++) {
        const struct camkes_simple_frame *frame = &resources->frames[i];
        if (frame->paddr == (uintptr_t)paddr && frame->size_bits == size_bits) {
            return copy_to(resources, frame->cap, path);
        }
    }
    return seL4_FailedLookup;
}

seL4_Error simple_get_IRQ_handler(simple_t *simple, int irq, cspacepath_t path)
{
    const struct camkes_simple *resources = resources_of(simple);
    for (int i = 0; i < resources->irq_count; i++) {
        if (resources->irqs[i].number == irq) {
            return copy_to(resources, resources->irqs[i].cap, &path);
        }
    }
    return seL4_FailedLookup;
}

seL4_Error simple_ASIDPool_assign(simple_t *simple, seL4_CPtr vspace)
{
    seL4_CPtr pool = resources_of(simple)->asid_pool;
#ifdef CONFIG_ARCH_RISCV
    return pool == 0 ? seL4_FailedLookup : seL4_RISCV_ASIDPool_Assign(pool, vspace);
#else
    return pool == 0 ? seL4_FailedLookup : seL4_ARM_ASIDPool_Assign(pool, vspace);
#endif
}

ssize_t simple_get_extended_bootinfo_length(simple_t *simple, seL4_Word type)
{
    (void)simple;
    (void)type;
    return -1;
}

void simple_print(simple_t *simple)
{
    const struct camkes_simple *resources = resources_of(simple);
    printf("%s: CNode of %d bits, empty from slot %lu; %d untypeds, %d frames, %d interrupts\n",
           camkes_self()->instance->name, resources->cnode_bits,
           (unsigned long)resources->first_free, resources->untyped_count, resources->frame_count,
           resources->irq_count);
}
