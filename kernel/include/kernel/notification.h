/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Notifications: a word of pending signals, or a queue of waiting threads, and at most one bound
 * thread.
 */
#ifndef KERNEL_NOTIFICATION_H
#define KERNEL_NOTIFICATION_H

#include "kernel/types.h"

enum notification_state {
    NOTIFICATION_IDLE, /* zero: fresh memory */
    NOTIFICATION_WAITING,
    NOTIFICATION_ACTIVE,
};

/* 32 bytes: part of the ABI. The two low bits of tail hold enum notification_state. */
struct notification {
    struct tcb *head;
    word_t tail_and_state;
    word_t pending; /* valid while ACTIVE */
    struct tcb *bound;
};
_Static_assert(sizeof(struct notification) == 32, "notification size is part of the ABI");

static inline enum notification_state
notification_get_state(const struct notification *notification)
{
    return (enum notification_state)(notification->tail_and_state & 3u);
}

/* Signals with `badge`: wakes the first waiter or the bound receiver, else the signal stays
 * pending. */
void notification_signal(struct notification *notification, word_t badge);

/* Receives into `thread`: a pending signal, or waits, or (not blocking) gives badge 0. */
void notification_receive(struct notification *notification, struct tcb *thread, bool is_blocking);

/* Gives the pending signal of an ACTIVE notification to `thread`. */
void notification_take(struct notification *notification, struct tcb *thread);

/* Takes a waiting thread off the queue; it becomes inactive. */
void notification_cancel(struct tcb *thread);

/* The notification dies: the first waiting thread restarts its system call; false: none waits. */
bool notification_restart_first(struct notification *notification);

/* One-to-one binding. Unbinding does nothing if there is none. */
void notification_bind(struct notification *notification, struct tcb *thread);
void notification_unbind_thread(struct tcb *thread);
void notification_unbind(struct notification *notification);

#endif
