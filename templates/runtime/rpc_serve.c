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

/* The message of a request: in the IPC buffer or where its sender shares memory with us. */
static bool receive(const struct camkes_server *server, seL4_MessageInfo_t info, seL4_Word badge,
                    struct camkes_message *m)
{
    char *shared = NULL;
    size_t size = 0;
    if (server->shared != NULL) {
        shared = server->shared(badge, &size);
        if (shared == NULL) {
            return false;
        }
    }
    camkes_message_begin(m, shared, size);
    camkes_message_received(m, info);
    return true;
}

seL4_MessageInfo_t camkes_serve_request(const struct camkes_server *server, seL4_MessageInfo_t info,
                                        seL4_Word badge, bool *saved)
{
    struct camkes_message m;
    *server->sender = badge;
    *saved = false;
    if (!receive(server, info, badge, &m)) {
        return seL4_MessageInfo_new(CAMKES_REFUSED, 0, 0, 0);
    }
    if (server->reply_slot != 0) {
        camkes_declare_reply_cap(server->cnode, server->reply_slot);
    }
    server->serve(&m);
    *saved = server->reply_slot != 0 && camkes_settle_reply_cap();
    return camkes_message_info(&m);
}

int camkes_serve(const struct camkes_server *server)
{
    seL4_Word sender;
    bool saved;
    seL4_MessageInfo_t info = seL4_Recv(server->endpoint, &sender);
    for (;;) {
        info = camkes_serve_request(server, info, sender, &saved);
        if (saved) {
            seL4_Send(server->reply_slot, info);
            info = seL4_Recv(server->endpoint, &sender);
        } else {
            info = seL4_ReplyRecv(server->endpoint, info, &sender);
        }
    }
}
