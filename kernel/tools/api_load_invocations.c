/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include "kernel/tools/api_load.h"

static void load_types(struct api_model *model, struct api_node list)
{
    size_t count = api_yaml_count(list);
    model->types = api_load_array(model, count, sizeof(*model->types), &count);
    for (size_t i = 0; i < count; i++) {
        struct api_node entry = api_yaml_item(list, i);
        api_yaml_keys(entry, "name bits cap registers member when");
        struct api_type type = {0};
        type.name = api_yaml_string(entry, "name", true);
        type.member = api_yaml_string(entry, "member", false);
        type.cap = api_yaml_bool(entry, "cap", false);
        type.registers = api_yaml_bool(entry, "registers", false);
        uint64_t bits = api_yaml_number_at(entry, "bits", 0);
        type.bits = bits <= 64 ? (unsigned)bits : 0;
        bool whole = bits != 0 && bits <= 64 && (bits & (bits - 1)) == 0;
        if ((whole ? 1 : 0) + (type.cap ? 1 : 0) + (type.registers ? 1 : 0) != 1) {
            api_yaml_fault(entry, "a type has bits (a power of two up to 64), cap or registers");
        }
        if (api_load_when(model, entry)) {
            model->types[model->type_count++] = type;
        }
    }
}

static struct api_param *load_params(struct api_model *model, struct api_node list, size_t *count)
{
    *count = api_yaml_count(list);
    struct api_param *params = api_load_array(model, *count, sizeof(*params), count);
    for (size_t i = 0; i < *count; i++) {
        struct api_node place = api_yaml_item(list, i);
        api_yaml_keys(place, "name type");
        params[i].name = api_yaml_string(place, "name", true);
        const char *type = api_yaml_string(place, "type", true);
        params[i].type = type ? api_model_type(model, type) : NULL;
        if (type && !params[i].type) {
            api_yaml_fault(place, "unknown type '%s'", type);
        }
    }
    return params;
}

/* An error is known if the constants hold it; they are read before this file. */
static bool known_error(const struct api_model *model, const char *name)
{
    for (size_t i = 0; i < model->group_count; i++) {
        const struct api_group *group = &model->groups[i];
        if (!group->enumeration || strcmp(group->enumeration, "seL4_Error") != 0) {
            continue;
        }
        for (size_t k = 0; k < group->count; k++) {
            const char *full = group->items[k].name;
            if (full && strncmp(full, "seL4_", 5) == 0 && strcmp(full + 5, name) == 0) {
                return true;
            }
        }
    }
    return false;
}

static void load_errors(struct api_model *model, struct api_node list, struct api_method *method)
{
    size_t count = api_yaml_count(list);
    method->errors = api_load_array(model, count, sizeof(*method->errors), &count);
    method->error_count = count;
    for (size_t i = 0; i < count; i++) {
        struct api_node place = api_yaml_item(list, i);
        api_yaml_keys(place, "error text");
        method->errors[i].name = api_yaml_string(place, "error", true);
        method->errors[i].text = api_yaml_string(place, "text", true);
        if (method->errors[i].name && !known_error(model, method->errors[i].name)) {
            api_yaml_fault(place, "unknown error '%s'", method->errors[i].name);
        }
    }
}

static void check_results(struct api_node entry, const struct api_method *method)
{
    for (size_t i = 0; i < method->result_count; i++) {
        const struct api_type *type = method->results[i].type;
        if (type && (type->cap || (type->registers && method->result_count != 1))) {
            api_yaml_fault(entry, "a result is a word, or one register frame alone");
        }
    }
}

static void load_method(struct api_model *model, struct api_node entry, struct api_method *method)
{
    api_yaml_keys(entry, "name label kernel alias stub when text params results errors");
    method->name = api_yaml_string(entry, "name", true);
    method->label = api_yaml_string(entry, "label", true);
    method->kernel = api_yaml_string(entry, "kernel", true);
    method->alias = api_yaml_string(entry, "alias", false);
    method->text = api_yaml_string(entry, "text", true);
    method->stub = api_yaml_bool(entry, "stub", true);
    method->params = load_params(model, api_yaml_get(entry, "params"), &method->param_count);
    method->results = load_params(model, api_yaml_get(entry, "results"), &method->result_count);
    load_errors(model, api_yaml_get(entry, "errors"), method);
    check_results(entry, method);
}

static enum api_level load_level(struct api_node entry)
{
    static const char *const names[] = {"common", "mode", "arch"};
    const char *name = api_yaml_string(entry, "level", false);
    if (!name) {
        return API_LEVEL_COMMON;
    }
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (strcmp(names[i], name) == 0) {
            return (enum api_level)i;
        }
    }
    api_yaml_fault(entry, "level is common, mode or arch, not '%s'", name);
    return API_LEVEL_COMMON;
}

static void load_interface(struct api_model *model, struct api_node entry,
                           struct api_interface *interface)
{
    struct api_node list = api_yaml_get(entry, "methods");
    size_t count = api_yaml_count(list);
    interface->methods = api_load_array(model, count, sizeof(*interface->methods), &count);
    for (size_t i = 0; i < count; i++) {
        struct api_node place = api_yaml_item(list, i);
        if (!api_load_when(model, place)) {
            continue;
        }
        struct api_method *method = &interface->methods[interface->count++];
        load_method(model, place, method);
        method->number = ++model->label_count;
    }
}

void api_load_invocations(struct api_model *model, struct api_node top)
{
    if (!api_yaml_keys(top, "types interfaces")) {
        return;
    }
    load_types(model, api_yaml_get(top, "types"));
    struct api_node list = api_yaml_get(top, "interfaces");
    size_t count = api_yaml_count(list);
    model->interfaces = api_load_array(model, count, sizeof(*model->interfaces), &count);
    enum api_level level = API_LEVEL_COMMON;
    for (size_t i = 0; i < count; i++) {
        struct api_node entry = api_yaml_item(list, i);
        api_yaml_keys(entry, "name when level text methods");
        if (!api_load_when(model, entry)) {
            continue;
        }
        struct api_interface *interface = &model->interfaces[model->interface_count++];
        interface->name = api_yaml_string(entry, "name", true);
        interface->text = api_yaml_string(entry, "text", true);
        interface->level = load_level(entry);
        if (interface->level < level) {
            api_yaml_fault(entry, "interfaces must stand in the order common, mode, arch");
        }
        if (level == API_LEVEL_COMMON && interface->level != API_LEVEL_COMMON) {
            model->first_arch_label = model->label_count + 1;
        }
        level = interface->level;
        load_interface(model, entry, interface);
    }
    model->label_count++; /* label 0 is InvalidInvocation */
}
