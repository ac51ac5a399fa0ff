/* SPDX-License-Identifier: BSD-2-Clause
 *
 * capDL text to graph: the whole language of the capDL manual and of capDL-tool, including nested
 * derivation trees and both forms of the domain schedule.
 *
 * Two steps.  The parser (capdl.l, capdl.y) makes a tree that keeps arrays and ranges compressed
 * (cdl_ast.h) and goes on after syntax errors, at the next line, `;` or `}`.  Only a tree without
 * syntax errors is expanded (expand.c): names and ranges are resolved, caps shared by name are
 * copied, and the graph is made.  Everything the reference tool finds lazily or not at all is
 * found here, all of it in one run; what a kernel could not hold is found by capdl/check.
 *
 * As long as nothing is wrong, objects are declared while the text is read and their part of the
 * tree goes at once (declare_early.h): the declarations of a large spec never stand in memory as a
 * tree.
 *
 * Memory is in proportion to the input: a declared array has at most READ_TEXT_MAX_OBJECTS
 * elements, and a range cannot name more elements than were declared.
 */
#ifndef CAPDL_TEXT_READ_TEXT_H
#define CAPDL_TEXT_READ_TEXT_H

#include <stddef.h>

#include "adl/base/compilation.h"
#include "capdl/spec/spec.h"

/* Objects and capabilities that one spec may have. */
#define READ_TEXT_MAX_OBJECTS (UINT32_C(1) << 22)
#define READ_TEXT_MAX_CAPS    (UINT32_C(1) << 23)

/* Makes a graph from `size` bytes of text; NULL after diagnostics. `shown_name` names the input;
 * spans of the graph point into it. */
struct spec *read_text(struct compilation *c, const void *bytes, size_t size,
                       const char *shown_name);

#endif
