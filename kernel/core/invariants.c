/* SPDX-License-Identifier: BSD-2-Clause */
#include "kernel/invariants.h"

#include "arch/boot.h"
#include "kernel/cap.h"
#include "kernel/derivation.h"
#include "kernel/endpoint.h"
#include "kernel/notification.h"
#include "kernel/state.h"
#include "kernel/thread.h"
#include "kernel/wait_queue.h"

/* Longer than any list can be on a machine that fits our addresses: a list that goes on is a cycle.
 */
#define LIST_LIMIT (UINT64_C(1) << 32)

static const char *check_ready_queue(unsigned domain, unsigned priority)
{
    const struct ready_queue *queue = &kernel.ready[domain][priority];
    bool marked = (kernel.ready_bitmap[domain][priority / 64] >> (priority % 64) & 1u) != 0;
    const struct tcb *previous = NULL;
    uint64_t steps = 0;

    if (marked != (queue->head != NULL)) {
        return "a ready queue and its bit in the bitmap disagree";
    }
    for (const struct tcb *thread = queue->head; thread != NULL; thread = thread->sched_next) {
        if (thread->sched_prev != previous) {
            return "a ready queue is not linked both ways";
        }
        if (!thread->queued || thread->priority != priority || thread->domain != domain) {
            return "a thread is in a ready queue that is not its own, or not marked as queued";
        }
        if (!thread_is_runnable(thread)) {
            return "a thread that cannot run is in a ready queue";
        }
        if (++steps > LIST_LIMIT) {
            return "a ready queue has no end";
        }
        previous = thread;
    }
    return queue->tail == previous ? NULL : "the tail of a ready queue is not its last thread";
}

/* The queue of an endpoint or notification: all threads wait for this object in one of two states.
 */
static const char *check_wait_queue(const struct tcb *head, word_t tail, const void *object,
                                    unsigned state)
{
    const struct tcb *previous = NULL;

    for (const struct tcb *thread = head; thread != NULL; thread = thread->wait_next) {
        if (thread->wait_prev != previous) {
            return "a wait queue is not linked both ways";
        }
        if (thread->blocked_on != object || thread->state != state) {
            return "a thread in a wait queue does not wait for it";
        }
        previous = thread;
    }
    return wait_queue_tail(tail) == previous ? NULL
                                             : "the tail of a wait queue is not its last thread";
}

static const char *check_endpoint(const struct endpoint *endpoint)
{
    enum endpoint_state state = endpoint_get_state(endpoint);

    if ((state == ENDPOINT_IDLE) != (endpoint->head == NULL)) {
        return "an endpoint is idle with waiting threads, or busy with none";
    }
    return check_wait_queue(endpoint->head, endpoint->tail_and_state, endpoint,
                            state == ENDPOINT_SEND ? THREAD_BLOCKED_ON_SEND
                                                   : THREAD_BLOCKED_ON_RECEIVE);
}

static const char *check_notification(const struct notification *notification)
{
    bool waiting = notification_get_state(notification) == NOTIFICATION_WAITING;

    if (waiting != (notification->head != NULL)) {
        return "a notification waits without threads, or has threads without waiting";
    }
    if (notification->bound != NULL && notification->bound->bound != notification) {
        return "a notification is bound to a thread that does not know it";
    }
    return check_wait_queue(notification->head, notification->tail_and_state, notification,
                            THREAD_BLOCKED_ON_NOTIFICATION);
}

static const char *check_neighbours(const struct slot *slot, const struct slot *next)
{
    if (next->prev != slot) {
        return "the derivation list is not linked both ways";
    }
    if (cap_is_null(next->cap)) {
        return "an empty slot is in the derivation list";
    }
    return NULL;
}

const char *invariants_check_list(const struct slot *slot)
{
    uint64_t steps = 0;

    if (cap_is_null(slot->cap)) {
        return slot->prev == NULL && slot->next_and_flags == 0 ? NULL
                                                               : "an empty slot has list links";
    }
    while (slot->prev != NULL) {
        if (derivation_next(slot->prev) != slot) {
            return "the derivation list is not linked both ways";
        }
        if (++steps > LIST_LIMIT) {
            return "the derivation list has no beginning";
        }
        slot = slot->prev;
    }
    for (const struct slot *next = derivation_next(slot); next != NULL;
         next = derivation_next(slot)) {
        const char *broken = check_neighbours(slot, next);
        if (broken != NULL) {
            return broken;
        }
        slot = next;
    }
    return NULL;
}

static const char *check_reply(const struct tcb *thread)
{
    const struct slot *master = &thread->slots[TCB_SLOT_REPLY];
    const struct slot *child = derivation_next(master);

    if (!cap_is_null(master->cap) && !cap_reply_is_master(master->cap)) {
        return "the master reply slot holds something else";
    }
    if (thread->state == THREAD_BLOCKED_ON_RECEIVE &&
        !cap_is_null(thread->slots[TCB_SLOT_CALLER].cap)) {
        return "a thread that waits for a message still may reply to the last one";
    }
    if (child != NULL && thread->state != THREAD_BLOCKED_ON_REPLY) {
        return "there is a reply capability to a thread that does not wait for a reply";
    }
    return NULL;
}

static const char *check_blocked(const struct tcb *thread)
{
    switch (thread->state) {
    case THREAD_BLOCKED_ON_SEND:
    case THREAD_BLOCKED_ON_RECEIVE:
        return check_endpoint(thread->blocked_on);
    case THREAD_BLOCKED_ON_NOTIFICATION:
        return check_notification(thread->blocked_on);
    default:
        return NULL;
    }
}

static const char *check_thread(const struct tcb *thread)
{
    const char *broken = check_blocked(thread);

    if (broken == NULL && thread->bound != NULL) {
        broken = thread->bound->bound == thread ? check_notification(thread->bound)
                                                : "a thread is bound to a notification of another";
    }
    if (broken == NULL) {
        broken = check_reply(thread);
    }
    if (broken == NULL && thread_is_runnable(thread) && thread->fault.kind != FAULT_NULL) {
        broken = "a thread that could run has a fault";
    }
    if (broken == NULL && thread != kernel.current && thread_is_runnable(thread) &&
        !thread->queued) {
        broken = "a thread that could run is in no ready queue";
    }
    if (broken == NULL && thread == kernel.current && thread->queued) {
        broken = "the current thread is in a ready queue";
    }
    for (unsigned i = 0; broken == NULL && i < TCB_SLOT_COUNT; i++) {
        broken = invariants_check_list(&thread->slots[i]);
    }
    return broken;
}

/* The current thread is of the current domain, whose turn is not over. */
static const char *check_domain(void)
{
    const struct domain_entry *last = &kernel.domain_schedule[NUM_DOMAIN_SCHEDULES - 1];

    if (last->duration != 0 || kernel.domain_schedule[kernel.domain_start].duration == 0) {
        return "the domain schedule does not end, or starts where it ends";
    }
    if (kernel.domain_time == 0 || kernel.domain >= NUM_DOMAINS) {
        return "no domain has its turn";
    }
    if (kernel.current != kernel.idle && kernel.current->domain != kernel.domain) {
        return "the current thread is not of the current domain";
    }
    return NULL;
}

const char *invariants_check(void)
{
    const char *domain_fault = check_domain();

    if (domain_fault != NULL) {
        return domain_fault;
    }
    for (unsigned i = 0; i < NUM_DOMAINS * NUM_PRIORITIES; i++) {
        const char *broken = check_ready_queue(i / NUM_PRIORITIES, i % NUM_PRIORITIES);
        if (broken != NULL) {
            return broken;
        }
    }
    for (const struct tcb *thread = kernel.all_threads; thread != NULL; thread = thread->all_next) {
        const char *broken = check_thread(thread);
        if (broken != NULL) {
            return broken;
        }
    }
    return NULL;
}

void invariants_enforce(void)
{
    if (KERNEL_CHECK_INVARIANTS != 0) {
        const char *broken = invariants_check();
        if (broken != NULL) {
            kernel_panic(broken);
        }
    }
}
