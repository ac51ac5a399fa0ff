/* SPDX-License-Identifier: BSD-2-Clause */
#include "kernel/notification.h"

#include "kernel/console.h"
#include "kernel/endpoint.h"
#include "kernel/sched.h"
#include "kernel/state.h"
#include "kernel/thread.h"
#include "kernel/wait_queue.h"

static void set_state(struct notification *notification, enum notification_state state)
{
    notification->tail_and_state = (notification->tail_and_state & ~(word_t)3) | (word_t)state;
}

static void remove_from(struct notification *notification, struct tcb *thread)
{
    wait_queue_remove(&notification->head, &notification->tail_and_state, thread);
    if (notification->head == NULL) {
        set_state(notification, NOTIFICATION_IDLE);
    }
}

/* `thread` got a signal: only the badge register tells. */
static void wake(struct tcb *thread, word_t badge)
{
    thread_set_state(thread, THREAD_RUNNING);
    arch_context_set(&thread->context, ARCH_REG_CAP, badge);
    sched_possible_switch(thread);
}

void notification_signal(struct notification *notification, word_t badge)
{
    struct tcb *thread;

    switch (notification_get_state(notification)) {
    case NOTIFICATION_ACTIVE:
        notification->pending |= badge;
        break;
    case NOTIFICATION_WAITING:
        thread = notification->head;
        remove_from(notification, thread);
        wake(thread, badge);
        break;
    case NOTIFICATION_IDLE:
        thread = notification->bound;
        if (thread != NULL && thread->state == THREAD_BLOCKED_ON_RECEIVE) {
            endpoint_cancel(thread);
            wake(thread, badge);
        } else {
            notification->pending = badge;
            set_state(notification, NOTIFICATION_ACTIVE);
        }
        break;
    }
}

void notification_take(struct notification *notification, struct tcb *thread)
{
    kernel_assert(notification_get_state(notification) == NOTIFICATION_ACTIVE);
    arch_context_set(&thread->context, ARCH_REG_CAP, notification->pending);
    notification->pending = 0;
    set_state(notification, NOTIFICATION_IDLE);
}

void notification_receive(struct notification *notification, struct tcb *thread, bool is_blocking)
{
    if (notification_get_state(notification) == NOTIFICATION_ACTIVE) {
        notification_take(notification, thread);
    } else if (is_blocking) {
        thread_set_state(thread, THREAD_BLOCKED_ON_NOTIFICATION);
        thread->blocked_on = notification;
        wait_queue_append(&notification->head, &notification->tail_and_state, thread);
        set_state(notification, NOTIFICATION_WAITING);
    } else {
        arch_context_set(&thread->context, ARCH_REG_CAP, 0);
    }
}

void notification_cancel(struct tcb *thread)
{
    kernel_assert(thread->state == THREAD_BLOCKED_ON_NOTIFICATION);
    remove_from(thread->blocked_on, thread);
    thread_set_state(thread, THREAD_INACTIVE);
}

bool notification_restart_first(struct notification *notification)
{
    struct tcb *thread = notification->head;

    if (thread == NULL) {
        return false;
    }
    remove_from(notification, thread);
    thread_set_state(thread, THREAD_RESTART);
    sched_enqueue(thread);
    sched_reschedule();
    return true;
}

void notification_bind(struct notification *notification, struct tcb *thread)
{
    kernel_assert(notification->bound == NULL && thread->bound == NULL);
    notification->bound = thread;
    thread->bound = notification;
}

void notification_unbind_thread(struct tcb *thread)
{
    if (thread->bound != NULL) {
        thread->bound->bound = NULL;
        thread->bound = NULL;
    }
}

void notification_unbind(struct notification *notification)
{
    if (notification->bound != NULL) {
        notification_unbind_thread(notification->bound);
    }
}
