/* SPDX-License-Identifier: BSD-2-Clause */
#include "kernel/endpoint.h"

#include "kernel/cap.h"
#include "kernel/console.h"
#include "kernel/finalise.h"
#include "kernel/message.h"
#include "kernel/notification.h"
#include "kernel/reply.h"
#include "kernel/sched.h"
#include "kernel/state.h"
#include "kernel/stopped.h"
#include "kernel/thread.h"
#include "kernel/wait_queue.h"

static void set_state(struct endpoint *endpoint, enum endpoint_state state)
{
    endpoint->tail_and_state = (endpoint->tail_and_state & ~(word_t)3) | (word_t)state;
}

static void append(struct endpoint *endpoint, struct tcb *thread, enum endpoint_state state)
{
    thread->blocked_on = endpoint;
    wait_queue_append(&endpoint->head, &endpoint->tail_and_state, thread);
    set_state(endpoint, state);
}

/* A thread leaves a queue that an unfinished walk goes through. */
static void keep_walk(const struct tcb *thread)
{
    struct cancel_walk *walk = &kernel.cancel;

    if (thread == walk->next) {
        walk->next = thread == walk->last ? NULL : thread->wait_next;
    } else if (thread == walk->last) {
        walk->last = thread->wait_prev;
    }
}

static void remove_from(struct endpoint *endpoint, struct tcb *thread)
{
    keep_walk(thread);
    wait_queue_remove(&endpoint->head, &endpoint->tail_and_state, thread);
    if (endpoint->head == NULL) {
        set_state(endpoint, ENDPOINT_IDLE);
    }
}

/* After its message has been taken, a caller waits for the reply, if it gave the right to reply. */
static void await_reply(struct tcb *caller, struct tcb *receiver, bool may_reply, bool reply_grant)
{
    if (may_reply) {
        reply_setup_caller(caller, receiver, reply_grant);
    } else {
        thread_set_state(caller, THREAD_INACTIVE);
    }
}

static void block_sender(struct endpoint *endpoint, struct tcb *thread,
                         const struct endpoint_send *how)
{
    thread_set_state(thread, THREAD_BLOCKED_ON_SEND);
    thread->badge = how->badge;
    thread->can_grant = how->can_grant;
    thread->can_grant_reply = how->can_grant_reply;
    thread->is_call = how->is_call;
    append(endpoint, thread, ENDPOINT_SEND);
}

void endpoint_send(struct endpoint *endpoint, struct tcb *thread, const struct endpoint_send *how)
{
    struct tcb *receiver;

    if (endpoint_get_state(endpoint) != ENDPOINT_RECEIVE) {
        if (how->is_blocking) {
            block_sender(endpoint, thread, how);
        }
        return;
    }
    receiver = endpoint->head;
    remove_from(endpoint, receiver);
    message_transfer(thread, endpoint, how->badge, how->can_grant, receiver);
    thread_set_state(receiver, THREAD_RUNNING);
    sched_possible_switch(receiver);
    if (how->is_call) {
        await_reply(thread, receiver, how->can_grant || how->can_grant_reply, receiver->can_grant);
    }
}

/* Takes the message of the first waiting sender. */
static void receive_from_queue(struct endpoint *endpoint, struct tcb *thread, bool reply_grant)
{
    struct tcb *sender = endpoint->head;

    remove_from(endpoint, sender);
    message_transfer(sender, endpoint, sender->badge, sender->can_grant, thread);
    if (sender->is_call) {
        await_reply(sender, thread, sender->can_grant || sender->can_grant_reply, reply_grant);
    } else {
        thread_set_state(sender, THREAD_RUNNING);
        sched_possible_switch(sender);
    }
}

void endpoint_receive(struct tcb *thread, struct cap cap, bool is_blocking)
{
    struct endpoint *endpoint = cap_object(cap);
    bool can_grant = cap_has_right(cap, RIGHT_GRANT);

    if (thread->bound != NULL && notification_get_state(thread->bound) == NOTIFICATION_ACTIVE) {
        notification_take(thread->bound, thread);
        return;
    }
    if (endpoint_get_state(endpoint) == ENDPOINT_SEND) {
        receive_from_queue(endpoint, thread, can_grant);
    } else if (is_blocking) {
        thread_set_state(thread, THREAD_BLOCKED_ON_RECEIVE);
        thread->can_grant = can_grant;
        append(endpoint, thread, ENDPOINT_RECEIVE);
    } else {
        arch_context_set(&thread->context, ARCH_REG_CAP, 0);
    }
}

void endpoint_cancel(struct tcb *thread)
{
    kernel_assert(thread->state == THREAD_BLOCKED_ON_SEND ||
                  thread->state == THREAD_BLOCKED_ON_RECEIVE);
    remove_from(thread->blocked_on, thread);
    thread_set_state(thread, THREAD_INACTIVE);
}

/* A thread taken out of the queue does its system call again. A fault it had is forgotten: it will
 * fault again. */
static void restart(struct tcb *thread)
{
    thread->fault.kind = FAULT_NULL;
    thread_set_state(thread, THREAD_RESTART);
    sched_enqueue(thread);
}

bool endpoint_restart_first(struct endpoint *endpoint)
{
    struct tcb *thread = endpoint->head;

    if (thread == NULL) {
        return false;
    }
    remove_from(endpoint, thread);
    restart(thread);
    sched_reschedule();
    return true;
}

/* What a thread's note says of the walk that it began. */
enum walk_note {
    WALK_BEGUN = 1,
    WALK_OVER,
};

/* Goes on with the walk. When it is over, its owner, which may be about to make its call again, is
 * told. */
static enum outcome walk_on(void)
{
    struct cancel_walk *walk = &kernel.cancel;
    word_t endpoint = (word_t)(uintptr_t)walk->endpoint;

    while (walk->next != NULL) {
        struct tcb *thread = walk->next;
        walk->next = thread == walk->last ? NULL : thread->wait_next;
        if (thread->badge == walk->badge) {
            remove_from(walk->endpoint, thread);
            restart(thread);
            sched_reschedule();
        }
        if (finalise_preemption_point() != OUTCOME_OK) {
            return OUTCOME_PREEMPTED;
        }
    }
    if (walk->owner != NULL &&
        stopped_find(walk->owner, STOPPED_CANCEL, endpoint, walk->badge) == WALK_BEGUN) {
        stopped_note(walk->owner, STOPPED_CANCEL, endpoint, walk->badge, WALK_OVER);
    }
    *walk = (struct cancel_walk){.is_active = false};
    return OUTCOME_OK;
}

/* There is one walk at a time: who finds that of another first goes on with that, so that two
 * callers cannot keep each other from ending. */
enum outcome endpoint_cancel_badged(struct endpoint *endpoint, word_t badge)
{
    struct cancel_walk *walk = &kernel.cancel;
    struct tcb *caller = kernel.current;
    word_t on = (word_t)(uintptr_t)endpoint;
    word_t note = stopped_find(caller, STOPPED_CANCEL, on, badge);

    if (note == WALK_OVER || (note != WALK_BEGUN && walk->is_active && walk_on() != OUTCOME_OK)) {
        return note == WALK_OVER ? OUTCOME_OK : OUTCOME_PREEMPTED;
    }
    if (note != WALK_BEGUN) {
        if (endpoint_get_state(endpoint) != ENDPOINT_SEND) {
            return OUTCOME_OK;
        }
        *walk = (struct cancel_walk){.is_active = true,
                                     .owner = caller,
                                     .endpoint = endpoint,
                                     .badge = badge,
                                     .next = endpoint->head,
                                     .last = wait_queue_tail(endpoint->tail_and_state)};
        stopped_note(caller, STOPPED_CANCEL, on, badge, WALK_BEGUN);
    }
    return walk_on();
}
