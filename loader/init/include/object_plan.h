/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From the spec to the planner's input: what each object takes of the kernel's memory.
 *
 * Members of an untyped of the spec take none: they are made of that untyped (cover_plan.h). And an
 * untyped of the spec may be one of the kernel's: with the same address and size, with members,
 * and named by no capability. Then it is not made, but is that one, whole, and the spec says what
 * is made of it: so a spec can fix where everything lies (`capdl plan --static`) at no cost.
 *
 * Portable; the host plans with it what the root server will do.
 */
#ifndef LOADER_INIT_OBJECT_PLAN_H
#define LOADER_INIT_OBJECT_PLAN_H

#include <stdbool.h>
#include <stdint.h>

#include "capdl/plan/cover_plan.h"
#include "capdl/plan/untyped_plan.h"
#include "loader/init/include/spec_view.h"

struct object_plan {
    const struct spec_view *view;
    struct untyped_plan_memory *memory; /* the kernel's untypeds */
    uint32_t memory_count;
    struct untyped_plan_object *objects; /* one for each object; is filled in */
    uint32_t *given; /* per untyped of the kernel: the object that it is, or CAPDL_NONE */
    bool *named;     /* one for each object; is used and left zeroed */
};

/* Fills objects and given in. What is given is taken out of the memory to plan with. */
void object_plan_prepare(struct object_plan *plan);

/* Begins the plan of the members of untyped `cover`, which lies at `paddr`; `objects` has room for
   them. */
enum untyped_plan_result object_plan_cover(const struct spec_view *view, uint32_t cover,
                                           uint64_t paddr, struct untyped_plan_object *objects,
                                           struct cover_plan *plan);

#endif
