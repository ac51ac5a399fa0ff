/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The doors from user mode: system calls, interrupts, exceptions. Each does its work and lets the
 * scheduler decide who continues.
 */
#include "api/syscalls.h"
#include "arch/boot.h"
#include "kernel/cap.h"
#include "kernel/console.h"
#include "kernel/cspace.h"
#include "kernel/debug.h"
#include "kernel/endpoint.h"
#include "kernel/fault.h"
#include "kernel/invariants.h"
#include "kernel/invocation.h"
#include "kernel/irq.h"
#include "kernel/latency.h"
#include "kernel/message.h"
#include "kernel/notification.h"
#include "kernel/reply.h"
#include "kernel/sched.h"
#include "kernel/state.h"
#include "kernel/stopped.h"
#include "kernel/thread.h"

static struct arch_context *leave_unchecked(void)
{
    sched_finish_entry();
    latency_end();
    return &kernel.current->context;
}

/* The end of what a thread asked for. A kernel that checks itself does so here, and not after
 * interrupts: a check may take longer than a tick, and then the next interrupt would always be
 * waiting, so that no thread ever went on. */
static struct arch_context *leave(void)
{
    struct arch_context *next = leave_unchecked();

    invariants_enforce();
    return next;
}

/* Error reply of an invocation by Call. */
static void reply_error(struct tcb *thread)
{
    struct ipc_buffer *buffer = message_buffer(thread, true);
    word_t length = 0;

    for (unsigned i = 0; i < kernel.error.count; i++) {
        length = message_put(thread, buffer, i, kernel.error.word[i]);
    }
    arch_context_set(&thread->context, ARCH_REG_CAP, 0);
    arch_context_set(&thread->context, ARCH_REG_INFO,
                     message_info_make(kernel.error.code, 0, 0, length));
}

static void reply_success(struct tcb *thread, const struct invocation *inv)
{
    arch_context_set(&thread->context, ARCH_REG_CAP, 0);
    arch_context_set(&thread->context, ARCH_REG_INFO,
                     message_info_make(0, 0, 0, inv->result_length));
}

/* Looks up everything an invocation needs; a failure is a fault of a blocking caller, and nothing
 * otherwise. */
static bool gather(struct tcb *thread, struct invocation *inv)
{
    cptr_t address = arch_context_get(&thread->context, ARCH_REG_CAP);
    word_t info = arch_context_get(&thread->context, ARCH_REG_INFO);
    bool found = cspace_lookup(thread, address, &inv->slot);

    if (found) {
        inv->buffer = message_buffer(thread, false);
        found = message_lookup_extra(thread, inv->buffer, info, inv->extra, &inv->extra_count,
                                     &address);
    }
    if (!found) {
        if (inv->is_blocking) {
            struct fault fault = fault_cap(address, false);
            fault_deliver(thread, &fault);
        }
        return false;
    }
    inv->cap = inv->slot->cap;
    inv->label = message_info_get_label(info);
    inv->length = message_info_get_length(info);
    if (inv->length > MSG_MAX_LENGTH) {
        inv->length = MSG_MAX_LENGTH;
    }
    if (inv->buffer == NULL && inv->length > NUM_MSG_REGISTERS) {
        inv->length = NUM_MSG_REGISTERS;
    }
    return true;
}

/* Send, NBSend, Call. */
static void invoke(bool is_blocking, bool is_call)
{
    struct tcb *thread = kernel.current;
    struct invocation inv = {.is_blocking = is_blocking, .is_call = is_call};
    enum outcome outcome;

    if (!gather(thread, &inv)) {
        return;
    }
    thread_set_state(thread, THREAD_RESTART);
    outcome = invocation_decode(&inv);
    if (outcome == OUTCOME_PREEMPTED) {
        irq_handle();
        return;
    }
    stopped_forget(thread);
    if (thread->state != THREAD_RESTART) {
        return; /* it waits, or has stopped or deleted itself */
    }
    if (is_call && outcome == OUTCOME_ERROR) {
        reply_error(thread);
    } else if (is_call) {
        reply_success(thread, &inv);
    }
    thread_set_state(thread, THREAD_RUNNING);
}

/* Nothing can be received through this capability. */
static void receive_fault(struct tcb *thread, cptr_t address)
{
    struct fault fault = fault_cap(address, true);

    fault_deliver(thread, &fault);
}

/* Recv, NBRecv. */
static void receive(bool is_blocking)
{
    struct tcb *thread = kernel.current;
    cptr_t address = arch_context_get(&thread->context, ARCH_REG_CAP);
    struct slot *slot = NULL;
    struct cap cap;

    if (!cspace_lookup(thread, address, &slot)) {
        receive_fault(thread, address);
        return;
    }
    cap = slot->cap;
    if (cap_type(cap) == CAP_TAG_ENDPOINT && cap_has_right(cap, RIGHT_READ)) {
        reply_drop_caller(thread);
        endpoint_receive(thread, cap, is_blocking);
        return;
    }
    if (cap_type(cap) == CAP_TAG_NOTIFICATION && cap_has_right(cap, RIGHT_READ)) {
        struct notification *notification = cap_object(cap);
        if (notification->bound == NULL || notification->bound == thread) {
            notification_receive(notification, thread, is_blocking);
            return;
        }
    }
    (void)lookup_fail_missing_capability(0);
    receive_fault(thread, address);
}

/* Reply to whoever called this thread last, if anybody waits. */
static void reply(void)
{
    struct slot *slot = &kernel.current->slots[TCB_SLOT_CALLER];

    if (cap_type(slot->cap) == CAP_TAG_REPLY) {
        bool can_grant = (cap_aux(slot->cap) & CAP_AUX_REPLY_GRANT) != 0;
        reply_transfer(kernel.current, cap_object(slot->cap), slot, can_grant);
    }
}

static void unknown_syscall(int64_t number)
{
    struct fault fault = {.kind = FAULT_UNKNOWN_SYSCALL, .address = (word_t)number};

    fault_deliver(kernel.current, &fault);
}

struct arch_context *syscall_entry(void)
{
    int64_t number = (int64_t)arch_context_get(&kernel.current->context, ARCH_REG_SYSCALL);

    latency_begin();
    switch (number) {
    case SYS_CALL:
        invoke(true, true);
        break;
    case SYS_REPLY_RECV:
        reply();
        receive(true);
        break;
    case SYS_SEND:
        invoke(true, false);
        break;
    case SYS_NB_SEND:
        invoke(false, false);
        break;
    case SYS_RECV:
        receive(true);
        break;
    case SYS_REPLY:
        reply();
        break;
    case SYS_YIELD:
        sched_yield();
        break;
    case SYS_NB_RECV:
        receive(false);
        break;
    default:
        if (debug_syscall(number)) {
            latency_end();
            return &kernel.current->context;
        }
        unknown_syscall(number);
        break;
    }
    return leave();
}

struct arch_context *irq_entry(void)
{
    latency_begin();
    irq_handle();
    return leave_unchecked();
}

struct arch_context *vm_fault_entry(uint64_t address, uint64_t status, bool is_fetch)
{
    struct fault fault = {
        .kind = FAULT_VM, .address = address, .code = status, .flag = is_fetch ? 1 : 0};

    latency_begin();
    fault_deliver(kernel.current, &fault);
    return leave();
}

struct arch_context *fpu_use_entry(uint64_t number, uint64_t code)
{
    if (thread_start_fpu(kernel.current)) {
        return leave();
    }
    return user_exception_entry(number, code);
}

struct arch_context *user_exception_entry(uint64_t number, uint64_t code)
{
    struct fault fault = {.kind = FAULT_USER_EXCEPTION, .address = number, .code = code};

    latency_begin();
    fault_deliver(kernel.current, &fault);
    return leave();
}
