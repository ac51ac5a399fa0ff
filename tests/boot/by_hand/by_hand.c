/* SPDX-License-Identifier: BSD-2-Clause */
/* The program of both threads of the system written by hand (in.cdl): uses what the spec gives it,
   and tells what it finds. It is one flat page of code, so it sets its thread pointer itself. */
#include <sel4/sel4.h>

#include "tests/boot/world/debug_print.h"

enum {
    SLOT_EP = 1,
    SLOT_SEVEN,
    SLOT_SEVEN_COPY,
    SLOT_SIGNAL,
    SLOT_SIGNAL_SEND,
    SLOT_SHARED,
    SLOT_SECOND = 11,
    SLOT_HANDLER,
    SLOT_SPARE = 14,
    SLOT_MEMORY,
    SLOT_HELD,
    SLOT_BELL,
    SLOT_FAULTS,
    SLOT_INSIDE = 20,
    SLOT_SELF = 22,
    SLOT_EMPTY = 23,
    SLOT_DOMAIN = 24,
    SLOT_MADE = 30,
    PEER_EP = 1,
    PEER_SIGNAL = 2,
    BITS = 6
};

#define TLS    0x20002000ul
#define SHARED 0x20010000ul
#define TREE   0x20012000ul
#define INFO   0x20013000ul
#define BUFFER 0x20000000ul

#ifdef __riscv
#define page_unmap seL4_RISCV_Page_Unmap
#else
#define page_unmap seL4_ARM_Page_Unmap
#endif

__thread seL4_IPCBuffer *__sel4_ipc_buffer;

void start(seL4_Word thread, seL4_Word word);

static void say(const char *text, seL4_Word value)
{
    debug_text("by hand: ");
    debug_text(text);
    debug_value(value);
}

static seL4_Word peek(seL4_Word address)
{
    return *(volatile seL4_Word *)address;
}

/* Which of the capabilities to one object are left, as bits. */
static seL4_Word left(void)
{
    return (seL4_DebugCapIdentify(SLOT_EP) != 0 ? 1u : 0u) |
           (seL4_DebugCapIdentify(SLOT_SEVEN) != 0 ? 2u : 0u) |
           (seL4_DebugCapIdentify(SLOT_SEVEN_COPY) != 0 ? 4u : 0u);
}

static void derivations(void)
{
    say("left", left());
    (void)seL4_CNode_Revoke(SLOT_SELF, SLOT_SEVEN_COPY, BITS);
    say("after revoking a copy", left());
    (void)seL4_CNode_Revoke(SLOT_SELF, SLOT_SEVEN, BITS);
    say("after revoking its parent", left());
    (void)seL4_CNode_Revoke(SLOT_SELF, SLOT_EP, BITS);
    say("after revoking the original", left());
    say("member of the untyped", seL4_DebugCapIdentify(SLOT_INSIDE));
    (void)seL4_CNode_Revoke(SLOT_SELF, SLOT_MEMORY, BITS);
    say("after revoking the untyped",
        seL4_DebugCapIdentify(SLOT_INSIDE) | seL4_DebugCapIdentify(SLOT_HELD));
}

static void slots(void)
{
    seL4_Word badge = 0;

    say("retype of the spare untyped",
        (seL4_Word)seL4_Untyped_Retype(SLOT_SPARE, seL4_EndpointObject, 0, SLOT_SELF, 0, 0,
                                       SLOT_MADE, 1));
    say("copy through two guards",
        (seL4_Word)seL4_CNode_Copy(SLOT_SELF, SLOT_EMPTY, BITS, SLOT_SELF,
                                   SLOT_SECOND << 5 | 1 << 3 | 5, BITS + 2 + 3, seL4_AllRights));
    seL4_Signal(SLOT_EMPTY);
    (void)seL4_Poll(SLOT_BELL, &badge);
    say("bell", badge);
    say("acknowledge", (seL4_Word)seL4_IRQHandler_Ack(SLOT_HANDLER));
    say("domain capability", seL4_DebugCapIdentify(SLOT_DOMAIN));
    say("unmap", (seL4_Word)page_unmap(SLOT_SHARED));
}

static void main_thread(seL4_Word word)
{
    seL4_Word badge = 0;
    seL4_MessageInfo_t info;

    say("word", word);
    say("device tree chunk", peek(TREE));
    say("slots of the first CNode", peek(INFO + 17 * 8));
    say("plain page", peek(SHARED + 0x1000));
    seL4_Signal(SLOT_SIGNAL_SEND);
    (void)seL4_Recv(SLOT_EP, &badge);
    say("bound notification", badge);
    info = seL4_Recv(SLOT_EP, &badge);
    say("call with badge", badge);
    say("label", seL4_MessageInfo_get_label(info));
    seL4_Reply(seL4_MessageInfo_new(3, 0, 0, 0));
    info = seL4_Recv(SLOT_FAULTS, &badge);
    say("fault with badge", badge);
    say("fault", seL4_MessageInfo_get_label(info));
    slots();
    derivations();
    say("done", 0);
    seL4_DebugHalt();
}

static void peer_thread(seL4_Word word)
{
    seL4_MessageInfo_t info = seL4_Call(PEER_EP, seL4_MessageInfo_new(word, 0, 0, 0));

    if (seL4_MessageInfo_get_label(info) == 3) {
        (void)peek(0x70000000ul); /* nothing is there */
    }
}

__attribute__((section(".text.start"))) void start(seL4_Word thread, seL4_Word word)
{
    seL4_Word tls = TLS + (thread - 1) * 0x1000;

#ifdef __riscv
    __asm__ volatile("mv tp, %0" : : "r"(tls));
#else
    __asm__ volatile("msr tpidr_el0, %0" : : "r"(tls));
#endif
    __asm__ volatile("" : : : "memory");
    seL4_SetIPCBuffer((seL4_IPCBuffer *)(BUFFER + (thread - 1) * 0x1000));
    if (thread == 1) {
        main_thread(word);
    } else {
        peer_thread(word);
    }
    for (;;) {
    }
}
