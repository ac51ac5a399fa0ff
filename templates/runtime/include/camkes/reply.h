/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The reply capability of a call that is being served. The kernel keeps it in the thread until the
 * thread receives again, so code that blocks on an endpoint, or calls, while it serves would lose
 * it. Such code calls camkes_protect_reply_cap() first, which moves the capability, once, into the
 * slot set aside for it.
 */
#ifndef CAMKES_REPLY_H
#define CAMKES_REPLY_H

#include <stdbool.h>

#include <sel4/sel4.h>

/* Saves the pending reply capability of this thread if it has one and a slot to save it to.
 * Changes the IPC buffer. */
void camkes_protect_reply_cap(void);

/* For the server loop: a call has arrived whose reply capability is in the thread; `slot` 0 means
 * that there is nowhere to save it. */
void camkes_declare_reply_cap(seL4_CPtr cnode, seL4_CPtr slot);

/* For the server loop: forgets the reply; true when it was saved and must be sent through the
 * slot. */
bool camkes_settle_reply_cap(void);

#endif
