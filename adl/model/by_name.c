/* SPDX-License-Identifier: BSD-2-Clause
 *
 * `composition X;` and `configuration X;` (adl.md 6.9, "Ours"): a component that uses one by name
 * gets its own copy of the body, whose unqualified ends then mean that component's interfaces.
 * Assemblies take bodies when they are merged, so only the reference is looked up here.
 */
#include "adl/base/compilation.h"
#include "adl/model/names.h"
#include "adl/model/passes.h"

/* A copy of the body with its own connections, ends and exports, so that resolving one user's
 * ends does not touch another's. */
static struct decl_composition by_name_copy(struct decls *decls,
                                            const struct decl_composition *body)
{
    struct arena *arena = &decls->compilation->arena;
    struct decl_composition copy = {
        .name = body->name, .span = body->span, .order = body->order, .copy = true};

    vec_append(arena, &copy.instances, &body->instances);
    vec_append(arena, &copy.groups, &body->groups);
    vec_append(arena, &copy.exports, &body->exports);
    for (vec_each (from, &body->connections)) {
        struct decl_connection connection = *from;

        connection.from.items = connection.to.items = NULL;
        connection.from.count = connection.to.count = 0;
        connection.from.capacity = connection.to.capacity = 0;
        vec_append(arena, &connection.from, &from->from);
        vec_append(arena, &connection.to, &from->to);
        vec_push(arena, &copy.connections, connection);
    }
    return copy;
}

static void by_name_in_component(struct decls *decls, uint32_t component)
{
    struct decl_component *part = vec_at(&decls->component_parts, component);
    uint32_t found;

    if (part->composition_ref.count > 0) {
        found = names_find(decls, DECL_KIND_COMPOSITION, &part->composition_ref, part->order);
        if (found != DECL_NONE) {
            struct decl_composition copy = by_name_copy(decls, vec_at(&decls->compositions, found));

            copy.owner = component;
            decls->compositions.items[found].used = true;
            part->composition = (uint32_t)decls->compositions.count;
            decls->components.items[component].compound = true;
            vec_push(&decls->compilation->arena, &decls->compositions, copy);
        }
    }
    if (part->configuration_ref.count > 0) {
        part->configuration =
            names_find(decls, DECL_KIND_CONFIGURATION, &part->configuration_ref, part->order);
    }
}

bool by_name_run(struct compilation *c, void *subject)
{
    struct decls *decls = (struct decls *)subject;

    (void)c;
    for (uint32_t i = 0; i < decls->component_parts.count; i++) {
        by_name_in_component(decls, i);
    }
    for (vec_each (assembly, &decls->assemblies)) {
        if (assembly->composition_ref.count > 0) {
            assembly->composition = names_find(decls, DECL_KIND_COMPOSITION,
                                               &assembly->composition_ref, assembly->order);
            if (assembly->composition != DECL_NONE) {
                decls->compositions.items[assembly->composition].used = true;
            }
        }
        if (assembly->configuration_ref.count > 0) {
            assembly->configuration = names_find(decls, DECL_KIND_CONFIGURATION,
                                                 &assembly->configuration_ref, assembly->order);
        }
    }
    return true;
}
