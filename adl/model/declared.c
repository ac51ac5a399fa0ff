/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Lists every connection as written, of every composition that was resolved, for the checks that
 * look at each text once. Connections with an unknown name in them are left out: they were
 * reported.
 */
#include "adl/base/compilation.h"
#include "adl/model/passes.h"

static const struct model_declared_end *declared_ends(struct decls *decls,
                                                      const struct decl_composition *composition,
                                                      const struct decl_end *ends, size_t count)
{
    struct model_declared_end *list =
        arena_array(&decls->compilation->arena, struct model_declared_end, count);

    for (size_t i = 0; i < count; i++) {
        list[i].text = ends[i].ref.text;
        list[i].span = ends[i].span;
        list[i].interface = ends[i].interface;
        list[i].component = ends[i].instance == DECL_OWN
                                ? composition->owner
                                : composition->instances.items[ends[i].instance].component;
    }
    return list;
}

bool declared_run(struct compilation *c, void *subject)
{
    struct decls *decls = (struct decls *)subject;

    for (vec_each (composition, &decls->compositions)) {
        for (vec_each (connection, &composition->connections)) {
            if (composition->used || connection->broken) {
                continue;
            }
            connection->declared = (uint32_t)decls->declared.count;
            vec_push(&c->arena, &decls->declared,
                     ((struct model_declared_connection){
                         .name = connection->name,
                         .span = connection->span,
                         .connector = connection->connector,
                         .from = declared_ends(decls, composition, connection->from.items,
                                               connection->from.count),
                         .to = declared_ends(decls, composition, connection->to.items,
                                             connection->to.count),
                         .from_count = (uint32_t)connection->from.count,
                         .to_count = (uint32_t)connection->to.count,
                     }));
        }
    }
    return true;
}
