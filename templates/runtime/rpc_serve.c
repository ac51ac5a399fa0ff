/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The loop of a provided interface, and what becomes of the reply capability meanwhile.
 */
#include <camkes/rpc.h>

#include <camkes/reply.h>

/* The call this thread is serving. */
struct reply {
    bool pending; /* the capability is in the thread */
    bool saved;   /* it is in the slot */
    seL4_CPtr cnode, slot;
};

static __thread struct reply reply;

void camkes_declare_reply_cap(seL4_CPtr cnode, seL4_CPtr slot)
{
    reply = (struct reply){.pending = slot != 0, .cnode = cnode, .slot = slot};
}

void camkes_protect_reply_cap(void)
{
    if (reply.pending) {
        reply.pending = false;
        reply.saved = seL4_CNode_SaveCaller(reply.cnode, reply.slot, seL4_WordBits) == seL4_NoError;
    }
}

bool camkes_settle_reply_cap(void)
{
    bool saved = reply.saved;
    reply = (struct reply){0};
    return saved;
}

/* Reads the request of `info`, has it served, and gives the answer that is in the IPC buffer. */
static seL4_MessageInfo_t serve_one(const struct camkes_server *server, seL4_MessageInfo_t info)
{
    struct camkes_message m;
    size_t words = seL4_MessageInfo_get_length(info);
    camkes_message_begin(&m);
    m.size = (words < seL4_MsgMaxLength ? words : seL4_MsgMaxLength) * sizeof(seL4_Word);
    camkes_declare_reply_cap(server->cnode, server->reply_slot);
    server->serve(&m);
    size_t length = 0;
    if (m.fault == CE_NO_ERROR) {
        length = (m.at + sizeof(seL4_Word) - 1) / sizeof(seL4_Word);
        for (; m.at < length * sizeof(seL4_Word); m.at++) {
            m.bytes[m.at] = 0;
        }
    }
    return seL4_MessageInfo_new(0, 0, 0, length);
}

int camkes_serve(const struct camkes_server *server)
{
    seL4_Word sender;
    seL4_MessageInfo_t info = seL4_Recv(server->endpoint, &sender);
    for (;;) {
        *server->sender = sender;
        info = serve_one(server, info);
        if (camkes_settle_reply_cap()) {
            seL4_Send(server->reply_slot, info);
            info = seL4_Recv(server->endpoint, &sender);
        } else {
            info = seL4_ReplyRecv(server->endpoint, info, &sender);
        }
    }
}
