/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The life of a component's threads. Control: constructors, setup, pre_init, then lets the
 * interface threads run their init, waits for all of them, post_init, lets them serve, runs. The
 * waiting is on semaphores over the three start-up endpoints, so that no thread sees a call before
 * everybody's init is done.
 *
 * Of the instances of a group the first one's control thread runs the constructors of the whole
 * program; those of the others wait for it, on the semaphore that their own interface threads post
 * only later.
 */
#include <camkes/program.h>
#include <camkes/reply.h>
#include <camkes/sync.h>

#include <stdbool.h>

/* Read by every message stub of libsel4. */
__thread seL4_IPCBuffer *__sel4_ipc_buffer;

static __thread const struct camkes_thread *self;

typedef void constructor(void);
extern constructor *const __preinit_array_start[], *const __preinit_array_end[];
extern constructor *const __init_array_start[], *const __init_array_end[];

void adlc_component_fault_loop(void);
void adlc_thread_main(seL4_Word index);

const struct camkes_thread *camkes_self(void)
{
    return self;
}

void camkes_save_message(struct camkes_saved_message *saved)
{
    for (int i = 0; i < seL4_FastMessageRegisters; i++) {
        saved->words[i] = seL4_GetMR(i);
    }
    saved->cap = seL4_GetCap(0);
}

void camkes_restore_message(const struct camkes_saved_message *saved)
{
    for (int i = 0; i < seL4_FastMessageRegisters; i++) {
        seL4_SetMR(i, saved->words[i]);
    }
    seL4_SetCap(0, saved->cap);
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

const struct camkes_thread *camkes_thread_at(unsigned index)
{
    for (unsigned i = 0; i < camkes_program.instance_count; i++) {
        const struct camkes_instance *instance = camkes_program.instances[i];
        if (index < instance->thread_count) {
            return &instance->threads[index];
        }
        index -= instance->thread_count;
    }
    return NULL;
}

static void post_times(struct camkes_semaphore *semaphore, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        camkes_semaphore_post(semaphore);
    }
}

/* Constructors, once in a program. */
static void construct(const struct camkes_instance *instance)
{
    if (instance != camkes_program.instances[0]) {
        camkes_semaphore_wait(&instance->start_up->interface_init);
        return;
    }
    run_constructors(__preinit_array_start, __preinit_array_end);
    run_constructors(__init_array_start, __init_array_end);
    for (unsigned i = 1; i < camkes_program.instance_count; i++) {
        camkes_semaphore_post(&camkes_program.instances[i]->start_up->interface_init);
    }
}

static void control_thread(const struct camkes_instance *instance)
{
    /* without the control thread and the fault handler */
    unsigned interface_threads = instance->thread_count - 2;
    construct(instance);
    instance->setup();
    if (instance->pre_init != NULL) {
        instance->pre_init();
    }
    post_times(&instance->start_up->pre_init, interface_threads);
    instance->init_interfaces();
    for (unsigned i = 0; i < interface_threads; i++) {
        camkes_semaphore_wait(&instance->start_up->interface_init);
    }
    if (instance->post_init != NULL) {
        instance->post_init();
    }
    post_times(&instance->start_up->post_init, interface_threads);
    if (self->run != NULL) {
        (void)self->run();
    }
}

static void interface_thread(struct camkes_start_up *start_up)
{
    camkes_semaphore_wait(&start_up->pre_init);
    if (self->init != NULL) {
        self->init();
    }
    camkes_semaphore_post(&start_up->interface_init);
    camkes_semaphore_wait(&start_up->post_init);
    if (self->run != NULL) {
        (void)self->run();
    }
}

/* Every thread comes here from its entry stub, on its own stack and with its TLS in place. */
void adlc_thread_main(seL4_Word index)
{
    self = camkes_thread_at((unsigned)index);
    const struct camkes_instance *instance = self->instance;
    __sel4_ipc_buffer = (seL4_IPCBuffer *)(void *)self->ipc_buffer;
    if (self == &instance->threads[0]) {
        control_thread(instance);
    } else if (self == &instance->threads[instance->thread_count - 1]) {
        adlc_component_fault_loop();
    } else {
        interface_thread(instance->start_up);
    }
    camkes_park();
}
