/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Classic scheduler: 256 fixed priorities, round robin within one. The highest priority with a
 * ready thread is found through a bitmap. The rules who runs after a wake-up are those of
 * sel4-abi 7.2.
 */
#include "kernel/sched.h"

#include "kernel/bits.h"
#include "kernel/console.h"
#include "kernel/state.h"
#include "kernel/thread.h"

static void bitmap_set(unsigned priority)
{
    kernel.ready_bitmap[priority / 64] |= UINT64_C(1) << (priority % 64);
}

static void bitmap_clear(unsigned priority)
{
    kernel.ready_bitmap[priority / 64] &= ~(UINT64_C(1) << (priority % 64));
}

/* Highest priority with a ready thread, or -1. */
static int highest_ready(void)
{
    for (unsigned i = NUM_PRIORITIES / 64; i-- > 0;) {
        if (kernel.ready_bitmap[i] != 0) {
            return (int)(i * 64 + bits_highest(kernel.ready_bitmap[i]));
        }
    }
    return -1;
}

/* At the head of its queue. */
void sched_enqueue(struct tcb *thread)
{
    struct ready_queue *queue = &kernel.ready[thread->priority];

    if (thread->queued) {
        return;
    }
    thread->queued = 1;
    thread->sched_prev = NULL;
    thread->sched_next = queue->head;
    if (queue->head != NULL) {
        queue->head->sched_prev = thread;
    } else {
        queue->tail = thread;
        bitmap_set(thread->priority);
    }
    queue->head = thread;
}

/* At the tail of its queue. */
void sched_append(struct tcb *thread)
{
    struct ready_queue *queue = &kernel.ready[thread->priority];

    if (thread->queued) {
        return;
    }
    thread->queued = 1;
    thread->sched_next = NULL;
    thread->sched_prev = queue->tail;
    if (queue->tail != NULL) {
        queue->tail->sched_next = thread;
    } else {
        queue->head = thread;
        bitmap_set(thread->priority);
    }
    queue->tail = thread;
}

void sched_dequeue(struct tcb *thread)
{
    struct ready_queue *queue = &kernel.ready[thread->priority];

    if (!thread->queued) {
        return;
    }
    thread->queued = 0;
    if (thread->sched_prev != NULL) {
        thread->sched_prev->sched_next = thread->sched_next;
    } else {
        queue->head = thread->sched_next;
    }
    if (thread->sched_next != NULL) {
        thread->sched_next->sched_prev = thread->sched_prev;
    } else {
        queue->tail = thread->sched_prev;
    }
    if (queue->head == NULL) {
        bitmap_clear(thread->priority);
    }
    thread->sched_next = NULL;
    thread->sched_prev = NULL;
}

void sched_reschedule(void)
{
    if (kernel.action == SCHED_CANDIDATE) {
        sched_enqueue(kernel.candidate);
        kernel.candidate = NULL;
    }
    kernel.action = SCHED_CHOOSE_NEW;
}

void sched_possible_switch(struct tcb *thread)
{
    if (kernel.action != SCHED_RESUME_CURRENT) {
        sched_reschedule();
        sched_enqueue(thread);
        return;
    }
    kernel.action = SCHED_CANDIDATE;
    kernel.candidate = thread;
}

void sched_yield(void)
{
    sched_dequeue(kernel.current);
    sched_append(kernel.current);
    sched_reschedule();
}

void sched_tick(void)
{
    struct tcb *current = kernel.current;

    if (!thread_is_runnable(current)) {
        return;
    }
    if (current->slice > 1) {
        current->slice--;
        return;
    }
    current->slice = TIME_SLICE_TICKS;
    sched_append(current);
    sched_reschedule();
}

void sched_set_priority(struct tcb *thread, uint8_t priority)
{
    sched_dequeue(thread);
    thread->priority = priority;
    if (!thread_is_runnable(thread)) {
        return;
    }
    if (thread == kernel.current) {
        sched_reschedule();
    } else {
        sched_possible_switch(thread);
    }
}

static void switch_to(struct tcb *thread)
{
    sched_dequeue(thread);
    thread_switch_to(thread);
}

static void choose(void)
{
    int priority = highest_ready();

    if (priority < 0) {
        thread_switch_to(kernel.idle);
        return;
    }
    kernel_assert(thread_is_runnable(kernel.ready[priority].head));
    switch_to(kernel.ready[priority].head);
}

/* Decides between a candidate and all others. The current thread is already queued if it can run.
 */
static void try_candidate(bool was_runnable)
{
    struct tcb *candidate = kernel.candidate;
    bool may_lose =
        kernel.current->state == THREAD_IDLE || candidate->priority < kernel.current->priority;

    if (!thread_is_runnable(candidate)) {
        choose();
    } else if (may_lose && (int)candidate->priority < highest_ready()) {
        sched_enqueue(candidate);
        choose();
    } else if (was_runnable && candidate->priority == kernel.current->priority) {
        sched_append(candidate);
        choose();
    } else {
        switch_to(candidate);
    }
}

static void decide(void)
{
    bool was_runnable = thread_is_runnable(kernel.current);

    if (kernel.action == SCHED_RESUME_CURRENT) {
        return;
    }
    if (was_runnable) {
        sched_enqueue(kernel.current);
    }
    if (kernel.action == SCHED_CANDIDATE) {
        try_candidate(was_runnable);
    } else {
        choose();
    }
    kernel.action = SCHED_RESUME_CURRENT;
    kernel.candidate = NULL;
}

void sched_finish_entry(void)
{
    decide();
    if (kernel.current->state == THREAD_RESTART) {
        arch_context_set(&kernel.current->context, ARCH_REG_NEXT_IP,
                         arch_context_get(&kernel.current->context, ARCH_REG_FAULT_IP));
        thread_set_state(kernel.current, THREAD_RUNNING);
    }
}
