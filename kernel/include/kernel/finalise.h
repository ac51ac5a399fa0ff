/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Deletion. Deleting the last capability to a CNode or TCB leaves a zombie: a capability that
 * remembers how many slots of the dead object are still to be deleted. The zombie shrinks slot by
 * slot, with a preemption point each, so deletion can be stopped and taken up again by re-executing
 * the system call. A zombie met inside a dying object is swapped outward instead of being followed,
 * so there is no recursion deeper than two and cycles end.
 *
 * The last capability to an endpoint or notification that threads wait for becomes a zombie too,
 * until all of them have been restarted, a step for each: none of them finds the object any more.
 */
#ifndef KERNEL_FINALISE_H
#define KERNEL_FINALISE_H

#include "kernel/types.h"

#include "kernel/error.h"

/* Deletes the capability in `slot` and, if it was the last, its object. OUTCOME_OK or
 * OUTCOME_PREEMPTED. */
enum outcome finalise_delete(struct slot *slot);

/* Deletes all capabilities derived from `slot`. OUTCOME_OK or OUTCOME_PREEMPTED. */
enum outcome finalise_revoke(struct slot *slot);

/* Deletes a capability that needs no long work: a reply. */
void finalise_delete_simple(struct slot *slot);

/* True if deleting this slot could be long: a final TCB or CNode capability, or a zombie. */
bool finalise_is_long(const struct slot *slot);

/* Counts one unit of work; OUTCOME_PREEMPTED if it is time to look and an interrupt waits. */
enum outcome finalise_preemption_point(void);

#endif
