/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Completion of struct settings (adl.md 6.6): keys missing in a dict come from the defaults of the
 * struct's fields, level by level and in each element of an array; surplus keys stay. A value of
 * the wrong kind is left as it is: a check says so.
 */
#include <string.h>

#include "adl/base/compilation.h"
#include "adl/base/suggest.h"
#include "adl/model/model_value.h"
#include "adl/model/settle.h"

/* The key of the value that names no field of the struct but looks like `field`; NULL: none. */
static const struct model_value *settle_misspelt(const struct model_struct *structure,
                                                 const struct model_field *field,
                                                 const struct model_value *value)
{
    const struct model_value *found = NULL;
    struct suggest near;

    suggest_start(&near, field->name);
    for (uint32_t i = 0; i < value->count; i++) {
        const char *key = value->keys[i].kind == MODEL_VALUE_STRING ? value->keys[i].string : NULL;
        bool taken = false;

        for (uint32_t k = 0; key != NULL && k < structure->field_count; k++) {
            taken = taken || strcmp(structure->fields[k].name, key) == 0;
        }
        suggest_consider(&near, taken ? NULL : key);
        found = key != NULL && near.best == key ? &value->keys[i] : found;
    }
    return suggest_result(&near) != NULL ? found : NULL;
}

static void settle_missing(struct decls *decls, const struct flat_setting *setting,
                           const struct model_struct *structure, const struct model_field *field,
                           const struct model_value *value)
{
    struct compilation *c = decls->compilation;
    const struct model_value *misspelt = settle_misspelt(structure, field, value);
    struct diag *diag = diag_report(&c->diags, DIAG_MISSING_FIELD, setting->declared->span,
                                    "field `%s` of struct `%s` has neither a value nor a default",
                                    field->name, structure->name);

    diag_label(diag, field->span, "the field is declared here");
    if (misspelt != NULL) {
        const char *quoted = arena_printf(&c->arena, "\"%s\"", field->name);

        diag_label(diag, misspelt->span, "is this meant?");
        diag_hint(diag, "write %s here", quoted);
        diag_fix(diag, misspelt->span, quoted);
    } else {
        diag_hint(diag, "add `\"%s\": ...` to the value", field->name);
    }
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
            settle_missing(decls, setting, structure, field, value);
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
