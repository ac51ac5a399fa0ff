/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The life of a component's threads. Control: constructors, setup, pre_init, then lets the
 * interface threads run their init, waits for all of them, post_init, lets them serve, runs. The
 * waiting is on semaphores over the three start-up endpoints, so that no thread sees a call before
 * everybody's init is done.
 */
#include <camkes/program.h>
#include <camkes/reply.h>
#include <camkes/sync.h>

#include <stdbool.h>

/* Read by every message stub of libsel4. */
__thread seL4_IPCBuffer *__sel4_ipc_buffer;

static __thread const struct camkes_thread *self;

static struct camkes_semaphore pre_init_done, interface_init_done, post_init_done;

typedef void constructor(void);
extern constructor *const __preinit_array_start[], *const __preinit_array_end[];
extern constructor *const __init_array_start[], *const __init_array_end[];

void adlc_component_fault_loop(void);
void adlc_thread_main(seL4_Word index);

const struct camkes_thread *camkes_self(void)
{
    return self;
}

_Noreturn void camkes_park(void)
{
    for (;;) {
        seL4_TCB_Suspend(self->tcb);
    }
}

static void run_constructors(constructor *const *first, constructor *const *end)
{
    for (; first < end; first++) {
        (*first)();
    }
}

/* Threads between the control thread and the fault handler. */
static unsigned interface_thread_count(void)
{
    return camkes_program.thread_count - 2;
}

static void post_times(struct camkes_semaphore *semaphore, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        camkes_semaphore_post(semaphore);
    }
}

static void control_thread(void)
{
    run_constructors(__preinit_array_start, __preinit_array_end);
    run_constructors(__init_array_start, __init_array_end);
    camkes_program.setup();
    if (camkes_program.pre_init != NULL) {
        camkes_program.pre_init();
    }
    post_times(&pre_init_done, interface_thread_count());
    camkes_program.init_interfaces();
    for (unsigned i = 0; i < interface_thread_count(); i++) {
        camkes_semaphore_wait(&interface_init_done);
    }
    if (camkes_program.post_init != NULL) {
        camkes_program.post_init();
    }
    post_times(&post_init_done, interface_thread_count());
    if (self->run != NULL) {
        (void)self->run();
    }
}

static void interface_thread(void)
{
    camkes_semaphore_wait(&pre_init_done);
    if (self->init != NULL) {
        self->init();
    }
    camkes_semaphore_post(&interface_init_done);
    camkes_semaphore_wait(&post_init_done);
    if (self->run != NULL) {
        (void)self->run();
    }
}

/* Every thread comes here from its entry stub, on its own stack and with its TLS in place. The
 * semaphores get their endpoints from whoever is first; all write the same. */
void adlc_thread_main(seL4_Word index)
{
    self = &camkes_program.threads[index];
    __sel4_ipc_buffer = (seL4_IPCBuffer *)(void *)self->ipc_buffer;
    pre_init_done.endpoint = camkes_program.pre_init_ep;
    interface_init_done.endpoint = camkes_program.interface_init_ep;
    post_init_done.endpoint = camkes_program.post_init_ep;
    if (index == 0) {
        control_thread();
    } else if (index + 1 == camkes_program.thread_count) {
        adlc_component_fault_loop();
    } else {
        interface_thread();
    }
    camkes_park();
}
