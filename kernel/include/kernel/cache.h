/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Cache maintenance asked for by users, on CPUs that have such invocations.
 */
#ifndef KERNEL_CACHE_H
#define KERNEL_CACHE_H

#include "arch/paging.h"
#include "kernel/error.h"
#include "kernel/invocation.h"

/* Which operation `label` means in one of the CPU's label tables; false: none. */
bool cache_op_from_label(const uint32_t labels[4], word_t label, enum cache_op *op);

/* Cache operation on a part of a mapped frame: MR0 start, MR1 end, offsets in the frame. */
enum outcome cache_decode_frame(const struct invocation *inv, enum cache_op op);

/* Cache operation on a part of one page of an address space: MR0 start, MR1 end, virtual addresses.
 */
enum outcome cache_decode_vspace(const struct invocation *inv, enum cache_op op);

#endif
