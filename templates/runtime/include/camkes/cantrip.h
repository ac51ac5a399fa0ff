/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Calls of the Cantrip connectors whose procedure is declared empty: bytes there and bytes back,
 * whose meaning is the two components' own, and up to one capability there. A message, or the
 * memory shared with the caller, is split: the request from its start, the answer from byte
 * `request_size` on. The label of the answer is a status, 0 for success; an answer with another
 * status has no bytes.
 */
#ifndef CAMKES_CANTRIP_H
#define CAMKES_CANTRIP_H

#include <stddef.h>

#include <camkes/sync.h>
#include <sel4/sel4.h>

/* Status of what could not even be asked or answered. */
#define CANTRIP_TOO_LARGE ((seL4_Word)0xfffff)
#define CANTRIP_REFUSED   ((seL4_Word)0xffffe)

struct cantrip_client {
    seL4_CPtr endpoint;
    size_t request_size;
    char *shared; /* NULL: the message of the IPC buffer */
    size_t shared_size;
    struct camkes_mutex *lock; /* of the memory; NULL: the program has one thread that calls */
};

/* Calls; gives the status. `reply` gets exactly `reply_size` bytes, or none unless the status is 0.
 * A `cap` other than 0 is sent along. */
seL4_Word cantrip_call(const struct cantrip_client *client, const void *request,
                       size_t request_size, void *reply, size_t reply_size, seL4_CPtr cap);

struct cantrip_server {
    seL4_CPtr endpoint, cnode;
    seL4_CPtr reply_slot;   /* where the caller's reply capability is kept meanwhile */
    seL4_CPtr receive_slot; /* for a capability that comes along */
    seL4_Word *sender;
    seL4_CPtr *received; /* receive_slot while a request with a capability is served, else 0 */
    size_t request_size, reply_size;                /* what `request` and `reply` hold */
    char *request, *reply;                          /* copies, which the caller cannot change */
    char *(*shared)(seL4_Word badge, size_t *size); /* as in camkes/rpc.h */
    /* Serves a request: puts an answer into `reply` and its size into *reply_size (at first the
     * room there is), gives the status. What is left in the receive slot is deleted afterwards. */
    seL4_Word (*dispatch)(seL4_Word client, const void *request, size_t request_size, void *reply,
                          size_t *reply_size);
};

/* Serves calls for ever. */
int cantrip_serve(const struct cantrip_server *server);

#endif
