/* SPDX-License-Identifier: BSD-2-Clause
 *
 * A component with one thread (setting `single_threaded`): calls to all its interfaces whose
 * connector has no thread for them arrive at one endpoint, and events at one notification, which is
 * bound to the thread. The loop hands a call to its interface, by badge, and an event to every
 * handler whose badge bits it has.
 *
 * Before the loop starts, functions that modules of the component have named are called: those of
 * CAMKES_ENV_INIT_MODULE_DEFINE, then _PRE_INIT_, then _POST_INIT_, in the order of linking.
 */
#ifndef CAMKES_EVENT_LOOP_H
#define CAMKES_EVENT_LOOP_H

#include <camkes/io.h>
#include <sel4/sel4.h>

/* Has events with all bits of `badge` handled by `handler(badge, cookie)`. `name` is for messages.
 * 0, or -1 when there is no memory for it. Not from another thread than the loop's. */
int single_threaded_component_register_handler(seL4_Word badge, const char *name,
                                               void (*handler)(seL4_Word badge, void *cookie),
                                               void *cookie);

typedef int (*camkes_module_init_fn_t)(ps_io_ops_t *io_ops);

#define CAMKES_MODULE_DEFINE_(name, function, part)                                                \
    __attribute__((section(part), used)) camkes_module_init_fn_t const name = (function)
#define CAMKES_ENV_INIT_MODULE_DEFINE(name, function)                                              \
    CAMKES_MODULE_DEFINE_(name, function, "_env_init")
#define CAMKES_PRE_INIT_MODULE_DEFINE(name, function)                                              \
    CAMKES_MODULE_DEFINE_(name, function, "_pre_init")
#define CAMKES_POST_INIT_MODULE_DEFINE(name, function)                                             \
    CAMKES_MODULE_DEFINE_(name, function, "_post_init")

/* ---- for generated code ---- */

/* One caller of one interface. */
struct camkes_loop_caller {
    seL4_Word badge;
    int (*handle)(seL4_MessageInfo_t *info, seL4_Word badge); /* <iface>_handle_message */
};

struct camkes_loop {
    seL4_CPtr endpoint, notification;
    seL4_CPtr cnode, reply_slot; /* where the caller's reply capability is kept meanwhile */
    const struct camkes_loop_caller *callers;
    unsigned caller_count;
};

/* Calls the modules' functions; those that fail are named on the console. */
void camkes_loop_modules(void);

/* Serves for ever; -1 when the notification cannot be bound. */
int camkes_loop_run(const struct camkes_loop *loop);

#endif
