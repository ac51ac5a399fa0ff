/* SPDX-License-Identifier: BSD-2-Clause */
#include <camkes/event.h>

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

#include <camkes/program.h>

/* The event is handed off under the lock, so that who registers a callback either finds it or gets
 * it. One that nobody takes for ever is dropped in the end. */
static void hand_on(struct camkes_event *event)
{
    camkes_mutex_lock(&event->lock);
    void (*callback)(void *) = event->callback;
    void *argument = event->argument;
    event->callback = NULL;
    if (callback == NULL && __atomic_load_n(&event->handoff.value, __ATOMIC_RELAXED) < INT_MAX) {
        camkes_semaphore_post(&event->handoff);
    }
    camkes_mutex_unlock(&event->lock);
    if (callback != NULL) {
        callback(argument);
    }
}

/* How many events a signal stands for. */
static uint32_t take_count(struct camkes_event *event)
{
    if (event->count == NULL) {
        return 1;
    }
    uint32_t count = __atomic_exchange_n(event->count, 0, __ATOMIC_ACQ_REL);
    return count < CAMKES_EVENTS_MAX ? count : CAMKES_EVENTS_MAX;
}

int camkes_event_run(struct camkes_event *event)
{
    for (;;) {
        seL4_Wait(event->notification, NULL);
        __atomic_thread_fence(__ATOMIC_ACQUIRE);
        for (uint32_t left = take_count(event); left > 0; left--) {
            hand_on(event);
        }
    }
}

void camkes_event_wait(struct camkes_event *event)
{
    camkes_semaphore_wait(&event->handoff);
}

int camkes_event_poll(struct camkes_event *event)
{
    return camkes_semaphore_trywait(&event->handoff) == 0 ? 1 : 0;
}

int camkes_event_reg_callback(struct camkes_event *event, void (*callback)(void *), void *argument)
{
    camkes_mutex_lock(&event->lock);
    bool taken = event->callback != NULL;
    bool waiting = !taken && camkes_event_poll(event) != 0;
    if (!taken && !waiting) {
        event->callback = callback;
        event->argument = argument;
    }
    camkes_mutex_unlock(&event->lock);
    if (waiting) {
        callback(argument);
    }
    return taken ? -1 : 0;
}

void camkes_event_queue(uint32_t *count, seL4_CPtr notification, const char *interface,
                        camkes_error_handler_t handler)
{
    uint32_t value = __atomic_load_n(count, __ATOMIC_RELAXED);
    while (value < CAMKES_EVENTS_MAX &&
           !__atomic_compare_exchange_n(count, &value, value + 1, false, __ATOMIC_RELEASE,
                                        __ATOMIC_RELAXED)) {
        /* `value` is what it is now */
    }
    if (value < CAMKES_EVENTS_MAX) {
        seL4_Signal(notification);
        return;
    }
    camkes_error_t error = {
        .type = CE_OVERFLOW,
        .instance = camkes_self()->instance->name,
        .interface = interface,
        .description = "an event is lost, the receiver is too far behind",
    };
    (void)camkes_raise(handler, &error);
}
