/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Merges all assemblies into one composition and one configuration, in order (adl.md 6.9). Each
 * instance and connection remembers which assembly declared it, since an assembly sees the names
 * of earlier ones only (7.3). The first assembly's schedule counts; later ones are pointed out.
 */
#include "adl/base/compilation.h"
#include "adl/model/passes.h"

/* Appends the composition `from` of assembly number `assembly` to the merged one. */
static void assemblies_append(struct decls *decls, struct decl_composition *all,
                              const struct decl_composition *from, uint32_t assembly)
{
    struct arena *arena = &decls->compilation->arena;
    uint32_t groups = (uint32_t)all->groups.count;

    if (assembly == 0) { /* take the lists over: nobody uses the first one's again */
        all->instances.items = from->instances.items;
        all->instances.count = from->instances.count;
        all->groups.items = from->groups.items;
        all->groups.count = from->groups.count;
        all->connections.items = from->connections.items;
        all->connections.count = from->connections.count;
        all->exports.items = from->exports.items;
        all->exports.count = from->exports.count;
        all->instances.capacity = all->instances.count; /* full: a push moves them */
        all->groups.capacity = all->groups.count;
        all->connections.capacity = all->connections.count;
        all->exports.capacity = all->exports.count;
        return;
    }
    for (vec_each (group, &from->groups)) {
        vec_push(arena, &all->groups, *group);
        vec_last(&all->groups).assembly = assembly;
    }
    for (vec_each (instance, &from->instances)) {
        vec_push(arena, &all->instances, *instance);
        vec_last(&all->instances).assembly = assembly;
        if (instance->group_index != DECL_NONE) {
            vec_last(&all->instances).group_index = groups + instance->group_index;
        }
    }
    for (vec_each (connection, &from->connections)) {
        vec_push(arena, &all->connections, *connection);
        vec_last(&all->connections).assembly = assembly;
    }
    vec_append(arena, &all->exports, &from->exports);
}

static void assemblies_schedule(struct decls *decls, const struct decl_assembly *assembly)
{
    struct compilation *c = decls->compilation;
    const struct decl_assembly *first = decls->assemblies.items;

    if (assembly != first && assembly->has_schedule) {
        struct diag *diag = diag_report(&c->diags, DIAG_IGNORED_SCHEDULE, assembly->schedule.span,
                                        "the schedule of a later assembly has no effect");

        diag_label(diag, first->span, "only the first assembly's schedule counts");
        diag_hint(diag, "move the schedule into the first assembly");
    }
}

bool assemblies_run(struct compilation *c, void *subject)
{
    struct decls *decls = (struct decls *)subject;
    struct decl_composition all = {.owner = DECL_NONE, .in_assembly = true};
    struct decl_configuration settings = {.name = NULL};

    decls->main_composition = DECL_NONE;
    decls->main_configuration = DECL_NONE;
    if (decls->assemblies.count == 0) {
        return true;
    }
    for (uint32_t i = 0; i < decls->assemblies.count; i++) {
        const struct decl_assembly *assembly = vec_at(&decls->assemblies, i);

        all.order = assembly->order;
        all.span = i == 0 ? assembly->span : all.span;
        if (assembly->composition != DECL_NONE) {
            decls->compositions.items[assembly->composition].used = true;
            assemblies_append(decls, &all, vec_at(&decls->compositions, assembly->composition), i);
        }
        if (assembly->configuration != DECL_NONE) {
            struct decl_configuration *from =
                vec_at(&decls->configurations, assembly->configuration);

            vec_reserve(&c->arena, &settings.settings, from->settings.count);
            vec_append(&c->arena, &settings.settings, &from->settings);
            from->merged = true;
        }
        assemblies_schedule(decls, assembly);
    }
    decls->main_composition = (uint32_t)decls->compositions.count;
    vec_push(&c->arena, &decls->compositions, all);
    decls->main_configuration = (uint32_t)decls->configurations.count;
    vec_push(&c->arena, &decls->configurations, settings);
    return true;
}
