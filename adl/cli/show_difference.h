/* SPDX-License-Identifier: BSD-2-Clause
 *
 * What a command would change in a file, as diff(1) shows it.
 */
#ifndef ADL_CLI_SHOW_DIFFERENCE_H
#define ADL_CLI_SHOW_DIFFERENCE_H

#include "adl/base/compilation.h"
#include "adl/base/strbuf.h"

/* Prints on stdout how the file at `path`, shown as `name`, differs from `text`, which is called
 * `label`. That there is no diff(1) is reported. */
void show_difference(struct compilation *c, const char *path, const char *name, const char *label,
                     const struct strbuf *text);

#endif
