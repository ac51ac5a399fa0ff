/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/lower/lower.h"

#include <ctype.h>
#include <string.h>

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
    const char *list = connector_table[0].name;
    for (size_t i = 1; i < sizeof(connector_table) / sizeof(connector_table[0]); i++) {
        list = arena_printf(&l->c->arena, "%s, %s", list, connector_table[i].name);
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

/* Makes a program for every software instance. Instances of a group would share one. */
static void make_programs(struct lowering *l)
{
    const struct model *model = l->model;
    l->programs = arena_array(&l->c->arena, struct lowering_program, model->instance_count);
    l->program_of = arena_array(&l->c->arena, uint32_t, model->instance_count);
    for (uint32_t i = 0; i < model->instance_count; i++) {
        const struct model_instance *instance = &model->instances[i];
        l->program_of[i] = UINT32_MAX;
        if (model_component_of(model, i)->hardware) {
            continue;
        }
        if (strcmp(instance->name, instance->address_space) != 0) {
            struct diag *d =
                diag_report(&l->c->diags, DIAG_GROUP_UNSUPPORTED, instance->span,
                            "instance `%s` shares the address space of group `%s`, which cannot "
                            "be built yet",
                            instance->name, instance->address_space);
            diag_hint(d, "declare the instance outside of the group");
            continue;
        }
        struct lowering_program *p = &l->programs[l->program_count];
        l->program_of[i] = l->program_count++;
        p->program.name = instance->address_space;
        p->program.elf_name = intern_printf(&l->c->interner, "%s.elf", instance->address_space);
        p->program.entry = intern_string(&l->c->interner, "adlc_thread_start");
        p->next_slot = 1;
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

bool lower_run(const struct model *model, enum spec_arch arch, struct lower_result *result)
{
    struct compilation *c = model->compilation;
    size_t errors = c->diags.errors;
    struct lowering l = {
        .c = c,
        .model = model,
        .spec = spec_new(&c->arena, &c->interner, arch),
    };
    make_programs(&l);
    if (c->diags.errors > errors) {
        return false;
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
