/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What does not fit, said so that something can be done about it.
 */
#ifndef LOADER_PACK_PLAN_FAULT_H
#define LOADER_PACK_PLAN_FAULT_H

#include "capdl/plan/cover_plan.h"
#include "loader/pack/plan_layout.h"

/* The planner's result on all objects; the untypeds' marks are where it got to. */
void plan_fault_memory(struct compilation *c, const struct plan_layout *layout,
                       const struct untyped_plan *plan, enum untyped_plan_result result);

/* The result on the members of the untyped `cover` of the spec. */
void plan_fault_cover(struct compilation *c, const struct plan_layout *layout, uint32_t cover,
                      const struct cover_plan *plan, enum untyped_plan_result result);

#endif
