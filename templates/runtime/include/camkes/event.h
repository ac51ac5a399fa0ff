/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The receiving end of seL4Notification. Its thread takes each signal and either runs the callback
 * that was registered, once, or leaves the event for wait and poll. Events that come while the
 * thread is behind are one.
 */
#ifndef CAMKES_EVENT_H
#define CAMKES_EVENT_H

#include <camkes/sync.h>

struct camkes_event {
    seL4_CPtr notification;
    struct camkes_semaphore handoff; /* events that nobody has taken yet */
    struct camkes_mutex lock;        /* of the callback */
    void (*callback)(void *);
    void *argument;
};

/* The thread's work; does not return. */
int camkes_event_run(struct camkes_event *event);
/* Waits for an event; tells whether there is one (1, and takes it, or 0). */
void camkes_event_wait(struct camkes_event *event);
int camkes_event_poll(struct camkes_event *event);
/* Has `callback` run at the next event, or now if one is waiting. 0, or -1 when another callback
 * is registered. */
int camkes_event_reg_callback(struct camkes_event *event, void (*callback)(void *), void *argument);

#endif
