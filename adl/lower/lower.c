/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/lower/lower.h"

#include <ctype.h>
#include <string.h>

#include "adl/base/map.h"
#include "adl/lower/lowering.h"

struct connector_entry {
    const char *name;
    lowering_connector *function;
};

static const struct connector_entry connector_table[] = {
#define CONNECTOR(name, function) {name, function},
#include "adl/lower/connectors.def"
#undef CONNECTOR
};

struct spec_object_id lowering_object(struct lowering *l, enum spec_kind kind, const char *label,
                                      const char *name)
{
    const char *full = arena_printf(&l->c->arena, "%s_%s", label, name);
    for (uint32_t n = 1; spec_find(l->spec, full).index != SPEC_NO_OBJECT.index; n++) {
        full = arena_printf(&l->c->arena, "%s_%s_%u", label, name, n);
    }
    return spec_add_object(l->spec, kind, full);
}

struct lowering_program *lowering_end_program(struct lowering *l, const struct model_end *end)
{
    uint32_t index = l->program_of[end->instance];
    return index == UINT32_MAX ? NULL : &l->programs[index];
}

struct program_place lowering_place(uint32_t connection, bool to_side, uint32_t end)
{
    return (struct program_place){.connection = connection, .end = end, .to_side = to_side};
}

struct program_place lowering_own(const struct lowering *l, uint32_t instance)
{
    return (struct program_place){.connection = PROGRAM_OWN, .end = l->position_of[instance]};
}

uint64_t lowering_give_cap(struct lowering *l, struct lowering_program *p,
                           struct program_place place, const char *name, struct spec_cap cap)
{
    cap.slot = p->next_slot++;
    if (cap.object.index != SPEC_NO_OBJECT.index) {
        spec_put_cap(l->spec, p->program.cspace, cap);
    }
    struct program_cap *note = vec_add(&l->c->arena, &p->caps);
    note->place = place;
    note->name = intern_string(&l->c->interner, name);
    note->cptr = cap.slot;
    note->badge = cap.badge;
    note->object = cap.object;
    return cap.slot;
}

void lowering_give_cnode(struct lowering *l, uint32_t instance)
{
    struct lowering_program *p = &l->programs[l->program_of[instance]];
    struct program_place place = lowering_own(l, instance);
    struct spec_cap none = {.object = SPEC_NO_OBJECT};
    if (p->cnode_slot == 0) {
        p->cnode_slot = (uint32_t)lowering_give_cap(l, p, place, "cnode", none);
        return;
    }
    const char *name = intern_string(&l->c->interner, "cnode");
    for (vec_each (note, &p->caps)) {
        if (note->place.connection == PROGRAM_OWN && note->place.end == place.end &&
            note->name == name) {
            return;
        }
    }
    vec_push(&l->c->arena, &p->caps,
             (struct program_cap){
                 .place = place,
                 .name = name,
                 .cptr = p->cnode_slot,
                 .object = SPEC_NO_OBJECT,
             });
}

uint32_t lowering_add_region(struct lowering *l, struct lowering_program *p,
                             struct program_region region)
{
    region.name = intern_string(&l->c->interner, region.name);
    region.symbol = intern_string(&l->c->interner, region.symbol);
    vec_push(&l->c->arena, &p->regions, region);
    return (uint32_t)(p->regions.count - 1);
}

const char *lowering_symbol(struct lowering *l, const char *text)
{
    char *copy = arena_strdup(&l->c->arena, text);
    for (char *at = copy; *at != '\0'; at++) {
        if (!isalnum((unsigned char)*at)) {
            *at = '_';
        }
    }
    return intern_string(&l->c->interner, copy);
}

const char *lowering_data_symbol(struct lowering *l, const struct model_end *end)
{
    const struct lowering_program *p = lowering_end_program(l, end);
    const char *name = lowering_symbol(l, model_interface_of(l->model, end)->name);
    if (p->instances.count == 1) {
        return intern_printf(&l->c->interner, "%s_adlc_data", name);
    }
    return intern_printf(&l->c->interner, "adlc_%u_%s_adlc_data", l->position_of[end->instance],
                         name);
}

int64_t lowering_setting(struct lowering *l, const char *target, const char *prefix,
                         const char *suffix, int64_t fallback, int64_t low, int64_t high)
{
    const char *name = intern_printf(&l->c->interner, "%s%s", prefix, suffix);
    return model_integer(l->model, target, name, fallback, low, high);
}

/* Reports a connection whose connector has no lowering. */
static void report_connector(struct lowering *l, const struct model_connection *connection)
{
    const struct model_connector *connector = &l->model->connectors[connection->connector];
    const char *name = connector->name != NULL ? connector->name : "(anonymous)";
    struct diag *d = diag_report(&l->c->diags, DIAG_CONNECTOR_UNSUPPORTED, connection->span,
                                 "connector `%s` cannot be turned into code yet", name);
    diag_label(d, connector->span, "the connector is declared here");
    const char *list = "";
    for (size_t i = 0; i < sizeof(connector_table) / sizeof(connector_table[0]); i++) {
        if (connector_table[i].function != connector_foreign) {
            list = arena_printf(&l->c->arena, "%s%s%s", list, *list != '\0' ? ", " : "",
                                connector_table[i].name);
        }
    }
    diag_hint(d, "available connectors: %s", list);
}

static void lower_connection(struct lowering *l, uint32_t index)
{
    const struct model_connection *connection = &l->model->connections[index];
    const char *name = l->model->connectors[connection->connector].name;
    for (size_t i = 0; i < sizeof(connector_table) / sizeof(connector_table[0]); i++) {
        if (name != NULL && strcmp(connector_table[i].name, name) == 0) {
            connector_table[i].function(l, index);
            return;
        }
    }
    report_connector(l, connection);
}

/* Has the instance code? Hardware has none, nor has a composition of others that does nothing but
 * hold them: no control thread, no locks, no memory, no connected interface of its own, no source
 * files. */
static bool has_code(const struct lowering *l, uint32_t instance)
{
    const struct model_component *component = model_component_of(l->model, instance);
    uint32_t ends;
    model_places_of(l->model, instance, &ends);
    if (component->hardware) {
        return false;
    }
    return !component->compound || component->control || component->lock_count > 0 ||
           component->copyregion_count > 0 || ends > 0 ||
           (l->has_sources != NULL && l->has_sources[l->model->instances[instance].component]);
}

/* Makes a program for every address space; the instances of a group share one. */
static void make_programs(struct lowering *l)
{
    const struct model *model = l->model;
    struct map by_space = {0};
    l->programs = arena_array(&l->c->arena, struct lowering_program, model->instance_count);
    l->program_of = arena_array(&l->c->arena, uint32_t, model->instance_count);
    l->position_of = arena_array(&l->c->arena, uint32_t, model->instance_count);
    for (uint32_t i = 0; i < model->instance_count; i++) {
        const char *space = model->instances[i].address_space;
        l->program_of[i] = UINT32_MAX;
        if (!has_code(l, i)) {
            continue;
        }
        if (!map_get(&by_space, map_key_from_pointer(space), &l->program_of[i])) {
            l->program_of[i] = l->program_count++;
            map_put(&by_space, &l->c->arena, map_key_from_pointer(space), l->program_of[i]);
        }
        struct lowering_program *p = &l->programs[l->program_of[i]];
        p->program.name = space;
        p->program.elf_name = intern_printf(&l->c->interner, "%s.elf", space);
        p->program.entry = intern_string(&l->c->interner, "adlc_thread_start");
        p->next_slot = 1;
        l->position_of[i] = (uint32_t)p->instances.count;
        vec_push(&l->c->arena, &p->instances, i);
    }
}

/* Hands the finished programs over. */
static void publish(struct lowering *l, struct lower_result *result)
{
    struct program *programs = arena_array(&l->c->arena, struct program, l->program_count);
    for (uint32_t i = 0; i < l->program_count; i++) {
        struct lowering_program *p = &l->programs[i];
        p->program.instances = p->instances.items;
        p->program.instance_count = (uint32_t)p->instances.count;
        p->program.threads = p->threads.items;
        p->program.thread_count = (uint32_t)p->threads.count;
        p->program.regions = p->regions.items;
        p->program.region_count = (uint32_t)p->regions.count;
        p->program.caps = p->caps.items;
        p->program.cap_count = (uint32_t)p->caps.count;
        programs[i] = p->program;
    }
    result->spec = l->spec;
    result->programs = (struct program_list){.programs = programs, .count = l->program_count};
}

bool lower_run(const struct model *model, enum spec_arch arch, const bool *has_sources,
               struct lower_result *result)
{
    struct compilation *c = model->compilation;
    size_t errors = c->diags.errors;
    struct lowering l = {
        .c = c,
        .model = model,
        .has_sources = has_sources,
        .spec = spec_new(&c->arena, &c->interner, arch),
    };
    make_programs(&l);
    for (uint32_t i = 0; i < l.program_count; i++) {
        lower_component_program(&l, &l.programs[i]);
    }
    for (uint32_t i = 0; i < model->instance_count; i++) {
        if (l.program_of[i] != UINT32_MAX) {
            lower_component(&l, i);
        }
    }
    for (uint32_t i = 0; i < model->connection_count; i++) {
        lower_connection(&l, i);
    }
    for (uint32_t i = 0; i < l.program_count; i++) {
        lower_component_finish(&l, &l.programs[i]);
    }
    publish(&l, result);
    return c->diags.errors == errors;
}
