/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/model/model.h"

#include <string.h>

#include "adl/base/compilation.h"
#include "adl/lang/ast.h"
#include "adl/model/model_index.h"
#include "adl/model/model_value.h"
#include "adl/model/passes.h"

struct model *model_from_ast(struct compilation *compilation, const struct ast_file *file)
{
    static const struct pass passes[] = {
#define PASS(pass_name, ...) {.name = #pass_name, .needs = {__VA_ARGS__}, .run = pass_name##_run},
#include "adl/model/passes.def"
#undef PASS
    };
    struct decls *decls = arena_new(&compilation->arena, struct decls);

    if (file == NULL || file->faulty) {
        return NULL; /* declarations may be missing: every message would be a guess */
    }
    decls->compilation = compilation;
    decls->model = arena_new(&compilation->arena, struct model);
    decls->file = file;
    decls->file_span = (struct span){.file = file->file, .start = 0, .end = 0};
    decls->owner_struct = DECL_NONE;
    if (!pass_run(compilation, passes, sizeof passes / sizeof passes[0], decls, NULL)) {
        return NULL;
    }
    return decls->model;
}

/* The first holder of a name keeps it. */
static void model_index_add(struct map *map, struct arena *arena, const char *name, uint32_t index)
{
    if (!map_get(map, map_key_from_pointer(name), NULL)) {
        (void)map_put(map, arena, map_key_from_pointer(name), index);
    }
}

/* Goes through all ends in order. Without `places` it counts those of each instance into
 * `next[instance]`; with it, it puts each where `next[instance]` says and moves that on. */
static void model_index_walk_ends(const struct model *model, uint32_t *next,
                                  struct model_place *places)
{
    for (uint32_t i = 0; i < model->connection_count; i++) {
        const struct model_connection *connection = &model->connections[i];

        for (uint32_t k = 0; k < connection->from_count + connection->to_count; k++) {
            bool to_side = k >= connection->from_count;
            uint32_t end = to_side ? k - connection->from_count : k;
            uint32_t *at = &next[(to_side ? connection->to[end] : connection->from[end]).instance];

            if (places != NULL) {
                places[*at] = (struct model_place){.connection = i, .end = end, .to_side = to_side};
            }
            (*at)++;
        }
    }
}

static void model_index_ends(struct model *model, struct model_index *index)
{
    struct arena *arena = &model->compilation->arena;
    uint32_t *next = arena_array(arena, uint32_t, model->instance_count + 1);
    uint32_t sum = 0;

    index->first_place = arena_array(arena, uint32_t, model->instance_count + 1);
    model_index_walk_ends(model, next, NULL);
    for (uint32_t i = 0; i <= model->instance_count; i++) {
        uint32_t count = next[i];

        index->first_place[i] = sum;
        next[i] = sum;
        sum += count;
    }
    index->places = arena_array(arena, struct model_place, sum);
    model_index_walk_ends(model, next, index->places);
}

void model_index_build(struct model *model)
{
    struct arena *arena = &model->compilation->arena;
    struct model_index *index = arena_new(arena, struct model_index);

    for (uint32_t i = 0; i < model->instance_count; i++) {
        model_index_add(&index->instances, arena, model->instances[i].name, i);
        model_index_add(&index->spaces, arena, model->instances[i].address_space, i);
    }
    for (uint32_t i = 0; i < model->connection_count; i++) {
        const struct model_connection *connection = &model->connections[i];

        model_index_add(&index->connections, arena, connection->name, i);
        for (uint32_t k = 0; k < connection->alias_count; k++) {
            model_index_add(&index->connections, arena, connection->aliases[k], i);
        }
    }
    for (uint32_t i = 0; i < model->settings_count; i++) {
        model_index_add(&index->settings, arena, model->settings[i].target, i);
    }
    model_index_ends(model, index);
    model->index = index;
}

/* Looks `name` up, interned or not. */
static uint32_t model_lookup(const struct model *model, const struct map *map, const char *name)
{
    const char *interned = intern_find(&model->compilation->interner, name);
    uint32_t found;

    return interned != NULL && map_get(map, map_key_from_pointer(interned), &found) ? found
                                                                                    : UINT32_MAX;
}

uint32_t model_instance_named(const struct model *model, const char *name)
{
    return model_lookup(model, &model->index->instances, name);
}

uint32_t model_connection_named(const struct model *model, const char *name)
{
    return model_lookup(model, &model->index->connections, name);
}

uint32_t model_interface_named(const struct model_component *component, const char *name)
{
    for (uint32_t i = 0; i < component->interface_count; i++) {
        if (strcmp(component->interfaces[i].name, name) == 0) {
            return i;
        }
    }
    return UINT32_MAX;
}

/* The setting as written for exactly this target. */
const struct model_settings *model_settings_of(const struct model *model, const char *target)
{
    uint32_t place = model_lookup(model, &model->index->settings, target);

    return place == UINT32_MAX ? NULL : &model->settings[place];
}

static const struct model_setting *model_setting_direct(const struct model *model,
                                                        const char *target, const char *attribute)
{
    const struct model_settings *settings = model_settings_of(model, target);

    for (uint32_t i = 0; settings != NULL && i < settings->count; i++) {
        if (strcmp(settings->settings[i].attribute, attribute) == 0) {
            return &settings->settings[i];
        }
    }
    return NULL;
}

const struct model_setting *model_setting(const struct model *model, const char *target,
                                          const char *attribute)
{
    const struct model_setting *setting = model_setting_direct(model, target, attribute);
    const struct model_connection *connection;
    uint32_t found;

    if (setting != NULL) {
        return setting;
    }
    found = model_connection_named(model, target);
    if (found == UINT32_MAX || model->connections[found].alias_count == 0 ||
        strcmp(model->connections[found].name, target) != 0) {
        return NULL;
    }
    connection = &model->connections[found];
    for (uint32_t i = 0; i < connection->alias_count && setting == NULL; i++) {
        setting = model_setting_direct(model, connection->aliases[i], attribute);
    }
    return setting;
}

/* The project's own value for a setting that is not made, if it has one that fits: `_priority` also
 * counts for the threads of interfaces, `<interface>_priority`. */
static int64_t model_default(const struct model *model, const char *attribute, int64_t fallback,
                             int64_t low, int64_t high)
{
    for (vec_each (given, &model->compilation->options.defaults)) {
        size_t length = strlen(attribute), end = strlen(given->attribute);
        bool same = length >= end && strcmp(attribute + length - end, given->attribute) == 0;
        bool ceiling = length >= 13 && strcmp(attribute + length - 13, "_max_priority") == 0;

        if (same && !ceiling && given->value >= low && given->value <= high) {
            return given->value;
        }
    }
    return fallback;
}

int64_t model_integer(const struct model *model, const char *target, const char *attribute,
                      int64_t fallback, int64_t low, int64_t high)
{
    const struct model_setting *setting = model_setting(model, target, attribute);
    __int128 value;

    if (setting == NULL) {
        return model_default(model, attribute, fallback, low, high);
    }
    if (!model_value_to_integer(&setting->value, &value)) {
        (void)diag_report(&model->compilation->diags, DIAG_SETTING_VALUE, setting->span,
                          "`%s.%s` must be an integer, not %s", target, attribute,
                          model_value_a_kind(setting->value.kind));
        return fallback;
    }
    if (value < low || value > high) {
        (void)diag_report(&model->compilation->diags, DIAG_SETTING_VALUE, setting->span,
                          "`%s.%s` must be from %lld to %lld", target, attribute, (long long)low,
                          (long long)high);
        return fallback;
    }
    return (int64_t)value;
}

const struct model_component *model_component_of(const struct model *model, uint32_t instance)
{
    assert(instance < model->instance_count);
    return &model->components[model->instances[instance].component];
}

const struct model_place *model_places_of(const struct model *model, uint32_t instance,
                                          uint32_t *count)
{
    const uint32_t *first = model->index->first_place;

    *count = first[instance + 1] - first[instance];
    return &model->index->places[first[instance]];
}

const struct model_end *model_end_at(const struct model *model, struct model_place place)
{
    const struct model_connection *connection = &model->connections[place.connection];

    return place.to_side ? &connection->to[place.end] : &connection->from[place.end];
}

const struct model_interface *model_interface_of(const struct model *model,
                                                 const struct model_end *end)
{
    const struct model_component *component = model_component_of(model, end->instance);

    assert(end->interface < component->interface_count);
    return &component->interfaces[end->interface];
}
