/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Errors that generated code meets at run time: what happened, and what the program wants done.
 * Handlers are registered per interface or for the whole component; the default one prints the
 * error and halts the thread.
 */
#ifndef CAMKES_ERROR_H
#define CAMKES_ERROR_H

#include <stddef.h>
#include <stdint.h>

typedef enum {
    CE_NO_ERROR = 0,
    CE_BUFFER_LENGTH_EXCEEDED, /* arguments do not fit into a message */
    CE_INVALID_METHOD_INDEX,   /* a request for a method that does not exist */
    CE_MALFORMED_RPC_PAYLOAD,  /* a message too short, too long, or with impossible sizes */
    CE_SYSCALL_FAILED,
    CE_ALLOCATION_FAILURE, /* no memory for a parameter */
    CE_OVERFLOW,
} camkes_error_type_t;

typedef struct {
    camkes_error_type_t type;
    const char *instance;
    const char *interface;
    const char *description;
    union {
        struct { /* CE_BUFFER_LENGTH_EXCEEDED */
            uint64_t current_length, target_length;
        };
        struct { /* CE_INVALID_METHOD_INDEX */
            uint64_t lower_bound, upper_bound, invalid_index;
        };
        struct { /* CE_MALFORMED_RPC_PAYLOAD */
            uint64_t length, current_index;
        };
        struct { /* CE_SYSCALL_FAILED */
            int syscall, error;
        };
        struct { /* CE_ALLOCATION_FAILURE */
            uint64_t alloc_bytes;
        };
    };
} camkes_error_t;

typedef enum {
    CEA_DISCARD, /* drop the operation */
    CEA_IGNORE,  /* go on as if nothing had happened */
    CEA_ABORT,   /* stop this thread */
    CEA_HALT,    /* stop this thread for good, as the default for a caller does */
} camkes_error_action_t;

typedef camkes_error_action_t (*camkes_error_handler_t)(camkes_error_t *error);

/* Sets the handler of the component; returns the old one. NULL is the default handler. */
camkes_error_handler_t camkes_register_error_handler(camkes_error_handler_t handler);

/* Hands `error` to `handler`, or the component's if it is NULL; returns CEA_DISCARD or CEA_IGNORE,
 * or does not return. */
camkes_error_action_t camkes_raise(camkes_error_handler_t handler, camkes_error_t *error);

/* The same for what another component did to this one: the default handler says what happened and
 * discards. */
camkes_error_action_t camkes_report(camkes_error_handler_t handler, camkes_error_t *error);

#endif
