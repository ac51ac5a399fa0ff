/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The verifier of the capability graph: is this something that a kernel could hold and a loader
 * could make?  It runs after lowering and planning in every build and before a spec is written, so
 * that writers and loader need not doubt what they get.
 *
 * It looks at one object and one capability at a time, and at the few things that must be unique:
 *   - names, interrupt numbers, the parent of a page table, fixed addresses;
 *   - sizes that exist on the architecture, addresses aligned, fills inside their frame;
 *   - slots that the holder has, and in them kinds that belong there;
 *   - attributes only where they mean something, guards that fit, mappings that exist.
 * What a system may do with its capabilities is a matter for analyses, not for this file.
 */
#ifndef CAPDL_CHECK_CHECK_GRAPH_H
#define CAPDL_CHECK_CHECK_GRAPH_H

#include <stdbool.h>

#include "adl/base/compilation.h"
#include "capdl/spec/spec.h"

/* Reports every violation in `spec`; true when there was none. Time is linear but for a sort of
 * interrupts and fixed addresses. */
bool check_graph(struct compilation *c, const struct spec *spec);

#endif
