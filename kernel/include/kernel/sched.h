/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The scheduler's interface. What is behind it is a variant chosen by the build:
 * kernel/core/classic (fixed priorities, round robin).
 *
 * Invariant between kernel entries: every runnable thread except the current one is in the ready
 * queue of its priority; the current one and all others are in none.
 */
#ifndef KERNEL_SCHED_H
#define KERNEL_SCHED_H

#include "kernel/types.h"

#include "kernel/state.h"

/* Queue operations; nothing happens if the thread already is in (is not in) a queue. */
void sched_enqueue(struct tcb *thread);
void sched_append(struct tcb *thread);
void sched_dequeue(struct tcb *thread);

/* `thread` became runnable: it may be the next to run, if nothing else has been decided at this
 * entry. */
void sched_possible_switch(struct tcb *thread);

/* Something changed that makes the current decision stale. */
void sched_reschedule(void);

/* Is any thread with a priority above `priority` in a ready queue? */
static inline bool sched_is_ready_above(unsigned priority)
{
    unsigned i = priority / 64;

    if ((kernel.ready_bitmap[i] >> (priority % 64)) > 1) {
        return true;
    }
    while (++i < NUM_PRIORITIES / 64) {
        if (kernel.ready_bitmap[i] != 0) {
            return true;
        }
    }
    return false;
}

/* The current thread gives way to others of its priority. */
void sched_yield(void);

/* A timer tick of the current thread. */
void sched_tick(void);

void sched_set_priority(struct tcb *thread, uint8_t priority);

/* End of a kernel entry: carries out the decision and makes the current thread ready to continue.
 */
void sched_finish_entry(void);

#endif
