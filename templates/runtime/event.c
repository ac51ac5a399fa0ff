/* SPDX-License-Identifier: BSD-2-Clause */
#include <camkes/event.h>

#include <stddef.h>

int camkes_event_run(struct camkes_event *event)
{
    for (;;) {
        seL4_Wait(event->notification, NULL);
        camkes_mutex_lock(&event->lock);
        void (*callback)(void *) = event->callback;
        void *argument = event->argument;
        event->callback = NULL;
        camkes_mutex_unlock(&event->lock);
        if (callback != NULL) {
            callback(argument);
        } else {
            camkes_semaphore_post(&event->handoff);
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
    int result = 0;
    if (camkes_event_poll(event)) {
        callback(argument);
        return 0;
    }
    camkes_mutex_lock(&event->lock);
    if (event->callback != NULL) {
        result = -1;
    } else {
        event->callback = callback;
        event->argument = argument;
    }
    camkes_mutex_unlock(&event->lock);
    return result;
}
