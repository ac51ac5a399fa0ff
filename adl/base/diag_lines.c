/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The forms that are one line for each diagnostic: compact, for editors and whatever reads GCC's
 * messages; github, commands to GitHub's runner that make annotations
 * (docs.github.com/actions, "Workflow commands for GitHub Actions").
 */
#include <string.h>

#include "adl/base/diag.h"
#include "adl/base/diag_forms.h"
#include "adl/base/diag_place.h"
#include "adl/base/strbuf.h"

/* The runner shows no more than so many annotations of a level. */
#define GITHUB_MAX 10

void diag_compact(struct strbuf *out, const struct diags *diags, struct sources *sources,
                  const struct diag_tool *tool)
{
    for (size_t i = 0; i < diags->list.count; i++) {
        const struct diag *diag = diags->list.items[i];
        struct diag_place place;

        if (diag_place_from_span(sources, diag->span, &place)) {
            strbuf_printf(out, "%s:%u:%u: ", place.file, place.line, place.column);
        } else {
            strbuf_printf(out, "%s: ", tool->name);
        }
        strbuf_printf(out, "%s: %s [%s]\n", diag_severity_text(diag->severity), diag->message,
                      diag_rule(diag->id));
    }
}

/* Appends text with what ends a command escaped; in a property also what ends the property. */
static void github_escaped(struct strbuf *out, const char *text, bool property)
{
    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text;

        if (c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ','))) {
            strbuf_printf(out, "%%%02X", c);
        } else {
            strbuf_putc(out, *text);
        }
    }
}

static void github_one(struct strbuf *out, const struct diag *diag, struct sources *sources)
{
    struct diag_place place;
    bool note = diag->severity != SEVERITY_ERROR && diag->severity != SEVERITY_WARNING;

    strbuf_printf(out, "::%s ", note ? "notice" : diag_severity_text(diag->severity));
    if (diag_place_from_span(sources, diag->span, &place)) {
        strbuf_puts(out, "file=");
        github_escaped(out, place.file, true);
        strbuf_printf(out, ",line=%u,col=%u,endLine=%u,endColumn=%u,", place.line, place.column,
                      place.end_line, place.end_column);
    } else if (sources->files.count > 0) {
        /* Without a line nothing would be shown beside the changed files. */
        strbuf_puts(out, "file=");
        github_escaped(out, source_get(sources, 1)->name, true);
        strbuf_puts(out, ",line=1,");
    }
    strbuf_printf(out, "title=%s %s::", diag_rule(diag->id), diag_kind(diag->id)->name);
    github_escaped(out, diag->message, false);
    for (size_t i = 0; i < diag->hints.count; i++) {
        strbuf_puts(out, "%0Ahelp: ");
        github_escaped(out, diag->hints.items[i], false);
    }
    strbuf_putc(out, '\n');
}

void diag_github(struct strbuf *out, const struct diags *diags, struct sources *sources,
                 const struct diag_tool *tool)
{
    size_t shown[SEVERITY_ERROR + 1] = {0};
    size_t left_out = diags->dropped;

    for (size_t i = 0; i < diags->list.count; i++) {
        const struct diag *diag = diags->list.items[i];

        if (shown[diag->severity]++ < GITHUB_MAX) {
            github_one(out, diag, sources);
        } else {
            left_out++;
        }
    }
    if (left_out > 0) {
        strbuf_printf(out,
                      "::notice title=%s::%zu more are not shown here; --format sarif=FILE "
                      "has them all\n",
                      tool->name, left_out);
    }
}
