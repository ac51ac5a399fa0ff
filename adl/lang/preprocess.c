/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/lang/preprocess.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "adl/base/compilation.h"
#include "adl/base/path.h"
#include "adl/base/process.h"

#define PREPROCESS_OUTPUT_LIMIT ((size_t)64 * 1024 * 1024)
#define PREPROCESS_MAX_REPORTS  10

VEC_STRUCT(preprocess_command, const char *);

/* Is there a preprocessing directive at the start of this text? Line markers are none. */
static bool preprocess_is_directive(const char *text, const char *end)
{
    static const char *const names[] = {
        "define", "undef", "include", "include_next", "if",      "ifdef",  "ifndef",
        "elif",   "else",  "endif",   "error",        "warning", "pragma",
    };
    const char *word;

    while (text < end && (*text == ' ' || *text == '\t')) {
        text++;
    }
    if (text == end || *text != '#') {
        return false;
    }
    for (text++; text < end && (*text == ' ' || *text == '\t'); text++) {
    }
    for (word = text; text < end && (isalpha((unsigned char)*text) || *text == '_'); text++) {
    }
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (strlen(names[i]) == (size_t)(text - word) &&
            memcmp(names[i], word, (size_t)(text - word)) == 0) {
            return true;
        }
    }
    return false;
}

bool preprocess_is_wanted(const struct compilation *c, uint32_t file)
{
    const struct source_file *source = &c->sources.files.items[file - 1];
    const char *end = source->text + source->size;
    const char *line = source->text;

    if (c->options.cpp != CPP_AUTO) {
        return c->options.cpp == CPP_ALWAYS;
    }
    if (c->options.no_files) {
        return false;
    }
    if (c->options.defines.count != 0) {
        return true;
    }
    while (line != NULL && line < end) {
        if (preprocess_is_directive(line, end)) {
            return true;
        }
        line = memchr(line, '\n', (size_t)(end - line));
        line = line == NULL ? NULL : line + 1;
    }
    return false;
}

static void preprocess_add(struct compilation *c, struct preprocess_command *command,
                           const char *flag, const char *value)
{
    vec_push(&c->arena, command, arena_printf(&c->arena, "%s%s", flag, value));
}

/* The command line. A text from memory goes in through standard input. */
static struct preprocess_command preprocess_make_command(struct compilation *c,
                                                         const struct source_file *source)
{
    const struct compilation_options *options = &c->options;
    struct preprocess_command command = {0};

    preprocess_add(c, &command, options->cpp_program, "");
    preprocess_add(c, &command, "-ffreestanding", ""); /* no header that nobody asked for */
    preprocess_add(c, &command, "-Ulinux", "");
    preprocess_add(c, &command, "-Uunix", "");
    preprocess_add(c, &command, "-DCAMKES_TOOL_PROCESSING", "");
    for (size_t i = 0; i < options->defines.count; i++) {
        preprocess_add(c, &command, "-D", options->defines.items[i]);
    }
    for (size_t i = 0; i < options->import_paths.count; i++) {
        preprocess_add(c, &command, "-I", options->import_paths.items[i]);
    }
    for (size_t i = 0; i < options->cpp_flags.count; i++) {
        preprocess_add(c, &command, options->cpp_flags.items[i], "");
    }
    if (source->path == NULL) {
        preprocess_add(c, &command, "-", "");
    } else if (source->name[0] == '-') {
        preprocess_add(c, &command, "./", source->name);
    } else {
        preprocess_add(c, &command, file_exists(source->name) ? source->name : source->path, "");
    }
    vec_push(&c->arena, &command, NULL);
    return command;
}

/* The span of one byte at `line`:`column` (from 1) of a text that is not preprocessed yet. */
static struct span preprocess_place(const struct source_file *source, uint32_t file,
                                    unsigned long line, unsigned long column)
{
    const char *at = source->text;
    size_t offset;

    while (--line > 0) {
        at = memchr(at, '\n', source->size - (size_t)(at - source->text));
        if (at == NULL) {
            return SPAN_NONE;
        }
        at++;
    }
    offset = (size_t)(at - source->text) + (column == 0 ? 0 : column - 1);
    if (offset >= source->size) {
        return SPAN_NONE;
    }
    return (struct span){file, (uint32_t)offset, (uint32_t)offset + 1};
}

/* Turns one line of cpp's complaints into a diagnostic; false if it is none. */
static bool preprocess_report_line(struct compilation *c, uint32_t file, const char *text)
{
    const struct source_file *source = source_get(&c->sources, file);
    const char *message = strstr(text, "error: ");
    const char *colon = strchr(text, ':');
    struct span span = SPAN_NONE;
    struct diag *diag;

    if (message == NULL || colon == NULL) {
        return false;
    }
    if (strlen(source->name) == (size_t)(colon - text) &&
        memcmp(source->name, text, (size_t)(colon - text)) == 0) {
        char *end;
        unsigned long line = strtoul(colon + 1, &end, 10);
        unsigned long column = *end == ':' ? strtoul(end + 1, NULL, 10) : 0;

        span = preprocess_place(source, file, line == 0 ? 1 : line, column);
    }
    diag = diag_report(&c->diags, DIAG_PREPROCESSOR_FAILED, span, "%s",
                       span.file != 0 ? message + strlen("error: ") : text);
    if (span.file == 0) {
        diag_note(diag, "while preprocessing %s", source->name);
    }
    return true;
}

/* Reports why the preprocessor gave up. */
static void preprocess_report(struct compilation *c, uint32_t file,
                              const struct preprocess_command *command,
                              const struct process_result *result)
{
    size_t reported = 0;
    struct diag *diag;

    for (char *line = strtok(result->errors, "\n"); line != NULL && !result->not_found;
         line = strtok(NULL, "\n")) {
        if (reported < PREPROCESS_MAX_REPORTS && preprocess_report_line(c, file, line)) {
            reported++;
        }
    }
    if (reported != 0) {
        return;
    }
    diag = diag_report(&c->diags, DIAG_PREPROCESSOR_FAILED, SPAN_NONE,
                       "the C preprocessor `%s` failed on %s", command->items[0],
                       source_get(&c->sources, file)->name);
    if (result->over_limit) {
        diag_note(diag, "it wrote more than %zu MiB", PREPROCESS_OUTPUT_LIMIT >> 20);
    } else if (result->not_found) {
        diag_hint(diag, "install it (package `cpp`), name another by --cpp-bin, or use --no-cpp");
    } else {
        diag_note(diag, "it ended with status %d", result->status);
    }
}

bool preprocess_file(struct compilation *c, uint32_t file)
{
    struct source_file *source = source_get(&c->sources, file);
    struct preprocess_command command = preprocess_make_command(c, source);
    struct process_request request = {.argv = command.items,
                                      .output_limit = PREPROCESS_OUTPUT_LIMIT};
    struct process_result result;
    bool good;

    if (source->path == NULL) {
        request.input = arena_printf(&c->arena, "# 1 \"%s\"\n%s", source->name, source->text);
        request.input_size = strlen(request.input);
    }
    good = process_run(&c->arena, &request, &result);
    if (good) {
        source_set_preprocessed(&c->sources, file, result.output, result.output_size);
    } else {
        preprocess_report(c, file, &command, &result);
    }
    return good;
}
