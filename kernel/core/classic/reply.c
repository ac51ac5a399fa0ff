/* SPDX-License-Identifier: BSD-2-Clause */
#include "kernel/reply.h"

#include "kernel/cap.h"
#include "kernel/console.h"
#include "kernel/derivation.h"
#include "kernel/fault.h"
#include "kernel/finalise.h"
#include "kernel/message.h"
#include "kernel/sched.h"
#include "kernel/thread.h"

void reply_setup_master(struct tcb *thread)
{
    struct slot *slot = &thread->slots[TCB_SLOT_REPLY];

    if (cap_is_null(slot->cap)) {
        unsigned aux = CAP_AUX_REPLY_MASTER | CAP_AUX_REPLY_GRANT;
        derivation_insert_root(cap_make(CAP_TAG_REPLY, aux, arch_virt_to_phys(thread), 0), slot);
    }
}

void reply_setup_caller(struct tcb *caller, struct tcb *receiver, bool can_grant)
{
    struct slot *master = &caller->slots[TCB_SLOT_REPLY];
    struct slot *slot = &receiver->slots[TCB_SLOT_CALLER];
    unsigned aux = can_grant ? CAP_AUX_REPLY_GRANT : 0;

    kernel_assert(cap_type(master->cap) == CAP_TAG_REPLY && derivation_next(master) == NULL);
    thread_set_state(caller, THREAD_BLOCKED_ON_REPLY);
    derivation_insert(cap_make(CAP_TAG_REPLY, aux, cap_address(master->cap), 0), master, slot);
}

void reply_drop_caller(struct tcb *receiver)
{
    finalise_delete_simple(&receiver->slots[TCB_SLOT_CALLER]);
}

void reply_revoke(struct tcb *caller)
{
    struct slot *slot = derivation_next(&caller->slots[TCB_SLOT_REPLY]);

    if (slot != NULL) {
        finalise_delete_simple(slot);
    }
    thread_set_state(caller, THREAD_INACTIVE);
}

void reply_transfer(struct tcb *sender, struct tcb *caller, struct slot *slot, bool can_grant)
{
    bool restarts;

    kernel_assert(caller->state == THREAD_BLOCKED_ON_REPLY);
    if (caller->fault.kind == FAULT_NULL) {
        message_transfer(sender, NULL, 0, can_grant, caller);
        finalise_delete_simple(slot);
        thread_set_state(caller, THREAD_RUNNING);
        sched_possible_switch(caller);
        return;
    }
    finalise_delete_simple(slot);
    restarts = fault_apply_reply(caller, sender);
    caller->fault.kind = FAULT_NULL;
    thread_set_state(caller, restarts ? THREAD_RESTART : THREAD_INACTIVE);
    if (restarts) {
        sched_possible_switch(caller);
    }
}
