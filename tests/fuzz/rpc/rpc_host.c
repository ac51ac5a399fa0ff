/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests/fuzz/rpc/rpc_host.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <camkes/dataport.h>
#include <camkes/error.h>
#include <camkes/program.h>
#include <camkes/sync.h>

const struct camkes_dataport camkes_dataports[] = {{.base = from_0_window_data}};
const unsigned camkes_dataport_count = 1;

/* One request on its way through a server. */
struct rpc_request {
    seL4_MessageInfo_t info, answer;
    seL4_Word badge;
    bool taken;
    jmp_buf answered;
};

static seL4_IPCBuffer ipc_buffer;
static struct rpc_host_peer peer;
static struct rpc_request *request;
static void (*malloc_hook)(void *context);
static void *malloc_context;
static unsigned errors;
static size_t bytes_read;

void *rpc_host_malloc(size_t size);

const struct camkes_thread *camkes_self(void)
{
    static const struct camkes_instance instance = {.name = "host"};
    static const struct camkes_thread thread = {.instance = &instance};
    return &thread;
}

void rpc_host_set_peer(struct rpc_host_peer next)
{
    peer = next;
}

seL4_Word *rpc_host_words(void)
{
    return ipc_buffer.msg;
}

void rpc_host_on_malloc(void (*hook)(void *context), void *context)
{
    malloc_hook = hook;
    malloc_context = context;
}

/* malloc of the code under test. */
void *rpc_host_malloc(size_t size)
{
    if (malloc_hook != NULL) {
        malloc_hook(malloc_context);
    }
    return malloc(size);
}

unsigned rpc_host_errors(void)
{
    unsigned count = errors;
    errors = 0;
    return count;
}

size_t rpc_host_bytes_read(void)
{
    size_t count = bytes_read;
    bytes_read = 0;
    return count;
}

void rpc_host_read(const void *bytes, size_t size)
{
    static volatile unsigned char sum;
    const unsigned char *at = bytes;
    for (size_t i = 0; i < size; i++) {
        sum = (unsigned char)(sum + at[i]);
    }
    bytes_read += size;
}

seL4_MessageInfo_t rpc_host_request(rpc_host_server *server, seL4_MessageInfo_t info,
                                    seL4_Word badge)
{
    struct rpc_request one = {.info = info, .badge = badge};
    struct rpc_request *outer = request;
    request = &one;
    if (setjmp(one.answered) == 0) {
        (void)server();
        abort(); /* it serves for ever */
    }
    request = outer;
    return one.answer;
}

seL4_IPCBuffer *seL4_GetIPCBuffer(void)
{
    return &ipc_buffer;
}

seL4_MessageInfo_t seL4_Call(seL4_CPtr endpoint, seL4_MessageInfo_t info)
{
    (void)endpoint;
    if (peer.server == NULL) {
        return peer.answer(peer.context);
    }
    memcpy(to_0_pane_data, from_0_window_data, RPC_HOST_SHARED);
    seL4_MessageInfo_t answer = rpc_host_request(peer.server, info, 1);
    memcpy(from_0_window_data, to_0_pane_data, RPC_HOST_SHARED);
    return answer;
}

seL4_MessageInfo_t seL4_Recv(seL4_CPtr endpoint, seL4_Word *badge)
{
    (void)endpoint;
    if (request->taken) {
        abort();
    }
    request->taken = true;
    *badge = request->badge;
    return request->info;
}

seL4_MessageInfo_t seL4_ReplyRecv(seL4_CPtr endpoint, seL4_MessageInfo_t info, seL4_Word *badge)
{
    (void)endpoint;
    (void)badge;
    request->answer = info;
    longjmp(request->answered, 1);
}

/* Nothing blocks here, so that no reply is ever saved. */
void seL4_Send(seL4_CPtr endpoint, seL4_MessageInfo_t info)
{
    (void)endpoint;
    (void)info;
    abort();
}

int seL4_CNode_SaveCaller(seL4_CPtr cnode, seL4_Word slot, uint8_t depth)
{
    (void)cnode;
    (void)slot;
    (void)depth;
    abort();
}

int camkes_mutex_lock(struct camkes_mutex *mutex)
{
    return mutex->value-- == 1 ? 0 : (abort(), -1);
}

int camkes_mutex_unlock(struct camkes_mutex *mutex)
{
    return mutex->value++ == 0 ? 0 : (abort(), -1);
}

static void count(const camkes_error_t *error)
{
    rpc_host_read(error->description, strlen(error->description));
    errors++;
}

camkes_error_action_t camkes_raise(camkes_error_handler_t handler, camkes_error_t *error)
{
    (void)handler;
    count(error);
    return CEA_DISCARD;
}

camkes_error_action_t camkes_report(camkes_error_handler_t handler, camkes_error_t *error)
{
    (void)handler;
    count(error);
    return CEA_DISCARD;
}
