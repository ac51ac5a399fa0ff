/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Derivations that a kernel cannot hold, although each of them could be made alone. seL4
 * keeps no tree: a capability is another's parent if it may be one at all and both are to the same
 * thing. So
 *
 *   - one capability to an object is the original, and every other one comes from it;
 *   - a copy has no children, except where it got a badge of its own.
 *
 * Memory (untyped) is different: every capability to it may have children.
 */
#ifndef CAPDL_CHECK_CHECK_PARENTS_H
#define CAPDL_CHECK_CHECK_PARENTS_H

#include "adl/base/compilation.h"
#include "capdl/spec/spec.h"

/* Reports derivations of `spec` that will be others once it runs, as `id`: DIAG_SPEC_PARENT, a
 * warning, where the spec may be for a loader that makes no derivations, as those outside this
 * project are; DIAG_SPEC_UNBOOTABLE where it is for ours, which makes those that there are and
 * refuses others. Time is linear. */
void check_parents(struct compilation *c, const struct spec *spec, enum diag_id id);

#endif
