/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/base/yaml.h"

#include <string.h>

#include <yaml.h>

#include "adl/base/compilation.h"
#include "adl/base/map.h"
#include "adl/base/suggest.h"

#define YAML_DEPTH_MAX 32
#define YAML_SIZE_MAX  ((size_t)4 * 1024 * 1024)

/* A file being read: the open collections are a stack. */
struct reader {
    struct compilation *c;
    uint32_t file;
    yaml_parser_t parser;
    struct yaml_node *root;
    struct yaml_node *open[YAML_DEPTH_MAX];
    struct yaml_node *pending_key[YAML_DEPTH_MAX]; /* of the map at that depth */
    struct map_string keys[YAML_DEPTH_MAX];        /* those of the map at that depth */
    size_t depth;
    size_t mark_index; /* the mark looked up last, in characters ... */
    size_t mark_byte;  /* ... and in bytes */
};

static bool is_inside_character(const char *at)
{
    return ((unsigned char)*at & 0xc0) == 0x80;
}

/* libyaml counts characters; spans count bytes. Marks come nearly in order, so each is found from
 * the one before. */
static uint32_t byte_offset(struct reader *r, const yaml_mark_t *mark)
{
    const struct source_file *file = source_get(&r->c->sources, r->file);
    const char *at = file->text + r->mark_byte;
    const char *end = file->text + file->size;
    while (r->mark_index < mark->index && at < end) {
        do {
            at++;
        } while (at < end && is_inside_character(at));
        r->mark_index++;
    }
    while (r->mark_index > mark->index && at > file->text) {
        do {
            at--;
        } while (at > file->text && is_inside_character(at));
        r->mark_index--;
    }
    r->mark_byte = (size_t)(at - file->text);
    return (uint32_t)r->mark_byte;
}

static struct span event_span(struct reader *r, const yaml_event_t *event)
{
    struct span span = {
        .file = r->file,
        .start = byte_offset(r, &event->start_mark),
        .end = byte_offset(r, &event->end_mark),
    };
    return span;
}

static bool fail(struct reader *r, struct span span, const char *what)
{
    diag_report(&r->c->diags, DIAG_YAML_SYNTAX, span, "%s", what);
    return false;
}

/* Puts a finished node where it belongs: key or value of the open map, item of the open list. */
static bool attach(struct reader *r, struct yaml_node *node)
{
    struct arena *arena = &r->c->arena;
    if (r->depth == 0) {
        r->root = node;
        return true;
    }
    struct yaml_node *parent = r->open[r->depth - 1];
    struct yaml_node **key = &r->pending_key[r->depth - 1];
    if (parent->kind == YAML_LIST) {
        vec_push(arena, &parent->items, node);
        return true;
    }
    if (*key == NULL) {
        if (node->kind != YAML_SCALAR) {
            return fail(r, node->span, "a key must be plain text");
        }
        if (!map_string_put(&r->keys[r->depth - 1], arena, node->text, 0)) {
            return fail(r, node->span, "this key is given twice");
        }
        *key = node;
        return true;
    }
    vec_push(arena, &parent->keys, *key);
    vec_push(arena, &parent->items, node);
    *key = NULL;
    return true;
}

static bool open_collection(struct reader *r, struct yaml_node *node)
{
    if (r->depth == YAML_DEPTH_MAX) {
        return fail(r, node->span, "nested too deeply");
    }
    if (!attach(r, node)) {
        return false;
    }
    r->open[r->depth] = node;
    r->pending_key[r->depth] = NULL;
    r->keys[r->depth] = (struct map_string){0};
    r->depth++;
    return true;
}

static bool take_scalar(struct reader *r, struct yaml_node *node, const yaml_event_t *event)
{
    const char *text = (const char *)event->data.scalar.value;
    if (strlen(text) != event->data.scalar.length) {
        return fail(r, node->span, "a NUL byte inside a value");
    }
    node->kind = YAML_SCALAR;
    node->text = arena_strdup(&r->c->arena, text);
    return attach(r, node);
}

static bool take_event(struct reader *r, const yaml_event_t *event)
{
    struct yaml_node *node = arena_new(&r->c->arena, struct yaml_node);
    node->span = event_span(r, event);
    switch ((int)event->type) {
    case YAML_SCALAR_EVENT:
        return take_scalar(r, node, event);
    case YAML_SEQUENCE_START_EVENT:
        node->kind = YAML_LIST;
        return open_collection(r, node);
    case YAML_MAPPING_START_EVENT:
        node->kind = YAML_MAP;
        return open_collection(r, node);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        r->depth--;
        return true;
    case YAML_ALIAS_EVENT:
        return fail(r, node->span, "aliases are not supported; write the value out");
    default:
        return true;
    }
}

static bool parse_failure(struct reader *r)
{
    uint32_t at = byte_offset(r, &r->parser.problem_mark);
    struct span span = {.file = r->file, .start = at, .end = at + 1};
    return fail(r, span, r->parser.problem != NULL ? r->parser.problem : "this is not YAML");
}

static bool read_events(struct reader *r)
{
    for (bool more = true; more;) {
        yaml_event_t event;
        if (yaml_parser_parse(&r->parser, &event) == 0) {
            return parse_failure(r);
        }
        more = event.type != YAML_DOCUMENT_END_EVENT && event.type != YAML_STREAM_END_EVENT;
        bool good = take_event(r, &event);
        yaml_event_delete(&event);
        if (!good) {
            return false;
        }
    }
    return true;
}

struct yaml_node *yaml_read(struct compilation *c, const char *path, struct span from)
{
    struct reader *r = arena_new(&c->arena, struct reader);
    r->c = c;
    enum file_result loaded = source_load(&c->sources, path, &r->file);
    if (loaded != FILE_OK) {
        diag_report(&c->diags, DIAG_FILE_UNREADABLE, from, "cannot read `%s`: %s", path,
                    file_result_text(loaded));
        return NULL;
    }
    const struct source_file *file = source_get(&c->sources, r->file);
    struct span whole = {.file = r->file, .start = 0, .end = 0};
    if (file->size > YAML_SIZE_MAX) {
        fail(r, whole, "the file is too large");
        return NULL;
    }
    if (yaml_parser_initialize(&r->parser) == 0) {
        fail(r, whole, "out of memory");
        return NULL;
    }
    /* libyaml does not count a byte order mark. */
    r->mark_byte = file->size >= 3 && memcmp(file->text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    yaml_parser_set_input_string(&r->parser, (const unsigned char *)file->text, file->size);
    bool good = read_events(r);
    yaml_parser_delete(&r->parser);
    if (good && r->root == NULL) {
        r->root = arena_new(&c->arena, struct yaml_node);
        r->root->kind = YAML_MAP;
        r->root->span = whole;
    }
    return good ? r->root : NULL;
}

struct yaml_node *yaml_get(const struct yaml_node *node, const char *key)
{
    if (node == NULL || node->kind != YAML_MAP) {
        return NULL;
    }
    for (size_t i = 0; i < node->keys.count; i++) {
        if (strcmp(node->keys.items[i]->text, key) == 0) {
            return node->items.items[i];
        }
    }
    return NULL;
}

const char *yaml_text(struct compilation *c, const struct yaml_node *node, const char *key)
{
    const struct yaml_node *value = yaml_get(node, key);
    if (value != NULL && value->kind == YAML_SCALAR) {
        return value->text;
    }
    diag_report(&c->diags, DIAG_YAML_VALUE, value != NULL ? value->span : node->span,
                "`%s` must be given and be plain text", key);
    return NULL;
}

const char **yaml_texts(struct compilation *c, const struct yaml_node *node, const char *key,
                        size_t *count)
{
    const struct yaml_node *value = yaml_get(node, key);
    *count = 0;
    if (value == NULL) {
        return NULL;
    }
    size_t most = value->kind == YAML_SCALAR ? 1 : value->items.count;
    const char **texts = arena_array(&c->arena, const char *, most);
    for (size_t i = 0; i < most; i++) {
        const struct yaml_node *item = value->kind == YAML_SCALAR ? value : value->items.items[i];
        if (value->kind == YAML_MAP || item->kind != YAML_SCALAR) {
            diag_report(&c->diags, DIAG_YAML_VALUE, item->span,
                        "`%s` must be a list of plain texts", key);
            return texts;
        }
        texts[(*count)++] = item->text;
    }
    return texts;
}

void yaml_check_keys(struct compilation *c, const struct yaml_node *node, const char *const *known)
{
    for (size_t i = 0; node->kind == YAML_MAP && i < node->keys.count; i++) {
        const struct yaml_node *key = node->keys.items[i];
        struct suggest suggest;
        suggest_start(&suggest, key->text);
        bool found = false;
        for (size_t k = 0; known[k] != NULL; k++) {
            found = found || strcmp(known[k], key->text) == 0;
            suggest_consider(&suggest, known[k]);
        }
        if (found) {
            continue;
        }
        struct diag *d =
            diag_report(&c->diags, DIAG_YAML_KEY, key->span, "unknown key `%s`", key->text);
        if (suggest_result(&suggest) != NULL) {
            diag_hint(d, "did you mean `%s`?", suggest_result(&suggest));
        }
    }
}
