/* SPDX-License-Identifier: BSD-2-Clause
 *
 * SARIF 2.1.0 (docs.oasis-open.org/sarif/sarif/v2.1.0), as code-scanning services read it: one run;
 * the rules that occur, in order of occurrence; columns in UTF-16 units.
 */
#include <ctype.h>
#include <string.h>

#include "adl/base/arena.h"
#include "adl/base/diag.h"
#include "adl/base/diag_forms.h"
#include "adl/base/diag_place.h"
#include "adl/base/strbuf.h"

#define SARIF_SCHEMA                                                                               \
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

/* What every printing function needs. */
struct sarif {
    struct strbuf *out;
    struct sources *sources;
    size_t rule_index[DIAG_COUNT]; /* in the list of rules, from 1; 0: not there */
};

/* Appends a file name as a URI reference (RFC 3986): all but the unreserved characters and
 * slashes is written %XX. */
static void sarif_uri(struct strbuf *out, const char *file)
{
    strbuf_putc(out, '"');
    for (; *file != '\0'; file++) {
        unsigned char c = (unsigned char)*file;

        if (isalnum(c) || strchr("-._~/", c) != NULL) {
            strbuf_putc(out, *file);
        } else {
            strbuf_printf(out, "%%%02X", c);
        }
    }
    strbuf_putc(out, '"');
}

/* Appends a region: all of `place`, or its line where that is all that is known. */
static void sarif_region(struct strbuf *out, const struct diag_place *place)
{
    strbuf_printf(out, "{\"startLine\": %u", place->line);
    if (place->exact) {
        strbuf_printf(out, ", \"startColumn\": %u, \"endLine\": %u, \"endColumn\": %u",
                      place->utf16_column, place->end_line, place->utf16_end_column);
    }
    strbuf_putc(out, '}');
}

static void sarif_artifact(struct strbuf *out, const struct diag_place *place)
{
    strbuf_puts(out, "\"artifactLocation\": {\"uri\": ");
    sarif_uri(out, place->file);
    strbuf_puts(out, "}");
}

static void sarif_physical(struct strbuf *out, const struct diag_place *place)
{
    strbuf_puts(out, "\"physicalLocation\": {");
    sarif_artifact(out, place);
    strbuf_puts(out, ", \"region\": ");
    sarif_region(out, place);
    strbuf_putc(out, '}');
}

static void sarif_message(struct strbuf *out, const char *text)
{
    strbuf_puts(out, "{\"text\": ");
    diag_json_string(out, text);
    strbuf_putc(out, '}');
}

static void sarif_related(struct sarif *s, const struct diag *diag)
{
    struct diag_place place;
    size_t count = 0;

    for (size_t i = 0; i < diag->labels.count; i++) {
        if (diag_place_from_span(s->sources, diag->labels.items[i].span, &place)) {
            strbuf_puts(s->out, count == 0 ? ", \"relatedLocations\": [{" : ", {");
            strbuf_printf(s->out, "\"id\": %zu, ", ++count);
            sarif_physical(s->out, &place);
            strbuf_puts(s->out, ", \"message\": ");
            sarif_message(s->out, diag->labels.items[i].text);
            strbuf_putc(s->out, '}');
        }
    }
    strbuf_puts(s->out, count > 0 ? "]" : "");
}

/* The changes belong together: one fix, and not one for each, since SARIF takes the fixes of a
 * result as alternatives. */
static void sarif_fixes(struct sarif *s, const struct diag *diag)
{
    struct diag_place place;
    size_t count = 0;

    for (size_t i = 0; i < diag->fixes.count; i++) {
        const struct diag_fix *fix = &diag->fixes.items[i];

        if (diag_place_from_span(s->sources, fix->span, &place) && place.exact) {
            strbuf_puts(s->out, count++ == 0 ? ", \"fixes\": [{\"artifactChanges\": [{" : ", {");
            sarif_artifact(s->out, &place);
            strbuf_puts(s->out, ", \"replacements\": [{\"deletedRegion\": ");
            sarif_region(s->out, &place);
            strbuf_puts(s->out, ", \"insertedContent\": ");
            sarif_message(s->out, fix->text);
            strbuf_puts(s->out, "}]}");
        }
    }
    strbuf_puts(s->out, count > 0 ? "]}]" : "");
}

/* The message with remarks and advice, which have no field of their own. */
static void sarif_full_message(struct sarif *s, const struct diag *diag)
{
    struct strbuf text;

    strbuf_init(&text, s->out->arena);
    strbuf_puts(&text, diag->message);
    for (size_t i = 0; i < diag->labels.count; i++) {
        if (diag->labels.items[i].span.file == 0) {
            strbuf_printf(&text, "\nnote: %s", diag->labels.items[i].text);
        }
    }
    for (size_t i = 0; i < diag->hints.count; i++) {
        strbuf_printf(&text, "\nhelp: %s", diag->hints.items[i]);
    }
    sarif_message(s->out, text.text);
}

static void sarif_result(struct sarif *s, const struct diag *diag)
{
    struct diag_place place;

    strbuf_puts(s->out, "{\"ruleId\": ");
    diag_json_string(s->out, diag_rule(diag->id));
    strbuf_printf(s->out, ", \"ruleIndex\": %zu, \"level\": \"%s\", \"message\": ",
                  s->rule_index[diag->id] - 1, diag_severity_text(diag->severity));
    sarif_full_message(s, diag);
    strbuf_puts(s->out, ", \"locations\": [");
    if (diag_place_from_span(s->sources, diag->span, &place)) {
        strbuf_putc(s->out, '{');
        sarif_physical(s->out, &place);
        strbuf_putc(s->out, '}');
    }
    strbuf_putc(s->out, ']');
    sarif_related(s, diag);
    strbuf_puts(s->out, ", \"partialFingerprints\": {\"adlcFingerprint/v1\": \"");
    diag_place_fingerprint(s->out, diag, s->sources);
    strbuf_puts(s->out, "\"}");
    sarif_fixes(s, diag);
    strbuf_putc(s->out, '}');
}

/* The rules of all that was found. */
static void sarif_rules(struct sarif *s, const struct diags *diags)
{
    size_t count = 0;

    for (size_t i = 0; i < diags->list.count; i++) {
        enum diag_id id = diags->list.items[i]->id;
        const struct diag_kind *kind = diag_kind(id);

        if (s->rule_index[id] != 0) {
            continue;
        }
        s->rule_index[id] = ++count;
        strbuf_puts(s->out, count > 1 ? ",\n      {\"id\": " : "\n      {\"id\": ");
        diag_json_string(s->out, diag_rule(id));
        strbuf_puts(s->out, ", \"name\": ");
        diag_json_string(s->out, kind->name);
        strbuf_puts(s->out, ", \"shortDescription\": ");
        sarif_message(s->out, kind->meaning);
        strbuf_printf(s->out, ", \"help\": {\"text\": \"adlc explain %s\"}", diag_rule(id));
        strbuf_printf(s->out, ", \"defaultConfiguration\": {\"level\": \"%s\"}}",
                      diag_severity_text(kind->severity));
    }
}

void diag_sarif(struct strbuf *out, const struct diags *diags, struct sources *sources,
                const struct diag_tool *tool)
{
    struct sarif *s = arena_new(out->arena, struct sarif);

    s->out = out;
    s->sources = sources;
    strbuf_puts(out, "{\"$schema\": \"" SARIF_SCHEMA "\",\n \"version\": \"2.1.0\",\n"
                     " \"runs\": [{\n    \"tool\": {\"driver\": {\"name\": ");
    diag_json_string(out, tool->name);
    strbuf_puts(out, ", \"version\": ");
    diag_json_string(out, tool->version);
    strbuf_puts(out, ", \"rules\": [");
    sarif_rules(s, diags);
    strbuf_puts(out, "]}},\n    \"columnKind\": \"utf16CodeUnits\",\n    \"results\": [");
    for (size_t i = 0; i < diags->list.count; i++) {
        strbuf_puts(out, i > 0 ? ",\n      " : "\n      ");
        sarif_result(s, diags->list.items[i]);
    }
    strbuf_puts(out, "]\n }]}\n");
}
