/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The view of a component with `simple = true` onto its resources, under the names that monitors
 * and other resource managers use: untypeds, device frames, interrupts, its own CNode and VSpace.
 * camkes_make_simple() fills it in.
 */
#ifndef SIMPLE_SIMPLE_H
#define SIMPLE_SIMPLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <sel4/sel4.h>

/* A slot to put a capability into. */
#ifndef CAMKES_CSPACEPATH
#define CAMKES_CSPACEPATH
typedef struct _cspacepath_t {
    seL4_CPtr capPtr;
    seL4_Word capDepth;
    seL4_CNode root;
    seL4_Word dest;
    seL4_Word destDepth;
    seL4_Word offset;
    seL4_Word window;
} cspacepath_t;
#endif

typedef struct simple_t {
    void *data;
} simple_t;

/* Fills it in; defined by the glue of an instance with `simple = true`. */
void camkes_make_simple(simple_t *simple);

/* Caps that are there from the start: how many, and number n of them, from 0. */
int simple_get_cap_count(simple_t *simple);
seL4_CPtr simple_get_nth_cap(simple_t *simple, int n);
/* The component's cap for a slot that a root server knows (seL4_CapInitThreadCNode, ...TCB,
 * ...VSpace, seL4_CapInitThreadASIDPool, seL4_CapDomain); 0 when it has none. */
seL4_CPtr simple_get_init_cap(simple_t *simple, seL4_CPtr cap);
seL4_CPtr simple_init_cap(simple_t *simple, seL4_CPtr cap);
seL4_CPtr simple_get_cnode(simple_t *simple);
seL4_CPtr simple_get_tcb(simple_t *simple);
seL4_CPtr simple_get_pd(simple_t *simple);
seL4_CPtr simple_get_irq_ctrl(simple_t *simple);
int simple_get_cnode_size_bits(simple_t *simple);
int simple_get_core_count(simple_t *simple);

/* Untypeds: those of simple_untyped<N>_pool (physical address 0: anywhere) and of untyped_mmios,
 * then those of untyped_memory. */
int simple_get_untyped_count(simple_t *simple);
seL4_CPtr simple_get_nth_untyped(simple_t *simple, int n, size_t *size_bits, uintptr_t *paddr,
                                 bool *device);
/* Copies the cap of the device frame at `paddr` (setting mmios), or of the handler of interrupt
 * `irq` (setting irqs), into a slot. */
seL4_Error simple_get_frame_cap(simple_t *simple, void *paddr, int size_bits, cspacepath_t *path);
seL4_Error simple_get_IRQ_handler(simple_t *simple, int irq, cspacepath_t path);
/* Gives an address space an ASID from the component's own pool (setting asid_pool). */
seL4_Error simple_ASIDPool_assign(simple_t *simple, seL4_CPtr vspace);
/* Chunks of boot information: none. */
ssize_t simple_get_extended_bootinfo_length(simple_t *simple, seL4_Word type);
void simple_print(simple_t *simple);

/* What generated code knows. The lists end with an entry that is not counted. */
struct camkes_simple_untyped {
    seL4_CPtr cap;
    size_t size_bits;
    uintptr_t paddr;
    bool device;
};
struct camkes_simple_frame {
    seL4_CPtr cap;
    int size_bits;
    uintptr_t paddr;
};
struct camkes_simple_irq {
    seL4_CPtr cap;
    int number;
};
struct camkes_simple {
    seL4_CPtr cnode, vspace, asid_pool, domain;
    const seL4_BootInfo *bootinfo; /* setting untyped_memory; else NULL */
    int cnode_bits;
    seL4_CPtr first_free; /* slots from here to the end of the CNode are empty */
    const struct camkes_simple_untyped *untypeds;
    const struct camkes_simple_frame *frames;
    const struct camkes_simple_irq *irqs;
    int untyped_count, frame_count, irq_count;
};
void camkes_simple_fill(simple_t *simple, const struct camkes_simple *resources);

#endif
