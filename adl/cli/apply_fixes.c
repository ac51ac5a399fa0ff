/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/cli/apply_fixes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adl/base/strbuf.h"
#include "adl/cli/show_difference.h"
#include "adl/lang/parse.h"

/* One change of a file on disk. */
struct change {
    uint32_t file;
    size_t start, end; /* bytes of the file on disk */
    const char *text;
    const struct diag *diag;
};

VEC_STRUCT(changes, struct change);

/* The file as the user wrote it. */
static const char *file_text(const struct source_file *source, size_t *size)
{
    *size = source->original != NULL ? source->original_size : source->size;
    return source->original != NULL ? source->original : source->text;
}

/* Where the bytes of a span are in the file on disk; false if that is not sure. */
static bool place_on_disk(struct compilation *c, struct span span, struct change *change)
{
    const struct source_file *source = source_get(&c->sources, span.file);
    struct source_place place;
    size_t size;
    const char *text = file_text(source, &size);

    change->start = span.start;
    change->end = span.end;
    if (source->original == NULL) {
        return source->markers.count == 0;
    }
    if (!source_locate(&c->sources, span, &place) || !place.exact ||
        strcmp(place.name, source->name) != 0 || place.text < text ||
        place.text + place.text_size > text + size) {
        return false;
    }
    /* the whole line as cpp left it, and the span inside of it */
    size_t before = place.mark_start;
    size_t start = span.start >= before ? span.start - before : 0;
    if (span.start < before || start + place.text_size > source->size ||
        (start > 0 && source->text[start - 1] != '\n') ||
        memcmp(source->text + start, place.text, place.text_size) != 0 ||
        strchr("\r\n", source->text[start + place.text_size]) == NULL ||
        span.end > start + place.text_size) {
        return false;
    }
    change->start = (size_t)(place.text - text) + before;
    change->end = change->start + (span.end - span.start);
    return true;
}

/* Says where a change is, for people. */
static void say(struct compilation *c, const struct change *change, const char *what)
{
    struct source_place place = {.name = "", .line = 0, .column = 0};
    size_t size;
    const char *text = file_text(source_get(&c->sources, change->file), &size);
    int old = (int)(change->end - change->start);
    int new = (int)strcspn(change->text, "\n");

    (void)source_locate(&c->sources, change->diag->span, &place);
    fprintf(stderr, "adlc: %s %s:%u: ", what, place.name, place.line);
    if (old == 0) {
        fprintf(stderr, "`%.*s` is inserted", new, change->text);
    } else if (new == 0) {
        fprintf(stderr, "`%.*s` goes", old, text + change->start);
    } else {
        fprintf(stderr, "`%.*s` becomes `%.*s`", old, text + change->start, new, change->text);
    }
    fprintf(stderr, " [%s]\n", diag_kind(change->diag->id)->name);
}

static int compare_changes(const void *left, const void *right)
{
    const struct change *a = left;
    const struct change *b = right;

    if (a->file != b->file) {
        return a->file < b->file ? -1 : 1;
    }
    if (a->start != b->start) {
        return a->start < b->start ? -1 : 1;
    }
    return a->end == b->end ? strcmp(a->text, b->text) : a->end < b->end ? -1 : 1;
}

/* Is the text a file of the user's own? */
static bool is_users(struct compilation *c, const struct source_file *source)
{
    const char *builtin = c->sources.builtin;

    return source->path != NULL &&
           (builtin == NULL || strncmp(source->path, builtin, strlen(builtin)) != 0);
}

/* All changes that are sure, in order, each once; the others are said if there is nothing else. */
static struct changes collect(struct compilation *c, unsigned *left)
{
    struct changes all = {0};
    struct changes sure = {0};
    struct changes others = {0};

    for (vec_each (diag, &c->diags.list)) {
        for (vec_each (fix, &(*diag)->fixes)) {
            struct change change = {.file = fix->span.file, .text = fix->text, .diag = *diag};
            bool good = is_users(c, source_get(&c->sources, fix->span.file)) &&
                        place_on_disk(c, fix->span, &change);

            if (good) {
                vec_push(&c->arena, &all, change);
            } else {
                vec_push(&c->arena, &others, change);
            }
        }
    }
    *left = (unsigned)others.count;
    for (size_t i = 0; i < others.count && all.count == 0; i++) {
        fprintf(stderr, "adlc: left to you: %s [%s]\n", others.items[i].diag->message,
                diag_kind(others.items[i].diag->id)->name);
    }
    if (all.count > 1) {
        qsort(all.items, all.count, sizeof *all.items, compare_changes);
    }
    for (vec_each (change, &all)) {
        const struct change *last = sure.count > 0 ? &sure.items[sure.count - 1] : NULL;
        bool apart = last == NULL || last->file != change->file || change->start > last->end ||
                     (change->start == last->end && change->start > last->start &&
                      change->end > change->start);

        if (apart) {
            vec_push(&c->arena, &sure, *change);
        }
    }
    return sure;
}

/* How many syntax errors a text has by itself. */
static size_t syntax_errors(const char *text, size_t size)
{
    struct compilation alone;
    size_t errors;

    compilation_init(&alone);
    alone.options.no_files = true;
    alone.sources.no_files = true;
    alone.diags.max_errors = 0;
    (void)parse_source(&alone, source_add_text(&alone.sources, "text", text, size));
    errors = alone.diags.errors;
    compilation_done(&alone);
    return errors;
}

/* The text of a file with `count` changes made. */
static void edit(struct strbuf *out, const char *text, size_t size, const struct change *changes,
                 size_t count)
{
    size_t at = 0;

    for (size_t i = 0; i < count; i++) {
        strbuf_put_bytes(out, text + at, changes[i].start - at);
        strbuf_puts(out, changes[i].text);
        at = changes[i].end;
    }
    strbuf_put_bytes(out, text + at, size - at);
}

/* Replaces the file at `path`, which held `text`; NULL, or why not. */
static const char *replace(struct compilation *c, const char *path, const char *text, size_t size,
                           const struct strbuf *edited)
{
    char *now;
    size_t now_size;
    enum file_result result = file_read(&c->arena, path, SOURCE_MAX_SIZE - 1, &now, &now_size);

    if (result != FILE_OK) {
        return file_result_text(result);
    }
    if (now_size != size || memcmp(now, text, size) != 0) {
        return "it was changed meanwhile";
    }
    result = file_replace(path, edited->text, edited->size);
    return result == FILE_OK || result == FILE_UNCHANGED ? NULL : file_result_text(result);
}

/* Makes the `count` changes of one file. */
static void change_file(struct compilation *c, const struct change *changes, size_t count,
                        bool show, struct apply_fixes *done)
{
    const struct source_file *source = source_get(&c->sources, changes[0].file);
    struct strbuf edited;
    const char *why = NULL;
    size_t size;
    const char *text = file_text(source, &size);

    strbuf_init(&edited, &c->arena);
    edit(&edited, text, size, changes, count);
    if (syntax_errors(edited.text, edited.size) > syntax_errors(text, size)) {
        why = "the changes would break it";
    } else if (show) {
        show_difference(c, source->path, source->name, "fixed", &edited);
    } else {
        why = replace(c, source->path, text, size, &edited);
    }
    if (why != NULL) {
        diag_report(&c->diags, DIAG_OUTPUT_FAILED, SPAN_NONE, "`%s` is left as it is: %s",
                    source->name, why);
        done->left += (unsigned)count;
        return;
    }
    for (size_t i = 0; i < count && !show; i++) {
        say(c, &changes[i], "fixed");
    }
    done->made += (unsigned)count;
    done->files++;
}

struct apply_fixes apply_fixes(struct compilation *c, bool show)
{
    struct apply_fixes done = {.made = 0};
    struct changes changes = collect(c, &done.left);
    size_t end;

    for (size_t i = 0; i < changes.count; i = end) {
        for (end = i; end < changes.count && changes.items[end].file == changes.items[i].file;
             end++) {
        }
        change_file(c, &changes.items[i], end - i, show, &done);
    }
    return done;
}
