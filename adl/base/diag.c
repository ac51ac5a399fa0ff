/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/base/diag.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adl/base/arena.h"
#include "adl/base/suggest.h"

#define DIAG_DEFAULT_MAX_ERRORS 20
#define DIAG_MAX_TEXT           2000 /* bytes of a message, hint or remark */

static const struct diag_kind diag_kinds[DIAG_COUNT] = {
#define DIAG(symbol, number, name, severity, meaning) {number, name, SEVERITY_##severity, meaning},
#include "adl/base/diag.def"
#undef DIAG
};

const struct diag_kind *diag_kind(enum diag_id id)
{
    assert((unsigned)id < DIAG_COUNT);
    return &diag_kinds[id];
}

/* Kinds that are rules of the reference bear its ids. */
static const struct {
    enum diag_id id;
    const char *rule;
} diag_rules[] = {
    {DIAG_UNKNOWN_SETTING,       "A001"},
    {DIAG_SETTING_TYPE,          "A002"},
    {DIAG_UNCONNECTED_INTERFACE, "A005"},
};

const char *diag_rule(enum diag_id id)
{
    static const char *const numbers[DIAG_COUNT] = {
#define DIAG(symbol, number, name, severity, meaning) "ADL0" #number,
#include "adl/base/diag.def"
#undef DIAG
    };

    assert((unsigned)id < DIAG_COUNT);
    for (size_t i = 0; i < sizeof(diag_rules) / sizeof(diag_rules[0]); i++) {
        if (diag_rules[i].id == id) {
            return diag_rules[i].rule;
        }
    }
    return numbers[id];
}

/* The kind with that number. Being a switch, it does not compile if a number is given twice. */
static enum diag_id diag_from_number(unsigned long number)
{
    switch (number) {
#define DIAG(symbol, number, name, severity, meaning)                                              \
    case number:                                                                                   \
        return DIAG_##symbol;
#include "adl/base/diag.def"
#undef DIAG
    default:
        return DIAG_COUNT;
    }
}

enum diag_id diag_find(const char *name)
{
    if (strncmp(name, "ADL", 3) == 0) {
        char *end;
        unsigned long number = strtoul(name + 3, &end, 10);

        return *end == '\0' && end != name + 3 ? diag_from_number(number) : DIAG_COUNT;
    }
    for (unsigned i = 0; i < DIAG_COUNT; i++) {
        if (strcmp(diag_kinds[i].name, name) == 0 ||
            strcmp(diag_rule((enum diag_id)i), name) == 0) {
            return (enum diag_id)i;
        }
    }
    return DIAG_COUNT;
}

void diag_init(struct diags *diags, struct arena *arena)
{
    *diags = (struct diags){.arena = arena, .max_errors = DIAG_DEFAULT_MAX_ERRORS};
    for (unsigned i = 0; i < DIAG_COUNT; i++) {
        diags->severity[i] = diag_kinds[i].severity;
    }
}

/* The severity that counts now for a diagnostic of this kind. */
static enum diag_severity diag_effective_severity(const struct diags *diags, enum diag_id id)
{
    enum diag_severity severity = diags->severity[id];

    if (severity == SEVERITY_WARNING) {
        if (diags->warnings_off) {
            return SEVERITY_OFF;
        }
        if (diags->warnings_are_errors && !diags->pinned[id]) {
            return SEVERITY_ERROR;
        }
    }
    return severity;
}

/* Remembers the diagnostic; true if the same one was seen before. */
static bool diag_is_repeated(struct diags *diags, const struct diag *diag)
{
    char *key = arena_printf(diags->arena, "%d %u:%u-%u %s", (int)diag->id, diag->span.file,
                             diag->span.start, diag->span.end, diag->message);

    return !map_string_put(&diags->seen, diags->arena, key, 0);
}

/* Puts the diagnostic on the list, or not, and counts it. */
static void diag_file(struct diags *diags, struct diag *diag)
{
    if (diag->severity == SEVERITY_OFF || diag_is_repeated(diags, diag)) {
        return;
    }
    if (diag_limit_reached(diags)) {
        diags->dropped++;
    } else {
        vec_push(diags->arena, &diags->list, diag);
    }
    if (diag->severity == SEVERITY_ERROR) {
        diags->errors++;
    } else if (diag->severity == SEVERITY_WARNING) {
        diags->warnings++;
    }
}

/* The text, cut where it is long beyond reading: names may have a megabyte. */
static const char *diag_text(struct arena *arena, const char *format, va_list arguments)
{
    char *text = arena_vprintf(arena, format, arguments);
    size_t end = DIAG_MAX_TEXT;

    if (strlen(text) > DIAG_MAX_TEXT) {
        while (((unsigned char)text[end] & 0xc0) == 0x80) {
            end--; /* not inside of a character */
        }
        memcpy(text + end, "...", 4);
    }
    return text;
}

struct diag *diag_report(struct diags *diags, enum diag_id id, struct span span, const char *format,
                         ...)
{
    struct diag *diag = arena_new(diags->arena, struct diag);
    va_list arguments;

    assert((unsigned)id < DIAG_COUNT);
    va_start(arguments, format);
    diag->owner = diags;
    diag->id = id;
    diag->severity = diag_effective_severity(diags, id);
    diag->span = span;
    diag->message = diag_text(diags->arena, format, arguments);
    va_end(arguments);
    diag_file(diags, diag);
    return diag;
}

void diag_label(struct diag *diag, struct span span, const char *format, ...)
{
    struct diag_label label = {.span = span};
    va_list arguments;

    va_start(arguments, format);
    label.text = diag_text(diag->owner->arena, format, arguments);
    va_end(arguments);
    vec_push(diag->owner->arena, &diag->labels, label);
}

void diag_note(struct diag *diag, const char *format, ...)
{
    struct diag_label label = {.span = SPAN_NONE};
    va_list arguments;

    va_start(arguments, format);
    label.text = diag_text(diag->owner->arena, format, arguments);
    va_end(arguments);
    vec_push(diag->owner->arena, &diag->labels, label);
}

void diag_hint(struct diag *diag, const char *format, ...)
{
    va_list arguments;
    const char *text;

    va_start(arguments, format);
    text = diag_text(diag->owner->arena, format, arguments);
    va_end(arguments);
    vec_push(diag->owner->arena, &diag->hints, text);
}

void diag_fix(struct diag *diag, struct span span, const char *text)
{
    struct diag_fix fix = {.span = span, .text = arena_strdup(diag->owner->arena, text)};

    vec_push(diag->owner->arena, &diag->fixes, fix);
}

bool diag_suggest(struct diag *diag, struct span span, const struct suggest *suggest)
{
    const char *near = suggest_result(suggest);

    if (near == NULL) {
        return false;
    }
    diag_hint(diag, "did you mean `%s`?", near);
    if (suggest_is_certain(suggest)) {
        diag_fix(diag, span, near);
    }
    return true;
}

struct diag_mark diag_mark(const struct diags *diags)
{
    return (struct diag_mark){diags->list.count, diags->errors, diags->warnings, diags->dropped};
}

bool diag_since(const struct diags *diags, struct diag_mark mark)
{
    return diags->list.count != mark.count || diags->errors != mark.errors ||
           diags->warnings != mark.warnings || diags->dropped != mark.dropped;
}

void diag_withdraw(struct diags *diags, struct diag_mark mark)
{
    diags->list.count = mark.count;
    diags->errors = mark.errors;
    diags->warnings = mark.warnings;
    diags->dropped = mark.dropped;
    diags->seen = (struct map_string){0};
    for (size_t i = 0; i < diags->list.count; i++) {
        (void)diag_is_repeated(diags, diags->list.items[i]);
    }
}

bool diag_limit_reached(const struct diags *diags)
{
    return diags->max_errors != 0 && diags->errors >= diags->max_errors;
}

/* Gives the kind `name` a severity; false if there is none or it is an error by nature. */
static bool diag_set_severity(struct diags *diags, const char *name, enum diag_severity severity,
                              bool pinned)
{
    enum diag_id id = diag_find(name);

    if (id == DIAG_COUNT) {
        return false;
    }
    if (diag_kinds[id].severity == SEVERITY_ERROR) {
        return severity == SEVERITY_ERROR;
    }
    diags->severity[id] = severity;
    diags->pinned[id] = pinned;
    return true;
}

bool diag_set_option(struct diags *diags, const char *option)
{
    if (strcmp(option, "error") == 0 || strcmp(option, "no-error") == 0) {
        diags->warnings_are_errors = option[0] == 'e';
        return true;
    }
    if (strcmp(option, "none") == 0 || strcmp(option, "all") == 0) {
        diags->warnings_off = option[0] == 'n';
        return true;
    }
    if (strncmp(option, "error=", 6) == 0) {
        return diag_set_severity(diags, option + 6, SEVERITY_ERROR, false);
    }
    if (strncmp(option, "no-error=", 9) == 0) {
        return diag_set_severity(diags, option + 9, SEVERITY_WARNING, true);
    }
    if (strncmp(option, "no-", 3) == 0) {
        return diag_set_severity(diags, option + 3, SEVERITY_OFF, false);
    }
    return diag_set_severity(diags, option, SEVERITY_WARNING, false);
}
