/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Generated code of both sides of procedure calls, on the host (system: rpc.camkes).
 *
 * Stands in for the kernel: what the calling side sends is either handed to the serving side and
 * its answer back, or the test plays the other side itself. The serving side's own functions
 * (rpc_callee.c) read every byte they are given, so that a sanitizer sees what does not belong to
 * them, and answer by simple rules: an `out` parameter is a copy of the `in` one, an `inout`
 * parameter comes back reversed.
 */
#ifndef RPC_HOST_H
#define RPC_HOST_H

#include <stdbool.h>
#include <stddef.h>

#include <sel4/sel4.h>

/* The memory that both sides of interfaces `far` and `near` share, as each sees it. */
#define RPC_HOST_SHARED 8192
extern char from_0_window_data[RPC_HOST_SHARED], to_0_pane_data[RPC_HOST_SHARED];

/* A serving thread's function; it is left again when it has answered one request. */
typedef int rpc_host_server(void);
int serve__run(void);
int near__run(void);
int single__run(void);

/* Who answers the next calls: a server of ours, or a test that fills in the IPC buffer and the
 * caller's shared memory and returns the answer's message info. */
struct rpc_host_peer {
    rpc_host_server *server;
    seL4_MessageInfo_t (*answer)(void *context);
    void *context;
};
void rpc_host_set_peer(struct rpc_host_peer peer);

/* The words of the next message that is sent or received. */
seL4_Word *rpc_host_words(void);

/* Lets a server serve one request that is in the IPC buffer and its shared memory; its answer is
 * there afterwards. */
seL4_MessageInfo_t rpc_host_request(rpc_host_server *server, seL4_MessageInfo_t info,
                                    seL4_Word badge);

/* Called whenever the code under test allocates memory, which is when the other side of a shared
 * memory may have changed it; NULL: nothing. */
void rpc_host_on_malloc(void (*hook)(void *context), void *context);

/* Errors reported since the last call of it, and the bytes that the serving side's functions have
 * read. */
unsigned rpc_host_errors(void);
size_t rpc_host_bytes_read(void);

/* For rpc_callee.c: looks at every byte. */
void rpc_host_read(const void *bytes, size_t size);

#endif
