/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Values against declared attribute types (adl.md 6.6). Only settings are checked, not defaults,
 * as CAmkES does:
 *   int, uint64_t, int64_t   an integer
 *   string                   a string
 *   char, unsigned ...       nothing: such attributes have defaults only
 *   struct                   a dict with a value of the right type for each field
 *   T[]                      a list of values of type T
 */
#include "adl/base/strbuf.h"
#include "adl/base/suggest.h"
#include "adl/check/checks.h"
#include "adl/model/model_value.h"

struct check_setting {
    struct compilation *c;
    const struct model_setting *setting;
    const struct model_field *attribute;
    struct strbuf path; /* "recipe[2].upper", for messages */
};

/* What a type takes, or NULL for a type that was reported as unknown. */
static const char *check_wanted(const struct model_type *type, enum model_value_kind *kind)
{
    *kind = MODEL_VALUE_NONE;
    if (type->structure != NULL) {
        *kind = MODEL_VALUE_DICT;
        return "a dict";
    }
    if (strcmp(type->name, "int") == 0 || strcmp(type->name, "uint64_t") == 0 ||
        strcmp(type->name, "int64_t") == 0) {
        *kind = MODEL_VALUE_INTEGER;
        return "an integer";
    }
    if (strcmp(type->name, "string") == 0) {
        *kind = MODEL_VALUE_STRING;
        return "a string";
    }
    if (strcmp(type->name, "char") == 0 || strcmp(type->name, "signed char") == 0 ||
        strcmp(type->name, "unsigned char") == 0 || strcmp(type->name, "unsigned int") == 0) {
        return "nothing";
    }
    return NULL;
}

static void check_report_type(struct check_setting *check, const struct model_type *type,
                              const char *wanted, const struct model_value *value)
{
    struct diag *diag =
        diag_report(&check->c->diags, DIAG_SETTING_TYPE, check->setting->span,
                    "`%s` has type `%s%s` and takes %s, not %s", check->path.text, type->name,
                    type->is_array ? "[]" : "", wanted, model_value_a_kind(value->kind));

    if (!checks_value_is_near(check->setting, value)) {
        diag_label(diag, value->span, "this is %s", model_value_a_kind(value->kind));
    }
    diag_label(diag, check->attribute->span, "the attribute is declared here");
}

static void check_value(struct check_setting *check, const struct model_type *type,
                        const struct model_value *value);

static void check_list(struct check_setting *check, const struct model_type *type,
                       const struct model_value *value)
{
    struct model_type element = *type;
    size_t size = check->path.size;

    if (value->kind != MODEL_VALUE_LIST) {
        check_report_type(check, type, "a list", value);
        return;
    }
    element.is_array = false;
    for (uint32_t i = 0; i < value->count; i++) {
        strbuf_printf(&check->path, "[%u]", i);
        check_value(check, &element, &value->items[i]);
        strbuf_truncate(&check->path, size);
    }
}

static const struct model_field *check_field_of(const struct model_struct *structure,
                                                const struct model_value *key)
{
    for (uint32_t i = 0; i < structure->field_count; i++) {
        if (key->kind == MODEL_VALUE_STRING &&
            strcmp(structure->fields[i].name, key->string) == 0) {
            return &structure->fields[i];
        }
    }
    return NULL;
}

/* Names the field that a surplus key is near to, if the value leaves that field to its default. */
static void check_suggest_field(struct check_setting *check, struct diag *diag,
                                const struct model_struct *structure,
                                const struct model_value *value, const struct model_value *key)
{
    struct suggest near;
    const char *quoted;

    if (key->kind != MODEL_VALUE_STRING) {
        return;
    }
    suggest_start(&near, key->string);
    for (uint32_t i = 0; i < value->count; i++) {
        const struct model_field *field = check_field_of(structure, &value->keys[i]);

        if (field != NULL && field->span.start == value->keys[i].span.start) {
            suggest_consider(&near, field->name); /* its key is not in the setting's text */
        }
    }
    if (suggest_result(&near) != NULL) {
        quoted = arena_printf(&check->c->arena, "\"%s\"", suggest_result(&near));
        diag_hint(diag, "did you mean %s?", quoted);
        if (suggest_is_certain(&near)) {
            diag_fix(diag, key->span, quoted);
        }
    }
}

static void check_struct(struct check_setting *check, const struct model_struct *structure,
                         const struct model_value *value)
{
    size_t size = check->path.size;

    for (uint32_t i = 0; i < value->count; i++) {
        const struct model_field *field = check_field_of(structure, &value->keys[i]);
        struct strbuf key;
        struct diag *diag;

        if (field != NULL) {
            strbuf_printf(&check->path, ".%s", field->name);
            check_value(check, &field->type, &value->items[i]);
            strbuf_truncate(&check->path, size);
            continue;
        }
        strbuf_init(&key, &check->c->arena);
        model_value_put_text(&key, &value->keys[i]);
        diag = diag_report(&check->c->diags, DIAG_SURPLUS_FIELD, value->keys[i].span,
                           "struct `%s` has no field %s", structure->name, key.text);
        diag_label(diag, structure->span, "the struct is declared here");
        check_suggest_field(check, diag, structure, value, &value->keys[i]);
    }
}

static void check_value(struct check_setting *check, const struct model_type *type,
                        const struct model_value *value)
{
    enum model_value_kind kind;
    const char *wanted;

    if (type->is_array) {
        check_list(check, type, value);
        return;
    }
    wanted = check_wanted(type, &kind);
    if (wanted == NULL) {
        return;
    }
    if (kind == MODEL_VALUE_NONE) {
        struct diag *diag =
            diag_report(&check->c->diags, DIAG_SETTING_TYPE, check->setting->span,
                        "`%s` has type `%s`, which cannot be set", check->path.text, type->name);

        diag_label(diag, check->attribute->span, "the attribute is declared here");
        diag_hint(diag, "give it a default, or declare it `int`");
        return;
    }
    if (value->kind != kind) {
        check_report_type(check, type, wanted, value);
        return;
    }
    if (type->structure != NULL) {
        check_struct(check, type->structure, value);
    }
}

static const struct model_field *check_attribute(const struct model_component *component,
                                                 const char *name)
{
    for (uint32_t i = 0; i < component->attribute_count; i++) {
        if (component->attributes[i].name == name) {
            return &component->attributes[i];
        }
    }
    return NULL;
}

bool check_setting_types(struct compilation *c, void *subject)
{
    const struct model *model = ((const struct checks *)subject)->model;

    for (uint32_t i = 0; i < model->settings_count; i++) {
        const struct model_settings *settings = &model->settings[i];
        uint32_t instance = model_instance_named(model, settings->target);

        for (uint32_t k = 0; k < settings->count && instance != UINT32_MAX; k++) {
            struct check_setting check = {.c = c, .setting = &settings->settings[k]};

            check.attribute =
                check_attribute(model_component_of(model, instance), check.setting->attribute);
            if (check.attribute == NULL || check.setting->is_default) {
                continue;
            }
            strbuf_init(&check.path, &c->arena);
            strbuf_puts(&check.path, check.attribute->name);
            check_value(&check, &check.attribute->type, &check.setting->value);
        }
    }
    return true;
}
