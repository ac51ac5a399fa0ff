/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Are two specs the same graph?  Objects are told apart by name; their order does not count, and
 * neither do things that only say how a text was written.
 */
#ifndef CAPDL_COMPARE_COMPARE_SPECS_H
#define CAPDL_COMPARE_COMPARE_SPECS_H

#include <stdbool.h>

#include "adl/base/compilation.h"
#include "capdl/spec/spec.h"

/* Compares what is `found` with what is `wanted`; `what` names the first in messages ("the image").
 * Each difference is a diagnostic (image-differs) up to a limit, after which the rest is counted.
 * True when there is none. Time is linear in the objects and n log n in slots. */
bool compare_specs(struct compilation *c, const char *what, const struct spec *found,
                   const struct spec *wanted);

#endif
