/* SPDX-License-Identifier: BSD-2-Clause
 *
 * dtb({...}): nodes of a device tree, by alias, by a path in /chosen, or the first one whose path
 * fits a pattern and whose properties have certain values.  Patterns are those of Perl and Python
 * (PCRE2), searched anywhere in the path without regard to case; one that takes too long is a
 * fault.
 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdlib.h>
#include <string.h>

#include "adl/base/compilation.h"
#include "adl/base/file.h"
#include "adl/base/suggest.h"
#include "adl/model/model_value.h"
#include "adl/model/query.h"

#define PATTERN_MAX 1000   /* bytes of a pattern */
#define STEPS_MAX   20000u /* of matching one path */
#define ANY_INDEX   (-1)   /* `property[*]` */

/* The answer to one dict: a node, nothing, or a fault. */
enum query_dtb_result { QUERY_DTB_FAULT, QUERY_DTB_NOTHING, QUERY_DTB_FOUND };

static bool query_dtb_load(struct decls *decls, struct query_data *data,
                           const struct decl_setting *setting)
{
    struct compilation *c = decls->compilation;
    const char *path = c->options.dtb_path;
    const char *bytes = c->options.dtb_bytes;
    size_t size = c->options.dtb_size;
    const char *why;

    if (path != NULL && bytes == NULL && !c->options.no_files) {
        char *text;
        enum file_result result = file_read(&c->arena, path, 0, &text, &size);

        if (result != FILE_OK) {
            (void)query_fault(decls, DIAG_QUERY_UNAVAILABLE, setting,
                              "cannot read the device tree `%s`: %s",
                              source_shown_name(&c->sources, path), file_result_text(result));
            return false;
        }
        source_note_read(&c->sources, path);
        bytes = text;
    }
    if (bytes == NULL) {
        struct diag *diag = query_fault(decls, DIAG_QUERY_UNAVAILABLE, setting,
                                        "there is no device tree for the query");

        diag_hint(diag, "name one with --dtb FILE");
        return false;
    }
    data->tree = arena_new(&c->arena, struct query_tree);
    why = query_tree_read(data->tree, &c->arena, bytes, size);
    if (why != NULL) {
        data->tree = NULL;
        (void)query_fault(decls, DIAG_QUERY_UNAVAILABLE, setting,
                          "cannot use the device tree `%s`: it is %s",
                          path != NULL ? source_shown_name(&c->sources, path) : "(memory)", why);
        return false;
    }
    return true;
}

/* Hints at a property of the node that has nearly the same name. */
static void query_dtb_suggest(const struct query_tree *tree, const char *path, const char *name,
                              struct diag *diag)
{
    struct query_tree copy = *tree;
    uint32_t node = query_tree_find(tree, path);
    const char *why;
    const struct model_value *value =
        node != QUERY_TREE_NONE ? query_tree_value(&copy, node, &why) : NULL;
    struct suggest near;

    suggest_start(&near, name);
    for (uint32_t i = 0; value != NULL && i < value->count; i++) {
        const char *known = value->keys[i].string;

        suggest_consider(&near, strcmp(known, name) != 0 ? known : NULL);
    }
    if (suggest_result(&near) != NULL) {
        diag_hint(diag, "did you mean \"%s\"?", suggest_result(&near));
    }
}

/* The node that an alias, or a property of /chosen, stands for. */
static enum query_dtb_result query_dtb_named(struct decls *decls, const struct query_tree *tree,
                                             const struct decl_setting *setting, bool alias,
                                             const char *name, uint32_t *node)
{
    const char *where = alias ? "/aliases" : "/chosen";
    const char *path = query_tree_string(tree, where, name);

    if (path == NULL) {
        struct diag *diag = query_fault(decls, DIAG_QUERY_NO_RESULT, setting,
                                        "the device tree has no text `%s` in %s", name, where);

        query_dtb_suggest(tree, where, name, diag);
        return QUERY_DTB_FAULT;
    }
    if (!alias) {
        path = arena_strndup(&decls->compilation->arena, path, strcspn(path, ":"));
        if (path[0] != '/') {
            return query_dtb_named(decls, tree, setting, true, path, node);
        }
    }
    *node = query_tree_find(tree, path);
    if (*node == QUERY_TREE_NONE) {
        (void)query_fault(decls, DIAG_QUERY_NO_RESULT, setting,
                          "`%s` in %s stands for `%s`, which the device tree does not have", name,
                          where, path);
        return QUERY_DTB_FAULT;
    }
    return QUERY_DTB_FOUND;
}

/* `name[index]` taken apart; the index is 0 when there is none. False: it is not of that form. */
static bool query_dtb_property_key(struct arena *arena, const char *key, const char **name,
                                   int64_t *index)
{
    const char *open = strchr(key, '[');
    char *end = NULL;

    *index = 0;
    *name = open == NULL ? key : arena_strndup(arena, key, (size_t)(open - key));
    if (open == NULL) {
        return true;
    }
    open += 1 + strspn(open + 1, " ");
    if (*open == '*') {
        *index = ANY_INDEX;
        end = (char *)(uintptr_t)(open + 1);
    } else {
        *index = strtol(open, &end, strncmp(open, "0x", 2) == 0 ? 16 : 10);
        if (end == open || *index < 0) {
            return false;
        }
    }
    end += strspn(end, " ");
    return strcmp(end, "]") == 0;
}

/* Has a property of the node the value asked for? */
static bool query_dtb_has(const struct model_value *property, int64_t index,
                          const struct model_value *wanted)
{
    if (index == ANY_INDEX) {
        return model_value_equal(property, wanted);
    }
    if (property->count == 0) { /* a flag: set is all that it can be */
        return index == 0 && ((wanted->kind == MODEL_VALUE_INTEGER && wanted->integer == 0) ||
                              (wanted->kind == MODEL_VALUE_STRING && wanted->string[0] == '\0'));
    }
    return index < property->count && model_value_equal(&property->items[index], wanted);
}

/* Has the node all the properties? False with a fault in `*faulty` when they make no sense. */
static bool query_dtb_has_all(struct decls *decls, const struct query_tree *tree,
                              const struct decl_setting *setting,
                              const struct model_value *properties, uint32_t node, bool *faulty)
{
    struct arena *arena = &decls->compilation->arena;

    for (uint32_t i = 0; i < properties->count; i++) {
        const struct model_value *key = &properties->keys[i];
        struct arena_mark mark = arena_mark(arena);
        struct model_value property;
        const char *name;
        int64_t index;
        bool has;

        if (key->kind != MODEL_VALUE_STRING ||
            !query_dtb_property_key(arena, key->string, &name, &index)) {
            struct diag *diag = query_fault(decls, DIAG_BAD_QUERY, setting,
                                            "a property is asked for in a form that has no "
                                            "meaning");

            diag_label(diag, key->span, "this name");
            diag_hint(diag, "write \"name\", \"name[0]\" or \"name[*]\"");
            *faulty = true;
            return false;
        }
        has = query_tree_values(tree, node, name, &property) &&
              query_dtb_has(&property, index, &properties->items[i]);
        arena_reset(arena, mark);
        if (!has) {
            return false;
        }
    }
    return true;
}

/* A pattern made ready; NULL (reported) when it is none. */
static pcre2_code *query_dtb_pattern(struct decls *decls, const struct decl_setting *setting,
                                     const struct model_value *text)
{
    PCRE2_UCHAR message[128] = "longer than 1000 characters";
    PCRE2_SIZE at = 0;
    int error = 0;
    pcre2_code *code = NULL;

    if (strlen(text->string) <= PATTERN_MAX) {
        code = pcre2_compile((PCRE2_SPTR)text->string, PCRE2_ZERO_TERMINATED,
                             PCRE2_CASELESS | PCRE2_NEVER_BACKSLASH_C, &error, &at, NULL);
        if (code == NULL) {
            (void)pcre2_get_error_message(error, message, sizeof message);
        }
    }
    if (code == NULL) {
        struct diag *diag = query_fault(decls, DIAG_BAD_QUERY, setting,
                                        "the path is no pattern: %s", (const char *)message);

        diag_label(diag, text->span, "at character %zu", (size_t)at + 1);
    }
    return code;
}

/* The first node that fits, the root after all others; `pattern` NULL: any path. */
static enum query_dtb_result query_dtb_search(struct decls *decls, struct query_tree *tree,
                                              const struct decl_setting *setting,
                                              const pcre2_code *pattern,
                                              const struct model_value *properties, uint32_t *node)
{
    pcre2_match_context *context = pcre2_match_context_create(NULL);
    pcre2_match_data *match = pcre2_match_data_create(1, NULL);
    enum query_dtb_result result = QUERY_DTB_NOTHING;

    (void)pcre2_set_match_limit(context, STEPS_MAX);
    for (uint32_t k = 1; k <= tree->nodes.count && result == QUERY_DTB_NOTHING; k++) {
        uint32_t i = k % (uint32_t)tree->nodes.count;
        const char *path = tree->nodes.items[i].path;
        bool faulty = false;
        int fits = pattern == NULL
                       ? 1
                       : pcre2_match(pattern, (PCRE2_SPTR)path, strlen(path), 0, 0, match, context);

        if (fits < 0 && fits != PCRE2_ERROR_NOMATCH) {
            (void)query_fault(decls, DIAG_BAD_QUERY, setting,
                              "matching the pattern against `%s` takes too long", path);
            result = QUERY_DTB_FAULT;
        } else if (fits >= 0 && (properties == NULL ||
                                 query_dtb_has_all(decls, tree, setting, properties, i, &faulty))) {
            *node = i;
            result = QUERY_DTB_FOUND;
        } else if (faulty) {
            result = QUERY_DTB_FAULT;
        }
    }
    pcre2_match_data_free(match);
    pcre2_match_context_free(context);
    return result;
}

/* A value of the dict of the kind it must have; NULL when it is not there, or reported. */
static const struct model_value *query_dtb_field(struct decls *decls,
                                                 const struct decl_setting *setting,
                                                 const struct model_value *dict, const char *name,
                                                 enum model_value_kind kind, bool *faulty)
{
    const struct model_value *value = model_value_field(dict, name);

    if (value != NULL && value->kind != kind) {
        (void)query_fault(decls, DIAG_BAD_QUERY, setting, "`%s` must be %s, not %s", name,
                          model_value_a_kind(kind), model_value_a_kind(value->kind));
        *faulty = true;
        return NULL;
    }
    return value;
}

/* The node that one dict of the argument stands for. */
static enum query_dtb_result query_dtb_find(struct decls *decls, struct query_tree *tree,
                                            const struct decl_setting *setting,
                                            const struct model_value *dict, uint32_t *node)
{
    static const char *const known[] = {"aliases", "chosen", "path", "properties", NULL};
    bool faulty = false;
    const struct model_value *fields[4];
    pcre2_code *pattern = NULL;
    enum query_dtb_result result;

    query_check_keys(decls, setting, dict, known);
    for (int i = 0; i < 4; i++) {
        fields[i] = query_dtb_field(decls, setting, dict, known[i],
                                    i < 3 ? MODEL_VALUE_STRING : MODEL_VALUE_DICT, &faulty);
    }
    if (faulty) {
        return QUERY_DTB_FAULT;
    }
    for (int i = 0; i < 2; i++) {
        if (fields[i] != NULL) {
            return query_dtb_named(decls, tree, setting, i == 0, fields[i]->string, node);
        }
    }
    if (fields[2] == NULL && (fields[3] == NULL || fields[3]->count == 0)) {
        return QUERY_DTB_NOTHING;
    }
    if (fields[2] != NULL) {
        pattern = query_dtb_pattern(decls, setting, fields[2]);
        if (pattern == NULL) {
            return QUERY_DTB_FAULT;
        }
    }
    result = query_dtb_search(decls, tree, setting, pattern, fields[3], node);
    pcre2_code_free(pattern);
    return result;
}

/* The board's own tree was asked in vain: more likely than not another one is meant. */
static void query_dtb_report_board(struct decls *decls, const struct decl_setting *setting)
{
    struct diag *diag = query_fault(decls, DIAG_QUERY_NO_RESULT, setting,
                                    "the platform's own device tree has no such node");

    diag_note(diag, "with a tree given by --dtb the result would be an empty dict");
    diag_hint(diag, "correct the query, choose the platform it is meant for, or name a tree with "
                    "--dtb FILE");
}

bool query_dtb(struct decls *decls, struct query_data *data, const struct decl_setting *setting,
               const struct model_value *arguments, uint32_t count, struct query_answer *answer)
{
    struct arena *arena = &decls->compilation->arena;

    if (!data->tree_read) {
        data->tree_read = true;
        if (!query_dtb_load(decls, data, setting)) {
            return false;
        }
    }
    for (uint32_t i = 0; i < count && data->tree != NULL; i++) {
        struct model_value empty = {.kind = MODEL_VALUE_DICT, .span = arguments[i].span};
        const struct model_value *found = &empty;
        const char *why = NULL;
        uint32_t node = 0;

        switch (query_dtb_find(decls, data->tree, setting, &arguments[i], &node)) {
        case QUERY_DTB_FAULT:
            return false;
        case QUERY_DTB_FOUND:
            found = query_tree_value(data->tree, node, &why);
            break;
        case QUERY_DTB_NOTHING:
            if (decls->compilation->options.dtb_is_board && arguments[i].count > 0) {
                query_dtb_report_board(decls, setting);
                return false;
            }
            break;
        }
        if (found == NULL) {
            (void)query_fault(decls, DIAG_QUERY_NO_RESULT, setting,
                              "node `%s` of the device tree has %s",
                              data->tree->nodes.items[node].path, why);
            return false;
        }
        vec_push(arena, &answer->results, *found);
    }
    if (data->tree != NULL) {
        struct model_value *size = arena_new(arena, struct model_value);

        *size = (struct model_value){.kind = MODEL_VALUE_INTEGER, .integer = data->tree->size};
        answer->extra_name = "dtb-size";
        answer->extra = (struct model_value){.kind = MODEL_VALUE_LIST, .items = size, .count = 1};
    }
    return data->tree != NULL;
}
