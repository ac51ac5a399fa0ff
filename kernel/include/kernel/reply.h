/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Reply capabilities (classic): each thread has a master in TCB_SLOT_REPLY; when it calls, a child
 * of the master appears in the callee's TCB_SLOT_CALLER. Using or deleting that child is using up
 * the right to reply.
 */
#ifndef KERNEL_REPLY_H
#define KERNEL_REPLY_H

#include "kernel/types.h"

/* Makes sure the thread has a master reply capability. */
void reply_setup_master(struct tcb *thread);

/* `caller` waits for a reply from `receiver`, which gets the capability; `can_grant`: may the reply
 * carry capabilities. */
void reply_setup_caller(struct tcb *caller, struct tcb *receiver, bool can_grant);

/* Drops what `receiver` holds from its last caller. */
void reply_drop_caller(struct tcb *receiver);

/* The thread waits for a reply no more: the capability to it is deleted wherever it is. */
void reply_revoke(struct tcb *caller);

/* Sends the message of `sender` to `caller` as reply and deletes the reply capability in `slot`. */
void reply_transfer(struct tcb *sender, struct tcb *caller, struct slot *slot, bool can_grant);

#endif
