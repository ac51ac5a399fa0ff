/* SPDX-License-Identifier: BSD-2-Clause
 *
 * A walker over the kernel's data structures for debug builds and tests: ready queues against
 * thread states and bitmap, wait queues against endpoints and notifications, derivation list links,
 * position rules of the tree, reply capabilities.
 */
#ifndef KERNEL_INVARIANTS_H
#define KERNEL_INVARIANTS_H

#include "kernel/types.h"

/* Null if everything holds, else a sentence that names the broken rule. Walks all threads and what
 * they reach. */
const char *invariants_check(void);

/* The same for one list of slots, given any slot in it. */
const char *invariants_check_list(const struct slot *slot);

/* The build says 1 for kernels that check themselves. */
#ifndef KERNEL_CHECK_INVARIANTS
#define KERNEL_CHECK_INVARIANTS 0
#endif

/* At the end of system calls and faults, in kernels built with KERNEL_CHECK_INVARIANTS=1: panics if
 * a rule is broken. */
void invariants_enforce(void);

#endif
