/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Regular expressions for templates, under the names of Python's module re.
 */
#ifndef ADL_GLUE_PYTHON_RE_H
#define ADL_GLUE_PYTHON_RE_H

#include "adl/glue/jinja.h"

/* Makes the module a global of the templates. */
void python_re_add(struct jinja *jinja);

#endif
