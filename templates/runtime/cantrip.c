/* SPDX-License-Identifier: BSD-2-Clause */
#include <camkes/cantrip.h>

#include <stdbool.h>
#include <string.h>

#include <camkes/reply.h>

#define MESSAGE_SIZE (seL4_MsgMaxLength * sizeof(seL4_Word))

static char *message(void)
{
    return (char *)seL4_GetIPCBuffer()->msg;
}

static size_t words(size_t bytes)
{
    return (bytes + sizeof(seL4_Word) - 1) / sizeof(seL4_Word);
}

/* The call itself, with the memory in hand. */
static seL4_Word call(const struct cantrip_client *client, char *bytes, const void *request,
                      size_t request_size, void *reply, size_t reply_size, seL4_CPtr cap)
{
    size_t length = 0;
    memcpy(bytes, request, request_size);
    if (client->shared == NULL) {
        length = words(request_size);
        memset(bytes + request_size, 0, length * sizeof(seL4_Word) - request_size);
    }
    if (cap != 0) {
        seL4_SetCap(0, cap);
    }
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
    seL4_MessageInfo_t answer =
        seL4_Call(client->endpoint, seL4_MessageInfo_new(0, 0, cap != 0 ? 1 : 0, length));
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
    seL4_Word status = seL4_MessageInfo_get_label(answer);
    if (status != 0) {
        return status;
    }
    if (client->shared == NULL && reply_size > 0 &&
        seL4_MessageInfo_get_length(answer) < words(client->request_size + reply_size)) {
        return CANTRIP_REFUSED;
    }
    memcpy(reply, bytes + client->request_size, reply_size);
    return 0;
}

seL4_Word cantrip_call(const struct cantrip_client *client, const void *request,
                       size_t request_size, void *reply, size_t reply_size, seL4_CPtr cap)
{
    size_t size = client->shared != NULL ? client->shared_size : MESSAGE_SIZE;
    if (request_size > client->request_size || client->request_size > size ||
        reply_size > size - client->request_size) {
        return CANTRIP_TOO_LARGE;
    }
    camkes_protect_reply_cap();
    if (client->lock != NULL) {
        camkes_mutex_lock(client->lock);
    }
    char *bytes = client->shared != NULL ? client->shared : message();
    seL4_Word status = call(client, bytes, request, request_size, reply, reply_size, cap);
    if (client->lock != NULL) {
        camkes_mutex_unlock(client->lock);
    }
    return status;
}

/* Where the bytes of a request are and how many there are; NULL when its sender is nobody. */
static char *find(const struct cantrip_server *server, seL4_MessageInfo_t info, seL4_Word badge,
                  size_t *size, size_t *request_size)
{
    if (server->shared != NULL) {
        char *bytes = server->shared(badge, size);
        *request_size = bytes != NULL && *size >= server->request_size ? server->request_size : 0;
        return bytes;
    }
    *size = MESSAGE_SIZE;
    *request_size = seL4_MessageInfo_get_length(info) * sizeof(seL4_Word);
    if (*request_size > server->request_size) {
        *request_size = server->request_size;
    }
    return message();
}

/* Serves one request and gives the answer, which is where it has to be. */
static seL4_MessageInfo_t serve(const struct cantrip_server *server, seL4_MessageInfo_t info,
                                seL4_Word badge)
{
    size_t size = 0, request_size = 0, reply_size = server->reply_size;
    char *bytes = find(server, info, badge, &size, &request_size);
    if (bytes == NULL) {
        return seL4_MessageInfo_new(CANTRIP_REFUSED, 0, 0, 0);
    }
    memcpy(server->request, bytes, request_size);
    *server->sender = badge;
    /* a capability to the endpoint itself comes as its badge and leaves the slot empty */
    bool came = seL4_MessageInfo_get_extraCaps(info) > 0 &&
                (seL4_MessageInfo_get_capsUnwrapped(info) & 1) == 0;
    *server->received = came ? server->receive_slot : 0;
    seL4_Word status =
        server->dispatch(badge, server->request, request_size, server->reply, &reply_size);
    if (status != 0) {
        return seL4_MessageInfo_new(status, 0, 0, 0);
    }
    if (reply_size > server->reply_size || server->request_size > size ||
        reply_size > size - server->request_size) {
        return seL4_MessageInfo_new(CANTRIP_TOO_LARGE, 0, 0, 0);
    }
    size_t length = server->shared != NULL ? 0 : words(server->request_size + reply_size);
    if (server->shared == NULL) {
        bytes = message();
        memset(bytes, 0, length * sizeof(seL4_Word));
    }
    memcpy(bytes + server->request_size, server->reply, reply_size);
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
    return seL4_MessageInfo_new(0, 0, 0, length);
}

/* Empties the receive slot. Deleting is a call to the kernel, which goes through the message; what
 * is there by then is the answer, so it is kept meanwhile. */
static void drop_received(const struct cantrip_server *server)
{
    if (*server->received == 0) {
        return;
    }
    seL4_Word saved[seL4_FastMessageRegisters];
    for (int i = 0; i < seL4_FastMessageRegisters; i++) {
        saved[i] = seL4_GetMR(i);
    }
    (void)seL4_CNode_Delete(server->cnode, server->receive_slot, seL4_WordBits);
    for (int i = 0; i < seL4_FastMessageRegisters; i++) {
        seL4_SetMR(i, saved[i]);
    }
    *server->received = 0;
}

int cantrip_serve(const struct cantrip_server *server)
{
    seL4_Word badge = 0;
    seL4_SetCapReceivePath(server->cnode, server->receive_slot, seL4_WordBits);
    seL4_MessageInfo_t info = seL4_Recv(server->endpoint, &badge);
    for (;;) {
        camkes_declare_reply_cap(server->cnode, server->reply_slot);
        info = serve(server, info, badge);
        bool saved = camkes_settle_reply_cap();
        drop_received(server);
        seL4_SetCapReceivePath(server->cnode, server->receive_slot, seL4_WordBits);
        if (saved) {
            seL4_Send(server->reply_slot, info);
            info = seL4_Recv(server->endpoint, &badge);
        } else {
            info = seL4_ReplyRecv(server->endpoint, info, &badge);
        }
    }
}
