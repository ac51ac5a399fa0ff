/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/base/diag_output.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adl/base/diag_show.h"
#include "adl/base/file.h"
#include "adl/base/strbuf.h"
#include "adl/base/suggest.h"

/* Limits beyond which a number is a mistake. */
#define NUMBER_MAX 1000000000ul

static const struct {
    const char *name;
    diag_form_function *write; /* NULL: diag_show_text */
    bool for_people;           /* goes to stderr */
} forms[] = {
    {"text",    NULL,         true },
    {"compact", diag_compact, true },
    {"json",    diag_json,    false},
    {"sarif",   diag_sarif,   false},
    {"github",  diag_github,  false},
    {"junit",   diag_junit,   false},
};

#define FORM_COUNT (sizeof(forms) / sizeof(forms[0]))

void diag_output_init(struct diag_output *output)
{
    *output = (struct diag_output){.colour = "auto", .fail_on = SEVERITY_ERROR};
}

/* --format FORM[=FILE] */
static const char *take_format(struct diag_output *output, struct compilation *c, const char *value)
{
    size_t length = strcspn(value, "=");

    for (unsigned i = 0; i < FORM_COUNT; i++) {
        if (strlen(forms[i].name) == length && strncmp(forms[i].name, value, length) == 0) {
            struct diag_output_view view = {i, value[length] == '=' ? value + length + 1 : NULL};

            if (view.path != NULL && *view.path == '\0') {
                return "a file name is missing behind `=`";
            }
            vec_push(&c->arena, &output->views, view);
            return NULL;
        }
    }
    return "the forms are text, compact, json, sarif, github, junit";
}

/* --fail-on LEVEL */
static const char *take_fail_on(struct diag_output *output, const char *value)
{
    static const struct {
        const char *name;
        enum diag_severity severity;
    } levels[] = {
        {"error",   SEVERITY_ERROR  },
        {"warning", SEVERITY_WARNING},
        {"note",    SEVERITY_NOTE   },
        {"never",   SEVERITY_OFF    },
    };

    for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++) {
        if (strcmp(levels[i].name, value) == 0) {
            output->fail_on = levels[i].severity;
            return NULL;
        }
    }
    return "the levels are error, warning, note, never";
}

static const char *take_number(const char *value, unsigned long *number)
{
    char *end = NULL;

    *number = strtoul(value, &end, 10);
    if (*value < '0' || *value > '9' || *end != '\0' || *number > NUMBER_MAX) {
        return "this is no number that makes sense here";
    }
    return NULL;
}

/* -W, -E, -A: a diagnostic that cannot be set is reported like any other fault. */
static void take_severity(struct compilation *c, const char *letter, const char *prefix,
                          const char *value)
{
    const char *option = arena_printf(&c->arena, "%s%s", prefix, value);

    if (!diag_set_option(&c->diags, option)) {
        struct diag *d = diag_report(&c->diags, DIAG_WARNING_OPTION, SPAN_NONE,
                                     "`-%s %s` names no warning that can be set", letter, value);
        struct suggest near;

        suggest_start(&near, strncmp(value, "no-", 3) == 0 ? value + 3 : value);
        for (unsigned i = 0; i < DIAG_COUNT; i++) {
            if (diag_kind((enum diag_id)i)->severity != SEVERITY_ERROR) {
                suggest_consider(&near, diag_kind((enum diag_id)i)->name);
            }
        }
        if (suggest_result(&near) != NULL) {
            diag_hint(d, "did you mean `%s`?", suggest_result(&near));
        }
    }
}

static const char *take_colour(struct diag_output *output, const char *value)
{
    if (strcmp(value, "auto") != 0 && strcmp(value, "always") != 0 && strcmp(value, "never") != 0) {
        return "the choices are auto, always, never";
    }
    output->colour = value;
    return NULL;
}

/* The options with a number; `*known` is false if it is none of them. */
static const char *take_counted(struct diag_output *output, struct compilation *c, const char *name,
                                const char *value, bool *known)
{
    bool limit = strcmp(name, "error-limit") == 0;
    unsigned long number = 0;
    const char *wrong;

    *known = limit || strcmp(name, "max-warnings") == 0;
    if (!*known) {
        return NULL;
    }
    wrong = take_number(value, &number);
    if (limit) {
        c->diags.max_errors = number;
    } else {
        output->limits_warnings = true;
        output->max_warnings = (unsigned)number;
    }
    return wrong;
}

const char *diag_output_option(struct diag_output *output, struct compilation *c, const char *name,
                               const char *value, bool *known)
{
    *known = true;
    if (strcmp(name, "format") == 0) {
        return take_format(output, c, value);
    }
    if (strcmp(name, "color") == 0) {
        return take_colour(output, value);
    }
    if (strcmp(name, "fail-on") == 0) {
        return take_fail_on(output, value);
    }
    if (strcmp(name, "W") == 0) {
        take_severity(c, "W", "", value);
    } else if (strcmp(name, "E") == 0) {
        take_severity(c, "E", "error=", value);
    } else if (strcmp(name, "A") == 0) {
        take_severity(c, "A", "no-", value);
    } else if (strcmp(name, "werror") == 0) {
        (void)diag_set_option(&c->diags, "error");
    } else if (strcmp(name, "exit-zero") == 0) {
        output->exit_zero = true;
    } else {
        return take_counted(output, c, name, value, known);
    }
    return NULL;
}

/* The text of one view. */
static void render(struct strbuf *out, struct compilation *c, unsigned form,
                   const struct diag_tool *tool, bool colour)
{
    if (forms[form].write != NULL) {
        forms[form].write(out, &c->diags, &c->sources, tool);
        return;
    }
    diag_show_text(out, &c->diags, &c->sources, (struct diag_show_style){.colour = colour});
}

/* The views into files; first, since a failure is one more diagnostic. */
static void write_files(const struct diag_output *output, struct compilation *c,
                        const struct diag_tool *tool)
{
    for (vec_each (view, &output->views)) {
        struct strbuf text;
        enum file_result result;

        if (view->path == NULL) {
            continue;
        }
        strbuf_init(&text, &c->arena);
        render(&text, c, view->form, tool, strcmp(output->colour, "always") == 0);
        result = file_write(view->path, text.text, text.size);
        if (result != FILE_OK && result != FILE_UNCHANGED) {
            diag_report(&c->diags, DIAG_OUTPUT_FAILED, SPAN_NONE, "cannot write `%s`: %s",
                        view->path, file_result_text(result));
        }
    }
}

/* The views on stdout and stderr; text on stderr if there is none. */
static void write_streams(const struct diag_output *output, struct compilation *c,
                          const struct diag_tool *tool)
{
    bool any = false;
    bool colour = diag_show_wants_colour(output->colour, stderr);
    struct strbuf text;

    fflush(stdout);
    for (size_t i = 0; i <= output->views.count; i++) {
        bool last = i == output->views.count;
        unsigned form = last ? 0 : output->views.items[i].form;
        FILE *stream = forms[form].for_people ? stderr : stdout;

        if (last ? any : output->views.items[i].path != NULL) {
            continue;
        }
        any = true;
        strbuf_init(&text, &c->arena);
        render(&text, c, form, tool, colour);
        fwrite(text.text, 1, text.size, stream);
        fflush(stream);
    }
}

/* Is a fault not in the input but in a tool that we call or in what we write? */
static bool is_tool_fault(enum diag_id id)
{
    return id == DIAG_TOOL_MISSING || id == DIAG_COMPILE_FAILED || id == DIAG_OUTPUT_FAILED ||
           id == DIAG_GLUE_WRITE || id == DIAG_INSTALLATION;
}

/* 0, or the worst that the diagnostics are: faults of the input, of a tool, findings. */
static int status_of(const struct diag_output *output, const struct diags *diags)
{
    int status = DIAG_STATUS_DONE;

    for (size_t i = 0; i < diags->list.count; i++) {
        const struct diag *diag = diags->list.items[i];

        if (diag->severity == SEVERITY_ERROR && is_tool_fault(diag->id)) {
            return DIAG_STATUS_TOOL;
        }
        if (diag->severity == SEVERITY_ERROR && diag_kind(diag->id)->severity == SEVERITY_ERROR) {
            status = DIAG_STATUS_INPUT;
        } else if (status == DIAG_STATUS_DONE && output->fail_on != SEVERITY_OFF &&
                   diag->severity >= output->fail_on && !output->exit_zero) {
            status = DIAG_STATUS_FINDINGS;
        }
    }
    if (status == DIAG_STATUS_DONE && output->limits_warnings && !output->exit_zero &&
        diags->warnings > output->max_warnings) {
        status = DIAG_STATUS_FINDINGS;
    }
    return status;
}

int diag_output_finish(const struct diag_output *output, struct compilation *c,
                       const struct diag_tool *tool, int status)
{
    write_files(output, c, tool);
    write_streams(output, c, tool);
    if (c->diags.errors > 0) {
        struct strbuf counts;

        strbuf_init(&counts, &c->arena);
        diag_show_counts(&counts, &c->diags);
        fprintf(stderr, "%s: %s\n", tool->name, counts.text);
    }
    return status != DIAG_STATUS_DONE ? status : status_of(output, &c->diags);
}
