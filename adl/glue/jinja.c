/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/glue/jinja.h"

#include <stdarg.h>
#include <string.h>

#include "adl/glue/jinja_tree.h"

/* Calls named in a message. */
#define FRAMES_SHOWN 8u

struct jinja_options jinja_default_options(void)
{
    return (struct jinja_options){
        .block_start = "{%",
        .block_end = "%}",
        .variable_start = "{{",
        .variable_end = "}}",
        .comment_start = "{#",
        .comment_end = "#}",
        .max_steps = 20 * 1000 * 1000,
        .max_output = 64 * 1024 * 1024,
        .max_memory = (size_t)256 * 1024 * 1024,
        .max_depth = 400,
    };
}

struct jinja_options jinja_camkes_options(void)
{
    struct jinja_options options = jinja_default_options();
    options.block_start = "/*-";
    options.block_end = "-*/";
    options.variable_start = "/*?";
    options.variable_end = "?*/";
    options.comment_start = "/*#";
    options.comment_end = "#*/";
    return options;
}

void jinja_init(struct jinja *jinja, struct compilation *c, const struct jinja_options *options)
{
    memset(jinja, 0, sizeof(*jinja));
    jinja->c = c;
    jinja->options = *options;
    arena_init(&jinja->scratch);
    jinja_add_builtins(jinja);
}

void jinja_done(struct jinja *jinja)
{
    arena_done(&jinja->scratch);
}

void jinja_set(struct jinja *jinja, const char *name, struct jinja_value value)
{
    uint32_t at;
    if (map_string_get(&jinja->global_index, name, &at)) {
        jinja->globals.items[at].value = value;
        return;
    }
    map_string_put(&jinja->global_index, &jinja->c->arena, name, (uint32_t)jinja->globals.count);
    vec_push(&jinja->c->arena, &jinja->globals, (struct jinja_global){name, value});
}

/* Adds the active calls as notes. */
static void show_frames(const struct jinja *jinja, struct diag *d)
{
    struct span last = SPAN_NONE; /* a macro that calls itself is named once */
    unsigned shown = 0;
    for (const struct jinja_frame *frame = jinja->frame; frame != NULL && shown < FRAMES_SHOWN;
         frame = frame->outer) {
        if (frame->span.file != last.file || frame->span.start != last.start) {
            diag_label(d, frame->span, "in `%s`, which is used here", frame->what);
            last = frame->span;
            shown++;
        }
    }
}

/* Reports with the active calls as notes; gives the diagnostic. */
__attribute__((format(printf, 4, 0))) static struct diag *report(struct jinja *jinja,
                                                                 enum diag_id id, struct span span,
                                                                 const char *format,
                                                                 va_list arguments)
{
    const char *message = arena_vprintf(&jinja->c->arena, format, arguments);
    struct diag *d = diag_report(&jinja->c->diags, id, span, "%s", message);
    show_frames(jinja, d);
    return d;
}

_Noreturn void jinja_fail(struct jinja *jinja, enum diag_id id, struct span span,
                          const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    report(jinja, id, span, format, arguments);
    va_end(arguments);
    longjmp(jinja->escape, 1);
}

_Noreturn void jinja_fail_hint(struct jinja *jinja, enum diag_id id, struct span span,
                               const char *hint, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    struct diag *d = report(jinja, id, span, format, arguments);
    va_end(arguments);
    if (hint != NULL) {
        diag_hint(d, "%s", hint);
    }
    longjmp(jinja->escape, 1);
}

struct diag *jinja_report_at(struct jinja *jinja, enum diag_id id, struct span place,
                             struct span span, const char *message)
{
    bool placed = place.file != SPAN_NONE.file;
    struct diag *d = diag_report(&jinja->c->diags, id, placed ? place : span, "%s", message);
    if (placed) {
        diag_label(d, span, "the template says so here");
    }
    show_frames(jinja, d);
    jinja->refused = true;
    return d;
}

_Noreturn void jinja_give_up(struct jinja *jinja)
{
    longjmp(jinja->escape, 1);
}

static const char *call_name(const struct jinja_call *call)
{
    return call->callable != NULL ? call->callable->name : "this";
}

struct jinja_value jinja_argument(struct jinja_call *call, size_t position, const char *name,
                                  const struct jinja_value *fallback)
{
    if (position < call->count) {
        return jinja_defined(call->jinja, call->arguments[position], call->span);
    }
    for (size_t i = 0; i < call->keyword_count; i++) {
        if (strcmp(call->keywords[i].name, name) == 0) {
            return jinja_defined(call->jinja, call->keywords[i].value, call->span);
        }
    }
    if (fallback == NULL) {
        jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span, "`%s` needs an argument `%s`",
                   call_name(call), name);
    }
    return *fallback;
}

const char *jinja_argument_string(struct jinja_call *call, size_t position, const char *name,
                                  const char *fallback)
{
    struct jinja_value value = fallback != NULL ? jinja_string(fallback) : jinja_none();
    value = jinja_argument(call, position, name, fallback != NULL ? &value : NULL);
    jinja_text_of(call->jinja, value, call->span, name);
    return jinja_c_string(call->jinja, value);
}

__int128 jinja_argument_int(struct jinja_call *call, size_t position, const char *name,
                            const __int128 *fallback)
{
    struct jinja_value value = fallback != NULL ? jinja_int(*fallback) : jinja_none();
    value = jinja_argument(call, position, name, fallback != NULL ? &value : NULL);
    return jinja_integer(call->jinja, value, call->span, name);
}

/* Is `name` one of the blank-separated words? */
static bool is_listed(const char *words, const char *name)
{
    size_t size = strlen(name);
    while (*words != '\0') {
        size_t word = strcspn(words, " ");
        if (word == size && memcmp(words, name, size) == 0) {
            return true;
        }
        words += word;
        words += strspn(words, " ");
    }
    return false;
}

void jinja_check_arguments(struct jinja_call *call, size_t least, size_t most, const char *keywords)
{
    if (call->count < least || call->count > most) {
        jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span,
                   "`%s` takes %s%zu argument%s, not %zu", call_name(call),
                   least == most         ? ""
                   : call->count < least ? "at least "
                                         : "at most ",
                   call->count < least ? least : most,
                   (call->count < least ? least : most) == 1 ? "" : "s", call->count);
    }
    for (size_t i = 0; i < call->keyword_count; i++) {
        if (!is_listed(keywords, call->keywords[i].name)) {
            jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span, "`%s` has no parameter `%s`",
                       call_name(call), call->keywords[i].name);
        }
    }
}
