/* SPDX-License-Identifier: BSD-2-Clause */
#include <camkes/error.h>

#include <stdlib.h>

#include <camkes/program.h>

static camkes_error_handler_t component_handler;

camkes_error_handler_t camkes_register_error_handler(camkes_error_handler_t handler)
{
    camkes_error_handler_t old = component_handler;
    component_handler = handler;
    return old;
}

static void print_number(const char *what, uint64_t number)
{
    camkes_debug_puts(what);
    camkes_debug_put_hex(number);
}

/* Says what happened. */
static void print(const camkes_error_t *error)
{
    camkes_debug_puts(error->instance);
    camkes_debug_puts(": error in interface ");
    camkes_debug_puts(error->interface);
    camkes_debug_puts(": ");
    camkes_debug_puts(error->description);
    switch (error->type) {
    case CE_BUFFER_LENGTH_EXCEEDED:
        print_number(", needs ", error->target_length);
        print_number(" bytes of ", error->current_length);
        break;
    case CE_INVALID_METHOD_INDEX:
        print_number(", index ", error->invalid_index);
        break;
    case CE_MALFORMED_RPC_PAYLOAD:
        print_number(", length ", error->length);
        print_number(", expected ", error->current_index);
        break;
    case CE_ALLOCATION_FAILURE:
        print_number(", bytes ", error->alloc_bytes);
        break;
    case CE_NO_ERROR:
    case CE_SYSCALL_FAILED:
    case CE_OVERFLOW:
        break;
    }
    camkes_debug_puts("\n");
}

/* The default for one's own mistakes and bad answers. */
static camkes_error_action_t print_and_halt(camkes_error_t *error)
{
    print(error);
    return CEA_HALT;
}

/* The default for bad requests: whoever sends one must not stop the thread that serves others. */
static camkes_error_action_t print_and_discard(camkes_error_t *error)
{
    print(error);
    return CEA_DISCARD;
}

static camkes_error_action_t hand_over(camkes_error_handler_t handler,
                                       camkes_error_handler_t standard, camkes_error_t *error)
{
    handler = handler != NULL ? handler : component_handler != NULL ? component_handler : standard;
    camkes_error_action_t action = handler(error);
    if (action == CEA_ABORT) {
        abort();
    }
    if (action == CEA_HALT) {
        camkes_park();
    }
    return action;
}

camkes_error_action_t camkes_raise(camkes_error_handler_t handler, camkes_error_t *error)
{
    return hand_over(handler, print_and_halt, error);
}

camkes_error_action_t camkes_report(camkes_error_handler_t handler, camkes_error_t *error)
{
    return hand_over(handler, print_and_discard, error);
}
