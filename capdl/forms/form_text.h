/* SPDX-License-Identifier: BSD-2-Clause
 *
 * capDL text, written canonically: the same graph always gives the same bytes, whatever the order
 * in which it was made.  Objects are sorted by name, capabilities by slot; numbers are decimal but
 * for addresses; defaults are left out.  The layout is that of capDL-tool (capdl reference,
 * section 12), so that texts can be compared byte by byte.
 *
 * Reading is capdl/text/read_text.h.  Writing what was read gives the same bytes again.
 *
 * A name that capDL cannot spell (it begins with a letter and goes on with letters, digits and
 * `-_@.`; `objects` and `caps` are reserved) is changed to one it can.
 */
#ifndef CAPDL_FORMS_FORM_TEXT_H
#define CAPDL_FORMS_FORM_TEXT_H

#include <stdbool.h>

#include "adl/base/compilation.h"
#include "adl/base/strbuf.h"
#include "capdl/spec/spec.h"

/* Appends the text of `spec` to `out`. False after diagnostics when the language has no words for
 * something in it; `out` is then not to be used. */
bool form_text_write(struct compilation *c, const struct spec *spec, struct strbuf *out);

#endif
