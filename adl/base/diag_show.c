/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/base/diag_show.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "adl/base/arena.h"
#include "adl/base/diag.h"
#include "adl/base/source.h"
#include "adl/base/strbuf.h"
#include "adl/base/utf8.h"

#define SHOW_DEFAULT_WIDTH 100
#define SHOW_TAB           4
#define SHOW_MAX_CHAIN     8 /* imports named below a diagnostic */
#define SHOW_MIN_MARGIN    2 /* digits of line numbers */

#define SHOW_BOLD          "\033[1m"
#define SHOW_RED           "\033[1;31m"
#define SHOW_MAGENTA       "\033[1;35m"
#define SHOW_CYAN          "\033[1;36m"
#define SHOW_GREEN         "\033[1;32m"
#define SHOW_BLUE          "\033[1;34m"
#define SHOW_PLAIN         "\033[0m"

/* What every printing function needs. */
struct diag_shower {
    struct strbuf *buf;
    struct sources *sources;
    struct diag_show_style style;
    uint32_t last_file; /* whose import chain was shown last */
    size_t margin;      /* width of the line numbers of the diagnostic being shown */
};

bool diag_show_wants_colour(const char *when, FILE *out)
{
    const char *no_colour = getenv("NO_COLOR");
    const char *force = getenv("CLICOLOR_FORCE");
    const char *term = getenv("TERM");

    if (when != NULL && strcmp(when, "always") == 0) {
        return true;
    }
    if (when != NULL && strcmp(when, "never") == 0) {
        return false;
    }
    if (no_colour != NULL && *no_colour != '\0') {
        return false;
    }
    if (force != NULL && *force != '\0' && strcmp(force, "0") != 0) {
        return true;
    }
    return isatty(fileno(out)) && (term == NULL || strcmp(term, "dumb") != 0);
}

/* Appends `text` in a colour, if colours are wanted. */
static void diag_show_coloured(struct diag_shower *s, const char *colour, const char *text)
{
    if (s->style.colour) {
        strbuf_puts(s->buf, colour);
    }
    strbuf_puts(s->buf, text);
    if (s->style.colour) {
        strbuf_puts(s->buf, SHOW_PLAIN);
    }
}

/* Screen columns after the character at byte `*at`, which begins in column `column`; moves `*at`
 * past it. */
static size_t diag_show_advance(const struct source_place *place, size_t *at, size_t column)
{
    size_t length = utf8_sequence(place->text + *at, place->text_size - *at);

    if (place->text[*at] == '\t') {
        *at += 1;
        return column / SHOW_TAB * SHOW_TAB + SHOW_TAB;
    }
    *at += length == 0 ? 1 : length;
    return column + 1;
}

/* Screen column at which byte `upto` of the line begins. */
static size_t diag_show_column(const struct source_place *place, size_t upto)
{
    size_t column = 0;

    for (size_t at = 0; at < upto;) {
        column = diag_show_advance(place, &at, column);
    }
    return column;
}

/* Appends the character from byte `at` up to byte `next` so that it takes `width` columns. */
static void diag_show_character(struct strbuf *buf, const struct source_place *place, size_t at,
                                size_t next, size_t width)
{
    unsigned char c = (unsigned char)place->text[at];

    if (c == '\t') {
        strbuf_fill(buf, ' ', width);
    } else if (c < 0x20 || c == 0x7f || (c >= 0x80 && next == at + 1)) {
        strbuf_putc(buf, '?');
    } else {
        strbuf_put_bytes(buf, place->text + at, next - at);
    }
}

/* Appends columns [first, first + width) of the line; "..." stands for what is cut off. */
static void diag_show_line_window(struct diag_shower *s, const struct source_place *place,
                                  size_t first, size_t width)
{
    size_t column = 0;
    size_t at = 0;

    strbuf_puts(s->buf, first > 0 ? "..." : "");
    while (at < place->text_size && column < first + width) {
        size_t begin = at;
        size_t next = diag_show_advance(place, &at, column);

        if (column >= first) {
            diag_show_character(s->buf, place, begin, at, next - column);
        }
        column = next;
    }
    strbuf_puts(s->buf, at < place->text_size ? "..." : "");
    while (s->buf->size > 0 && s->buf->text[s->buf->size - 1] == ' ') {
        strbuf_truncate(s->buf, s->buf->size - 1);
    }
    strbuf_putc(s->buf, '\n');
}

/* Appends a line's margin: the number, or blanks, and the bar. */
static void diag_show_margin(struct diag_shower *s, uint32_t line)
{
    char number[16] = "";

    if (line != 0) {
        snprintf(number, sizeof(number), "%u", line);
    }
    if (s->style.colour) {
        strbuf_puts(s->buf, SHOW_BLUE);
    }
    strbuf_printf(s->buf, "%*s |", (int)s->margin, number);
    if (s->style.colour) {
        strbuf_puts(s->buf, SHOW_PLAIN);
    }
}

/* Appends the source line with its number and, below, the mark and what there is to say of it. */
static void diag_show_excerpt(struct diag_shower *s, const struct source_place *place, char mark,
                              const char *colour, const char *text)
{
    size_t width = s->style.width == 0 ? SHOW_DEFAULT_WIDTH : s->style.width;
    size_t start = diag_show_column(place, place->mark_start);
    size_t end = diag_show_column(place, place->mark_start + place->mark_size);
    size_t total = diag_show_column(place, place->text_size);
    size_t first = total > width && start > width / 2 ? start - width / 3 : 0;

    diag_show_margin(s, place->line);
    strbuf_putc(s->buf, ' ');
    diag_show_line_window(s, place, first, width);
    diag_show_margin(s, 0);
    if (place->exact) {
        if (end > first + width) {
            end = first + width;
        }
        strbuf_fill(s->buf, ' ', start - first + (first > 0 ? 3 : 0) + 1);
        strbuf_puts(s->buf, s->style.colour ? colour : "");
        strbuf_fill(s->buf, mark, end > start + 1 ? end - start : 1);
    } else {
        strbuf_puts(s->buf, s->style.colour ? colour : "");
    }
    if (text != NULL) {
        strbuf_printf(s->buf, " %s", text);
    }
    strbuf_puts(s->buf, s->style.colour ? SHOW_PLAIN : "");
    strbuf_putc(s->buf, '\n');
}

const char *diag_severity_text(enum diag_severity severity)
{
    switch (severity) {
    case SEVERITY_ERROR:
        return "error";
    case SEVERITY_WARNING:
        return "warning";
    case SEVERITY_NOTE:
    case SEVERITY_OFF:
        break;
    }
    return "note";
}

static const char *diag_show_severity_colour(enum diag_severity severity)
{
    switch (severity) {
    case SEVERITY_ERROR:
        return SHOW_RED;
    case SEVERITY_WARNING:
        return SHOW_MAGENTA;
    case SEVERITY_NOTE:
    case SEVERITY_OFF:
        break;
    }
    return SHOW_CYAN;
}

/* Appends the line that says where; `arrow` is "-->" for the place itself, ":::" for others. */
static void diag_show_position(struct diag_shower *s, const char *arrow,
                               const struct source_place *place)
{
    strbuf_fill(s->buf, ' ', s->margin);
    diag_show_coloured(s, SHOW_BLUE, arrow);
    strbuf_printf(s->buf, " %s:%u:%u\n", place->name, place->line, place->column);
}

/* Appends a remark below the excerpts: "= kind: text". */
static void diag_show_remark(struct diag_shower *s, const char *colour, const char *kind,
                             const char *text)
{
    strbuf_fill(s->buf, ' ', s->margin + 1);
    diag_show_coloured(s, SHOW_BLUE, "=");
    strbuf_putc(s->buf, ' ');
    diag_show_coloured(s, colour, kind);
    strbuf_printf(s->buf, ": %s\n", text);
}

/* Says through which imports the file of the diagnostic came in, once for a run of diagnostics in
 * the same file. */
static void diag_show_chain(struct diag_shower *s, uint32_t file)
{
    struct source_place place;
    struct span span;

    if (file == 0 || file == s->last_file) {
        return;
    }
    s->last_file = file;
    span = source_get(s->sources, file)->imported_from;
    for (int i = 0; i < SHOW_MAX_CHAIN && source_locate(s->sources, span, &place); i++) {
        strbuf_fill(s->buf, ' ', s->margin + 1);
        diag_show_coloured(s, SHOW_BLUE, "=");
        strbuf_printf(s->buf, " imported at %s:%u\n", place.name, place.line);
        span = source_get(s->sources, span.file)->imported_from;
    }
}

/* How wide the column of line numbers must be for all places of the diagnostic. */
static size_t diag_show_margin_width(struct diag_shower *s, const struct diag *diag)
{
    struct source_place place;
    uint32_t line = source_locate(s->sources, diag->span, &place) ? place.line : 0;
    size_t width = 1;

    for (size_t i = 0; i < diag->labels.count; i++) {
        if (source_locate(s->sources, diag->labels.items[i].span, &place) && place.line > line) {
            line = place.line;
        }
    }
    for (; line > 9; line /= 10) {
        width++;
    }
    return width < SHOW_MIN_MARGIN ? SHOW_MIN_MARGIN : width;
}

/* The advice that goes with the caret: "did you mean `x`?". */
static const char *diag_show_caret_text(const struct diag *diag)
{
    const char *hint = diag->hints.count > 0 ? diag->hints.items[0] : "";

    return strncmp(hint, "did you mean ", 13) == 0 ? hint : NULL;
}

/* The places in order, then the remarks. */
static void diag_show_details(struct diag_shower *s, const struct diag *diag, bool at_caret)
{
    struct source_place place;

    for (size_t i = 0; i < diag->labels.count; i++) {
        const struct diag_label *label = &diag->labels.items[i];

        if (source_locate(s->sources, label->span, &place)) {
            diag_show_position(s, ":::", &place);
            diag_show_excerpt(s, &place, '-', SHOW_CYAN, label->text);
        }
    }
    diag_show_chain(s, diag->span.file);
    for (size_t i = 0; i < diag->labels.count; i++) {
        if (diag->labels.items[i].span.file == 0) {
            diag_show_remark(s, SHOW_CYAN, "note", diag->labels.items[i].text);
        }
    }
    for (size_t i = at_caret ? 1 : 0; i < diag->hints.count; i++) {
        diag_show_remark(s, SHOW_GREEN, "help", diag->hints.items[i]);
    }
}

/* An empty line of the excerpt. */
static void diag_show_bar(struct diag_shower *s)
{
    diag_show_margin(s, 0);
    strbuf_putc(s->buf, '\n');
}

/* The place with its line; the first advice stands at the caret if it is on this very word. */
static void diag_show_primary(struct diag_shower *s, const struct diag *diag,
                              const struct source_place *place, const char *colour)
{
    const char *text = diag_show_caret_text(diag);

    if (!place->exact) {
        text = "the place is inside the expansion of a macro";
    }
    diag_show_position(s, "-->", place);
    diag_show_bar(s);
    diag_show_excerpt(s, place, '^', colour, text);
    if (diag->labels.count > 0 || diag->hints.count > 1 ||
        (diag->hints.count > 0 && text != diag->hints.items[0])) {
        diag_show_bar(s);
    }
}

static void diag_show_one(struct diag_shower *s, const struct diag *diag)
{
    const char *colour = diag_show_severity_colour(diag->severity);
    struct source_place place;

    s->margin = diag_show_margin_width(s, diag);
    strbuf_puts(s->buf, s->style.colour ? colour : "");
    strbuf_printf(s->buf, "%s[%s]", diag_severity_text(diag->severity), diag_rule(diag->id));
    strbuf_puts(s->buf, s->style.colour ? SHOW_PLAIN : "");
    strbuf_puts(s->buf, ": ");
    diag_show_coloured(s, SHOW_BOLD, diag->message);
    strbuf_printf(s->buf, " [%s]\n", diag_kind(diag->id)->name);
    bool placed = source_locate(s->sources, diag->span, &place);
    if (placed) {
        diag_show_primary(s, diag, &place, colour);
    }
    diag_show_details(s, diag, placed && place.exact && diag_show_caret_text(diag) != NULL);
}

void diag_show_text(struct strbuf *buf, const struct diags *diags, struct sources *sources,
                    struct diag_show_style style)
{
    struct diag_shower shower = {.buf = buf, .sources = sources, .style = style};

    for (size_t i = 0; i < diags->list.count; i++) {
        strbuf_puts(buf, i > 0 ? "\n" : "");
        diag_show_one(&shower, diags->list.items[i]);
    }
    if (diags->dropped != 0) {
        strbuf_printf(buf, "note: %zu more not shown (limit %zu errors)\n", diags->dropped,
                      diags->max_errors);
    }
}

void diag_show(FILE *out, const struct diags *diags, struct sources *sources,
               struct diag_show_style style)
{
    struct strbuf buf;
    struct arena scratch;

    arena_init(&scratch);
    strbuf_init(&buf, &scratch);
    diag_show_text(&buf, diags, sources, style);
    fwrite(buf.text, 1, buf.size, out);
    arena_done(&scratch);
}

void diag_show_counts(struct strbuf *buf, const struct diags *diags)
{
    if (diags->errors == 0 && diags->warnings == 0) {
        strbuf_puts(buf, "no errors");
        return;
    }
    if (diags->errors != 0) {
        strbuf_printf(buf, "%zu error%s", diags->errors, diags->errors == 1 ? "" : "s");
    }
    if (diags->warnings != 0) {
        strbuf_printf(buf, "%s%zu warning%s", diags->errors != 0 ? " and " : "", diags->warnings,
                      diags->warnings == 1 ? "" : "s");
    }
}
