/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Finding slots in capability spaces. A CSpace is a tree of CNodes; an address is consumed from its
 * high end: guard bits must match, radix bits choose the slot, and the rest goes on if the slot
 * holds a CNode. Failures leave the reason in kernel.lookup.
 */
#ifndef KERNEL_CSPACE_H
#define KERNEL_CSPACE_H

#include "kernel/types.h"

#include "kernel/error.h"

/* Resolves the low `bits` bits of `address` from `root`. True: *slot, and *bits_left not consumed
 * because a slot without CNode was met. `bits` is 0..64. */
bool cspace_resolve(struct cap root, cptr_t address, unsigned bits, struct slot **slot,
                    unsigned *bits_left);

/* Finds the slot a thread means by `address` (64 bits; leftover bits do not matter, and it may be
 * empty). */
bool cspace_lookup(const struct tcb *thread, cptr_t address, struct slot **slot);

/* Finds the slot a CNode operation means: all `depth` bits must be consumed. Errors as the API has
 * them. */
enum outcome cspace_lookup_slot(struct cap root, cptr_t index, word_t depth, bool is_source,
                                struct slot **slot);

/* Finds an empty slot for new capabilities: lookup as destination, then DeleteFirst if it is
 * occupied. */
enum outcome cspace_lookup_empty(struct cap root, cptr_t index, word_t depth, struct slot **slot);

#endif
