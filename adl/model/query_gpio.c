/* SPDX-License-Identifier: BSD-2-Clause
 *
 * gpio({"pins": [...]}): which pins a component wants, beside the board's list of pins (a YAML file
 * with the key `gpio_list`), which the query hands on as it is.
 */
#include <string.h>

#include "adl/base/compilation.h"
#include "adl/base/yaml.h"
#include "adl/model/model_value.h"
#include "adl/model/query.h"

/* A scalar of the file: a number if it is written as one. */
static struct model_value query_gpio_scalar(const struct yaml_node *node)
{
    struct model_value value = {
        .kind = MODEL_VALUE_STRING, .span = node->span, .string = node->text};
    __int128 integer;

    if (model_value_to_integer(&value, &integer)) {
        value = (struct model_value){
            .kind = MODEL_VALUE_INTEGER, .span = node->span, .integer = integer};
    }
    return value;
}

/* A part of the file as a value. The reader bounds its depth. */
static struct model_value query_gpio_value(struct arena *arena, const struct yaml_node *node)
{
    uint32_t count = (uint32_t)node->items.count;
    struct model_value *items;
    struct model_value *keys;

    if (node->kind == YAML_SCALAR) {
        return query_gpio_scalar(node);
    }
    items = arena_array(arena, struct model_value, count);
    keys = arena_array(arena, struct model_value, count);
    for (uint32_t i = 0; i < count; i++) {
        items[i] = query_gpio_value(arena, node->items.items[i]);
        if (node->kind == YAML_MAP) {
            keys[i] = (struct model_value){.kind = MODEL_VALUE_STRING,
                                           .span = node->keys.items[i]->span,
                                           .string = node->keys.items[i]->text};
        }
    }
    return (struct model_value){
        .kind = node->kind == YAML_MAP ? MODEL_VALUE_DICT : MODEL_VALUE_LIST,
        .span = node->span,
        .items = items,
        .keys = node->kind == YAML_MAP ? keys : NULL,
        .count = count,
    };
}

/* Reads the list of pins, once. */
static bool query_gpio_read(struct decls *decls, struct query_data *data,
                            const struct decl_setting *setting)
{
    struct compilation *c = decls->compilation;
    const char *path = c->options.gpio_path;
    const struct yaml_node *list;
    struct model_value *pins;

    if (data->pins_read) {
        return data->pins != NULL;
    }
    data->pins_read = true;
    if (path == NULL || c->options.no_files) {
        struct diag *diag = query_fault(decls, DIAG_QUERY_UNAVAILABLE, setting,
                                        "there is no list of pins for the query");

        diag_hint(diag, "name one with --gpio FILE");
        return false;
    }
    source_note_read(&c->sources, path);
    list = yaml_read(c, path, setting->span);
    if (list == NULL) {
        decls->faulty = true;
        return false;
    }
    list = yaml_get(list, "gpio_list");
    if (list == NULL || list->kind != YAML_LIST) {
        (void)query_fault(decls, DIAG_QUERY_UNAVAILABLE, setting, "`%s` has no list `gpio_list`",
                          source_shown_name(&c->sources, path));
        return false;
    }
    pins = arena_new(&c->arena, struct model_value);
    *pins = query_gpio_value(&c->arena, list);
    data->pins = pins;
    return true;
}

bool query_gpio(struct decls *decls, struct query_data *data, const struct decl_setting *setting,
                const struct model_value *arguments, uint32_t count, struct query_answer *answer)
{
    static const char *const known[] = {"pins", NULL};
    struct arena *arena = &decls->compilation->arena;

    if (!query_gpio_read(decls, data, setting)) {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        const struct model_value *pins = model_value_field(&arguments[i], "pins");
        struct model_value *key = arena_new(arena, struct model_value);

        query_check_keys(decls, setting, &arguments[i], known);
        if (pins == NULL || pins->kind != MODEL_VALUE_LIST) {
            struct diag *diag =
                query_fault(decls, DIAG_BAD_QUERY, setting, "query `gpio` needs a list of pins");

            diag_hint(diag, "say which: `gpio({\"pins\": [...]})`");
            return false;
        }
        *key = (struct model_value){.kind = MODEL_VALUE_STRING, .string = "desired-pins"};
        vec_push(
            arena, &answer->results,
            (struct model_value){.kind = MODEL_VALUE_DICT, .keys = key, .items = pins, .count = 1});
    }
    answer->extra_name = "all-pins";
    answer->extra = *data->pins;
    return true;
}
