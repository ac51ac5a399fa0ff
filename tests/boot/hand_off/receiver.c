/* SPDX-License-Identifier: BSD-2-Clause */
/* The program of both receivers (in.cdl): uses what it was handed over, and tells what it finds. It
   is one flat page of code, so it sets its thread pointer itself. */
#include <sel4/sel4.h>
#include <stdbool.h>

#include "tests/boot/world/debug_print.h"

enum { SLOT_EP = 1, SLOT_SELF, SLOT_VSPACE, TAG_UNTYPED = 2, FIRST_BITS = 9 };

#define BUFFER 0x20000000ul
#define TLS    0x20001000ul
#define INFO   ((const seL4_BootInfo *)0x20003000ul)
#define WINDOW 0x20008000ul

#ifdef __riscv
#define PAGE      seL4_RISCV_4K_Page
#define map(page) seL4_RISCV_Page_Map(page, SLOT_VSPACE, WINDOW, seL4_ReadWrite, 0)
#else
#define PAGE      seL4_ARM_SmallPageObject
#define map(page) seL4_ARM_Page_Map(page, SLOT_VSPACE, WINDOW, seL4_ReadWrite, 0)
#endif

__thread seL4_IPCBuffer *__sel4_ipc_buffer;

void start(seL4_Word thread);

static void say(seL4_Word thread, const char *text, seL4_Word value)
{
    debug_text("hand-off ");
    seL4_DebugPutChar((char)('0' + thread));
    seL4_DebugPutChar(' ');
    debug_text(text);
    debug_value(value);
}

static const seL4_UntypedDesc *desc(seL4_CPtr slot)
{
    return &INFO->untypedList[slot - INFO->untyped.start];
}

static seL4_Error make(seL4_CPtr untyped, seL4_Word type, seL4_Word bits, seL4_CPtr slot)
{
    return seL4_Untyped_Retype(untyped, type, bits, SLOT_SELF, 0, 0, slot, 1);
}

/* What the boot information says, against what is in the slots. */
static void describe(seL4_Word thread)
{
    seL4_Word wrong = 0;
    seL4_Word devices = 0;

    say(thread, "first untyped", INFO->untyped.start);
    say(thread, "slots", INFO->empty.end);
    say(thread, "slot of the holding CNode", seL4_DebugCapIdentify(INFO->untyped.start - 1) != 0);
    for (seL4_CPtr slot = INFO->untyped.start; slot < INFO->untyped.end; slot++) {
        wrong += seL4_DebugCapIdentify(slot) != TAG_UNTYPED ? 1u : 0u;
        devices += desc(slot)->isDevice != 0 ? 1u : 0u;
    }
    for (seL4_CPtr slot = INFO->empty.start; slot < INFO->empty.end; slot++) {
        wrong += seL4_DebugCapIdentify(slot) != 0 ? 1u : 0u;
    }
    say(thread, "has untypeds", INFO->untyped.start < INFO->untyped.end);
    say(thread, "has devices", devices != 0);
    say(thread, "slots that are not as told", wrong);
}

/* Makes a page of the largest plain untyped, and writes to it. */
static void use(seL4_Word thread)
{
    volatile seL4_Word *word = (volatile seL4_Word *)WINDOW;
    seL4_CPtr best = 0;

    for (seL4_CPtr slot = INFO->untyped.start; slot < INFO->untyped.end; slot++) {
        if (desc(slot)->isDevice == 0 && desc(slot)->padding[0] == 0 &&
            (best == 0 || desc(slot)->sizeBits > desc(best)->sizeBits)) {
            best = slot;
        }
    }
    say(thread, "retype", (seL4_Word)make(best, PAGE, 0, INFO->empty.start));
    say(thread, "map", (seL4_Word)map(INFO->empty.start));
    say(thread, "is zero", *word);
    *word = 0x5eed + thread;
    say(thread, "keeps", *word);
    say(thread, "retype of a megabyte",
        (seL4_Word)make(best, seL4_UntypedObject, 20, INFO->empty.start + 1));
}

/* Ends the root server, and makes one object of each untyped it was made from. The first of them is
   in use before. */
static void reclaim(seL4_Word thread)
{
    seL4_Word pieces = 0;
    seL4_Word failed = 0;
    seL4_Word bytes = 0;
    seL4_CPtr next = INFO->empty.start + 2;

    for (seL4_CPtr slot = INFO->untyped.start; slot < INFO->untyped.end; slot++) {
        if (desc(slot)->padding[0] == 1) {
            if (pieces == 0) {
                failed += make(slot, seL4_UntypedObject, desc(slot)->sizeBits, next) == 0 ? 1u : 0u;
            }
            pieces++;
            failed += seL4_CNode_Revoke(SLOT_SELF, slot, FIRST_BITS) != 0 ? 1u : 0u;
        }
    }
    for (seL4_CPtr slot = INFO->untyped.start; slot < INFO->untyped.end; slot++) {
        if (desc(slot)->padding[0] == 1) {
            failed += make(slot, seL4_UntypedObject, desc(slot)->sizeBits, next) != 0 ? 1u : 0u;
            bytes += 1ul << desc(slot)->sizeBits;
            next++;
        }
    }
    say(thread, "has memory of the root server", pieces != 0);
    say(thread, "bytes of it", bytes);
    say(thread, "failures", failed);
}

__attribute__((section(".text.start"))) void start(seL4_Word thread)
{
#ifdef __riscv
    __asm__ volatile("mv tp, %0" : : "r"(TLS));
#else
    __asm__ volatile("msr tpidr_el0, %0" : : "r"(TLS));
#endif
    __asm__ volatile("" : : : "memory");
    seL4_SetIPCBuffer((seL4_IPCBuffer *)BUFFER);
    describe(thread);
    use(thread);
    if (thread == 2) {
        (void)seL4_Call(SLOT_EP, seL4_MessageInfo_new(5, 0, 0, 0));
    } else {
        seL4_Word badge = 0;

        reclaim(thread);
        (void)seL4_Recv(SLOT_EP, &badge);
        say(thread, "afterwards, a call with badge", badge);
        say(thread, "its page", *(volatile seL4_Word *)WINDOW);
        seL4_DebugHalt();
    }
    for (;;) {
    }
}
