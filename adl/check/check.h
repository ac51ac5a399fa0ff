/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Named checks over the resolved system, listed in adl_checks.def and run by the pass runner. They
 * report what is wrong or doubtful through the compilation's diagnostics and change nothing. A
 * text is reported on once, however many instances it has. A check whose prerequisite failed is
 * left out quietly: the fault was reported where it arose.
 */
#ifndef ADL_CHECK_CHECK_H
#define ADL_CHECK_CHECK_H

#include <stdbool.h>

struct compilation;
struct model;

/* Runs all checks. True if the model is complete and no error was reported by any stage so far, so
 * that lowering may go on; warnings do not count. */
bool check_run(struct compilation *c, const struct model *model);

#endif
