/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Values, attributes and their types, structs, procedures. Type names are noted in
 * decls->type_uses, to be looked up when all declarations are known.
 */
#include "adl/base/compilation.h"
#include "adl/model/declare.h"
#include "adl/model/model_value.h"

/* `["a": 1, "a": 2]`: a repeated key keeps its first place and the last value. */
static uint32_t declare_dict_place(const struct model_value *keys, uint32_t count,
                                   const struct model_value *key)
{
    for (uint32_t i = 0; i < count; i++) {
        if (model_value_equal(&keys[i], key)) {
            return i;
        }
    }
    return count;
}

static bool declare_value_into(struct decls *decls, const struct ast_item *item,
                               struct model_value *value);

static bool declare_dict(struct decls *decls, const struct ast_item *item,
                         struct model_value *value)
{
    struct arena *arena = &decls->compilation->arena;
    struct model_value *keys = arena_array(arena, struct model_value, item->entries.count);
    struct model_value *items = arena_array(arena, struct model_value, item->entries.count);
    bool good = true;

    for (size_t i = 0; i < item->entries.count; i++) {
        struct model_value key = {.kind = MODEL_VALUE_NONE};
        uint32_t place;

        if (!declare_value_into(decls, item->entries.items[i].key, &key)) {
            good = false;
            continue;
        }
        place = declare_dict_place(keys, value->count, &key);
        keys[place] = key;
        good = declare_value_into(decls, item->entries.items[i].value, &items[place]) && good;
        value->count += place == value->count ? 1 : 0;
    }
    value->kind = MODEL_VALUE_DICT;
    value->keys = keys;
    value->items = items;
    return good;
}

static bool declare_list(struct decls *decls, const struct ast_item *item,
                         struct model_value *value)
{
    struct model_value *items =
        arena_array(&decls->compilation->arena, struct model_value, item->elements.count);
    bool good = true;

    for (size_t i = 0; i < item->elements.count; i++) {
        good = declare_value_into(decls, item->elements.items[i], &items[i]) && good;
    }
    value->kind = MODEL_VALUE_LIST;
    value->items = items;
    value->count = (uint32_t)item->elements.count;
    return good;
}

/* Fills `value`; false if an expression inside is faulty (which was reported). */
static bool declare_value_into(struct decls *decls, const struct ast_item *item,
                               struct model_value *value)
{
    *value = (struct model_value){.span = item->span};
    switch (item->kind) {
    case AST_ITEM_NUMBER:
        value->kind = item->expr->number.is_real ? MODEL_VALUE_FLOAT : MODEL_VALUE_INTEGER;
        value->integer = item->expr->number.integer;
        value->real = item->expr->number.real;
        return !item->expr->number.faulty;
    case AST_ITEM_STRING:
        value->kind = MODEL_VALUE_STRING;
        value->string = item->string;
        return true;
    case AST_ITEM_LIST:
        return declare_list(decls, item, value);
    case AST_ITEM_DICT:
        return declare_dict(decls, item, value);
    }
    return false;
}

const struct model_value *declare_value(struct decls *decls, const struct ast_item *item)
{
    struct model_value *value = arena_new(&decls->compilation->arena, struct model_value);

    if (!declare_value_into(decls, item, value)) {
        decls->faulty = true;
        return NULL;
    }
    return value;
}

bool declare_whole(struct decls *decls, const struct ast_expr *expr, enum diag_id id,
                   const char *what, uint64_t low, uint64_t high, uint64_t *value)
{
    const struct ast_number *number = &expr->number;
    __int128 whole = number->integer;

    if (number->faulty) {
        decls->faulty = true;
        return false;
    }
    if (number->is_real) {
        bool small = number->real > -0x1p126 && number->real < 0x1p126;

        whole = small ? (__int128)number->real : -1;
        if (!small || (double)whole < number->real || (double)whole > number->real) {
            (void)declare_fault(decls, id, expr->span, "%s must be a whole number", what);
            return false;
        }
    }
    if (whole < (__int128)low || whole > (__int128)high) {
        if (whole < (__int128)low) {
            (void)declare_fault(decls, id, expr->span,
                                low == 0 ? "%s cannot be negative" : "%s must be positive", what);
        } else {
            (void)declare_fault(decls, id, expr->span, "%s must be at most %llu", what,
                                (unsigned long long)high);
        }
        return false;
    }
    *value = (uint64_t)whole;
    return true;
}

const struct model_include *declare_includes(struct decls *decls, struct ast_include *const *list,
                                             size_t count)
{
    struct model_include *includes =
        arena_array(&decls->compilation->arena, struct model_include, count);

    for (size_t i = 0; i < count; i++) {
        includes[i] = (struct model_include){
            .path = list[i]->path, .angle = list[i]->angle, .span = list[i]->path_span};
    }
    return includes;
}

/* Notes that the field's type is a struct to be looked up. */
static void declare_struct_use(struct decls *decls, const struct ast_type *type,
                               struct model_field *field)
{
    if (type->ref.parts.count > 1) {
        (void)declare_fault(decls, DIAG_BAD_TYPE, type->span,
                            "the type of an attribute is a single name");
        return;
    }
    vec_push(&decls->compilation->arena, &decls->type_uses,
             ((struct decl_type_use){.kind = DECL_KIND_STRUCT,
                                     .ref = declare_ref(decls, &type->ref),
                                     .order = decls->order,
                                     .field = field,
                                     .owner = decls->owner_struct,
                                     .found = DECL_NONE}));
}

static void declare_field_type(struct decls *decls, const struct ast_attribute *attribute,
                               struct model_field *field)
{
    const struct ast_type *type = &attribute->type;

    field->type.name = type->text;
    field->type.is_array = attribute->is_array;
    if (type->kind == AST_TYPE_STRUCT_TAG) {
        struct diag *diag = declare_fault(decls, DIAG_BAD_TYPE, type->span,
                                          "an attribute names its struct without `struct`");

        if (type->ref.text != NULL) {
            diag_hint(diag, "write `%s`", type->ref.text);
            diag_fix(diag, type->span, type->ref.text);
        }
    } else if (type->kind == AST_TYPE_NAMED) {
        declare_struct_use(decls, type, field);
    } else if (type->kind == AST_TYPE_INLINE) {
        uint32_t index = declare_struct(decls, type->body);

        field->type.structure = decls->structs.items[index];
        field->type.name = field->type.structure->name;
    }
}

const struct model_field *declare_fields(struct decls *decls, struct ast_attribute *const *list,
                                         size_t count, bool look_up)
{
    struct model_field *fields = arena_array(&decls->compilation->arena, struct model_field, count);

    for (size_t i = 0; i < count; i++) {
        fields[i].name = list[i]->name.text;
        fields[i].span = list[i]->name.span;
        if (look_up) {
            declare_field_type(decls, list[i], &fields[i]);
        } else {
            fields[i].type.name = list[i]->type.text;
            fields[i].type.is_array = list[i]->is_array;
        }
        fields[i].fallback = list[i]->value != NULL ? declare_value(decls, list[i]->value) : NULL;
    }
    return fields;
}

uint32_t declare_struct(struct decls *decls, const struct ast_struct *node)
{
    struct compilation *c = decls->compilation;
    struct model_struct *structure = arena_new(&c->arena, struct model_struct);
    struct declare_scope scope = {.places = {0}};
    uint32_t outer = decls->owner_struct;
    uint32_t index = (uint32_t)decls->structs.count;

    vec_push(&c->arena, &decls->structs, structure);
    structure->name = node->name.text != NULL ? node->name.text
                                              : intern_printf(&c->interner, "camkes_anon_struct_%u",
                                                              decls->anonymous_structs++);
    structure->span = node->name.span;
    for (size_t i = 0; i < node->fields.count; i++) {
        declare_member(decls, &scope, "field", &node->fields.items[i]->name);
    }
    decls->owner_struct = outer != DECL_NONE ? outer : index; /* who to blame for a circle */
    structure->fields = declare_fields(decls, node->fields.items, node->fields.count, true);
    structure->field_count = (uint32_t)node->fields.count;
    decls->owner_struct = outer;
    return index;
}

/* The C type of a parameter or result; NULL when it cannot be one. */
static const char *declare_method_type(struct decls *decls, const struct ast_type *type)
{
    struct diag *diag;

    if (type->kind == AST_TYPE_INLINE) {
        diag = declare_fault(decls, DIAG_BAD_TYPE, type->span,
                             "a method cannot have a struct written in place");
        diag_hint(diag, "include a C header that defines the type, and name it");
        return NULL;
    }
    if (type->kind == AST_TYPE_NAMED && type->ref.parts.count > 1) {
        (void)declare_fault(decls, DIAG_BAD_TYPE, type->span,
                            "the type of a method is a single name");
        return NULL;
    }
    return type->text;
}

static enum model_direction declare_direction(enum ast_direction direction)
{
    return direction == AST_IN      ? MODEL_IN
           : direction == AST_OUT   ? MODEL_OUT
           : direction == AST_INOUT ? MODEL_INOUT
                                    : MODEL_REFIN;
}

static void declare_method(struct decls *decls, const struct ast_method *node,
                           struct model_method *method)
{
    struct declare_scope scope = {.places = {0}};
    struct model_parameter *parameters =
        arena_array(&decls->compilation->arena, struct model_parameter, node->params.count);

    method->name = node->name.text;
    method->span = node->name.span;
    method->return_type = node->is_void ? NULL : declare_method_type(decls, &node->type);
    for (size_t i = 0; i < node->params.count; i++) {
        const struct ast_param *param = node->params.items[i];

        declare_member(decls, &scope, "parameter", &param->name);
        parameters[i].name = param->name.text;
        parameters[i].span = param->name.span;
        parameters[i].direction = declare_direction(param->direction);
        parameters[i].type.name = declare_method_type(decls, &param->type);
        parameters[i].type.is_array = param->is_array;
    }
    method->parameters = parameters;
    method->parameter_count = (uint32_t)node->params.count;
}

uint32_t declare_procedure(struct decls *decls, const struct ast_procedure *node)
{
    struct arena *arena = &decls->compilation->arena;
    struct model_procedure *procedure = arena_new(arena, struct model_procedure);
    struct model_method *methods = arena_array(arena, struct model_method, node->methods.count);
    struct declare_scope scope = {.places = {0}};
    uint32_t index = (uint32_t)decls->procedures.count;

    vec_push(arena, &decls->procedures, procedure);
    for (vec_each (member, &node->members)) {
        if ((*member)->kind == AST_METHOD) {
            declare_member(decls, &scope, "method", &ast_as_method(*member)->name);
        } else if ((*member)->kind == AST_ATTRIBUTE) {
            declare_member(decls, &scope, "attribute", &ast_as_attribute(*member)->name);
        }
    }
    for (size_t i = 0; i < node->methods.count; i++) {
        declare_method(decls, node->methods.items[i], &methods[i]);
    }
    procedure->name = node->name.text;
    procedure->span = node->name.span;
    procedure->methods = methods;
    procedure->method_count = (uint32_t)node->methods.count;
    procedure->attributes =
        declare_fields(decls, node->attributes.items, node->attributes.count, true);
    procedure->attribute_count = (uint32_t)node->attributes.count;
    procedure->includes = declare_includes(decls, node->includes.items, node->includes.count);
    procedure->include_count = (uint32_t)node->includes.count;
    return index;
}
