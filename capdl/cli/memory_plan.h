/* SPDX-License-Identifier: BSD-2-Clause
 *
 * `capdl plan`: a spec laid out in untyped memory given on the command line, as the root server
 * will lay it out.
 */
#ifndef CAPDL_CLI_MEMORY_PLAN_H
#define CAPDL_CLI_MEMORY_PLAN_H

#include <stdbool.h>

#include "adl/base/compilation.h"
#include "adl/base/strbuf.h"
#include "capdl/plan/untyped_plan.h"
#include "capdl/spec/spec.h"

/* Reads "ADDRESS:BITS" or "ADDRESS:BITS:device" (numbers as in C). False if it is neither. */
bool memory_plan_parse(const char *text, struct untyped_plan_memory *memory);

/* Appends what is made from which untyped; false after a diagnostic when the spec does not fit. */
bool memory_plan(struct compilation *c, const struct spec *spec, struct untyped_plan_memory *memory,
                 uint32_t count, struct strbuf *out);

#endif
