/* SPDX-License-Identifier: BSD-2-Clause */
#include "kernel/invocation.h"

#include "kernel/cap.h"
#include "kernel/endpoint.h"
#include "kernel/message.h"
#include "kernel/notification.h"
#include "kernel/reply.h"
#include "kernel/state.h"

word_t invocation_arg(const struct invocation *inv, unsigned i)
{
    return message_get(kernel.current, inv->buffer, i);
}

void invocation_result(struct invocation *inv, unsigned i, word_t value)
{
    if (inv->is_call) {
        inv->result_length =
            message_put(kernel.current, message_buffer(kernel.current, true), i, value);
    }
}

static enum outcome send_to_endpoint(const struct invocation *inv)
{
    struct endpoint_send how = {
        .badge = cap_value(inv->cap),
        .is_blocking = inv->is_blocking,
        .is_call = inv->is_call,
        .can_grant = cap_has_right(inv->cap, RIGHT_GRANT),
        .can_grant_reply = cap_has_right(inv->cap, RIGHT_GRANT_REPLY),
    };

    if (!cap_has_right(inv->cap, RIGHT_WRITE)) {
        return error_invalid_capability(0);
    }
    endpoint_send(cap_object(inv->cap), kernel.current, &how);
    return OUTCOME_OK;
}

static enum outcome signal_notification(const struct invocation *inv)
{
    if (!cap_has_right(inv->cap, RIGHT_WRITE)) {
        return error_invalid_capability(0);
    }
    notification_signal(cap_object(inv->cap), cap_value(inv->cap));
    return OUTCOME_OK;
}

static enum outcome send_reply(const struct invocation *inv)
{
    bool can_grant = (cap_aux(inv->cap) & CAP_AUX_REPLY_GRANT) != 0;

    if (cap_reply_is_master(inv->cap)) {
        return error_invalid_capability(0);
    }
    reply_transfer(kernel.current, cap_object(inv->cap), inv->slot, can_grant);
    return OUTCOME_OK;
}

enum outcome invocation_decode(struct invocation *inv)
{
    if (cap_is_table(inv->cap)) {
        return page_table_decode(inv);
    }
    switch (cap_type(inv->cap)) {
    case CAP_TAG_ENDPOINT:
        return send_to_endpoint(inv);
    case CAP_TAG_NOTIFICATION:
        return signal_notification(inv);
    case CAP_TAG_REPLY:
        return send_reply(inv);
    case CAP_TAG_FRAME:
        return frame_decode(inv);
    case CAP_TAG_UNTYPED:
        return untyped_decode(inv);
    case CAP_TAG_CNODE:
        return cnode_decode(inv);
    case CAP_TAG_TCB:
        return tcb_decode(inv);
    case CAP_TAG_ASID_CONTROL:
        return asid_decode_control(inv);
    case CAP_TAG_ASID_POOL:
        return asid_decode_pool(inv);
    case CAP_TAG_IRQ_CONTROL:
        return irq_decode_control(inv);
    case CAP_TAG_IRQ_HANDLER:
        return irq_decode_handler(inv);
    case CAP_TAG_SGI_SIGNAL:
        return irq_decode_sgi(inv);
    case CAP_TAG_DOMAIN:
        return domain_decode(inv);
    default:
        return error_invalid_capability(0);
    }
}
