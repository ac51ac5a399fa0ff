/* SPDX-License-Identifier: BSD-2-Clause
 *
 * A component that was given the memory of the machine: uses it, makes an address space and a
 * thread in another domain, ends the root server and takes its memory, too.
 */
#include <stdio.h>

#include <camkes.h>
#include <simple/simple.h>

#ifdef CONFIG_ARCH_RISCV
#define VSPACE_OBJECT seL4_RISCV_PageTableObject
#define PAGE_OBJECT   seL4_RISCV_4K_Page
#define assign(space) seL4_RISCV_ASIDPool_Assign(ASID_POOL, space)
#else
#define VSPACE_OBJECT seL4_ARM_VSpaceObject
#define PAGE_OBJECT   seL4_ARM_SmallPageObject
#define assign(space) seL4_ARM_ASIDPool_Assign(ASID_POOL, space)
#endif

static seL4_CPtr next;

static void check(const char *what, int good)
{
    printf("heir: %s %s\n", what, good ? "good" : "BAD");
}

static const seL4_UntypedDesc *desc(seL4_CPtr slot)
{
    return &get_bootinfo()->untypedList[slot - get_bootinfo()->untyped.start];
}

static seL4_Error make(seL4_CPtr untyped, seL4_Word type, seL4_Word bits)
{
    return seL4_Untyped_Retype(untyped, type, bits, SELF_CNODE, 0, 0, next, 1);
}

static seL4_CPtr largest(void)
{
    const seL4_BootInfo *info = get_bootinfo();
    seL4_CPtr best = 0;
    for (seL4_CPtr slot = info->untyped.start; slot < info->untyped.end; slot++) {
        if (desc(slot)->isDevice == 0 && desc(slot)->padding[0] == 0 &&
            (best == 0 || desc(slot)->sizeBits > desc(best)->sizeBits)) {
            best = slot;
        }
    }
    return best;
}

static void use(seL4_CPtr memory)
{
    check("largest untyped", desc(memory)->sizeBits >= 22);
    check("retype", make(memory, PAGE_OBJECT, 0) == seL4_NoError);
    check("map", window_map(next, 0) == seL4_NoError);
    volatile unsigned *word = window;
    check("zero", *word == 0);
    *word = 0x5eed;
    check("kept", *word == 0x5eed);
    check("unmap", window_unmap(next) == seL4_NoError);
    next++;
    check("megabyte", make(memory, seL4_UntypedObject, 20) == seL4_NoError);
    next++;
    check("address space", make(memory, VSPACE_OBJECT, 0) == seL4_NoError);
    check("ASID", assign(next) == seL4_NoError);
    next++;
    check("thread", make(memory, seL4_TCBObject, 0) == seL4_NoError);
    check("its domain", seL4_DomainSet_Set(DOMAIN_CTRL, 15, next) == seL4_NoError);
    next++;
}

/* Ends the root server and takes the memory it was made from. */
static void reclaim(void)
{
    const seL4_BootInfo *info = get_bootinfo();
    int pieces = 0, failed = 0;
    for (seL4_CPtr slot = info->untyped.start; slot < info->untyped.end; slot++) {
        if (desc(slot)->padding[0] == 1) {
            pieces++;
            failed += seL4_CNode_Revoke(SELF_CNODE, slot, seL4_WordBits) != seL4_NoError;
            failed += make(slot, seL4_UntypedObject, desc(slot)->sizeBits) != seL4_NoError;
            next++;
        }
    }
    check("memory of the root server", pieces > 0 && failed == 0);
}

static void look(void)
{
    static simple_t simple;
    camkes_make_simple(&simple);
    const seL4_BootInfo *info = get_bootinfo();
    int given = (int)(info->untyped.end - info->untyped.start), devices = 0;
    size_t bits;
    uintptr_t paddr;
    bool device;
    for (int i = 0; i < given; i++) {
        seL4_CPtr slot = info->untyped.start + (seL4_CPtr)i;
        devices += desc(slot)->isDevice != 0;
    }
    check("untypeds", given > 1 && devices > 0);
    check("as simple sees them",
          simple_get_untyped_count(&simple) == given + 1 &&
              simple_get_nth_untyped(&simple, given, &bits, &paddr, &device) ==
                  info->untyped.end - 1 &&
              bits == desc(info->untyped.end - 1)->sizeBits &&
              paddr == desc(info->untyped.end - 1)->paddr &&
              simple_get_nth_untyped(&simple, given + 1, &bits, &paddr, &device) == 0 &&
              simple_init_cap(&simple, seL4_CapDomain) == DOMAIN_CTRL &&
              simple_get_cnode(&simple) == SELF_CNODE);
    check("slots", info->empty.end - info->empty.start >= 16);
}

int run(void)
{
    next = get_bootinfo()->empty.start;
    look();
    use(largest());
    check("witness", witness_greet(1) == 2);
    reclaim();
    check("witness afterwards", witness_greet(2) == 3);
    printf("heir: done\n");
    return 0;
}
