/* SPDX-License-Identifier: BSD-2-Clause
 *
 * A server whose threads never come to their generated code: they answer nonsense, and write
 * nonsense into the memory that they share with the caller.
 */
#include <stdint.h>
#include <string.h>

#include <camkes.h>
#include <sel4/sel4.h>

#include "families.h"

#define ENDPOINT_TYPE 4u
#define FAMILIES      8

extern char to_0_multi_1_data[];

static seL4_CPtr endpoint(unsigned which)
{
    seL4_CPtr found[64];
    unsigned count = 0;
    for (seL4_CPtr slot = 1; slot < 128; slot++) {
        if (seL4_DebugCapIdentify(slot) == ENDPOINT_TYPE && count < 64) {
            found[count++] = slot;
        }
    }
    return found[count - FAMILIES + which];
}

static void spoil(char *memory, size_t size)
{
    for (int i = 0; i < 12; i++) {
        uint64_t word = (next_random() & 1) != 0 ? next_random() : next_random() % 9;
        size_t at = (next_random() & 1) != 0 ? next_random() % 48 : next_random() % (size - 8);
        memcpy(memory + at, &word, sizeof(word));
    }
    if (next_random() % 8 == 0) {
        memset(memory, 'x', size); /* a string without an end */
    }
}

static void serve(unsigned which)
{
    seL4_CPtr ep = endpoint(which);
    seL4_Word badge;
    seL4_MessageInfo_t info = seL4_Recv(ep, &badge);
    for (;;) {
        seL4_IPCBuffer *buffer = seL4_GetIPCBuffer();
        for (unsigned i = 0; i < seL4_MsgMaxLength; i++) {
            buffer->msg[i] = (next_random() & 3) == 0 ? next_random() : next_random() % 9;
        }
        for (unsigned i = 0; i < 3; i++) {
            seL4_SetCap((int)i, ep);
        }
        spoil((char *)window, 8192);
        spoil(to_0_multi_1_data, 4096);
        spoil(cantrip_multi_recv_buffer(1), 4096);
        spoil(raw_multi_recv_buffer(1), 4096);
        info.words[0] = next_random() & (next_random() % 4 == 0 ? 0xfffff1ff : 0x1ff);
        info = seL4_ReplyRecv(ep, info, &badge);
    }
}

void plain__init(void)
{
    serve(0);
}

void window_calls__init(void)
{
    serve(1);
}

void signal__init(void)
{
    serve(2);
}

void port__init(void)
{
    serve(3);
}

void multi__init(void)
{
    serve(4);
}

void cantrip_multi__init(void)
{
    serve(5);
}

void raw__init(void)
{
    serve(6);
}

void raw_multi__init(void)
{
    serve(7);
}

/* Never called. */
TALK(plain)
TALK(window_calls)
TALK(signal)
TALK(port)
TALK(multi)
TALK(cantrip_multi)

seL4_Word raw_dispatch(seL4_Word client, const void *request, size_t request_size, void *reply,
                       size_t *reply_size)
{
    (void)client;
    (void)request;
    (void)request_size;
    (void)reply;
    *reply_size = 0;
    return 0;
}

seL4_Word raw_multi_dispatch(seL4_Word client, const void *request, size_t request_size,
                             void *reply, size_t *reply_size)
{
    return raw_dispatch(client, request, request_size, reply, reply_size);
}
