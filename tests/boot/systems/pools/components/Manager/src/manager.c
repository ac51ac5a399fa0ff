/* SPDX-License-Identifier: BSD-2-Clause
 *
 * A component that manages resources: makes kernel objects out of its untypeds, and an address
 * space that can be used.
 */
#include <stdio.h>

#include <camkes.h>
#include <simple/simple.h>

#ifdef CONFIG_ARCH_RISCV
#define VSPACE_OBJECT seL4_RISCV_PageTableObject
#else
#define VSPACE_OBJECT seL4_ARM_VSpaceObject
#endif

static simple_t simple;

static void check(const char *what, int good)
{
    printf("manager: %s %s\n", what, good ? "good" : "BAD");
}

static seL4_CPtr largest_untyped(size_t *bits)
{
    seL4_CPtr best = 0;
    *bits = 0;
    for (int i = 0; i < simple_get_untyped_count(&simple); i++) {
        size_t size;
        uintptr_t paddr;
        bool device;
        seL4_CPtr cap = simple_get_nth_untyped(&simple, i, &size, &paddr, &device);
        if (size > *bits && !device) {
            best = cap;
            *bits = size;
        }
    }
    return best;
}

int run(void)
{
    camkes_make_simple(&simple);
    simple_print(&simple);
    size_t bits;
    seL4_CPtr untyped = largest_untyped(&bits), cnode = simple_get_cnode(&simple);
    seL4_CPtr slot = (seL4_CPtr)simple_get_cap_count(&simple) + 1;
    check("untypeds", simple_get_untyped_count(&simple) == 3 && bits == 20);
    check("slots", simple_get_cnode_size_bits(&simple) == 10 &&
                       simple_get_nth_cap(&simple, (int)slot - 2) == slot - 1 &&
                       simple_get_nth_cap(&simple, (int)slot - 1) == 0);
    check("retype", seL4_Untyped_Retype(untyped, seL4_NotificationObject, 0, cnode, 0, 0, slot,
                                        2) == seL4_NoError);
    seL4_Signal(slot);
    seL4_Word badge;
    seL4_Wait(slot, &badge);
    check("notification", badge == 0);
    check("address space",
          seL4_Untyped_Retype(untyped, VSPACE_OBJECT, 0, cnode, 0, 0, slot + 2, 1) == seL4_NoError);
    check("ASID", simple_ASIDPool_assign(&simple, slot + 2) == seL4_NoError);
    check("no frame", simple_get_frame_cap(&simple, (void *)0x1000, 12,
                                           &(cspacepath_t){.capPtr = slot + 3}) != seL4_NoError);
    check("thread", simple_get_tcb(&simple) == camkes_self()->tcb && simple_get_pd(&simple) != 0 &&
                        simple_get_irq_ctrl(&simple) == 0);
    printf("manager: done\n");
    return 0;
}
