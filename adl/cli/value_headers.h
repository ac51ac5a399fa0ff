/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Which instances need headers of their own: those whose code, generated or the user's, looks at
 * values of attributes that are not the same for all instances of the type (mentions.h), and those
 * for which the project file has more code.  All others are compiled with the headers of the type.
 */
#ifndef ADL_CLI_VALUE_HEADERS_H
#define ADL_CLI_VALUE_HEADERS_H

#include "adl/cli/command.h"
#include "adl/glue/glue.h"

/* Decides for every instance in `glue`; `components` are by component type. */
void value_headers_choose(struct compilation *c, const struct front *front,
                          const struct model *model, const struct project_component *components,
                          const struct glue_outputs *glue);

#endif
