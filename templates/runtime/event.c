/* SPDX-License-Identifier: BSD-2-Clause */
#include <camkes/event.h>

#include <stdbool.h>
#include <stddef.h>

/* The event is handed off under the lock, so that who registers a callback either finds it or gets
 * it. */
int camkes_event_run(struct camkes_event *event)
{
    for (;;) {
        seL4_Wait(event->notification, NULL);
        camkes_mutex_lock(&event->lock);
        void (*callback)(void *) = event->callback;
        void *argument = event->argument;
        event->callback = NULL;
        if (callback == NULL) {
            camkes_semaphore_post(&event->handoff);
        }
        camkes_mutex_unlock(&event->lock);
        if (callback != NULL) {
            callback(argument);
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
