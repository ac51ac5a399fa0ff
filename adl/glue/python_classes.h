/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Classes that templates written for CAmkES ask for (camkes.ast, capdl) or use (Counter).
 */
#ifndef ADL_GLUE_PYTHON_CLASSES_H
#define ADL_GLUE_PYTHON_CLASSES_H

#include "adl/glue/jinja.h"

/* Makes them globals of the templates. */
void python_classes_add(struct jinja *jinja);

/* isinstance() for a class whose name has a dot: "camkes.ast.Uses", "capdl.TCB". */
bool python_classes_fit(struct jinja_value value, const char *name);

#endif
