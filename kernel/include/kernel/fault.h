/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Faults: why a thread stopped, telling its handler, and what the handler's reply does.
 */
#ifndef KERNEL_FAULT_H
#define KERNEL_FAULT_H

#include "kernel/types.h"

#include "api/layouts.h"

/* A capability fault of the current lookup failure (kernel.lookup). */
struct fault fault_cap(cptr_t address, bool in_receive_phase);

/* Delivers `fault` of `thread` to its handler; without a usable handler reports it and stops the
 * thread. */
void fault_deliver(struct tcb *thread, const struct fault *fault);

/* Writes the fault message of `sender` into the receiver's message registers; returns the info
 * word. */
word_t fault_write_message(const struct tcb *sender, struct tcb *receiver,
                           struct ipc_buffer *buffer);

/* Applies the handler's reply to the faulted `thread`; true: it restarts, false: it becomes
 * inactive. */
bool fault_apply_reply(struct tcb *thread, const struct tcb *handler);

#endif
