/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Classic scheduler: domains in turn, in each 256 fixed priorities, round robin within one. The
 * highest priority with a ready thread is found through a bitmap. The rules who runs after a
 * wake-up are those of sel4-abi 7.2, those of domains of 4.9.
 */
#include "kernel/sched.h"

#include "kernel/bits.h"
#include "kernel/console.h"
#include "kernel/state.h"
#include "kernel/thread.h"

#define DURATION_FOR_EVER ((UINT64_C(1) << 56) - 1)

static unsigned domain_of(const struct tcb *thread)
{
    return NUM_DOMAINS > 1 ? thread->domain : 0;
}

static struct ready_queue *queue_of(const struct tcb *thread)
{
    return &kernel.ready[domain_of(thread)][thread->priority];
}

/* Notes that the thread's queue has threads. */
static void bitmap_set(const struct tcb *thread)
{
    kernel.ready_bitmap[domain_of(thread)][thread->priority / 64] |= UINT64_C(1)
                                                                     << (thread->priority % 64);
}

static void bitmap_clear(const struct tcb *thread)
{
    kernel.ready_bitmap[domain_of(thread)][thread->priority / 64] &=
        ~(UINT64_C(1) << (thread->priority % 64));
}

/* Highest priority with a ready thread in the current domain, or -1. */
static int highest_ready(void)
{
    const uint64_t *bitmap = kernel.ready_bitmap[sched_domain()];

    for (unsigned i = NUM_PRIORITIES / 64; i-- > 0;) {
        if (bitmap[i] != 0) {
            return (int)(i * 64 + bits_highest(bitmap[i]));
        }
    }
    return -1;
}

/* At the head of its queue. */
void sched_enqueue(struct tcb *thread)
{
    struct ready_queue *queue = queue_of(thread);

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
        bitmap_set(thread);
    }
    queue->head = thread;
}

/* At the tail of its queue. */
void sched_append(struct tcb *thread)
{
    struct ready_queue *queue = queue_of(thread);

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
        bitmap_set(thread);
    }
    queue->tail = thread;
}

void sched_dequeue(struct tcb *thread)
{
    struct ready_queue *queue = queue_of(thread);

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
        bitmap_clear(thread);
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
    if (!sched_is_current_domain(thread)) {
        sched_enqueue(thread);
        return;
    }
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

static void tick_thread(struct tcb *current)
{
    if (current->slice > 1) {
        current->slice--;
        return;
    }
    current->slice = TIME_SLICE_TICKS;
    sched_append(current);
    sched_reschedule();
}

void sched_tick(void)
{
    if (thread_is_runnable(kernel.current)) {
        tick_thread(kernel.current);
    }
    if (NUM_DOMAINS > 1) {
        kernel.domain_time--;
        if (kernel.domain_time == 0) {
            sched_reschedule();
        }
    }
}

void sched_init_domains(void)
{
    kernel.domain_schedule[0].duration = DURATION_FOR_EVER;
    kernel.domain_time = DURATION_FOR_EVER;
}

/* The floating point unit does not carry one domain's registers into the time of another. */
static void release_fpu(void)
{
    if (kernel.fpu_owner != NULL) {
        thread_release_fpu(kernel.fpu_owner);
    }
}

static void next_domain(void)
{
    const struct domain_entry *entry = &kernel.domain_schedule[kernel.domain_index + 1];

    kernel_assert(kernel.domain_index + 1 < NUM_DOMAIN_SCHEDULES);
    kernel.domain_index++;
    if (entry->duration == 0) {
        kernel.domain_index = kernel.domain_start;
        entry = &kernel.domain_schedule[kernel.domain_start];
    }
    release_fpu();
    kernel.work_units = 0;
    kernel.domain = entry->domain;
    kernel.domain_time = entry->duration;
}

void sched_set_domain(struct tcb *thread, uint8_t domain)
{
    if (domain != kernel.domain) {
        thread_release_fpu(thread);
    }
    sched_dequeue(thread);
    thread->domain = domain;
    if (thread_is_runnable(thread)) {
        sched_enqueue(thread);
    }
    if (thread == kernel.current) {
        sched_reschedule();
    }
}

/* The last entry is an end marker: from the one before it the way leads to the start. */
void sched_set_domain_start(word_t index)
{
    kernel.domain_start = index;
    kernel.domain_index = NUM_DOMAIN_SCHEDULES - 2;
    kernel.domain_time = 0;
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
    struct tcb *thread;
    int priority;

    if (kernel.domain_time == 0) {
        next_domain();
    }
    priority = highest_ready();
    if (priority < 0) {
        thread_switch_to(kernel.idle);
        return;
    }
    thread = kernel.ready[sched_domain()][priority].head;
    kernel_assert(thread_is_runnable(thread));
    switch_to(thread);
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
