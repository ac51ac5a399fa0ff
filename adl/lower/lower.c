/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/lower/lower.h"

#include "adl/base/map.h"
#include "adl/lower/lowering.h"

struct program_place lowering_place(uint32_t connection, bool to_side, uint32_t end)
{
    return (struct program_place){.connection = connection, .end = end, .to_side = to_side};
}

struct program_place lowering_own(const struct lowering *l, uint32_t instance)
{
    return (struct program_place){.connection = PROGRAM_OWN,
                                  .end = l->build->position_of[instance]};
}

int64_t lowering_setting(struct lowering *l, const char *target, const char *prefix,
                         const char *suffix, int64_t fallback, int64_t low, int64_t high)
{
    const char *name = intern_printf(&l->c->interner, "%s%s", prefix, suffix);
    return model_integer(l->model, target, name, fallback, low, high);
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
    l->build->programs = arena_array(&l->c->arena, struct program_build, model->instance_count);
    l->build->program_of = arena_array(&l->c->arena, uint32_t, model->instance_count);
    l->build->position_of = arena_array(&l->c->arena, uint32_t, model->instance_count);
    for (uint32_t i = 0; i < model->instance_count; i++) {
        const char *space = model->instances[i].address_space;
        l->build->program_of[i] = UINT32_MAX;
        if (!has_code(l, i)) {
            continue;
        }
        if (!map_get(&by_space, map_key_from_pointer(space), &l->build->program_of[i])) {
            l->build->program_of[i] = l->build->program_count++;
            map_put(&by_space, &l->c->arena, map_key_from_pointer(space), l->build->program_of[i]);
        }
        struct program_build *p = &l->build->programs[l->build->program_of[i]];
        p->program.name = space;
        p->program.elf_name = intern_printf(&l->c->interner, "%s.elf", space);
        p->program.entry = intern_string(&l->c->interner, "adlc_thread_start");
        p->next_slot = 1;
        l->build->position_of[i] = (uint32_t)p->instances.count;
        vec_push(&l->c->arena, &p->instances, i);
    }
}

bool lower_run(const struct model *model, enum spec_arch arch, const bool *has_sources,
               struct lower_result *result)
{
    struct compilation *c = model->compilation;
    size_t errors = c->diags.errors;
    struct system_build *build = system_build_new(c, arch);
    struct lowering l = {
        .c = c,
        .model = model,
        .has_sources = has_sources,
        .build = build,
        .spec = build->spec,
    };
    make_programs(&l);
    for (uint32_t i = 0; i < build->program_count; i++) {
        lower_component_program(&l, &build->programs[i]);
    }
    for (uint32_t i = 0; i < model->instance_count; i++) {
        if (build->program_of[i] != UINT32_MAX) {
            lower_component(&l, i);
        }
    }
    lower_schedule(&l);
    result->build = build;
    result->spec = build->spec;
    result->programs = system_build_publish(build);
    return c->diags.errors == errors;
}

bool lower_finish(const struct model *model, struct lower_result *result)
{
    struct compilation *c = model->compilation;
    size_t errors = c->diags.errors;
    struct lowering l = {.c = c, .model = model, .build = result->build, .spec = result->spec};
    for (uint32_t i = 0; i < result->build->program_count; i++) {
        lower_component_finish(&l, &result->build->programs[i]);
    }
    result->programs = system_build_publish(result->build);
    return c->diags.errors == errors;
}
