/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Dissolves groups (adl.md 6.10, 8.1): the instances of a composition are its ungrouped ones in
 * order, then the members of each group in order; a member's address space is its group's name,
 * or unamed_group_<n> (upstream's spelling, kept for compatibility), counted over the whole text.
 */
#include "adl/base/compilation.h"
#include "adl/model/passes.h"

/* Appends the instances of `old` that are in group `group` (DECL_NONE: in none) to `sorted`. */
static void groups_take(struct decls *decls, struct decl_composition *composition,
                        const struct decl_instance *old, size_t count, uint32_t group)
{
    for (size_t i = 0; i < count; i++) {
        if (old[i].group_index == group) {
            vec_push(&decls->compilation->arena, &composition->instances, old[i]);
        }
    }
}

static void groups_dissolve(struct decls *decls, struct decl_composition *composition)
{
    struct compilation *c = decls->compilation;
    const struct decl_instance *old = composition->instances.items;
    size_t count = composition->instances.count;

    composition->instances.items = NULL;
    composition->instances.count = 0;
    composition->instances.capacity = 0;
    groups_take(decls, composition, old, count, DECL_NONE);
    for (uint32_t i = 0; i < composition->groups.count; i++) {
        size_t first = composition->instances.count;
        const char *name = composition->groups.items[i].name;

        if (name == NULL) {
            name = intern_printf(&c->interner, "unamed_group_%u", decls->anonymous_groups++);
        }
        groups_take(decls, composition, old, count, i);
        for (size_t k = first; k < composition->instances.count; k++) {
            composition->instances.items[k].group = name;
        }
    }
}

bool groups_run(struct compilation *c, void *subject)
{
    struct decls *decls = (struct decls *)subject;

    (void)c;
    for (vec_each (composition, &decls->compositions)) {
        if (composition->groups.count > 0) {
            groups_dissolve(decls, composition);
        }
    }
    return true;
}
