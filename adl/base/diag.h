/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Diagnostics: what is wrong with the user's input, collected as data. Stages report here and go
 * on; only diag_show.c (and later other views) turn the list into text. The catalogue of all
 * kinds is diag.def: one line each, with number, name, default severity and meaning.
 *
 *     struct diag *d = diag_report(&c->diags, DIAG_UNKNOWN_NAME, span, "unknown component `%s`",
 * n); diag_label(d, other, "an interface of this name is declared here"); diag_hint(d, "did you
 * mean `%s`?", near);
 *
 * The message says what is wrong, in the user's names; a note or label says where it comes from;
 * a hint says what to do. The pointer stays valid as long as the compilation. All texts are copied
 * into the arena, cut at 2000 bytes.
 *
 * What is kept: a diagnostic that is switched off (-Wno-name) or repeats an earlier one word for
 * word at the same place is dropped, as are all after the limit; the caller still gets an object
 * to decorate. Counts count everything reported and not switched off, without repetitions.
 */
#ifndef ADL_BASE_DIAG_H
#define ADL_BASE_DIAG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "adl/base/map.h"
#include "adl/base/source.h"
#include "adl/base/vec.h"

enum diag_severity {
    SEVERITY_OFF,
    SEVERITY_NOTE,
    SEVERITY_WARNING,
    SEVERITY_ERROR,
};

enum diag_id {
#define DIAG(symbol, number, name, severity, meaning) DIAG_##symbol,
#include "adl/base/diag.def"
#undef DIAG
    DIAG_COUNT
};

/* One line of the catalogue. */
struct diag_kind {
    uint32_t number; /* shown as ADL0101 */
    const char *name;
    enum diag_severity severity;
    const char *meaning;
};

/* A second place that matters, with the reason why, or a remark without place (SPAN_NONE). */
struct diag_label {
    struct span span;
    const char *text;
};

/* A change that would mend the fault: `text` in place of the bytes of `span`. */
struct diag_fix {
    struct span span;
    const char *text;
};

struct diag {
    struct diags *owner;
    enum diag_id id;
    enum diag_severity severity; /* as it counts, after -W options */
    struct span span;            /* SPAN_NONE: about the whole input */
    const char *message;
    VEC(struct diag_label) labels; /* places and notes in the order given */
    VEC(const char *) hints;
    VEC(struct diag_fix) fixes;
};

struct diags {
    struct arena *arena;
    VEC(struct diag *) list; /* in the order reported */
    struct map_string seen;
    size_t errors, warnings;
    size_t dropped;    /* how many were not kept because of the limit */
    size_t max_errors; /* errors kept; 0 = no limit */
    bool warnings_are_errors;
    bool warnings_off;
    enum diag_severity severity[DIAG_COUNT]; /* wanted by options or default */
    bool pinned[DIAG_COUNT];                 /* -Wno-error=name: never raised by -Werror */
};

/* Makes `diags` empty, every kind at its default severity, limit 20 errors. */
void diag_init(struct diags *diags, struct arena *arena);

/* Reports a fault of kind `id` at `span`; never NULL. */
struct diag *diag_report(struct diags *diags, enum diag_id id, struct span span, const char *format,
                         ...) __attribute__((format(printf, 4, 5)));

/* Adds a second place with a word on what it is. */
void diag_label(struct diag *diag, struct span span, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Adds a remark without a place. */
void diag_note(struct diag *diag, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Adds advice on what to do. */
void diag_hint(struct diag *diag, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Adds a change that tools can apply: `text` replaces the bytes of `span`. */
void diag_fix(struct diag *diag, struct span span, const char *text);

/* Adds the hint "did you mean `x`?" where there is such a candidate, and where it is certain the
 * change of `span` into it. False when there is none. */
struct suggest;
bool diag_suggest(struct diag *diag, struct span span, const struct suggest *suggest);

/* How much was reported until now. */
struct diag_mark {
    size_t count, errors, warnings, dropped;
};

struct diag_mark diag_mark(const struct diags *diags);

/* True if anything was reported since. */
bool diag_since(const struct diags *diags, struct diag_mark mark);

/* Takes back all that was reported since, as if it had never been: for a stage that starts again
 * and will say it once more. */
void diag_withdraw(struct diags *diags, struct diag_mark mark);

/* True once the limit of errors is reached: a stage may stop early. */
bool diag_limit_reached(const struct diags *diags);

/* Applies what follows -W: "name", "no-name", "error", "error=name", "no-error=name", "none"
 * (all warnings off). A name may also be given as ADL0101. False if the name is unknown or the
 * kind is an error, which cannot be switched off. */
bool diag_set_option(struct diags *diags, const char *option);

/* The catalogue line of a kind. */
const struct diag_kind *diag_kind(enum diag_id id);

/* The id that is shown for a kind and never re-used: "A001" where the kind is a rule of the
 * reference (checks-policy-cli, 3.1), otherwise "ADL0101". Static text. */
const char *diag_rule(enum diag_id id);

/* "error", "warning" or "note". */
const char *diag_severity_text(enum diag_severity severity);

/* The kind of that name, number text ("ADL0101") or rule ("A001"), or DIAG_COUNT. */
enum diag_id diag_find(const char *name);

#endif
