/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/cli/show_difference.h"

#include <stdio.h>

#include "adl/base/process.h"

void show_difference(struct compilation *c, const char *path, const char *name, const char *label,
                     const struct strbuf *text)
{
    const char *const argv[] = {"diff", "-u", "--label", name, "--label",
                                label,  "--", path,      "-",  NULL};
    struct process_request request = {.argv = argv, .input = text->text, .input_size = text->size};
    struct process_result result;

    (void)process_run(&c->arena, &request, &result);
    if (result.not_found || result.status > 1) {
        diag_report(&c->diags, DIAG_TOOL_MISSING, SPAN_NONE, "`diff` cannot be run");
        return;
    }
    fwrite(result.output, 1, result.output_size, stdout);
}
