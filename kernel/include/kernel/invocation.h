/* SPDX-License-Identifier: BSD-2-Clause
 *
 * An invocation: Send, NBSend or Call on a capability. syscall.c gathers its parts here,
 * invocation.c sends it to the decoder of the capability's type. A decoder checks everything, in
 * the order the API documents, and then performs. While it runs the caller is in state
 * THREAD_RESTART, so OUTCOME_PREEMPTED simply leaves it there.
 */
#ifndef KERNEL_INVOCATION_H
#define KERNEL_INVOCATION_H

#include "kernel/types.h"

#include "api/constants.h"
#include "api/layouts.h"
#include "kernel/error.h"

struct invocation {
    struct cap cap;    /* the capability invoked, as it was when looked up */
    struct slot *slot; /* where it was found */
    word_t label;
    word_t length; /* message words, clamped to what can be read */
    unsigned extra_count;
    struct slot *extra[MSG_MAX_EXTRA_CAPS];
    const struct ipc_buffer *buffer; /* null: none */
    bool is_call;
    bool is_blocking;
    word_t result_length; /* words the operation answered with */
};

/* Message word `i` of the caller; only for i < length. */
word_t invocation_arg(const struct invocation *inv, unsigned i);

/* Sets answer word `i` (no effect unless it is a Call) and makes the answer at least i + 1 long. */
void invocation_result(struct invocation *inv, unsigned i, word_t value);

/* Decodes and performs. */
enum outcome invocation_decode(struct invocation *inv);

/* The decoders, one per capability type; each in the file of its object. */
enum outcome untyped_decode(struct invocation *inv);
enum outcome cnode_decode(struct invocation *inv);
enum outcome tcb_decode(struct invocation *inv);
enum outcome irq_decode_control(struct invocation *inv);
enum outcome irq_decode_handler(struct invocation *inv);
enum outcome irq_decode_sgi(struct invocation *inv);
enum outcome domain_decode(struct invocation *inv);
enum outcome frame_decode(struct invocation *inv);
enum outcome page_table_decode(struct invocation *inv);
enum outcome asid_decode_control(struct invocation *inv);
enum outcome asid_decode_pool(struct invocation *inv);

#endif
