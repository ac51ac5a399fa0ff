/* SPDX-License-Identifier: BSD-2-Clause */
#include "kernel/tcb.h"

#include "kernel/cap.h"
#include "kernel/invocation.h"
#include "kernel/sched.h"
#include "kernel/state.h"
#include "kernel/stopped.h"
#include "kernel/thread.h"

/* Bits of the first message word. */
#define READ_SUSPEND        1u
#define WRITE_RESUME        1u
#define COPY_SUSPEND_SOURCE 1u
#define COPY_RESUME_TARGET  2u
#define COPY_FRAME          4u
#define COPY_INTEGER        8u

/* The thread goes on where its restart address says. */
static void sync_next_ip(struct tcb *thread)
{
    arch_context_set(&thread->context, ARCH_REG_NEXT_IP,
                     arch_context_get(&thread->context, ARCH_REG_FAULT_IP));
}

enum outcome tcb_decode_read_registers(struct invocation *inv)
{
    struct tcb *thread = tcb_target(inv);
    word_t flags;
    word_t count;

    if (inv->length < 2) {
        return error_truncated_message();
    }
    flags = invocation_arg(inv, 0);
    count = invocation_arg(inv, 1);
    if (count < 1 || count > arch_user_context.count) {
        return error_range(1, arch_user_context.count);
    }
    if (thread == kernel.current) {
        return error_illegal_operation();
    }
    if ((flags & READ_SUSPEND) != 0) {
        thread_suspend(thread);
    }
    for (unsigned i = 0; i < count; i++) {
        invocation_result(inv, i, arch_context_get(&thread->context, arch_user_context.regs[i]));
    }
    return OUTCOME_OK;
}

enum outcome tcb_decode_write_registers(struct invocation *inv)
{
    struct tcb *thread = tcb_target(inv);
    word_t flags;
    word_t count;

    if (inv->length < 2) {
        return error_truncated_message();
    }
    flags = invocation_arg(inv, 0);
    count = invocation_arg(inv, 1);
    if (inv->length - 2 < count) {
        return error_truncated_message();
    }
    if (thread == kernel.current) {
        return error_illegal_operation();
    }
    for (unsigned i = 0; i < count && i < arch_user_context.count; i++) {
        unsigned reg = arch_user_context.regs[i];
        arch_context_set(&thread->context, reg,
                         arch_context_sanitise(reg, invocation_arg(inv, i + 2)));
    }
    sync_next_ip(thread);
    stopped_forget(thread);
    if ((flags & WRITE_RESUME) != 0) {
        thread_resume(thread);
    }
    return OUTCOME_OK;
}

/* Copies entries [first, end) of the user context order. */
static void copy_group(const struct tcb *source, struct tcb *dest, unsigned first, unsigned end)
{
    for (unsigned i = first; i < end; i++) {
        unsigned reg = arch_user_context.regs[i];
        arch_context_set(&dest->context, reg, arch_context_get(&source->context, reg));
    }
}

enum outcome tcb_decode_copy_registers(struct invocation *inv)
{
    struct tcb *dest = tcb_target(inv);
    struct tcb *source;
    word_t flags;

    if (inv->length < 1 || inv->extra_count < 1) {
        return error_truncated_message();
    }
    if (cap_type(inv->extra[0]->cap) != CAP_TAG_TCB) {
        return error_invalid_capability(1);
    }
    source = cap_object(inv->extra[0]->cap);
    flags = invocation_arg(inv, 0);
    if ((flags & COPY_SUSPEND_SOURCE) != 0) {
        thread_suspend(source);
    }
    if ((flags & COPY_RESUME_TARGET) != 0) {
        thread_resume(dest);
    }
    if ((flags & COPY_FRAME) != 0) {
        copy_group(source, dest, 0, arch_user_context_frame_count);
        sync_next_ip(dest);
    }
    if ((flags & COPY_INTEGER) != 0) {
        copy_group(source, dest, arch_user_context_frame_count, arch_user_context.count);
    }
    stopped_forget(dest);
    if (dest == kernel.current) {
        sched_reschedule();
    }
    return OUTCOME_OK;
}
