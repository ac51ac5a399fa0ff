/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Diagnostics as JUnit XML: one suite for each rule that fired, one case for each finding; errors
 * are failures, all else passes. A run without findings is one case that passes.
 */
#include <string.h>

#include "adl/base/diag.h"
#include "adl/base/diag_forms.h"
#include "adl/base/diag_place.h"
#include "adl/base/strbuf.h"

/* Appends text escaped for XML; control characters, which XML 1.0 cannot hold, become `?`. */
static void junit_escaped(struct strbuf *out, const char *text)
{
    for (; *text != '\0'; text++) {
        if ((unsigned char)*text < 0x20) {
            strbuf_puts(out, *text == '\n' ? "&#10;" : *text == '\t' ? "&#9;" : "?");
        } else {
            strbuf_put_html_escaped(out, text, 1);
        }
    }
}

static void junit_case(struct strbuf *out, const struct diag *diag, struct sources *sources)
{
    struct diag_place place;
    bool placed = diag_place_from_span(sources, diag->span, &place);

    strbuf_printf(out, "    <testcase classname=\"%s\" name=\"", diag_kind(diag->id)->name);
    if (placed) {
        junit_escaped(out, place.file);
        strbuf_printf(out, ":%u:%u", place.line, place.column);
    } else {
        strbuf_puts(out, "system");
    }
    if (diag->severity != SEVERITY_ERROR) {
        strbuf_puts(out, "\"><system-out>");
        junit_escaped(out, diag->message);
        strbuf_puts(out, "</system-out></testcase>\n");
        return;
    }
    strbuf_printf(out, "\"><failure type=\"%s\" message=\"", diag_rule(diag->id));
    junit_escaped(out, diag->message);
    strbuf_puts(out, "\">");
    for (size_t i = 0; i < diag->hints.count; i++) {
        strbuf_puts(out, "help: ");
        junit_escaped(out, diag->hints.items[i]);
        strbuf_putc(out, '\n');
    }
    strbuf_puts(out, "</failure></testcase>\n");
}

/* Appends the suite of kind `id`, if it fired. */
static void junit_suite(struct strbuf *out, const struct diags *diags, struct sources *sources,
                        enum diag_id id)
{
    size_t tests = 0, failures = 0;

    for (size_t i = 0; i < diags->list.count; i++) {
        if (diags->list.items[i]->id == id) {
            tests++;
            failures += diags->list.items[i]->severity == SEVERITY_ERROR;
        }
    }
    if (tests == 0) {
        return;
    }
    strbuf_printf(out, "  <testsuite name=\"%s %s\" tests=\"%zu\" failures=\"%zu\" errors=\"0\">\n",
                  diag_rule(id), diag_kind(id)->name, tests, failures);
    for (size_t i = 0; i < diags->list.count; i++) {
        if (diags->list.items[i]->id == id) {
            junit_case(out, diags->list.items[i], sources);
        }
    }
    strbuf_puts(out, "  </testsuite>\n");
}

void diag_junit(struct strbuf *out, const struct diags *diags, struct sources *sources,
                const struct diag_tool *tool)
{
    strbuf_printf(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"%s\">\n",
                  tool->name);
    for (unsigned id = 0; id < DIAG_COUNT; id++) {
        junit_suite(out, diags, sources, (enum diag_id)id);
    }
    if (diags->list.count == 0) {
        strbuf_printf(out,
                      "  <testsuite name=\"%s\" tests=\"1\" failures=\"0\" errors=\"0\">\n"
                      "    <testcase classname=\"%s\" name=\"no findings\"/>\n"
                      "  </testsuite>\n",
                      tool->name, tool->name);
    }
    strbuf_puts(out, "</testsuites>\n");
}
