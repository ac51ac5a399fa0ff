/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Names of Python, beyond those that every template has, that templates written for CAmkES use.
 */
#ifndef ADL_GLUE_PYTHON_NAMES_H
#define ADL_GLUE_PYTHON_NAMES_H

#include "adl/glue/jinja.h"

/* Makes them globals of `jinja`. */
void python_names_add(struct jinja *jinja);

#endif
