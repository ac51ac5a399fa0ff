/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Messages of procedure calls: parameters packed one after another, without alignment, into the
 * message words of the IPC buffer. A string is its bytes and a NUL; an array a size_t count and
 * the elements. Nothing the other side says is believed before it is checked.
 *
 * A fault (message full, message too short, impossible size, no memory) sticks to the message:
 * later operations do nothing, and the caller looks once, at the end.
 */
#ifndef CAMKES_RPC_H
#define CAMKES_RPC_H

#include <stdbool.h>
#include <stddef.h>

#include <camkes/error.h>
#include <sel4/sel4.h>

struct camkes_message {
    char *bytes;
    size_t at, size;
    camkes_error_type_t fault; /* CE_NO_ERROR: all is well */
    size_t wanted;             /* with a fault: the length or memory that was needed */
};

/* Starts writing a message. */
void camkes_message_begin(struct camkes_message *m);
void camkes_put(struct camkes_message *m, const void *value, size_t size);
/* NULL, an out string that was not set, goes out as the empty one. */
void camkes_put_string(struct camkes_message *m, const char *text);
void camkes_put_array(struct camkes_message *m, const void *items, size_t count, size_t size);
void camkes_put_strings(struct camkes_message *m, char *const *items, size_t count);

/* Reads on. Strings and arrays are new memory, to be freed; NULL with a fault. */
void camkes_get(struct camkes_message *m, void *value, size_t size);
char *camkes_get_string(struct camkes_message *m);
void *camkes_get_array(struct camkes_message *m, size_t *count, size_t size);
char **camkes_get_strings(struct camkes_message *m, size_t *count);
/* Frees what camkes_get_strings gave; NULL is no error. */
void camkes_free_strings(char **items, size_t count);

/* A message that was received must end here. */
void camkes_message_end(struct camkes_message *m);

/* Sends the message to `endpoint` and waits for the answer, which is then to be read from `m`. Does
 * nothing when there is a fault. */
void camkes_call(struct camkes_message *m, seL4_CPtr endpoint);

/* Reports the fault of `m`, a call made or its answer, for `interface`.`method`. Without a handler
 * the thread halts. */
void camkes_message_fault(const struct camkes_message *m, const char *interface, const char *method,
                          camkes_error_handler_t handler);

/* The same for a request being served: without a handler the thread goes on. */
void camkes_request_fault(const struct camkes_message *m, const char *interface, const char *method,
                          camkes_error_handler_t handler);

/* One provided interface. `serve` reads the request from the message and writes the answer into
 * it, or leaves a fault, which it has reported; the caller then gets an empty answer. */
struct camkes_server {
    seL4_CPtr endpoint;
    seL4_CPtr cnode, reply_slot; /* 0: the component cannot block while it serves */
    seL4_Word *sender;           /* gets the badge of the caller */
    void (*serve)(struct camkes_message *m);
};

/* Serves calls for ever. */
int camkes_serve(const struct camkes_server *server);

#endif
