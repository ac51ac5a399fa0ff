/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Threads against what is mapped for them (private to capdl/check; part of check_lint.h).
 */
#ifndef CAPDL_CHECK_CHECK_THREADS_H
#define CAPDL_CHECK_CHECK_THREADS_H

#include "adl/base/compilation.h"
#include "capdl/spec/spec.h"

/* Reports threads that cannot run as they are described. */
void check_threads(struct compilation *c, const struct spec *spec);

#endif
