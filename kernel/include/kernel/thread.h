/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Threads as objects: state changes, suspending, resuming, what they use of the CPU. Decisions
 * about who runs are the scheduler's (kernel/sched.h).
 */
#ifndef KERNEL_THREAD_H
#define KERNEL_THREAD_H

#include "kernel/types.h"

#include "arch/switch.h"
#include "kernel/state.h"

static inline bool thread_is_runnable(const struct tcb *thread)
{
    return thread->state == THREAD_RUNNING || thread->state == THREAD_RESTART;
}

static inline bool thread_is_blocked(const struct tcb *thread)
{
    return thread->state == THREAD_BLOCKED_ON_RECEIVE || thread->state == THREAD_BLOCKED_ON_SEND ||
           thread->state == THREAD_BLOCKED_ON_REPLY ||
           thread->state == THREAD_BLOCKED_ON_NOTIFICATION;
}

/* Makes a zeroed TCB a thread: inactive, of the current domain, priority 0, full time slice, no
 * name. */
void thread_init(struct tcb *thread);

/* The TCB's memory is about to be given back: leaves the list of all threads. */
void thread_forget(struct tcb *thread);

/* Names a thread for the debug output; cut to fit. */
void thread_set_name(struct tcb *thread, const char *name);

/* Changes state; the current thread ceasing to be runnable asks for a new choice. */
void thread_set_state(struct tcb *thread, enum thread_state state);

/* Takes the thread out of whatever IPC or fault it waits in; inactive if it was blocked. */
void thread_cancel_ipc(struct tcb *thread);

/* Stops the thread until it is resumed. */
void thread_suspend(struct tcb *thread);

/* Makes an inactive or blocked thread run from its restart address; others are left alone. */
void thread_resume(struct tcb *thread);

/* Makes `thread` the one that uses the CPU: address space, FPU. */
void thread_switch_to(struct tcb *thread);

/* The floating point unit. kernel.fpu_owner is the thread whose registers it holds; those of all
 * others are in their contexts. The unit is off for a thread until its first use comes as an
 * exception; from then on (uses_fpu) it is on whenever the thread runs, with the thread as owner,
 * so that threads that do without it cost nothing. */

/* The current thread may have tried to use the unit. True: it was off and now is on, the thread can
 * try again. False: it was on, or the thread may not use it. */
bool thread_start_fpu(struct tcb *thread);

/* Makes a thread that uses the unit, and is about to run, its owner; returns its context. */
static inline struct arch_context *thread_load_fpu(struct tcb *thread)
{
    struct tcb *owner = kernel.fpu_owner;

    arch_fpu_enable(true);
    if (owner == thread) {
        return &thread->context;
    }
    kernel.fpu_owner = thread;
    return arch_fpu_exchange(owner != NULL ? &owner->context : NULL, &thread->context);
}

/* Makes the FPU forget the thread (it dies or may not use it any more): saves if it was the owner.
 */
void thread_release_fpu(struct tcb *thread);

#endif
