/* SPDX-License-Identifier: BSD-2-Clause
 *
 * What threads reach (private to capdl/check; part of check_lint.h): CNodes that are in no thread's
 * CSpace, domains that are never scheduled, address spaces without an ASID, notifications with two
 * purposes.
 */
#ifndef CAPDL_CHECK_CHECK_REACH_H
#define CAPDL_CHECK_CHECK_REACH_H

#include "adl/base/compilation.h"
#include "capdl/spec/spec.h"

/* Reports these. Time is linear. */
void check_reach(struct compilation *c, const struct spec *spec);

#endif
