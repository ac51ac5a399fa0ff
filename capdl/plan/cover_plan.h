/* SPDX-License-Identifier: BSD-2-Clause
 *
 * What lies in an untyped of a spec: its members, made one behind the other in the order that the
 * spec has them in. That order is the derivation: nothing is chosen here, so that a spec which says
 * where everything lies is followed and not planned anew.
 *
 * The kernel puts each object at the next address that is a multiple of its size. A member with an
 * address of its own is reached with fillers, as in untyped_plan.h, whose steps these are; in a
 * step `memory` is 0 and `object` is the place among the members. Freestanding, used by the root
 * server and by the host.
 */
#ifndef CAPDL_PLAN_COVER_PLAN_H
#define CAPDL_PLAN_COVER_PLAN_H

#include "capdl/plan/untyped_plan.h"

struct cover_plan {
    uint64_t paddr; /* of the untyped */
    uint8_t size_bits;
    const struct untyped_plan_object *members; /* in their order; each takes memory */
    uint32_t count;

    uint32_t object;  /* failure: the first member that finds no place */
    uint32_t other;   /* OVERLAP: the member in front of it */
    uint64_t missing; /* NO_MEMORY: bytes that it and those behind it need beyond the end */

    uint64_t used; /* the walk's mark, bytes */
    uint32_t next;
};

/* Looks whether all members fit; the first four fields are filled in. On UNTYPED_PLAN_OK
 * cover_plan_next() may be called. */
enum untyped_plan_result cover_plan_begin(struct cover_plan *plan);

/* The next step; false when all members are made. A step is of one kind and size and of at most
 * `most` (> 0) members. */
bool cover_plan_next(struct cover_plan *plan, struct untyped_plan_step *step, uint32_t most);

#endif
