/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/build/mentions.h"

#include <ctype.h>
#include <string.h>

#include "adl/base/file.h"
#include "adl/base/map.h"
#include "adl/base/path.h"
#include "adl/base/vec.h"

#define FILES_MAX 4096 /* headers of one component; more count as a mention */
#define FILE_MAX  (16 * 1024 * 1024)

struct mentions {
    struct compilation *c;
    const struct mentions_request *request;
    VEC(const char *) files; /* to be read, and read */
    struct map_string known;
    bool found;
};

static void want_file(struct mentions *m, const char *path)
{
    if (!map_string_get(&m->known, path, NULL)) {
        (void)map_string_put(&m->known, &m->c->arena, path, 1);
        vec_push(&m->c->arena, &m->files, path);
    }
}

/* A word of the text that gives it all away. */
static bool is_telling(const struct mentions *m, const char *word, size_t length)
{
    static const char macro[] = "CAMKES_CONST_ATTR", suffix[] = "_DEF";
    const size_t after = sizeof(suffix) - 1;
    if (length == sizeof(macro) - 1 && memcmp(word, macro, length) == 0) {
        return true;
    }
    if (length < after || memcmp(word + length - after, suffix, after) != 0) {
        return false;
    }
    if (length == after) {
        return true; /* pasted to something */
    }
    for (uint32_t i = 0; i < m->request->attribute_count; i++) {
        const char *name = m->request->attributes[i];
        if (strlen(name) == length - after && memcmp(word, name, length - after) == 0) {
            return true;
        }
    }
    return false;
}

/* A header that is included by that name from a file in `beside` (NULL: by generated code), if it
 * is one of the component's. */
static void want_header(struct mentions *m, const char *beside, const char *name)
{
    struct arena *arena = &m->c->arena;
    if (beside != NULL) {
        const char *path = path_join(arena, beside, name);
        if (file_exists(path)) {
            want_file(m, path);
            return;
        }
    }
    for (size_t i = 0; i < m->request->folder_count; i++) {
        const char *path = path_join(arena, m->request->folders[i], name);
        if (file_exists(path)) {
            want_file(m, path);
            return;
        }
    }
}

/* The rest of a line after `#include` in file `from`, which is NULL for generated code. */
static void follow_include(struct mentions *m, const char *from, const char *text)
{
    struct arena *arena = &m->c->arena;
    text += strspn(text, " \t");
    char close = *text == '<' ? '>' : '"';
    const char *end = *text == '<' || *text == '"' ? strchr(text + 1, close) : NULL;
    if (end == NULL) {
        m->found = true;
        return;
    }
    const char *name = arena_strndup(arena, text + 1, (size_t)(end - text - 1));
    want_header(m, close == '"' && from != NULL ? path_directory(arena, from) : NULL, name);
}

static void read_words(struct mentions *m, const char *path, const char *text)
{
    bool directive = false; /* the word before was a # */
    while (*text != '\0' && !m->found) {
        if (!isalpha((unsigned char)*text) && *text != '_') {
            directive = *text == '#' || (directive && (*text == ' ' || *text == '\t'));
            text++;
            continue;
        }
        size_t length = 1;
        while (isalnum((unsigned char)text[length]) || text[length] == '_') {
            length++;
        }
        m->found = is_telling(m, text, length);
        bool include = length == 7 && memcmp(text, "include", 7) == 0;
        bool include_next = length == 12 && memcmp(text, "include_next", 12) == 0;
        text += length;
        if (directive && (include || include_next)) {
            follow_include(m, path, text);
        }
        directive = false;
    }
}

bool mentions_values(struct compilation *c, const struct mentions_request *request)
{
    struct mentions m = {.c = c, .request = request};
    for (size_t i = 0; i < request->source_count; i++) {
        want_file(&m, request->sources[i]);
    }
    for (size_t i = 0; i < request->header_count; i++) {
        want_header(&m, NULL, request->headers[i]);
    }
    for (size_t i = 0; i < request->text_count; i++) {
        read_words(&m, NULL, request->texts[i]);
    }
    for (size_t i = 0; i < m.files.count && !m.found; i++) {
        char *text;
        size_t size;
        struct arena_mark mark = arena_mark(&c->arena);
        if (i == FILES_MAX) {
            return true;
        }
        if (file_read(&c->arena, m.files.items[i], FILE_MAX, &text, &size) != FILE_OK) {
            arena_reset(&c->arena, mark);
            continue;
        }
        read_words(&m, m.files.items[i], text);
    }
    return m.found;
}
