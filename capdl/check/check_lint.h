/* SPDX-License-Identifier: BSD-2-Clause
 *
 * What is allowed in a capability graph, but hardly meant: capabilities without rights, threads
 * whose addresses are not mapped or whose fault endpoint is not there, objects that nothing
 * reaches, derivations that will be others than it says. These are warnings, for specs that people
 * or other tools wrote; what no kernel could hold is found by check_graph.h.
 */
#ifndef CAPDL_CHECK_CHECK_LINT_H
#define CAPDL_CHECK_CHECK_LINT_H

#include "adl/base/compilation.h"
#include "capdl/spec/spec.h"

/* Reports what looks wrong in `spec`, which has passed check_graph(). Time is linear. */
void check_lint(struct compilation *c, const struct spec *spec);

#endif
