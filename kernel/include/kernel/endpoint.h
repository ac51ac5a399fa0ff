/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Endpoints: a queue of threads that wait to send, or of threads that wait to receive, first come
 * first served. Invariant: IDLE if and only if the queue is empty; all queued threads are in the
 * matching blocked state and point back with blocked_on.
 */
#ifndef KERNEL_ENDPOINT_H
#define KERNEL_ENDPOINT_H

#include "kernel/types.h"

#include "kernel/error.h"

enum endpoint_state {
    ENDPOINT_IDLE, /* zero: fresh memory */
    ENDPOINT_SEND,
    ENDPOINT_RECEIVE,
};

/* 16 bytes: part of the ABI. The two low bits of tail hold enum endpoint_state. */
struct endpoint {
    struct tcb *head;
    word_t tail_and_state;
};
_Static_assert(sizeof(struct endpoint) == 16, "endpoint size is part of the ABI");

/* What the sender's capability and system call allow. */
struct endpoint_send {
    word_t badge;
    bool is_blocking;
    bool is_call;
    bool can_grant;
    bool can_grant_reply;
};

static inline enum endpoint_state endpoint_get_state(const struct endpoint *endpoint)
{
    return (enum endpoint_state)(endpoint->tail_and_state & 3u);
}

/* Sends from `thread`: to the first receiver, or waits, or (not blocking) does nothing. */
void endpoint_send(struct endpoint *endpoint, struct tcb *thread, const struct endpoint_send *how);

/* Receives into `thread` by the endpoint capability `cap`. A pending signal of the bound
 * notification comes first. */
void endpoint_receive(struct tcb *thread, struct cap cap, bool is_blocking);

/* Takes a blocked thread off its endpoint; it becomes inactive. */
void endpoint_cancel(struct tcb *thread);

/* The endpoint dies: the first waiting thread restarts its system call; false: none waits. */
bool endpoint_restart_first(struct endpoint *endpoint);

/* Senders that wait with exactly this badge restart; threads that begin to wait while this is going
 * on are left alone. OUTCOME_OK or OUTCOME_PREEMPTED. */
enum outcome endpoint_cancel_badged(struct endpoint *endpoint, word_t badge);

#endif
