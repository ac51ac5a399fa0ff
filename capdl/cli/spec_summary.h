/* SPDX-License-Identifier: BSD-2-Clause
 *
 * A spec in a few lines: what objects it has and how much memory they take.
 */
#ifndef CAPDL_CLI_SPEC_SUMMARY_H
#define CAPDL_CLI_SPEC_SUMMARY_H

#include "adl/base/strbuf.h"
#include "capdl/spec/spec.h"

/* Appends the summary of `spec`: a line for each kind of object that occurs, and the sums. */
void spec_summary(const struct spec *spec, struct strbuf *out);

#endif
