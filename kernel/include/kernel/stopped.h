/* SPDX-License-Identifier: BSD-2-Clause
 *
 * How far a system call came that was stopped at a preemption point. The thread makes the same call
 * again, with the same registers, which must be as they were when it is over. Most operations leave
 * their traces in what they work on (a zombie, a watermark); those that do not keep a note here,
 * one per thread. A note counts only for the operation it names; it goes when the thread's call is
 * over or somebody gives the thread other registers.
 */
#ifndef KERNEL_STOPPED_H
#define KERNEL_STOPPED_H

#include "kernel/types.h"

/* What can be stopped. A cache operation adds its enum cache_op. */
enum stopped_what {
    STOPPED_NOTHING, /* zero: fresh memory */
    STOPPED_CANCEL,
    STOPPED_CACHE,
};

/* What was noted for the operation `what` on `a` and `b`; 0: nothing. */
static inline word_t stopped_find(const struct tcb *thread, word_t what, word_t a, word_t b)
{
    const struct stopped *note = &thread->stopped;

    return note->what == what && note->on[0] == a && note->on[1] == b ? note->done : 0;
}

/* Notes how far the thread's operation is. */
static inline void stopped_note(struct tcb *thread, word_t what, word_t a, word_t b, word_t done)
{
    thread->stopped = (struct stopped){
        what, {a, b},
         done
    };
}

static inline void stopped_forget(struct tcb *thread)
{
    thread->stopped.what = STOPPED_NOTHING;
}

#endif
