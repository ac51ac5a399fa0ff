/* SPDX-License-Identifier: BSD-2-Clause */
/* The program of both threads of the test world (see make_world.c): each tells what it finds. The
   slots and addresses are those make_world.c gives. */
#include <sel4/sel4.h>

enum { SLOT_EP = 1, SLOT_NTFN, SLOT_TCB, SLOT_CNODE, SLOT_EP_RECEIVE, SLOT_SHARED, SLOT_IRQ };

#define SHARED   0x10100000ul
#define BIG      0x10200000ul
#define BIG_SIZE 0x200000ul
#define UART     0x10180000ul

#ifdef __riscv
#define page_unmap seL4_RISCV_Page_Unmap
#else
#define page_unmap seL4_ARM_Page_Unmap
#endif

__thread seL4_IPCBuffer *__sel4_ipc_buffer;

void start(seL4_Word thread, seL4_Word ipc_buffer, seL4_Word word);

static void text(const char *from)
{
    while (*from != '\0') {
        seL4_DebugPutChar(*from++);
    }
}

static void number(const char *name, seL4_Word value)
{
    text(name);
    for (int shift = 60; shift >= 0; shift -= 4) {
        if (value >> shift != 0 || shift == 0) {
            seL4_DebugPutChar("0123456789abcdef"[value >> shift & 15]);
        }
    }
}

static seL4_Word peek(seL4_Word address)
{
    return *(volatile seL4_Word *)address;
}

static void client(seL4_Word word)
{
    seL4_MessageInfo_t reply;

    number("client: word ", word);
    number(" caps ", seL4_DebugCapIdentify(SLOT_TCB));
    number(" ", seL4_DebugCapIdentify(SLOT_CNODE));
    number(" ", seL4_DebugCapIdentify(SLOT_SHARED));
    number(" ", seL4_DebugCapIdentify(SLOT_IRQ));
    text("\n");
    seL4_SetMR(0, 0x41);
    seL4_SetMR(5, 0x99);
    reply = seL4_Call(SLOT_EP, seL4_MessageInfo_new(7, 0, 0, 6));
    number("client: reply ", seL4_MessageInfo_get_label(reply));
    number(" ", seL4_GetMR(0));
    text("\n");
    seL4_Signal(SLOT_NTFN);
    number("client: large frame ", peek(BIG));
    number(" ", peek(BIG + BIG_SIZE - 8));
    text("\n");
    (void)*(volatile unsigned char *)(UART + 5);
    number("client: acknowledge ", (seL4_Word)seL4_IRQHandler_Ack(SLOT_IRQ));
    text("\n");
    number("client: shared ", peek(SHARED));
    number(" unmap ", (seL4_Word)page_unmap(SLOT_SHARED));
    text("\n");
    number("client: still mapped ", peek(SHARED));
}

static void server(void)
{
    seL4_Word badge;
    seL4_MessageInfo_t info = seL4_Recv(SLOT_EP_RECEIVE, &badge);

    number("server: badge ", badge);
    number(" label ", seL4_MessageInfo_get_label(info));
    number(" words ", seL4_GetMR(0));
    number(" ", seL4_GetMR(5));
    text("\n");
    seL4_SetMR(0, 0x42);
    (void)seL4_ReplyRecv(SLOT_EP_RECEIVE, seL4_MessageInfo_new(9, 0, 0, 1), &badge);
    number("server: signal ", badge);
    text("\n");
    info = seL4_Recv(SLOT_EP_RECEIVE, &badge);
    number("server: fault ", seL4_MessageInfo_get_label(info));
    number(" badge ", badge);
    number(" address ", seL4_GetMR(1));
    text("\nworld: done\n");
    seL4_DebugHalt();
}

__attribute__((section(".text.start"))) void start(seL4_Word thread, seL4_Word ipc_buffer,
                                                   seL4_Word word)
{
    seL4_SetIPCBuffer((seL4_IPCBuffer *)ipc_buffer);
    if (thread == 0) {
        client(word);
    } else {
        server();
    }
    for (;;) {
    }
}
