/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Puts the finished lists into the model: settings grouped by target, explicit ones first, then
 * the defaults of attributes that nobody set (adl.md 8.5); then the look-up tables.
 */
#include "adl/base/compilation.h"
#include "adl/model/model_index.h"
#include "adl/model/model_verify.h"
#include "adl/model/passes.h"
#include "adl/model/settle.h"

struct freeze_target {
    const char *name;
    VEC(struct model_setting) settings;
};

struct freeze {
    struct decls *decls;
    struct map places; /* target -> place in targets */
    VEC(struct freeze_target) targets;
};

static void freeze_add(struct freeze *freeze, const char *target, struct model_setting setting)
{
    struct arena *arena = &freeze->decls->compilation->arena;
    uint64_t key = map_key_from_pointer(target);
    uint32_t place;

    if (!map_get(&freeze->places, key, &place)) {
        place = (uint32_t)freeze->targets.count;
        (void)map_put(&freeze->places, arena, key, place);
        vec_push(arena, &freeze->targets, ((struct freeze_target){.name = target}));
    }
    vec_push(arena, &freeze->targets.items[place].settings, setting);
}

static void freeze_explicit(struct freeze *freeze, struct settle_index *index)
{
    struct decls *decls = freeze->decls;

    for (vec_each (flat, &decls->flat_settings)) {
        if (flat->value == NULL ||
            flat != settle_find(decls, index, flat->target, flat->attribute)) {
            continue; /* vanished, faulty, or a reported second setting */
        }
        freeze_add(freeze, flat->target,
                   (struct model_setting){.attribute = flat->attribute,
                                          .span = flat->declared->attribute_span,
                                          .target_span = flat->declared->target_span,
                                          .value = *flat->value,
                                          .referenced = flat->referenced});
    }
}

static void freeze_defaults(struct freeze *freeze, struct settle_index *index)
{
    struct decls *decls = freeze->decls;

    for (vec_each (instance, &decls->instances)) {
        const struct model_component *component = vec_at(&decls->components, instance->component);

        for (uint32_t i = 0; i < component->attribute_count; i++) {
            const struct model_field *attribute = &component->attributes[i];
            const struct flat_setting *flat =
                settle_find(decls, index, instance->name, attribute->name);

            if (attribute->fallback == NULL ||
                (flat != NULL && (flat->value != NULL || flat->faulty))) {
                continue;
            }
            freeze_add(freeze, instance->name,
                       (struct model_setting){.attribute = attribute->name,
                                              .span = attribute->span,
                                              .value = *attribute->fallback,
                                              .is_default = true});
        }
    }
}

static void freeze_settings(struct decls *decls)
{
    struct compilation *c = decls->compilation;
    struct model *model = decls->model;
    struct freeze freeze = {.decls = decls};
    struct settle_index index = {.targets = {0}};

    settle_index_fill(decls, &index);
    freeze_explicit(&freeze, &index);
    freeze_defaults(&freeze, &index);
    model->settings = arena_array(&c->arena, struct model_settings, freeze.targets.count);
    model->settings_count = (uint32_t)freeze.targets.count;
    for (uint32_t i = 0; i < freeze.targets.count; i++) {
        model->settings[i].target = freeze.targets.items[i].name;
        model->settings[i].settings = freeze.targets.items[i].settings.items;
        model->settings[i].count = (uint32_t)freeze.targets.items[i].settings.count;
    }
}

static void freeze_types(struct decls *decls)
{
    struct arena *arena = &decls->compilation->arena;
    struct model *model = decls->model;

    model->components = decls->components.items;
    model->component_count = (uint32_t)decls->components.count;
    model->connectors = decls->connectors.items;
    model->connector_count = (uint32_t)decls->connectors.count;
    model->procedures = arena_array(arena, struct model_procedure, decls->procedures.count);
    model->procedure_count = (uint32_t)decls->procedures.count;
    for (uint32_t i = 0; i < model->procedure_count; i++) {
        model->procedures[i] = *decls->procedures.items[i];
    }
    model->structs = arena_array(arena, struct model_struct, decls->structs.count);
    model->struct_count = (uint32_t)decls->structs.count;
    for (uint32_t i = 0; i < model->struct_count; i++) {
        model->structs[i] = *decls->structs.items[i];
    }
    model->declared = decls->declared.items;
    model->declared_count = (uint32_t)decls->declared.count;
}

static void freeze_connections(struct decls *decls)
{
    struct model *model = decls->model;

    model->connection_count = (uint32_t)decls->flat_connections.count;
    model->connections = arena_array(&decls->compilation->arena, struct model_connection,
                                     decls->flat_connections.count);
    for (uint32_t i = 0; i < model->connection_count; i++) {
        const struct flat_connection *flat = vec_at(&decls->flat_connections, i);

        model->connections[i] = flat->connection;
        model->connections[i].from = flat->from.items;
        model->connections[i].from_count = (uint32_t)flat->from.count;
        model->connections[i].to = flat->to.items;
        model->connections[i].to_count = (uint32_t)flat->to.count;
    }
}

/* Takes the schedule that was given beside the description. */
static void freeze_given_schedule(struct compilation *c, struct model *model)
{
    size_t count = c->options.schedule.count;

    model->schedule = arena_array(&c->arena, struct model_schedule_item, count);
    model->schedule_count = (uint32_t)count;
    for (size_t i = 0; i < count; i++) {
        const struct compilation_turn *turn = vec_at(&c->options.schedule, i);

        model->schedule[i] = (struct model_schedule_item){
            .domain = turn->domain,
            .duration = turn->duration,
            .in_microseconds = turn->in_microseconds,
            .span = turn->span,
        };
    }
}

bool freeze_run(struct compilation *c, void *subject)
{
    struct decls *decls = (struct decls *)subject;
    struct model *model = decls->model;

    freeze_types(decls);
    freeze_connections(decls);
    freeze_settings(decls);
    model->instances = decls->instances.items;
    model->instance_count = (uint32_t)decls->instances.count;
    if (decls->assemblies.count > 0) {
        const struct decl_assembly *first = vec_at(&decls->assemblies, 0);

        model->assembly_name = first->name;
        model->assembly_span = first->span;
        model->schedule = first->schedule.entries.items;
        model->schedule_count = (uint32_t)first->schedule.entries.count;
        if (!first->has_schedule) {
            freeze_given_schedule(c, model);
        }
    }
    model->compilation = c;
    model->incomplete = decls->faulty;
    model->incomplete_wiring = decls->faulty_wiring;
    model_index_build(model);
    model_verify(model);
    return true;
}
