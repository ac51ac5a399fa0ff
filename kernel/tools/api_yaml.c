/* SPDX-License-Identifier: BSD-2-Clause */
#include "kernel/tools/api_yaml.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <yaml.h>

struct api_yaml_file {
    yaml_document_t document;
    const char *shown;
    unsigned *faults;
};

static void report_parser(const char *shown, const yaml_parser_t *parser)
{
    fprintf(stderr, "%s:%zu: %s\n", shown, parser->problem_mark.line + 1,
            parser->problem ? parser->problem : "not readable as YAML");
}

static bool load_document(FILE *in, const char *shown, yaml_document_t *document)
{
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser)) {
        fprintf(stderr, "%s: out of memory\n", shown);
        return false;
    }
    yaml_parser_set_input_file(&parser, in);
    bool good = yaml_parser_load(&parser, document) != 0;
    if (!good) {
        report_parser(shown, &parser);
    } else if (!yaml_document_get_root_node(document)) {
        fprintf(stderr, "%s:1: the file is empty\n", shown);
        yaml_document_delete(document);
        good = false;
    }
    yaml_parser_delete(&parser);
    return good;
}

struct api_yaml_file *api_yaml_open(const char *path, const char *shown, unsigned *faults)
{
    FILE *in = fopen(path, "rb");
    if (!in) {
        fprintf(stderr, "%s: %s\n", shown, strerror(errno));
        (*faults)++;
        return NULL;
    }
    struct api_yaml_file *file = calloc(1, sizeof(*file));
    if (!file || !load_document(in, shown, &file->document)) {
        (*faults)++;
        free(file);
        file = NULL;
    } else {
        file->shown = shown;
        file->faults = faults;
    }
    fclose(in);
    return file;
}

void api_yaml_close(struct api_yaml_file *file)
{
    if (file) {
        yaml_document_delete(&file->document);
        free(file);
    }
}

struct api_node api_yaml_root(struct api_yaml_file *file)
{
    return (struct api_node){file, 1};
}

static yaml_node_t *at(struct api_node node)
{
    return node.id ? yaml_document_get_node(&node.file->document, node.id) : NULL;
}

void api_yaml_fault(struct api_node node, const char *format, ...)
{
    const yaml_node_t *place = at(node);
    fprintf(stderr, "%s:%zu: ", node.file->shown, place ? place->start_mark.line + 1 : (size_t)0);
    va_list args;
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    (*node.file->faults)++;
}

/* The node behind one that is known to exist. */
static const yaml_node_t *existing(struct api_node node)
{
    const yaml_node_t *place = at(node);
    assert(place != NULL);
    return place;
}

bool api_yaml_is_mapping(struct api_node node)
{
    const yaml_node_t *place = at(node);
    return place && place->type == YAML_MAPPING_NODE;
}

bool api_yaml_is_sequence(struct api_node node)
{
    const yaml_node_t *place = at(node);
    return place && place->type == YAML_SEQUENCE_NODE;
}

size_t api_yaml_pairs(struct api_node node)
{
    if (!api_yaml_is_mapping(node)) {
        return 0;
    }
    const yaml_node_t *place = existing(node);
    return (size_t)(place->data.mapping.pairs.top - place->data.mapping.pairs.start);
}

void api_yaml_pair(struct api_node node, size_t index, const char **key, struct api_node *value)
{
    const yaml_node_pair_t *pair = &existing(node)->data.mapping.pairs.start[index];
    *key = api_yaml_text((struct api_node){node.file, pair->key});
    *value = (struct api_node){node.file, pair->value};
}

/* Whether `word` is one of the words of `list`, which stand between single blanks. */
static bool word_in_list(const char *word, const char *list)
{
    size_t length = strlen(word);
    for (const char *at_word = list; at_word; at_word = strchr(at_word, ' ')) {
        if (*at_word == ' ') {
            at_word++;
        }
        if (strncmp(at_word, word, length) == 0 &&
            (at_word[length] == ' ' || at_word[length] == '\0')) {
            return true;
        }
    }
    return false;
}

bool api_yaml_keys(struct api_node node, const char *allowed)
{
    if (!api_yaml_is_mapping(node)) {
        api_yaml_fault(node, "expected a mapping with keys among: %s", allowed);
        return false;
    }
    size_t pairs = api_yaml_pairs(node);
    for (size_t i = 0; i < pairs; i++) {
        const char *key;
        struct api_node value;
        api_yaml_pair(node, i, &key, &value);
        if (!key) {
            continue;
        }
        if (!word_in_list(key, allowed)) {
            api_yaml_fault(value, "unknown key '%s'; expected one of: %s", key, allowed);
        }
        if (api_yaml_get(node, key).id != value.id) {
            api_yaml_fault(value, "key '%s' is given twice", key);
        }
    }
    return true;
}

struct api_node api_yaml_get(struct api_node map, const char *key)
{
    size_t pairs = api_yaml_pairs(map);
    for (size_t i = 0; i < pairs; i++) {
        const yaml_node_pair_t *pair = &existing(map)->data.mapping.pairs.start[i];
        const yaml_node_t *name = existing((struct api_node){map.file, pair->key});
        if (name->type == YAML_SCALAR_NODE &&
            strcmp((const char *)name->data.scalar.value, key) == 0) {
            return (struct api_node){map.file, pair->value};
        }
    }
    return (struct api_node){map.file, 0};
}

size_t api_yaml_count(struct api_node node)
{
    if (node.id == 0) {
        return 0;
    }
    if (!api_yaml_is_sequence(node)) {
        api_yaml_fault(node, "expected a list");
        return 0;
    }
    const yaml_node_t *place = existing(node);
    return (size_t)(place->data.sequence.items.top - place->data.sequence.items.start);
}

struct api_node api_yaml_item(struct api_node node, size_t index)
{
    return (struct api_node){node.file, existing(node)->data.sequence.items.start[index]};
}

const char *api_yaml_text(struct api_node node)
{
    const yaml_node_t *place = at(node);
    if (!place || place->type != YAML_SCALAR_NODE) {
        api_yaml_fault(node, "expected a single value");
        return NULL;
    }
    return (const char *)place->data.scalar.value;
}

const char *api_yaml_string(struct api_node map, const char *key, bool required)
{
    struct api_node value = api_yaml_get(map, key);
    if (value.id == 0) {
        if (required) {
            api_yaml_fault(map, "key '%s' is missing", key);
        }
        return NULL;
    }
    return api_yaml_text(value);
}

bool api_yaml_bool(struct api_node map, const char *key, bool otherwise)
{
    const char *text = api_yaml_string(map, key, false);
    if (!text) {
        return otherwise;
    }
    if (strcmp(text, "true") != 0 && strcmp(text, "false") != 0) {
        api_yaml_fault(map, "'%s' must be true or false", key);
    }
    return strcmp(text, "true") == 0;
}

uint64_t api_yaml_number(struct api_node node)
{
    const char *text = api_yaml_text(node);
    if (!text) {
        return 0;
    }
    char *end = NULL;
    errno = 0;
    unsigned long long value = strtoull(text, &end, strncmp(text, "0x", 2) == 0 ? 16 : 10);
    if (errno != 0 || end == text || *end != '\0' || *text < '0' || *text > '9') {
        api_yaml_fault(node, "'%s' is not a whole number", text);
        return 0;
    }
    return value;
}

uint64_t api_yaml_number_at(struct api_node map, const char *key, uint64_t otherwise)
{
    struct api_node value = api_yaml_get(map, key);
    return value.id ? api_yaml_number(value) : otherwise;
}

int64_t api_yaml_signed_at(struct api_node map, const char *key)
{
    const char *text = api_yaml_string(map, key, true);
    if (!text) {
        return 0;
    }
    char *end = NULL;
    errno = 0;
    long long value = strtoll(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0') {
        api_yaml_fault(map, "'%s' must be a whole number, not '%s'", key, text);
        return 0;
    }
    return value;
}
