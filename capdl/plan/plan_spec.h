/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Does a spec fit into the memory of a board?  The host's use of untyped_plan: the answer before
 * booting, from the code that the root server runs to do it.
 */
#ifndef CAPDL_PLAN_PLAN_SPEC_H
#define CAPDL_PLAN_PLAN_SPEC_H

#include <stdbool.h>
#include <stdint.h>

#include "adl/base/compilation.h"
#include "capdl/plan/untyped_plan.h"
#include "capdl/spec/spec.h"

/* Plans all objects of `spec` into the `count` untypeds (only their inputs filled in). True when
 * they fit: `*plan` is then ready for untyped_plan_next(), object indices are object ids. Otherwise
 * a diagnostic says which object does not fit and how much is missing. */
bool plan_spec(struct compilation *c, const struct spec *spec, struct untyped_plan_memory *memory,
               uint32_t count, struct untyped_plan *plan);

#endif
