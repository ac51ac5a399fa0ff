/* SPDX-License-Identifier: BSD-2-Clause
 *
 * What a command line says about diagnostics, and what comes of it: which forms go where, what
 * counts as what, which exit status follows. Shared by adlc and capdl, so that both take the same
 * options:
 *
 *     --format FORM[=FILE]   text json sarif github compact junit; may be repeated
 *     -W NAME -E NAME -A NAME --werror   see diag_set_option; -E makes an error of it, -A nothing
 *     --error-limit N        errors shown, 0 = all (default 20)
 *     --fail-on LEVEL        error, warning, note, never: from where on the exit status is 1
 *     --max-warnings N       exit status 1 with more
 *     --exit-zero            findings do not change the exit status
 *     --color WHEN
 *
 * Where nothing is said: text to stderr. text and compact without FILE go to stderr, the others to
 * stdout, so that a pipe gets what is meant for programs and nothing else.
 */
#ifndef ADL_BASE_DIAG_OUTPUT_H
#define ADL_BASE_DIAG_OUTPUT_H

#include <stdbool.h>

#include "adl/base/compilation.h"
#include "adl/base/diag.h"
#include "adl/base/diag_forms.h"
#include "adl/base/vec.h"

struct diag_output_view {
    unsigned form;
    const char *path; /* NULL: a stream */
};

struct diag_output {
    VEC(struct diag_output_view) views;
    const char *colour;
    enum diag_severity fail_on; /* SEVERITY_OFF: never */
    bool exit_zero;
    bool limits_warnings;
    unsigned max_warnings;
};

/* Exit statuses that diagnostics lead to (reference checks-policy-cli, 3.4). */
enum diag_output_status {
    DIAG_STATUS_DONE = 0,
    DIAG_STATUS_FINDINGS = 1,
    DIAG_STATUS_INPUT = 3,
    DIAG_STATUS_TOOL = 4,
};

/* Nothing said yet. */
void diag_output_init(struct diag_output *output);

/* Takes one option by its name without dashes ("format", "W", "werror", ...). NULL when it is
 * fine or is none of ours (`*known` tells), else what is wrong with its value. */
const char *diag_output_option(struct diag_output *output, struct compilation *c, const char *name,
                               const char *value, bool *known);

/* Shows all diagnostics of `c` in the forms asked for; a file that cannot be written is reported,
 * too. Gives the exit status that follows; `status` if it is not 0 already. */
int diag_output_finish(const struct diag_output *output, struct compilation *c,
                       const struct diag_tool *tool, int status);

#endif
