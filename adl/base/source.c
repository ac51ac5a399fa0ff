/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/base/source.h"

#include <assert.h>
#include <ctype.h>
#include <string.h>

#include "adl/base/arena.h"
#include "adl/base/path.h"
#include "adl/base/utf8.h"

/* A piece of text, not NUL-terminated. */
struct source_slice {
    const char *text;
    size_t size;
};

void source_init(struct sources *sources, struct arena *arena)
{
    *sources = (struct sources){.arena = arena};
}

struct source_file *source_get(struct sources *sources, uint32_t file)
{
    assert(file >= 1 && file <= sources->files.count);
    return &sources->files.items[file - 1];
}

uint32_t source_add_text(struct sources *sources, const char *name, const char *text, size_t size)
{
    struct source_file *file;

    assert(size < SOURCE_MAX_SIZE);
    file = vec_add(sources->arena, &sources->files);
    file->name = arena_strdup(sources->arena, name);
    file->text = text == sources->kept ? text : arena_strndup(sources->arena, text, size);
    file->size = size;
    return (uint32_t)sources->files.count;
}

void source_keep(struct sources *sources, const char *text)
{
    sources->kept = text;
}

const char *source_shown_name(struct sources *sources, const char *path)
{
    const char *absolute;

    if (sources->no_files && sources->base == NULL) {
        return path;
    }
    if (sources->base == NULL) {
        sources->base = path_absolute(sources->arena, ".");
    }
    absolute = path_absolute(sources->arena, path);
    if (sources->builtin != NULL) {
        const char *inside = path_relative_to(sources->arena, absolute, sources->builtin);
        if (strcmp(inside, absolute) != 0) {
            bool itself = strcmp(inside, ".") == 0;
            return itself ? "<builtin>" : arena_printf(sources->arena, "<builtin>/%s", inside);
        }
    }
    if (strcmp(path_relative_to(sources->arena, absolute, sources->base), absolute) == 0) {
        return arena_strdup(sources->arena, path);
    }
    return path_relative_to(sources->arena, absolute, sources->base);
}

void source_note_read(struct sources *sources, const char *path)
{
    const char *copy;

    if (map_string_get(&sources->read_seen, path, NULL)) {
        return;
    }
    copy = arena_strdup(sources->arena, path);
    map_string_put(&sources->read_seen, sources->arena, copy, 0);
    vec_push(sources->arena, &sources->read, copy);
}

uint32_t source_find(const struct sources *sources, const char *path)
{
    uint32_t index;

    return map_string_get(&sources->by_path, path, &index) ? index + 1 : 0;
}

enum file_result source_load(struct sources *sources, const char *path, uint32_t *file)
{
    bool standard = strcmp(path, "-") == 0;
    const char *absolute = standard ? "-" : path_absolute(sources->arena, path);
    struct source_file *loaded;
    enum file_result result;
    char *text;
    size_t size;

    *file = source_find(sources, absolute);
    if (*file != 0) {
        return FILE_OK;
    }
    if (sources->no_files) {
        return FILE_MISSING;
    }
    result = file_read(sources->arena, path, SOURCE_MAX_SIZE - 1, &text, &size);
    if (result != FILE_OK) {
        return result;
    }
    loaded = vec_add(sources->arena, &sources->files);
    loaded->name = standard ? "<stdin>" : source_shown_name(sources, path);
    loaded->path = standard ? NULL : absolute;
    loaded->text = text;
    loaded->size = size;
    *file = (uint32_t)sources->files.count;
    map_string_put(&sources->by_path, sources->arena, absolute, *file - 1);
    if (!standard) {
        source_note_read(sources, path);
    }
    return FILE_OK;
}

void source_set_preprocessed(struct sources *sources, uint32_t file, const char *text, size_t size)
{
    struct source_file *changed = source_get(sources, file);

    assert(size < SOURCE_MAX_SIZE && changed->lines.count == 0 && changed->original == NULL);
    changed->original = changed->text;
    changed->original_size = changed->size;
    changed->text = arena_strndup(sources->arena, text, size);
    changed->size = size;
}

void source_add_marker(struct sources *sources, uint32_t file, uint32_t start, uint32_t line,
                       const char *name)
{
    struct source_file *marked = source_get(sources, file);
    struct source_marker marker = {.start = start, .line = line};

    assert(marked->markers.count == 0 || vec_last(&marked->markers).start <= start);
    if (marked->markers.count != 0 && strcmp(vec_last(&marked->markers).name, name) == 0) {
        marker.name = vec_last(&marked->markers).name;
    } else {
        marker.name = arena_strdup(sources->arena, name);
    }
    vec_push(sources->arena, &marked->markers, marker);
}

/* Fills the table of line starts. */
static void source_find_lines(struct arena *arena, struct source_file *file)
{
    if (file->lines.count != 0) {
        return;
    }
    vec_push(arena, &file->lines, 0);
    for (size_t i = 0; i < file->size; i++) {
        if (file->text[i] == '\n') {
            vec_push(arena, &file->lines, (uint32_t)(i + 1));
        }
    }
}

/* Index of the line that byte `offset` is on, from 0. */
static uint32_t source_line_index(const struct source_file *file, uint32_t offset)
{
    size_t low = 0;
    size_t high = file->lines.count;

    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;

        if (file->lines.items[middle] <= offset) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return (uint32_t)low;
}

/* The line that begins at byte `start` of a text, without its end. */
static struct source_slice source_line_from(const char *text, size_t size, size_t start)
{
    const char *end = memchr(text + start, '\n', size - start);
    size_t length = end == NULL ? size - start : (size_t)(end - (text + start));

    if (length > 0 && text[start + length - 1] == '\r') {
        length--;
    }
    return (struct source_slice){text + start, length};
}

/* The last marker at or before byte `offset`, or NULL. */
static const struct source_marker *source_marker_before(const struct source_file *file,
                                                        uint32_t offset)
{
    const struct source_marker *found = NULL;
    size_t low = 0;
    size_t high = file->markers.count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (file->markers.items[middle].start <= offset) {
            found = &file->markers.items[middle];
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return found;
}

/* The whole text of the file that a marker in `from` names; size 0 if it cannot be had. */
static struct source_slice source_named_text(struct sources *sources,
                                             const struct source_file *from, const char *name)
{
    const char *absolute;
    struct source_file *extra;
    uint32_t index;
    char *text;
    size_t size;

    if (name[0] == '<' || sources->no_files) {
        return (struct source_slice){NULL, 0};
    }
    absolute = path_absolute(sources->arena, name);
    if (from->path != NULL && strcmp(from->path, absolute) == 0 && from->original != NULL) {
        return (struct source_slice){from->original, from->original_size};
    }
    if (map_string_get(&sources->by_path, absolute, &index)) {
        const struct source_file *file = &sources->files.items[index];

        return file->original != NULL ? (struct source_slice){file->original, file->original_size}
                                      : (struct source_slice){file->text, file->size};
    }
    for (size_t i = 0; i < sources->shown.count; i++) {
        if (strcmp(sources->shown.items[i].path, absolute) == 0) {
            return (struct source_slice){sources->shown.items[i].text,
                                         sources->shown.items[i].size};
        }
    }
    extra = vec_add(sources->arena, &sources->shown);
    extra->path = absolute;
    if (file_exists(absolute) &&
        file_read(sources->arena, absolute, SOURCE_MAX_SIZE - 1, &text, &size) == FILE_OK) {
        extra->text = text;
        extra->size = size;
    }
    return (struct source_slice){extra->text, extra->size};
}

/* Line `number` (from 1) of a text; false if it has fewer lines. */
static bool source_nth_line(struct source_slice all, uint32_t number, struct source_slice *line)
{
    size_t at = 0;

    if (all.text == NULL || number == 0) {
        return false;
    }
    while (--number != 0) {
        const char *end = memchr(all.text + at, '\n', all.size - at);

        if (end == NULL) {
            return false;
        }
        at = (size_t)(end - all.text) + 1;
    }
    *line = source_line_from(all.text, all.size, at);
    return true;
}

static bool source_is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

/* Offset of the next occurrence of `token` in `line` at or after `from`, as a whole word if it is
 * one; line.size if there is none. */
static size_t source_next_token(struct source_slice line, struct source_slice token, size_t from)
{
    for (size_t at = from; token.size != 0 && at + token.size <= line.size; at++) {
        bool torn_left =
            at > 0 && source_is_word(token.text[0]) && source_is_word(line.text[at - 1]);
        bool torn_right = at + token.size < line.size &&
                          source_is_word(token.text[token.size - 1]) &&
                          source_is_word(line.text[at + token.size]);

        if (!torn_left && !torn_right && memcmp(line.text + at, token.text, token.size) == 0) {
            return at;
        }
    }
    return line.size;
}

/* Finds in the user's line the token that stands at `column` (bytes) of the preprocessed line: cpp
 * changes blanks and expands macros, so the n-th occurrence there is the n-th here. */
static bool source_match_token(struct source_slice ours, size_t column, struct source_slice token,
                               struct source_slice original, size_t *found)
{
    size_t at = source_next_token(ours, token, 0);

    *found = source_next_token(original, token, 0);
    while (at < column && *found < original.size) {
        size_t next = source_next_token(original, token, *found + 1);

        if (next == original.size) {
            break;
        }
        *found = next;
        at = source_next_token(ours, token, at + 1);
    }
    return *found < original.size;
}

/* Takes over the user's own line from the file a marker names. */
static void source_use_original(struct source_place *place, struct source_slice original)
{
    struct source_slice ours = {place->text, place->text_size};
    struct source_slice token = {place->text + place->mark_start, place->mark_size};
    size_t found;

    place->text = original.text;
    place->text_size = original.size;
    if (source_match_token(ours, place->mark_start, token, original, &found)) {
        place->mark_start = found;
        return;
    }
    place->exact = false;
    place->mark_start = 0;
    place->mark_size = 0;
    while (place->mark_start < original.size &&
           isspace((unsigned char)original.text[place->mark_start])) {
        place->mark_start++;
    }
}

bool source_locate(struct sources *sources, struct span span, struct source_place *place)
{
    const struct source_marker *marker;
    struct source_file *file;
    struct source_slice line;
    uint32_t index;
    size_t start;

    if (span.file == 0) {
        return false;
    }
    file = source_get(sources, span.file);
    assert(span.start <= span.end && span.end <= file->size);
    source_find_lines(sources->arena, file);
    index = source_line_index(file, span.start);
    line = source_line_from(file->text, file->size, file->lines.items[index]);
    start = span.start - file->lines.items[index];
    *place = (struct source_place){
        .name = file->name, .line = index + 1, .text = line.text, .text_size = line.size};
    place->exact = true;
    place->mark_start = start < line.size ? start : line.size;
    place->mark_size = span.end - span.start;
    if (place->mark_size > line.size - place->mark_start) {
        place->mark_size = line.size - place->mark_start;
    }
    marker = source_marker_before(file, span.start);
    if (marker != NULL) {
        place->name = source_shown_name(sources, marker->name);
        place->line = marker->line + index - source_line_index(file, marker->start);
        if (source_nth_line(source_named_text(sources, file, marker->name), place->line, &line)) {
            source_use_original(place, line);
        }
    }
    place->column = (uint32_t)utf8_count(place->text, place->mark_start) + 1;
    return true;
}

struct span source_span_join(struct span first, struct span last)
{
    if (first.file == 0) {
        return last;
    }
    if (last.file != first.file) {
        return first;
    }
    return (struct span){
        .file = first.file,
        .start = first.start < last.start ? first.start : last.start,
        .end = first.end > last.end ? first.end : last.end,
    };
}
