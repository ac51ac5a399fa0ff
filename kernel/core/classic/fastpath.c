/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The short way through the kernel for what systems do most: Call and ReplyRecv that switch to the
 * partner at once, signals, and Send to a thread that waits. Each function looks first whether the
 * case is an ordinary one and returns null if not, with nothing changed; then it makes exactly the
 * changes that the long way would have made (kernel/core/syscall.c) and returns the context that
 * continues. What is ordinary:
 *   - the capability is found, is of the right kind and has the right;
 *   - no capabilities travel, nobody has a fault;
 *   - for messages: the partner waits, its address space is there, and the scheduler would switch
 * to it.
 *
 * At an entry the scheduler has decided nothing yet (kernel.action), so the partner would become
 * the candidate and win.
 *
 * Messages that fit into registers need no other function: these paths are leaves, and save nothing
 * on the stack.
 */
#include "arch/boot.h"
#include "arch/switch.h"

#include "api/layouts.h"
#include "api/syscalls.h"
#include "kernel/cap.h"
#include "kernel/derivation.h"
#include "kernel/endpoint.h"
#include "kernel/invariants.h"
#include "kernel/latency.h"
#include "kernel/message.h"
#include "kernel/notification.h"
#include "kernel/sched.h"
#include "kernel/state.h"
#include "kernel/thread.h"
#include "kernel/vspace.h"
#include "kernel/wait_queue.h"

/* The build says 0 for kernels that always take the long way. */
#ifndef KERNEL_FASTPATH
#define KERNEL_FASTPATH 1
#endif

#define EXPECT(condition) (__builtin_expect((condition) ? 1 : 0, 1) != 0)
#define INLINE            static inline __attribute__((always_inline))
#define APART             static __attribute__((noinline))

/* Both fields of an info word that make a message more than registers; the length is the lower. */
#define INFO_CAPS   message_info_make(0, 0, 3, 0)
#define INFO_LENGTH message_info_make(0, 0, 0, 127)
/* What a message without capabilities does not tell its receiver. */
#define INFO_NOT_TOLD message_info_make(0, 7, 3, 0)

/* The capability at `address` of the thread's CSpace, or the null capability if the way there is in
 * any way wrong. The bits still to resolve are kept at the top of `address`. Shifts are modulo 64,
 * as those of all our CPUs are; the guard is taken in two steps, since it may have no bits. */
INLINE struct cap look_up(const struct tcb *thread, cptr_t address)
{
    struct cap cap = thread->slots[TCB_SLOT_CSPACE].cap;
    unsigned left = WORD_BITS;

    if (!EXPECT(cap_type(cap) == CAP_TAG_CNODE)) {
        return cap_null();
    }
    do {
        const struct slot *slots = cap_object(cap);
        unsigned guard_size = cap_cnode_guard_size(cap);
        unsigned radix = cap_cnode_radix(cap);

        if (!EXPECT((address >> 1) >> (~guard_size & 63) == cap_cnode_guard(cap) &&
                    guard_size + radix <= left)) {
            return cap_null();
        }
        address <<= guard_size;
        cap = slots[address >> (-radix & 63)].cap;
        address <<= radix;
        left -= guard_size + radix;
    } while (!EXPECT(cap_type(cap) != CAP_TAG_CNODE) && left > 0);
    return cap;
}

/* May the scheduler give the CPU to `partner` as soon as the current thread waits? */
INLINE bool may_take_over(const struct tcb *thread, const struct tcb *partner)
{
    return EXPECT(sched_is_current_domain(partner)) &&
           (EXPECT(partner->priority >= thread->priority) ||
            !sched_is_ready_above(partner->priority));
}

/* Can the thread's address space be loaded? ASID 0 never has a root. */
INLINE bool has_space(const struct tcb *thread)
{
    struct cap cap = thread->slots[TCB_SLOT_VSPACE].cap;

    return EXPECT(cap_type(cap) == CAP_TAG_VSPACE &&
                  vspace_peek(cap_mapped_asid(cap)) == cap_address(cap));
}

/* Makes the thread, which is in no queue, the current one. */
INLINE struct arch_context *continue_with(struct tcb *thread)
{
    struct cap space = thread->slots[TCB_SLOT_VSPACE].cap;

    kernel.current = thread;
    arch_vspace_switch(cap_address(space), cap_mapped_asid(space));
    if (thread->uses_fpu) {
        return thread_load_fpu(thread);
    }
    arch_fpu_enable(false);
    return &thread->context;
}

INLINE void copy_word(const struct tcb *sender, struct tcb *receiver, unsigned i)
{
    arch_context_set(&receiver->context, ARCH_REG_MSG0 + i,
                     arch_context_get(&sender->context, ARCH_REG_MSG0 + i));
}

/* The words of a message in registers; written out, since most have one or none. */
INLINE void copy_registers(const struct tcb *sender, struct tcb *receiver, word_t length)
{
    _Static_assert(NUM_MSG_REGISTERS == 4, "each has its line");
    if (length > 0) {
        copy_word(sender, receiver, 0);
        if (length > 1) {
            copy_word(sender, receiver, 1);
            if (length > 2) {
                copy_word(sender, receiver, 2);
                if (length > 3) {
                    copy_word(sender, receiver, 3);
                }
            }
        }
    }
}

/* The words of a message without capabilities, its info word and the badge. */
INLINE void deliver(struct tcb *sender, word_t info, word_t badge, struct tcb *receiver,
                    bool is_long)
{
    word_t length = info & (INFO_CAPS | INFO_LENGTH);

    if (is_long) {
        info = (info & ~INFO_LENGTH) | message_copy_words(sender, receiver, length);
    } else {
        copy_registers(sender, receiver, length);
    }
    arch_context_set(&receiver->context, ARCH_REG_INFO, info & ~INFO_NOT_TOLD);
    arch_context_set(&receiver->context, ARCH_REG_CAP, badge);
}

/* Takes the first thread out of an endpoint's or notification's queue; an empty one is idle (0). */
INLINE void take_first(struct tcb **head, word_t *tail_and_state, struct tcb *first)
{
    struct tcb *next = first->wait_next;

    *head = next;
    if (next != NULL) {
        next->wait_prev = NULL;
    } else {
        *tail_and_state = 0;
    }
    first->wait_next = NULL;
}

INLINE struct arch_context *call(struct tcb *thread, cptr_t address, word_t info, bool is_long)
{
    struct cap cap = look_up(thread, address);
    struct slot *master = &thread->slots[TCB_SLOT_REPLY];
    struct endpoint *endpoint;
    struct tcb *receiver;
    struct slot *reply;

    if (!EXPECT(cap_type(cap) == CAP_TAG_ENDPOINT && cap_has_right(cap, RIGHT_WRITE) &&
                cap_has_right(cap, RIGHT_GRANT | RIGHT_GRANT_REPLY))) {
        return NULL;
    }
    endpoint = cap_object(cap);
    if (!EXPECT(endpoint_get_state(endpoint) == ENDPOINT_RECEIVE)) {
        return NULL;
    }
    receiver = endpoint->head;
    reply = &receiver->slots[TCB_SLOT_CALLER];
    if (!EXPECT(derivation_next(master) == NULL && may_take_over(thread, receiver) &&
                has_space(receiver))) {
        return NULL;
    }

    take_first(&endpoint->head, &endpoint->tail_and_state, receiver);
    deliver(thread, info, cap_value(cap), receiver, is_long);
    receiver->state = THREAD_RUNNING;
    thread->state = THREAD_BLOCKED_ON_REPLY;
    derivation_link_only_child(cap_make(CAP_TAG_REPLY,
                                        receiver->can_grant ? CAP_AUX_REPLY_GRANT : 0,
                                        cap_address(master->cap), 0),
                               master, reply);
    return continue_with(receiver);
}

INLINE struct arch_context *reply_and_receive(struct tcb *thread, cptr_t address, word_t info,
                                              bool is_long)
{
    struct slot *reply = &thread->slots[TCB_SLOT_CALLER];
    struct tcb *caller = cap_object(reply->cap);
    struct endpoint *endpoint;
    struct cap cap;

    if (!EXPECT(cap_type(reply->cap) == CAP_TAG_REPLY && caller->fault.kind == FAULT_NULL)) {
        return NULL;
    }
    cap = look_up(thread, address);
    if (!EXPECT(cap_type(cap) == CAP_TAG_ENDPOINT && cap_has_right(cap, RIGHT_READ))) {
        return NULL;
    }
    endpoint = cap_object(cap);
    if (!EXPECT(endpoint_get_state(endpoint) != ENDPOINT_SEND &&
                (thread->bound == NULL ||
                 notification_get_state(thread->bound) != NOTIFICATION_ACTIVE) &&
                may_take_over(thread, caller) && has_space(caller))) {
        return NULL;
    }

    deliver(thread, info, 0, caller, is_long);
    derivation_unlink_only_child(&caller->slots[TCB_SLOT_REPLY], reply);
    caller->state = THREAD_RUNNING;
    thread->state = THREAD_BLOCKED_ON_RECEIVE;
    thread->can_grant = cap_has_right(cap, RIGHT_GRANT);
    thread->blocked_on = endpoint;
    wait_queue_append(&endpoint->head, &endpoint->tail_and_state, thread);
    endpoint->tail_and_state = (word_t)(uintptr_t)thread | ENDPOINT_RECEIVE;
    return continue_with(caller);
}

/* The messages that have words in the buffers. */
APART struct arch_context *call_long(struct tcb *thread, cptr_t address, word_t info)
{
    return call(thread, address, info, true);
}

APART struct arch_context *reply_and_receive_long(struct tcb *thread, cptr_t address, word_t info)
{
    return reply_and_receive(thread, address, info, true);
}

/* Would the scheduler, with `waiter` becoming ready, do one of the two things of `go_on`? */
INLINE bool may_go_on(const struct tcb *thread, const struct tcb *waiter)
{
    if (!sched_is_current_domain(waiter)) {
        return false;
    }
    return waiter->priority > thread->priority ? has_space(waiter)
                                               : !sched_is_ready_above(thread->priority);
}

/* The waiter, just made ready, takes the CPU if its priority is higher; else it becomes ready and
 * the current thread, which no other outranks, goes on. */
INLINE struct arch_context *go_on(struct tcb *thread, struct tcb *waiter)
{
    waiter->state = THREAD_RUNNING;
    if (waiter->priority > thread->priority) {
        sched_enqueue(thread);
        return continue_with(waiter);
    }
    if (waiter->priority == thread->priority) {
        sched_append(waiter);
    } else {
        sched_enqueue(waiter);
    }
    return &thread->context;
}

/* A message, short and without capabilities, that no answer is expected to. */
APART struct arch_context *send_message(struct tcb *thread, struct cap cap, word_t info)
{
    struct endpoint *endpoint = cap_object(cap);
    struct tcb *receiver;

    if (endpoint_get_state(endpoint) != ENDPOINT_RECEIVE) {
        return NULL;
    }
    receiver = endpoint->head;
    if (!may_go_on(thread, receiver)) {
        return NULL;
    }
    take_first(&endpoint->head, &endpoint->tail_and_state, receiver);
    deliver(thread, info, cap_value(cap), receiver, false);
    return go_on(thread, receiver);
}

/* The first waiting thread gets the signal. */
APART struct arch_context *wake(struct tcb *thread, struct notification *notification, word_t badge)
{
    struct tcb *waiter = notification->head;

    if (!may_go_on(thread, waiter)) {
        return NULL;
    }
    take_first(&notification->head, &notification->tail_and_state, waiter);
    arch_context_set(&waiter->context, ARCH_REG_CAP, badge);
    return go_on(thread, waiter);
}

INLINE struct arch_context *send_signal(struct tcb *thread, struct cap cap)
{
    struct notification *notification = cap_object(cap);

    switch (notification_get_state(notification)) {
    case NOTIFICATION_WAITING:
        return wake(thread, notification, cap_value(cap));
    case NOTIFICATION_ACTIVE:
        notification->pending |= cap_value(cap);
        break;
    case NOTIFICATION_IDLE:
        if (notification->bound != NULL &&
            notification->bound->state == THREAD_BLOCKED_ON_RECEIVE) {
            return NULL;
        }
        notification->pending = cap_value(cap);
        notification->tail_and_state = NOTIFICATION_ACTIVE;
        break;
    }
    return &thread->context;
}

/* Send. A signal has no words, whatever its info word says. */
INLINE struct arch_context *send(struct tcb *thread, cptr_t address, word_t info)
{
    struct cap cap = look_up(thread, address);

    if ((info & INFO_CAPS) != 0 || !cap_has_right(cap, RIGHT_WRITE)) {
        return NULL;
    }
    if (cap_type(cap) == CAP_TAG_NOTIFICATION) {
        return send_signal(thread, cap);
    }
    if (cap_type(cap) == CAP_TAG_ENDPOINT && (info & INFO_LENGTH) <= NUM_MSG_REGISTERS) {
        return send_message(thread, cap, info);
    }
    return NULL;
}

INLINE struct arch_context *choose_path(struct tcb *thread, cptr_t address, word_t info,
                                        int64_t number)
{
    word_t size = info & (INFO_CAPS | INFO_LENGTH);

    if (number == SYS_SEND) {
        return send(thread, address, info);
    }
    if (!EXPECT(size <= NUM_MSG_REGISTERS)) {
        if (size > MSG_MAX_LENGTH) {
            return NULL;
        }
        return number == SYS_CALL         ? call_long(thread, address, info)
               : number == SYS_REPLY_RECV ? reply_and_receive_long(thread, address, info)
                                          : NULL;
    }
    return number == SYS_CALL         ? call(thread, address, info, false)
           : number == SYS_REPLY_RECV ? reply_and_receive(thread, address, info, false)
                                      : NULL;
}

struct arch_context *fastpath_entry(cptr_t address, word_t info, int64_t number,
                                    struct arch_context *context)
{
    struct arch_context *next = NULL;

    latency_begin();
    if (KERNEL_FASTPATH != 0) {
        next = choose_path((struct tcb *)context, address, info, number);
    }
    if (KERNEL_CHECK_INVARIANTS != 0 && next != NULL) {
        invariants_enforce();
    }
    if (next != NULL) {
        latency_end();
    }
    return next;
}
