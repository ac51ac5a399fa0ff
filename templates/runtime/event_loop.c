/* SPDX-License-Identifier: BSD-2-Clause */
#include <camkes/event_loop.h>

#include <stdbool.h>
#include <stdlib.h>

#include <camkes/program.h>
#include <camkes/reply.h>

struct handler {
    seL4_Word badge;
    void (*call)(seL4_Word badge, void *cookie);
    void *cookie;
};

static struct handler *handlers;
static unsigned handler_count;

/* The modules' functions, gathered by the linker script. */
extern camkes_module_init_fn_t const __start__env_init[], __stop__post_init[];

int single_threaded_component_register_handler(seL4_Word badge, const char *name,
                                               void (*handler)(seL4_Word badge, void *cookie),
                                               void *cookie)
{
    struct handler *more = realloc(handlers, (handler_count + 1) * sizeof(*handlers));
    if (more == NULL) {
        camkes_debug_puts(name);
        camkes_debug_puts(": no memory to register a handler\n");
        return -1;
    }
    handlers = more;
    handlers[handler_count++] = (struct handler){badge, handler, cookie};
    return 0;
}

void camkes_loop_modules(void)
{
    ps_io_ops_t io_ops;
    if (camkes_io_ops(&io_ops) != 0) {
        camkes_debug_puts("the component's io operations are not there\n");
        return;
    }
    for (camkes_module_init_fn_t const *at = __start__env_init; at < __stop__post_init; at++) {
        if ((*at)(&io_ops) != 0) {
            camkes_debug_puts(camkes_self()->instance->name);
            camkes_debug_puts(": a module does not start, its function is at ");
            camkes_debug_put_hex((seL4_Word)*at);
            camkes_debug_puts("\n");
        }
    }
}

/* Handlers may register further ones, which are called from the next event on. */
static void deliver(seL4_Word badge)
{
    unsigned count = handler_count;
    for (unsigned i = 0; i < count; i++) {
        struct handler one = handlers[i];
        if ((badge & one.badge) == one.badge) {
            one.call(one.badge, one.cookie);
        }
    }
}

/* Hands a call to its interface; false when nobody calls with that badge, so that it was an event.
 */
static bool serve(const struct camkes_loop *loop, seL4_MessageInfo_t *info, seL4_Word badge)
{
    for (unsigned i = 0; i < loop->caller_count; i++) {
        if (loop->callers[i].badge == badge) {
            camkes_declare_reply_cap(loop->cnode, loop->reply_slot);
            return loop->callers[i].handle(info, badge) == 1;
        }
    }
    return false;
}

int camkes_loop_run(const struct camkes_loop *loop)
{
    seL4_Word badge = 0;
    if (seL4_TCB_BindNotification(camkes_self()->tcb, loop->notification) != seL4_NoError) {
        camkes_debug_puts(camkes_self()->instance->name);
        camkes_debug_puts(": the notification cannot be bound to the event loop\n");
        return -1;
    }
    seL4_MessageInfo_t info = seL4_Recv(loop->endpoint, &badge);
    for (;;) {
        if (!serve(loop, &info, badge)) {
            deliver(badge);
            info = seL4_Recv(loop->endpoint, &badge);
        } else if (camkes_settle_reply_cap()) {
            seL4_Send(loop->reply_slot, info);
            info = seL4_Recv(loop->endpoint, &badge);
        } else {
            info = seL4_ReplyRecv(loop->endpoint, info, &badge);
        }
    }
}
