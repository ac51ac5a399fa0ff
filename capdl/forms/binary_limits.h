/* SPDX-License-Identifier: BSD-2-Clause
 *
 * What a graph may hold that the binary form has no words for yet: objects of other kernels and
 * architectures, derivations, domain schedules.  Said before anything is written, so that nothing
 * is lost silently.
 */
#ifndef CAPDL_FORMS_BINARY_LIMITS_H
#define CAPDL_FORMS_BINARY_LIMITS_H

#include <stdbool.h>

#include "adl/base/compilation.h"
#include "capdl/spec/spec.h"

/* True when the binary form can say all of `spec`; otherwise reports each thing it cannot. */
bool binary_limits_check(struct compilation *c, const struct spec *spec);

#endif
