/* SPDX-License-Identifier: BSD-2-Clause */
#include "kernel/message.h"

#include "kernel/cap.h"
#include "kernel/cspace.h"
#include "kernel/derivation.h"
#include "kernel/endpoint.h"
#include "kernel/fault.h"

struct ipc_buffer *message_buffer(const struct tcb *thread, bool for_writing)
{
    struct cap cap = thread->slots[TCB_SLOT_BUFFER].cap;
    word_t needed = for_writing ? RIGHT_READ | RIGHT_WRITE : RIGHT_READ;
    word_t offset;

    if (cap_type(cap) != CAP_TAG_FRAME || cap_is_device(cap) ||
        (cap_frame_rights(cap) & needed) != needed) {
        return NULL;
    }
    offset = thread->ipc_buffer & ((UINT64_C(1) << cap_size_field(cap)) - 1);
    return arch_phys_to_virt(cap_address(cap) + offset);
}

word_t message_put(struct tcb *thread, struct ipc_buffer *buffer, unsigned i, word_t value)
{
    if (i < NUM_MSG_REGISTERS) {
        arch_context_set(&thread->context, ARCH_REG_MSG0 + i, value);
        return i + 1;
    }
    if (buffer == NULL) {
        return NUM_MSG_REGISTERS;
    }
    buffer->msg[i] = value;
    return i + 1;
}

word_t message_get(const struct tcb *thread, const struct ipc_buffer *buffer, unsigned i)
{
    if (i < NUM_MSG_REGISTERS) {
        return arch_context_get(&thread->context, ARCH_REG_MSG0 + i);
    }
    return buffer != NULL ? buffer->msg[i] : 0;
}

bool message_lookup_extra(const struct tcb *thread, const struct ipc_buffer *buffer, word_t info,
                          struct slot **extra, unsigned *count, cptr_t *bad)
{
    word_t wanted = message_info_get_extra_caps(info);

    *count = 0;
    if (buffer == NULL) {
        return true;
    }
    for (unsigned i = 0; i < wanted; i++) {
        *bad = buffer->caps_or_badges[i];
        if (!cspace_lookup(thread, *bad, &extra[i])) {
            return false;
        }
        *count = i + 1;
    }
    return true;
}

/* Copies the words; returns how many arrive. */
static word_t copy_words(const struct tcb *sender, const struct ipc_buffer *from,
                         struct tcb *receiver, struct ipc_buffer *to, word_t length)
{
    unsigned i;

    for (i = 0; i < length && i < NUM_MSG_REGISTERS; i++) {
        arch_context_set(&receiver->context, ARCH_REG_MSG0 + i,
                         arch_context_get(&sender->context, ARCH_REG_MSG0 + i));
    }
    if (from == NULL || to == NULL) {
        return i;
    }
    for (; i < length; i++) {
        to->msg[i] = from->msg[i];
    }
    return i;
}

word_t message_copy_words(const struct tcb *sender, struct tcb *receiver, word_t length)
{
    return copy_words(sender, message_buffer(sender, false), receiver,
                      message_buffer(receiver, true), length);
}

/* The empty slot the receiver offers for a capability, or null. */
static struct slot *receive_slot(const struct tcb *receiver, const struct ipc_buffer *buffer)
{
    struct slot *root = NULL;
    struct slot *slot = NULL;

    if (!cspace_lookup(receiver, buffer->receive_cnode, &root)) {
        return NULL;
    }
    if (cspace_lookup_empty(root->cap, buffer->receive_index, buffer->receive_depth, &slot) !=
        OUTCOME_OK) {
        return NULL;
    }
    return slot;
}

/* Transfers capabilities as far as possible; returns the info word with the counts filled in. A
 * capability to the very endpoint of the message is unwrapped: its badge arrives instead. At most
 * one real capability travels. */
static word_t copy_caps(struct slot *const *extra, unsigned count, const struct endpoint *endpoint,
                        const struct tcb *receiver, struct ipc_buffer *to)
{
    struct slot *dest = receive_slot(receiver, to);
    word_t unwrapped = 0;
    unsigned i;

    for (i = 0; i < count; i++) {
        struct cap cap = extra[i]->cap;

        if (cap_type(cap) == CAP_TAG_ENDPOINT && endpoint != NULL && cap_object(cap) == endpoint) {
            to->caps_or_badges[i] = cap_value(cap);
            unwrapped |= UINT64_C(1) << i;
            continue;
        }
        if (dest == NULL || cap_derive(extra[i], cap, &cap) != OUTCOME_OK || cap_is_null(cap)) {
            break;
        }
        derivation_insert(cap, extra[i], dest);
        dest = NULL;
    }
    return message_info_make(0, unwrapped, i, 0);
}

/* A message sent by a system call. Returns the receiver's info word. */
static word_t transfer_words(struct tcb *sender, const struct endpoint *endpoint, bool can_grant,
                             struct tcb *receiver, struct ipc_buffer *to)
{
    const struct ipc_buffer *from = message_buffer(sender, false);
    word_t info = arch_context_get(&sender->context, ARCH_REG_INFO);
    word_t length = message_info_get_length(info);
    word_t caps = 0;
    struct slot *extra[MSG_MAX_EXTRA_CAPS];
    unsigned count = 0;
    cptr_t bad = 0;

    if (length > MSG_MAX_LENGTH) {
        length = MSG_MAX_LENGTH;
    }
    if (can_grant && !message_lookup_extra(sender, from, info, extra, &count, &bad)) {
        count = 0;
    }
    length = copy_words(sender, from, receiver, to, length);
    if (count > 0 && to != NULL) {
        caps = copy_caps(extra, count, endpoint, receiver, to);
    }
    return message_info_make(message_info_get_label(info), message_info_get_caps_unwrapped(caps),
                             message_info_get_extra_caps(caps), length);
}

void message_transfer(struct tcb *sender, const struct endpoint *endpoint, word_t badge,
                      bool can_grant, struct tcb *receiver)
{
    struct ipc_buffer *to = message_buffer(receiver, true);
    word_t info;

    if (sender->fault.kind == FAULT_NULL) {
        info = transfer_words(sender, endpoint, can_grant, receiver, to);
    } else {
        info = fault_write_message(sender, receiver, to);
    }
    arch_context_set(&receiver->context, ARCH_REG_INFO, info);
    arch_context_set(&receiver->context, ARCH_REG_CAP, badge);
}
