/* SPDX-License-Identifier: BSD-2-Clause */
#include "kernel/fault.h"

#include "arch/boot.h"
#include "kernel/cap.h"
#include "kernel/console.h"
#include "kernel/cspace.h"
#include "kernel/endpoint.h"
#include "kernel/message.h"
#include "kernel/state.h"
#include "kernel/thread.h"

struct fault fault_cap(cptr_t address, bool in_receive_phase)
{
    struct fault fault = {
        .kind = FAULT_CAP,
        .address = address,
        .flag = in_receive_phase ? 1 : 0,
        .lookup_kind = kernel.lookup.kind,
    };

    for (unsigned i = 0; i < kernel.lookup.count; i++) {
        fault.lookup_word[i] = kernel.lookup.word[i];
    }
    return fault;
}

static const char *describe(const struct fault *fault)
{
    switch (fault->kind) {
    case FAULT_CAP:
        return fault->flag != 0 ? "capability fault on receive" : "capability fault on send";
    case FAULT_UNKNOWN_SYSCALL:
        return "unknown system call";
    case FAULT_USER_EXCEPTION:
        return "exception";
    case FAULT_VM:
        return fault->flag != 0 ? "memory fault on instruction fetch" : "memory fault";
    default:
        return "fault";
    }
}

/* A line for people: nobody else will hear of this fault. */
static void report(const struct tcb *thread, const struct fault *fault)
{
    console_printf("kernel: thread \"%s\" stopped: %s, address 0x%lx, code 0x%lx, ip 0x%lx;"
                   " it has no usable fault handler\n",
                   thread->name, describe(fault), (unsigned long)fault->address,
                   (unsigned long)fault->code,
                   (unsigned long)arch_context_get(&thread->context, ARCH_REG_FAULT_IP));
}

/* The handler is found when the fault happens, in the faulting thread's own CSpace. */
static bool find_handler(const struct tcb *thread, struct cap *cap)
{
    struct slot *slot = NULL;

    if (!cspace_lookup(thread, thread->fault_handler, &slot)) {
        return false;
    }
    *cap = slot->cap;
    return cap_type(*cap) == CAP_TAG_ENDPOINT && cap_has_right(*cap, RIGHT_WRITE) &&
           cap_has_right(*cap, RIGHT_GRANT | RIGHT_GRANT_REPLY);
}

void fault_deliver(struct tcb *thread, const struct fault *fault)
{
    struct cap handler;
    struct endpoint_send how = {.is_blocking = true, .is_call = true, .can_grant_reply = true};

    if (!find_handler(thread, &handler)) {
        report(thread, fault);
        thread_set_state(thread, THREAD_INACTIVE);
        return;
    }
    thread->fault = *fault;
    how.badge = cap_value(handler);
    how.can_grant = cap_has_right(handler, RIGHT_GRANT);
    endpoint_send(cap_object(handler), thread, &how);
}

/* Value of one entry of a register list: a register, or a word of the fault. */
static word_t list_word(const struct tcb *thread, uint8_t entry)
{
    if (entry == ARCH_LIST_FAULT_WORD0) {
        return thread->fault.address;
    }
    if (entry == ARCH_LIST_FAULT_WORD1) {
        return thread->fault.code;
    }
    return arch_context_get(&thread->context, entry);
}

static word_t put_list(const struct tcb *sender, const struct arch_register_list *list,
                       struct tcb *receiver, struct ipc_buffer *buffer)
{
    word_t length = 0;

    for (unsigned i = 0; i < list->count; i++) {
        length = message_put(receiver, buffer, i, list_word(sender, list->regs[i]));
    }
    return length;
}

static word_t put_words(const word_t *words, unsigned count, struct tcb *receiver,
                        struct ipc_buffer *buffer)
{
    word_t length = 0;

    for (unsigned i = 0; i < count; i++) {
        length = message_put(receiver, buffer, i, words[i]);
    }
    return length;
}

word_t fault_write_message(const struct tcb *sender, struct tcb *receiver,
                           struct ipc_buffer *buffer)
{
    const struct fault *fault = &sender->fault;
    word_t ip = arch_context_get(&sender->context, ARCH_REG_FAULT_IP);
    word_t length = 0;

    switch (fault->kind) {
    case FAULT_CAP: {
        /* The number of words of a lookup failure grows with its kind. */
        word_t words[] = {ip,
                          fault->address,
                          fault->flag,
                          fault->lookup_kind,
                          fault->lookup_word[0],
                          fault->lookup_word[1],
                          fault->lookup_word[2]};
        length = put_words(words, 3 + (unsigned)fault->lookup_kind, receiver, buffer);
        break;
    }
    case FAULT_VM: {
        word_t words[] = {ip, fault->address, fault->flag, fault->code};
        length = put_words(words, 4, receiver, buffer);
        break;
    }
    case FAULT_UNKNOWN_SYSCALL:
        length = put_list(sender, &arch_unknown_syscall, receiver, buffer);
        break;
    case FAULT_USER_EXCEPTION:
        length = put_list(sender, &arch_user_exception, receiver, buffer);
        break;
    default:
        kernel_panic("a thread with an unknown fault");
    }
    return message_info_make(fault->kind, 0, 0, length);
}

/* Takes registers from the handler's reply: as many as it sent, up to the first word that is not a
 * register. */
static void take_list(struct tcb *thread, const struct arch_register_list *list,
                      const struct tcb *handler, word_t length)
{
    const struct ipc_buffer *buffer = message_buffer(handler, false);

    for (unsigned i = 0; i < list->count && i < length; i++) {
        unsigned reg = list->regs[i];
        if (reg >= ARCH_REG_COUNT || (i >= NUM_MSG_REGISTERS && buffer == NULL)) {
            return;
        }
        arch_context_set(&thread->context, reg,
                         arch_context_sanitise(reg, message_get(handler, buffer, i)));
    }
}

bool fault_apply_reply(struct tcb *thread, const struct tcb *handler)
{
    word_t info = arch_context_get(&handler->context, ARCH_REG_INFO);
    word_t length = message_info_get_length(info);

    switch (thread->fault.kind) {
    case FAULT_UNKNOWN_SYSCALL:
        take_list(thread, &arch_unknown_syscall, handler, length);
        return message_info_get_label(info) == 0;
    case FAULT_USER_EXCEPTION:
        take_list(thread, &arch_user_exception, handler, length);
        return message_info_get_label(info) == 0;
    default:
        return true;
    }
}
