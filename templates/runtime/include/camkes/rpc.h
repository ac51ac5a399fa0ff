/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Messages of procedure calls: parameters packed one after another, without alignment, into the
 * message words of the IPC buffer, or into memory that both sides share (the message itself is then
 * empty). A string is its bytes and a NUL; an array a size_t count and the elements. Nothing the
 * other side says is believed before it is checked; in shared memory it may change what it said at
 * any time, so every byte is read once, and what was read is what counts.
 *
 * A fault (message full, message too short, impossible size, no memory, a refusal) sticks to the
 * message: later operations do nothing, and the caller looks once, at the end.
 *
 * The label of an answer is 0, or CAMKES_REFUSED from a server that could not read the request.
 */
#ifndef CAMKES_RPC_H
#define CAMKES_RPC_H

#include <stdbool.h>
#include <stddef.h>

#include <camkes/error.h>
#include <camkes/sync.h>
#include <sel4/sel4.h>

/* Label of an answer that is none. */
#define CAMKES_REFUSED 1

struct camkes_message {
    char *bytes;
    size_t at, size;           /* where it is written or read, and where that must end */
    size_t capacity;           /* of `bytes` */
    bool shared;               /* `bytes` is memory of both sides, and no length is sent */
    bool refused;              /* the answer was a refusal; there is a fault too */
    camkes_error_type_t fault; /* CE_NO_ERROR: all is well */
    size_t wanted;             /* with a fault: the length, memory or method that was asked for */
    size_t allowed;            /* with a fault: the length there is, the last method there is */
};

/* Starts writing a message into the IPC buffer, or into `capacity` bytes of shared memory if
 * `shared` is not NULL. */
void camkes_message_begin(struct camkes_message *m, char *shared, size_t capacity);
/* Starts writing the answer, where the request was. */
void camkes_message_answer(struct camkes_message *m);
void camkes_put(struct camkes_message *m, const void *value, size_t size);
/* NULL, an out string that was not set, goes out as the empty one. */
void camkes_put_string(struct camkes_message *m, const char *text);
void camkes_put_array(struct camkes_message *m, const void *items, size_t count, size_t size);
void camkes_put_strings(struct camkes_message *m, char *const *items, size_t count);

/* Reads on. Strings and arrays are new memory, to be freed; NULL with a fault. */
void camkes_get(struct camkes_message *m, void *value, size_t size);
void camkes_get_bools(struct camkes_message *m, bool *values, size_t count); /* not 0: true */
char *camkes_get_string(struct camkes_message *m);
void *camkes_get_array(struct camkes_message *m, size_t *count, size_t size);
bool *camkes_get_bool_array(struct camkes_message *m, size_t *count);
char **camkes_get_strings(struct camkes_message *m, size_t *count);
/* Frees what camkes_get_strings gave; NULL is no error. */
void camkes_free_strings(char **items, size_t count);

/* The message info that sends a written message (a refusal if it has a fault); the rest of its last
 * word becomes 0. */
seL4_MessageInfo_t camkes_message_info(struct camkes_message *m);
/* Starts reading what was received with `info`. */
void camkes_message_received(struct camkes_message *m, seL4_MessageInfo_t info);
/* A message that was received must end here. */
void camkes_message_end(struct camkes_message *m);
/* The message asks for method `index` of a procedure that has fewer. */
void camkes_message_bad_method(struct camkes_message *m, size_t index, size_t count);

/* The calling side of an interface. */
struct camkes_client {
    const char *interface;
    seL4_CPtr endpoint;
    char *shared; /* memory for parameters, NULL: the IPC buffer */
    size_t shared_size;
    struct camkes_mutex *lock; /* of the memory; NULL: the program has one thread that calls */
    const camkes_error_handler_t *handler;
};

/* A call: begin, put the parameters, send, get the results, end. Sending does nothing when there is
 * a fault. End reports the fault, if any; without a handler the thread then halts. */
void camkes_call_begin(const struct camkes_client *client, struct camkes_message *m);
void camkes_call_send(const struct camkes_client *client, struct camkes_message *m);
void camkes_call_end(const struct camkes_client *client, struct camkes_message *m,
                     const char *method);

/* Reports the fault of `m`, a request being served: without a handler the thread goes on. */
void camkes_request_fault(const struct camkes_message *m, const char *interface, const char *method,
                          camkes_error_handler_t handler);

/* One provided interface. `serve` reads the request from the message and writes the answer into
 * it, or leaves a fault, which it has reported; the caller then gets a refusal. */
struct camkes_server {
    seL4_CPtr endpoint;
    seL4_CPtr cnode, reply_slot; /* 0: the component cannot block while it serves */
    seL4_Word *sender;           /* gets the badge of the caller */
    void (*serve)(struct camkes_message *m);
    /* The memory shared with the caller of that badge, NULL if there is no such caller. The
     * function is NULL where parameters travel in the IPC buffer. */
    char *(*shared)(seL4_Word badge, size_t *size);
};

/* Serves the request that has just been received, and gives the answer to be sent: `*saved` tells
 * that it must go through the reply slot. Without a slot the caller's reply capability is not
 * touched: it is none, or whoever received the request has declared it. */
seL4_MessageInfo_t camkes_serve_request(const struct camkes_server *server, seL4_MessageInfo_t info,
                                        seL4_Word badge, bool *saved);

/* Serves calls for ever. */
int camkes_serve(const struct camkes_server *server);

#endif
