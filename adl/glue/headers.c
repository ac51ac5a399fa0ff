/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/glue/headers.h"

#include <ctype.h>

#include "adl/base/strbuf.h"

static const char define_word[] = "#define ";
static const char value_suffix[] = "_DEF";

/* A line `#define <attribute>_DEF <value>`: how long the attribute's name is; 0: another line. */
static size_t value_line(const char *line)
{
    const size_t before = sizeof(define_word) - 1, after = sizeof(value_suffix) - 1;
    if (strncmp(line, define_word, before) != 0) {
        return 0;
    }
    size_t length = 0;
    for (line += before; isalnum((unsigned char)line[length]) || line[length] == '_';) {
        length++;
    }
    bool is_value = length > after && line[length] == ' ' &&
                    strncmp(line + length - after, value_suffix, after) == 0;
    return is_value ? length - after : 0;
}

static size_t line_length(const char *line)
{
    const char *end = strchr(line, '\n');
    return end != NULL ? (size_t)(end - line) + 1 : strlen(line);
}

static bool is_named(const struct header_names *names, const char *name, size_t length)
{
    for (vec_each (known, names)) {
        if (strncmp(*known, name, length) == 0 && (*known)[length] == '\0') {
            return true;
        }
    }
    return false;
}

/* Appends a header; a value line loses its value (names NULL), or becomes a remark when `names` has
 * its attribute. */
static void put_without_values(struct strbuf *out, const char *text,
                               const struct header_names *names)
{
    while (*text != '\0') {
        size_t size = line_length(text), name = value_line(text);
        const char *attribute = text + sizeof(define_word) - 1;
        if (name == 0 || (names != NULL && !is_named(names, attribute, name))) {
            strbuf_put_bytes(out, text, size);
        } else if (names == NULL) {
            strbuf_put_bytes(out, text, (size_t)(attribute - text) + name);
            strbuf_putc(out, '\n');
        } else {
            strbuf_printf(out, "/* %.*s%s is not the same for all instances of this type. */\n",
                          (int)name, attribute, value_suffix);
        }
        text += size;
    }
}

static void put_headers(struct strbuf *out, const char *type, const struct header_list *list,
                        bool values)
{
    strbuf_puts(out, type);
    for (vec_each (header, list)) {
        strbuf_printf(out, "\n// %s\n", header->path);
        if (values) {
            strbuf_puts(out, header->text);
        } else {
            put_without_values(out, header->text, NULL);
        }
    }
}

/* Notes the attributes whose lines differ; apart from them the texts are the same, line by line. */
static void note_varying(struct headers *h, struct header_shape *shape, const char *a,
                         const char *b)
{
    while (*a != '\0' && *b != '\0') {
        size_t size = line_length(a), name = value_line(a);
        const char *attribute = a + sizeof(define_word) - 1;
        bool same = size == line_length(b) && memcmp(a, b, size) == 0;
        if (!same && name > 0 && !is_named(&shape->varying, attribute, name)) {
            vec_push(h->arena, &shape->varying, arena_strndup(h->arena, attribute, name));
        }
        a += size;
        b += line_length(b);
    }
}

void headers_init(struct headers *headers, struct arena *arena)
{
    *headers = (struct headers){.arena = arena};
}

/* The shape with that key; made when it is new. */
static uint32_t find_shape(struct headers *h, const char *type, const char *key)
{
    uint32_t index;
    if (map_string_get(&h->by_shape, key, &index)) {
        return index;
    }
    uint32_t number = 0;
    (void)map_string_get(&h->type_counts, type, &number);
    (void)map_string_put(&h->type_counts, h->arena, type, number + 1);
    index = (uint32_t)h->shapes.count;
    (void)map_string_put(&h->by_shape, h->arena, key, index);
    vec_push(h->arena, &h->shapes,
             (struct header_shape){
                 .type = type,
                 .number = number,
                 .first = (uint32_t)h->texts.count,
             });
    return index;
}

uint32_t headers_add(struct headers *headers, const char *type, const char *instance,
                     const struct header_list *list)
{
    struct strbuf key;
    uint32_t index;
    struct arena_mark mark = arena_mark(headers->arena);
    strbuf_init(&key, headers->arena);
    put_headers(&key, type, list, true);
    if (map_string_get(&headers->by_text, key.text, &index)) {
        arena_reset(headers->arena, mark);
        return index;
    }
    index = (uint32_t)headers->texts.count;
    (void)map_string_put(&headers->by_text, headers->arena, key.text, index);
    strbuf_init(&key, headers->arena);
    put_headers(&key, type, list, false);
    uint32_t shape = find_shape(headers, type, key.text);
    vec_push(headers->arena, &headers->texts,
             (struct header_text){.list = *list, .shape = shape, .instance = instance});
    struct header_shape *found = &headers->shapes.items[shape];
    found->texts++;
    const struct header_list *first = &headers->texts.items[found->first].list;
    for (size_t i = 0; found->texts > 1 && i < list->count; i++) {
        note_varying(headers, found, first->items[i].text, list->items[i].text);
    }
    return index;
}

const char *headers_folder(const struct headers *headers, uint32_t text)
{
    const struct header_text *found = &headers->texts.items[text];
    return headers->shapes.items[found->shape].texts > 1 ? found->instance
                                                         : headers_shape_folder(headers, text);
}

const char *headers_shape_folder(const struct headers *headers, uint32_t text)
{
    const struct header_shape *shape = &headers->shapes.items[headers->texts.items[text].shape];
    return shape->number == 0
               ? arena_printf(headers->arena, "types/%s", shape->type)
               : arena_printf(headers->arena, "types/%s.%u", shape->type, shape->number);
}

void headers_of_shape(const struct headers *headers, uint32_t shape, struct header_list *list)
{
    const struct header_shape *found = &headers->shapes.items[shape];
    *list = (struct header_list){0};
    for (vec_each (header, &headers->texts.items[found->first].list)) {
        struct strbuf text;
        strbuf_init(&text, headers->arena);
        put_without_values(&text, header->text, &found->varying);
        vec_push(headers->arena, list, (struct header){header->path, text.text, header->span});
    }
}
