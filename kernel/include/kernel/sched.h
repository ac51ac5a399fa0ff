/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The scheduler's interface. What is behind it is a variant chosen by the build:
 * kernel/core/classic (fixed priorities, round robin).
 *
 * Domains part the threads. Only those of kernel.domain run, however important others are, for as
 * many timer ticks as the schedule's entry says; then it is the next entry's turn, and before an
 * end marker the start entry's. A kernel with one domain never looks at the schedule: its choice of
 * queues folds to a constant.
 *
 * Invariant between kernel entries: every runnable thread except the current one is in the ready
 * queue of its domain and priority; the current one and all others are in none. The current thread
 * is of the current domain, or idle.
 */
#ifndef KERNEL_SCHED_H
#define KERNEL_SCHED_H

#include "kernel/types.h"

#include "kernel/state.h"

/* Queue operations; nothing happens if the thread already is in (is not in) a queue. */
void sched_enqueue(struct tcb *thread);
void sched_append(struct tcb *thread);
void sched_dequeue(struct tcb *thread);

/* `thread` became runnable: it may be the next to run, if it is of the current domain and nothing
 * else has been decided at this entry. */
void sched_possible_switch(struct tcb *thread);

/* Something changed that makes the current decision stale. */
void sched_reschedule(void);

/* The domain whose threads run. */
static inline word_t sched_domain(void)
{
    return NUM_DOMAINS > 1 ? kernel.domain : 0;
}

/* Is `thread` of the current domain? */
static inline bool sched_is_current_domain(const struct tcb *thread)
{
    return NUM_DOMAINS == 1 || thread->domain == kernel.domain;
}

/* Is any thread of the current domain with a priority above `priority` in a ready queue? */
static inline bool sched_is_ready_above(unsigned priority)
{
    const uint64_t *bitmap = kernel.ready_bitmap[sched_domain()];
    unsigned i = priority / 64;

    if ((bitmap[i] >> (priority % 64)) > 1) {
        return true;
    }
    while (++i < NUM_PRIORITIES / 64) {
        if (bitmap[i] != 0) {
            return true;
        }
    }
    return false;
}

/* The current thread gives way to others of its priority. */
void sched_yield(void);

/* A timer tick of the current thread and domain. */
void sched_tick(void);

/* At boot: the schedule is domain 0 for ever. */
void sched_init_domains(void);

/* Moves a thread into a domain. */
void sched_set_domain(struct tcb *thread, uint8_t domain);

/* The schedule starts at this entry, no end marker, from now on; the turn of the current domain
 * ends with this kernel entry. */
void sched_set_domain_start(word_t index);

void sched_set_priority(struct tcb *thread, uint8_t priority);

/* End of a kernel entry: carries out the decision and makes the current thread ready to continue.
 */
void sched_finish_entry(void);

#endif
