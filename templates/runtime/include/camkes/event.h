/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The receiving end of seL4Notification and seL4NotificationQueue. Its thread takes each signal and
 * either runs the callback that was registered, once, or leaves the event for wait and poll.
 *
 * Of a seL4Notification events that come while the thread is behind are one. A queue counts them in
 * memory that it shares with the sender, and so loses none; the sender never waits for the
 * receiver, and neither believes the other's number beyond CAMKES_EVENTS_MAX.
 */
#ifndef CAMKES_EVENT_H
#define CAMKES_EVENT_H

#include <stdint.h>

#include <camkes/error.h>
#include <camkes/sync.h>

/* Events of a queue that its receiver's thread has not seen yet. */
#define CAMKES_EVENTS_MAX 65535u

struct camkes_event {
    const char *interface;
    seL4_CPtr notification;
    uint32_t *count;                 /* shared with the sender; NULL: signals are not counted */
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

/* The sending end of a queue: counts one more event. When the receiver is CAMKES_EVENTS_MAX behind,
 * the event is lost, and the error is reported (without a handler the thread halts). */
void camkes_event_queue(uint32_t *count, seL4_CPtr notification, const char *interface,
                        camkes_error_handler_t handler);

#endif
