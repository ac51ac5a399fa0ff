/* SPDX-License-Identifier: BSD-2-Clause */
#include "kernel/tcb.h"

#include "api/invocation_labels.h"
#include "kernel/cap.h"
#include "kernel/invocation.h"
#include "kernel/notification.h"
#include "kernel/sched.h"
#include "kernel/state.h"
#include "kernel/thread.h"

struct tcb *tcb_target(const struct invocation *inv)
{
    return cap_object(inv->cap);
}

/* The thread whose maximum controlled priority limits what may be set: extra capability 0. */
static enum outcome find_authority(const struct invocation *inv, unsigned min_length,
                                   const struct tcb **authority)
{
    if (inv->length < min_length || inv->extra_count < 1) {
        return error_truncated_message();
    }
    if (cap_type(inv->extra[0]->cap) != CAP_TAG_TCB) {
        return error_invalid_capability(1);
    }
    *authority = cap_object(inv->extra[0]->cap);
    return OUTCOME_OK;
}

static enum outcome check_priority(word_t priority, const struct tcb *authority)
{
    return priority > authority->mcp ? error_range(0, authority->mcp) : OUTCOME_OK;
}

static enum outcome decode_set_priority(struct invocation *inv)
{
    const struct tcb *authority = NULL;
    enum outcome outcome = find_authority(inv, 1, &authority);

    if (outcome == OUTCOME_OK) {
        outcome = check_priority(invocation_arg(inv, 0), authority);
    }
    if (outcome == OUTCOME_OK) {
        sched_set_priority(tcb_target(inv), (uint8_t)invocation_arg(inv, 0));
    }
    return outcome;
}

static enum outcome decode_set_mc_priority(struct invocation *inv)
{
    const struct tcb *authority = NULL;
    enum outcome outcome = find_authority(inv, 1, &authority);

    if (outcome == OUTCOME_OK) {
        outcome = check_priority(invocation_arg(inv, 0), authority);
    }
    if (outcome == OUTCOME_OK) {
        tcb_target(inv)->mcp = (uint8_t)invocation_arg(inv, 0);
    }
    return outcome;
}

static enum outcome decode_set_sched_params(struct invocation *inv)
{
    const struct tcb *authority = NULL;
    enum outcome outcome = find_authority(inv, 2, &authority);

    if (outcome == OUTCOME_OK) {
        outcome = check_priority(invocation_arg(inv, 0), authority);
    }
    if (outcome == OUTCOME_OK) {
        outcome = check_priority(invocation_arg(inv, 1), authority);
    }
    if (outcome == OUTCOME_OK) {
        uint8_t priority = (uint8_t)invocation_arg(inv, 1);
        tcb_target(inv)->mcp = (uint8_t)invocation_arg(inv, 0);
        sched_set_priority(tcb_target(inv), priority);
    }
    return outcome;
}

static enum outcome decode_bind_notification(struct invocation *inv)
{
    struct notification *notification;
    struct cap cap;

    if (inv->extra_count < 1) {
        return error_truncated_message();
    }
    cap = inv->extra[0]->cap;
    if (tcb_target(inv)->bound != NULL || cap_type(cap) != CAP_TAG_NOTIFICATION ||
        !cap_has_right(cap, RIGHT_READ)) {
        return error_illegal_operation();
    }
    notification = cap_object(cap);
    if (notification->head != NULL || notification->bound != NULL) {
        return error_illegal_operation();
    }
    notification_bind(notification, tcb_target(inv));
    return OUTCOME_OK;
}

static enum outcome decode_unbind_notification(struct invocation *inv)
{
    if (tcb_target(inv)->bound == NULL) {
        return error_illegal_operation();
    }
    notification_unbind_thread(tcb_target(inv));
    return OUTCOME_OK;
}

static enum outcome decode_set_tls_base(struct invocation *inv)
{
    if (inv->length < 1) {
        return error_truncated_message();
    }
    arch_context_set(&tcb_target(inv)->context, ARCH_REG_TLS, invocation_arg(inv, 0));
    return OUTCOME_OK;
}

static enum outcome decode_set_flags(struct invocation *inv)
{
    struct tcb *thread = tcb_target(inv);
    word_t clear;
    word_t set;

    if (inv->length < 2) {
        return error_truncated_message();
    }
    clear = invocation_arg(inv, 0);
    set = invocation_arg(inv, 1) & TCB_FLAG_MASK;
    thread->flags = (uint8_t)((thread->flags & ~clear) | set);
    if ((thread->flags & TCB_FLAG_FPU_DISABLED) != 0) {
        thread_release_fpu(thread);
    }
    if (thread == kernel.current) {
        sched_reschedule();
    }
    invocation_result(inv, 0, thread->flags);
    return OUTCOME_OK;
}

enum outcome tcb_decode(struct invocation *inv)
{
    switch (inv->label) {
    case LABEL_TCB_READ_REGISTERS:
        return tcb_decode_read_registers(inv);
    case LABEL_TCB_WRITE_REGISTERS:
        return tcb_decode_write_registers(inv);
    case LABEL_TCB_COPY_REGISTERS:
        return tcb_decode_copy_registers(inv);
    case LABEL_TCB_CONFIGURE:
        return tcb_decode_configure(inv);
    case LABEL_TCB_SET_PRIORITY:
        return decode_set_priority(inv);
    case LABEL_TCB_SET_MC_PRIORITY:
        return decode_set_mc_priority(inv);
    case LABEL_TCB_SET_SCHED_PARAMS:
        return decode_set_sched_params(inv);
    case LABEL_TCB_SET_IPC_BUFFER:
        return tcb_decode_set_ipc_buffer(inv);
    case LABEL_TCB_SET_SPACE:
        return tcb_decode_set_space(inv);
    case LABEL_TCB_SUSPEND:
        thread_suspend(tcb_target(inv));
        return OUTCOME_OK;
    case LABEL_TCB_RESUME:
        thread_resume(tcb_target(inv));
        return OUTCOME_OK;
    case LABEL_TCB_BIND_NOTIFICATION:
        return decode_bind_notification(inv);
    case LABEL_TCB_UNBIND_NOTIFICATION:
        return decode_unbind_notification(inv);
    case LABEL_TCB_SET_TLS_BASE:
        return decode_set_tls_base(inv);
    case LABEL_TCB_SET_FLAGS:
        return decode_set_flags(inv);
    default:
        return error_illegal_operation();
    }
}
