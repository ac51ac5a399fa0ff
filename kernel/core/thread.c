/* SPDX-License-Identifier: BSD-2-Clause */
#include "kernel/thread.h"

#include "kernel/endpoint.h"
#include "kernel/notification.h"
#include "kernel/reply.h"
#include "kernel/sched.h"
#include "kernel/vspace.h"

void thread_init(struct tcb *thread)
{
    arch_context_init(&thread->context);
    thread->slice = TIME_SLICE_TICKS;
    thread->domain = (uint8_t)kernel.domain;
    thread->all_prev = NULL;
    thread->all_next = kernel.all_threads;
    if (kernel.all_threads != NULL) {
        kernel.all_threads->all_prev = thread;
    }
    kernel.all_threads = thread;
}

void thread_forget(struct tcb *thread)
{
    if (kernel.cancel.owner == thread) {
        kernel.cancel.owner = NULL;
    }
    if (thread->all_prev != NULL) {
        thread->all_prev->all_next = thread->all_next;
    } else {
        kernel.all_threads = thread->all_next;
    }
    if (thread->all_next != NULL) {
        thread->all_next->all_prev = thread->all_prev;
    }
    thread->all_next = NULL;
    thread->all_prev = NULL;
}

void thread_set_name(struct tcb *thread, const char *name)
{
    unsigned i;

    for (i = 0; name[i] != '\0' && i < TCB_NAME_SIZE - 1; i++) {
        thread->name[i] = name[i];
    }
    thread->name[i] = '\0';
}

void thread_set_state(struct tcb *thread, enum thread_state state)
{
    thread->state = (uint8_t)state;
    if (thread == kernel.current && !thread_is_runnable(thread) &&
        kernel.action == SCHED_RESUME_CURRENT) {
        sched_reschedule();
    }
}

void thread_cancel_ipc(struct tcb *thread)
{
    thread->fault.kind = FAULT_NULL;
    switch (thread->state) {
    case THREAD_BLOCKED_ON_SEND:
    case THREAD_BLOCKED_ON_RECEIVE:
        endpoint_cancel(thread);
        break;
    case THREAD_BLOCKED_ON_NOTIFICATION:
        notification_cancel(thread);
        break;
    case THREAD_BLOCKED_ON_REPLY:
        reply_revoke(thread);
        break;
    default:
        break;
    }
}

void thread_suspend(struct tcb *thread)
{
    thread_cancel_ipc(thread);
    if (thread->state == THREAD_RUNNING) {
        arch_context_set(&thread->context, ARCH_REG_FAULT_IP,
                         arch_context_get(&thread->context, ARCH_REG_NEXT_IP));
    }
    thread_set_state(thread, THREAD_INACTIVE);
    sched_dequeue(thread);
}

void thread_resume(struct tcb *thread)
{
    if (!thread_is_blocked(thread) && thread->state != THREAD_INACTIVE) {
        return;
    }
    thread_cancel_ipc(thread);
    reply_setup_master(thread);
    thread_set_state(thread, THREAD_RESTART);
    sched_enqueue(thread);
    sched_possible_switch(thread);
}

bool thread_start_fpu(struct tcb *thread)
{
    if (thread->uses_fpu != 0 || (thread->flags & TCB_FLAG_FPU_DISABLED) != 0) {
        return false;
    }
    thread->uses_fpu = 1;
    (void)thread_load_fpu(thread);
    return true;
}

void thread_switch_to(struct tcb *thread)
{
    kernel.current = thread;
    vspace_switch(thread);
    if (thread->uses_fpu != 0) {
        (void)thread_load_fpu(thread);
    } else {
        arch_fpu_enable(false);
    }
}

void thread_release_fpu(struct tcb *thread)
{
    thread->uses_fpu = 0;
    if (kernel.fpu_owner == thread) {
        arch_fpu_enable(true);
        arch_fpu_save(&thread->context);
        arch_fpu_enable(false);
        kernel.fpu_owner = NULL;
    }
}
