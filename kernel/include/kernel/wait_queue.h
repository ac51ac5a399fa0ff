/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The queue shared by endpoints and notifications: doubly linked through wait_next and wait_prev of
 * the threads. The object keeps the head pointer and a word with the tail pointer and, in its two
 * low bits, the object's state; the functions here change the pointers and leave the state bits
 * alone.
 */
#ifndef KERNEL_WAIT_QUEUE_H
#define KERNEL_WAIT_QUEUE_H

#include "kernel/types.h"

static inline struct tcb *wait_queue_tail(word_t tail_and_state)
{
    return (struct tcb *)(uintptr_t)(tail_and_state & ~(word_t)3);
}

/* Appends a thread that is in no wait queue. */
static inline void wait_queue_append(struct tcb **head, word_t *tail_and_state, struct tcb *thread)
{
    struct tcb *tail = wait_queue_tail(*tail_and_state);

    thread->wait_prev = tail;
    thread->wait_next = NULL;
    if (tail != NULL) {
        tail->wait_next = thread;
    } else {
        *head = thread;
    }
    *tail_and_state = (word_t)(uintptr_t)thread | (*tail_and_state & 3u);
}

/* Removes a thread that is in this queue. */
static inline void wait_queue_remove(struct tcb **head, word_t *tail_and_state, struct tcb *thread)
{
    if (thread->wait_prev != NULL) {
        thread->wait_prev->wait_next = thread->wait_next;
    } else {
        *head = thread->wait_next;
    }
    if (thread->wait_next != NULL) {
        thread->wait_next->wait_prev = thread->wait_prev;
    } else {
        *tail_and_state = (word_t)(uintptr_t)thread->wait_prev | (*tail_and_state & 3u);
    }
    thread->wait_next = NULL;
    thread->wait_prev = NULL;
}

#endif
