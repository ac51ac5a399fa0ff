/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The graph for Graphviz.  A node is an object with its slots, or all elements of an array that
 * hold the same.  What belongs to one address space stands in a cluster of its own (dot_spaces.h),
 * what is shared between them.  An untyped points to its members with dashed edges.
 *
 * So that the picture of a large system can be looked at, the form folds: where a cluster has more
 * than 24 nodes of one kind they become one, with their number; of more than 64 address spaces each
 * is one node, and of more than 1000 all are; of a node's entries 24 are shown.  `dot` lays 100 000
 * objects out in about a second.  The other form shows everything.
 */
#ifndef CAPDL_FORMS_FORM_DOT_H
#define CAPDL_FORMS_FORM_DOT_H

#include <stdbool.h>

#include "adl/base/compilation.h"
#include "adl/base/strbuf.h"
#include "capdl/spec/spec.h"

/* Appends `spec` to `out`, folded or with everything. False after diagnostics: capDL text, in which
 * labels are written, cannot say something. */
bool form_dot_write_folded(struct compilation *c, const struct spec *spec, struct strbuf *out);
bool form_dot_write_full(struct compilation *c, const struct spec *spec, struct strbuf *out);

#endif
