/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The form "adlc.findings/1". Written out as it goes rather than built with a JSON library: keys
 * keep their order, one finding is one line (for diff and grep), and texts need not be UTF-8.
 */
#include <string.h>

#include "adl/base/diag.h"
#include "adl/base/diag_forms.h"
#include "adl/base/diag_place.h"
#include "adl/base/strbuf.h"

void diag_json_string(struct strbuf *out, const char *text)
{
    strbuf_putc(out, '"');
    strbuf_put_json_escaped(out, text, strlen(text));
    strbuf_putc(out, '"');
}

/* Appends `"key": "text"` and, before it, a separator. */
static void json_text(struct strbuf *out, const char *before, const char *key, const char *text)
{
    strbuf_printf(out, "%s\"%s\": ", before, key);
    diag_json_string(out, text);
}

/* Appends the members of a place, without braces. */
static void json_place(struct strbuf *out, const struct diag_place *place)
{
    json_text(out, "", "file", place->file);
    strbuf_printf(out, ", \"line\": %u, \"column\": %u, \"end_line\": %u, \"end_column\": %u",
                  place->line, place->column, place->end_line, place->end_column);
}

static void json_locations(struct strbuf *out, const struct diag *diag, struct sources *sources)
{
    struct diag_place place;
    const char *before = "";

    strbuf_puts(out, ", \"locations\": [");
    if (diag_place_from_span(sources, diag->span, &place)) {
        strbuf_putc(out, '{');
        json_place(out, &place);
        strbuf_puts(out, ", \"label\": \"\"}");
        before = ", ";
    }
    for (size_t i = 0; i < diag->labels.count; i++) {
        if (diag_place_from_span(sources, diag->labels.items[i].span, &place)) {
            strbuf_printf(out, "%s{", before);
            json_place(out, &place);
            json_text(out, ", ", "label", diag->labels.items[i].text);
            strbuf_putc(out, '}');
            before = ", ";
        }
    }
    strbuf_putc(out, ']');
}

static void json_remarks(struct strbuf *out, const struct diag *diag)
{
    const char *before = "";

    strbuf_puts(out, ", \"notes\": [");
    for (size_t i = 0; i < diag->labels.count; i++) {
        if (diag->labels.items[i].span.file == 0) {
            strbuf_puts(out, before);
            diag_json_string(out, diag->labels.items[i].text);
            before = ", ";
        }
    }
    strbuf_puts(out, "], \"help\": [");
    for (size_t i = 0; i < diag->hints.count; i++) {
        strbuf_puts(out, i > 0 ? ", " : "");
        diag_json_string(out, diag->hints.items[i]);
    }
    strbuf_putc(out, ']');
}

static void json_fixes(struct strbuf *out, const struct diag *diag, struct sources *sources)
{
    struct diag_place place;
    const char *before = "";

    strbuf_puts(out, ", \"fixes\": [");
    for (size_t i = 0; i < diag->fixes.count; i++) {
        if (diag_place_from_span(sources, diag->fixes.items[i].span, &place) && place.exact) {
            strbuf_printf(out, "%s{", before);
            json_place(out, &place);
            json_text(out, ", ", "text", diag->fixes.items[i].text);
            strbuf_putc(out, '}');
            before = ", ";
        }
    }
    strbuf_putc(out, ']');
}

void diag_json(struct strbuf *out, const struct diags *diags, struct sources *sources,
               const struct diag_tool *tool)
{
    strbuf_puts(out, "{\"schema\": \"adlc.findings/1\"");
    json_text(out, ", ", "tool", tool->name);
    json_text(out, ", ", "version", tool->version);
    strbuf_printf(out, ", \"not_shown\": %zu, \"findings\": [", diags->dropped);
    for (size_t i = 0; i < diags->list.count; i++) {
        const struct diag *diag = diags->list.items[i];

        json_text(out, i > 0 ? ",\n  {" : "\n  {", "rule", diag_rule(diag->id));
        json_text(out, ", ", "name", diag_kind(diag->id)->name);
        json_text(out, ", ", "severity", diag_severity_text(diag->severity));
        json_text(out, ", ", "message", diag->message);
        strbuf_puts(out, ", \"subject\": \"\", \"object\": \"\"");
        json_locations(out, diag, sources);
        strbuf_puts(out, ", \"path\": []");
        json_remarks(out, diag);
        json_fixes(out, diag, sources);
        strbuf_puts(out, ", \"fingerprint\": \"");
        diag_place_fingerprint(out, diag, sources);
        strbuf_puts(out, "\"}");
    }
    strbuf_puts(out, diags->list.count > 0 ? "\n]}\n" : "]}\n");
}
