/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/glue/facts.h"

#include <ctype.h>
#include <string.h>

struct jinja_value facts_value(struct arena *arena, const struct model_value *value)
{
    struct jinja_value result;
    switch (value->kind) {
    case MODEL_VALUE_INTEGER:
        return jinja_int(value->integer);
    case MODEL_VALUE_FLOAT:
        return jinja_float(value->real);
    case MODEL_VALUE_STRING:
        return jinja_string(value->string);
    case MODEL_VALUE_LIST:
        result = jinja_list_new(arena);
        for (uint32_t i = 0; i < value->count; i++) {
            jinja_append(arena, result, facts_value(arena, &value->items[i]));
        }
        return result;
    case MODEL_VALUE_DICT:
        result = jinja_dict_new(arena);
        for (uint32_t i = 0; i < value->count; i++) {
            jinja_put_value(arena, result, facts_value(arena, &value->keys[i]),
                            facts_value(arena, &value->items[i]));
        }
        return result;
    case MODEL_VALUE_NONE:
        break;
    }
    return jinja_none();
}

const char *facts_c_type(const char *type)
{
    static const char *const names[][2] = {
        {"string",    "char *"},
        {"character", "char"  },
        {"boolean",   "bool"  }
    };
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (strcmp(type, names[i][0]) == 0) {
            return names[i][1];
        }
    }
    return type;
}

const char *facts_c_name(struct arena *arena, const char *text)
{
    char *copy = arena_strdup(arena, text);
    for (char *at = copy; *at != '\0'; at++) {
        *at = isalnum((unsigned char)*at) ? *at : '_';
    }
    return copy;
}

struct jinja_value facts_includes(struct arena *arena, const struct model_include *includes,
                                  uint32_t count)
{
    struct jinja_value list = jinja_list_new(arena);
    for (uint32_t i = 0; i < count; i++) {
        struct jinja_value object = jinja_object_new(arena, "include");
        jinja_put(arena, object, "source", jinja_string(includes[i].path));
        jinja_put(arena, object, "relative", jinja_bool(!includes[i].angle));
        object.as.dict->shown =
            arena_printf(arena, includes[i].angle ? "<%s>" : "\"%s\"", includes[i].path);
        jinja_append(arena, list, object);
    }
    return list;
}

static struct jinja_value facts_parameter(struct arena *arena,
                                          const struct model_parameter *parameter)
{
    static const char *const directions[] = {
        [MODEL_IN] = "in", [MODEL_REFIN] = "refin", [MODEL_OUT] = "out", [MODEL_INOUT] = "inout"};
    struct jinja_value object = jinja_object_new(arena, "parameter");
    enum model_direction direction = parameter->direction;
    const char *type = parameter->type.name;
    jinja_put(arena, object, "name", jinja_string(parameter->name));
    jinja_put(arena, object, "direction", jinja_string(directions[direction]));
    jinja_put(arena, object, "type", jinja_string(type));
    jinja_put(arena, object, "c_type", jinja_string(facts_c_type(type)));
    jinja_put(arena, object, "array", jinja_bool(parameter->type.is_array));
    jinja_put(arena, object, "is_array", jinja_bool(parameter->type.is_array));
    object.as.dict->span = parameter->span;
    jinja_put(arena, object, "is_string", jinja_bool(strcmp(type, "string") == 0));
    jinja_put(arena, object, "is_sent", jinja_bool(direction != MODEL_OUT));
    jinja_put(arena, object, "is_returned",
              jinja_bool(direction == MODEL_OUT || direction == MODEL_INOUT));
    return object;
}

static struct jinja_value facts_method(struct arena *arena, const struct model_method *method,
                                       uint32_t index)
{
    struct jinja_value object = jinja_object_new(arena, "method");
    struct jinja_value parameters = jinja_list_new(arena);
    const char *type = method->return_type;
    jinja_put(arena, object, "name", jinja_string(method->name));
    jinja_put(arena, object, "index", jinja_int(index));
    jinja_put(arena, object, "return_type", type != NULL ? jinja_string(type) : jinja_none());
    jinja_put(arena, object, "c_return_type",
              jinja_string(type != NULL ? facts_c_type(type) : "void"));
    for (uint32_t i = 0; i < method->parameter_count; i++) {
        jinja_append(arena, parameters, facts_parameter(arena, &method->parameters[i]));
    }
    jinja_put(arena, object, "parameters", parameters);
    object.as.dict->span = method->span;
    return object;
}

struct jinja_value facts_procedure(struct arena *arena, const struct model_procedure *procedure)
{
    struct jinja_value object = jinja_object_new(arena, "procedure");
    struct jinja_value methods = jinja_list_new(arena);
    jinja_put(arena, object, "name",
              procedure->name != NULL ? jinja_string(procedure->name) : jinja_none());
    for (uint32_t i = 0; i < procedure->method_count; i++) {
        jinja_append(arena, methods, facts_method(arena, &procedure->methods[i], i));
    }
    jinja_put(arena, object, "methods", methods);
    jinja_put(arena, object, "includes",
              facts_includes(arena, procedure->includes, procedure->include_count));
    object.as.dict->span = procedure->span;
    object.as.dict->shown = procedure->name;
    return object;
}

static struct jinja_value facts_struct(struct arena *arena, const struct model_struct *structure)
{
    struct jinja_value object = jinja_object_new(arena, "struct");
    struct jinja_value fields = jinja_list_new(arena);
    jinja_put(arena, object, "name", jinja_string(structure->name));
    jinja_put(arena, object, "symbol", jinja_string(facts_c_name(arena, structure->name)));
    for (uint32_t i = 0; i < structure->field_count; i++) {
        jinja_append(arena, fields, facts_field(arena, &structure->fields[i]));
    }
    jinja_put(arena, object, "fields", fields);
    jinja_put(arena, object, "attributes", fields);
    object.as.dict->shown = structure->name;
    return object;
}

/* Structs cannot contain themselves (a name must be declared before its use), so this ends. */
struct jinja_value facts_field(struct arena *arena, const struct model_field *field)
{
    struct jinja_value object = jinja_object_new(arena, "attribute");
    const struct model_struct *structure = field->type.structure;
    bool is_string = strcmp(field->type.name, "string") == 0;
    jinja_put(arena, object, "name", jinja_string(field->name));
    jinja_put(arena, object, "array", jinja_bool(field->type.is_array));
    jinja_put(
        arena, object, "c_type",
        structure != NULL
            ? jinja_string(arena_printf(arena, "struct %s", facts_c_name(arena, structure->name)))
            : jinja_string(is_string ? "char *" : facts_c_type(field->type.name)));
    jinja_put(arena, object, "is_array", jinja_bool(field->type.is_array));
    jinja_put(arena, object, "is_string", jinja_bool(is_string));
    struct jinja_value shape = structure != NULL ? facts_struct(arena, structure) : jinja_none();
    jinja_put(arena, object, "struct", shape);
    jinja_put(arena, object, "type", structure != NULL ? shape : jinja_string(field->type.name));
    jinja_put(arena, object, "default",
              field->fallback != NULL ? facts_value(arena, field->fallback) : jinja_none());
    object.as.dict->span = field->span;
    return object;
}

struct jinja_value facts_attributes(struct arena *arena, const struct model *model,
                                    const char *target, const struct model_field *fields,
                                    uint32_t count)
{
    struct jinja_value list = jinja_list_new(arena);
    for (uint32_t i = 0; i < count; i++) {
        struct jinja_value object = facts_field(arena, &fields[i]);
        const struct model_setting *setting = model_setting(model, target, fields[i].name);
        jinja_put(arena, object, "value",
                  setting != NULL ? facts_value(arena, &setting->value) : jinja_none());
        jinja_append(arena, list, object);
    }
    return list;
}

/* A target without settings. */
static bool no_settings(struct jinja *jinja, struct jinja_dict *dict, struct jinja_value key,
                        struct jinja_value *value)
{
    (void)jinja;
    const struct facts *facts = dict->data;
    *value = facts->nothing;
    return key.kind == JINJA_STRING;
}

/* A merged connection has the settings of all its old names, and each of these has them too; what
 * stands under its own name counts first, then the first of the old names. */
static void join_aliases(struct arena *arena, const struct model *model, struct jinja_value all)
{
    for (uint32_t i = 0; i < model->connection_count; i++) {
        const struct model_connection *connection = &model->connections[i];
        struct jinja_value joined = jinja_dict_new(arena);
        for (uint32_t k = 0; connection->alias_count > 0 && k <= connection->alias_count; k++) {
            const struct jinja_value *own =
                jinja_get(all.as.dict, k == 0 ? connection->name : connection->aliases[k - 1]);
            for (size_t m = 0; own != NULL && m < own->as.dict->count; m++) {
                const struct jinja_entry *entry = &own->as.dict->entries[m];
                if (jinja_get_value(joined.as.dict, entry->key) == NULL) {
                    jinja_put_value(arena, joined, entry->key, entry->value);
                }
            }
        }
        for (uint32_t k = 0; joined.as.dict->count > 0 && k <= connection->alias_count; k++) {
            jinja_put(arena, all, k == 0 ? connection->name : connection->aliases[k - 1], joined);
        }
    }
}

struct jinja_value facts_configuration(struct facts *facts)
{
    struct arena *arena = &facts->c->arena;
    const struct model *model = facts->model;
    struct jinja_value all = jinja_dict_new(arena);
    for (uint32_t i = 0; i < model->settings_count; i++) {
        const struct model_settings *settings = &model->settings[i];
        const struct jinja_value *known = jinja_get(all.as.dict, settings->target);
        struct jinja_value dict = known != NULL ? *known : jinja_dict_new(arena);
        if (known == NULL) {
            jinja_put(arena, all, settings->target, dict);
        }
        for (uint32_t k = 0; k < settings->count; k++) {
            const struct model_setting *setting = &settings->settings[k];
            if (jinja_get(dict.as.dict, setting->attribute) == NULL) {
                jinja_put(arena, dict, setting->attribute, facts_value(arena, &setting->value));
            }
        }
    }
    join_aliases(arena, model, all);
    all.as.dict->type_name = "configuration";
    all.as.dict->missing = no_settings;
    all.as.dict->data = facts;
    return all;
}
