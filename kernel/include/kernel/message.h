/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Messages: where their words are, and moving them between threads. The first four words travel in
 * registers, the rest in the IPC buffers, which the kernel reaches through the window by the frame
 * capability in the TCB, whatever the thread's page tables say.
 */
#ifndef KERNEL_MESSAGE_H
#define KERNEL_MESSAGE_H

#include "kernel/types.h"

#include "api/layouts.h"

struct endpoint;

/* The thread's IPC buffer, or null if it has none that may be written (for_writing) or read. */
struct ipc_buffer *message_buffer(const struct tcb *thread, bool for_writing);

/* Puts `value` at message word `i` of `thread`; returns the length the message can have now: i + 1,
 * or the number of message registers if there is no buffer. */
word_t message_put(struct tcb *thread, struct ipc_buffer *buffer, unsigned i, word_t value);

/* Message word `i` of `thread`; 0 if it lies in a buffer that is not there. */
word_t message_get(const struct tcb *thread, const struct ipc_buffer *buffer, unsigned i);

/* Looks up the extra capabilities the sender's info word announces. True: *count of them in
 * extra[]. False: kernel.lookup has the reason, *bad the address. */
bool message_lookup_extra(const struct tcb *thread, const struct ipc_buffer *buffer, word_t info,
                          struct slot **extra, unsigned *count, cptr_t *bad);

/* Copies `length` message words (at most MSG_MAX_LENGTH) from registers and buffer to registers and
 * buffer; returns how many have arrived, which are fewer if a thread has no buffer. */
word_t message_copy_words(const struct tcb *sender, struct tcb *receiver, word_t length);

/* Moves the sender's message, or its fault if it has one, to the receiver. `endpoint`: through
 * which it went, null for a reply. `can_grant`: extra capabilities may travel. Sets the receiver's
 * badge and info registers. */
void message_transfer(struct tcb *sender, const struct endpoint *endpoint, word_t badge,
                      bool can_grant, struct tcb *receiver);

#endif
