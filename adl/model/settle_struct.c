/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Completion of struct settings (adl.md 6.6): keys missing in a dict come from the defaults of the
 * struct's fields, level by level and in each element of an array; surplus keys stay. A value of
 * the wrong kind is left as it is: a check says so.
 */
#include "adl/base/compilation.h"
#include "adl/model/model_value.h"
#include "adl/model/settle.h"

static void settle_missing(struct decls *decls, const struct flat_setting *setting,
                           const struct model_struct *structure, const struct model_field *field)
{
    struct diag *diag =
        diag_report(&decls->compilation->diags, DIAG_MISSING_FIELD, setting->declared->span,
                    "field `%s` of struct `%s` has neither a value nor a default", field->name,
                    structure->name);

    diag_label(diag, field->span, "the field is declared here");
    diag_hint(diag, "add `\"%s\": ...` to the value", field->name);
    decls->faulty = true;
}

static const struct model_value *settle_complete_dict(struct decls *decls,
                                                      const struct flat_setting *setting,
                                                      const struct model_struct *structure,
                                                      const struct model_value *value)
{
    struct arena *arena = &decls->compilation->arena;
    uint32_t room = value->count + structure->field_count;
    struct model_value *keys = arena_array(arena, struct model_value, room);
    struct model_value *items = arena_array(arena, struct model_value, room);
    struct model_value *result = arena_new(arena, struct model_value);

    *result = *value;
    for (uint32_t i = 0; i < value->count; i++) {
        keys[i] = value->keys[i];
        items[i] = value->items[i];
    }
    for (uint32_t i = 0; i < structure->field_count; i++) {
        const struct model_field *field = &structure->fields[i];
        struct model_value key = {.kind = MODEL_VALUE_STRING, .string = field->name};
        const struct model_value *present = model_value_at(value, &key);
        uint32_t place = present != NULL ? (uint32_t)(present - value->items) : result->count;

        if (present == NULL && field->fallback == NULL) {
            settle_missing(decls, setting, structure, field);
            continue;
        }
        key.span = present != NULL ? value->keys[place].span : field->span;
        keys[place] = key;
        items[place] = *settle_complete(decls, setting, &field->type,
                                        present != NULL ? present : field->fallback);
        result->count += present == NULL ? 1 : 0;
    }
    result->keys = keys;
    result->items = items;
    return result;
}

const struct model_value *settle_complete(struct decls *decls, const struct flat_setting *setting,
                                          const struct model_type *type,
                                          const struct model_value *value)
{
    struct model_type element = *type;
    struct model_value *result;
    struct model_value *items;

    if (type->structure == NULL) {
        return value;
    }
    if (!type->is_array) {
        return value->kind == MODEL_VALUE_DICT
                   ? settle_complete_dict(decls, setting, type->structure, value)
                   : value;
    }
    if (value->kind != MODEL_VALUE_LIST) {
        return value;
    }
    element.is_array = false;
    result = arena_new(&decls->compilation->arena, struct model_value);
    items = arena_array(&decls->compilation->arena, struct model_value, value->count);
    *result = *value;
    for (uint32_t i = 0; i < value->count; i++) {
        items[i] = *settle_complete(decls, setting, &element, &value->items[i]);
    }
    result->items = items;
    return result;
}
