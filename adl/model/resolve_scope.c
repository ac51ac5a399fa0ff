/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The names inside one composition. Instances, group members and connections share one name
 * space; group names share another with the ungrouped instances (adl.md 6.10, 7.1).
 */
#include <stdlib.h>

#include "adl/base/compilation.h"
#include "adl/model/resolve.h"

#define RESOLVE_SPACE_ITEMS  1U /* instances, members, connections */
#define RESOLVE_SPACE_GROUPS 2U /* instances, groups */

/* One named thing of the composition. */
struct resolve_entry {
    const char *name;
    const char *what;
    struct span span;
    uint32_t assembly;
    uint32_t rank; /* tie-breaker, so that sorting is stable */
    unsigned spaces;
};

VEC_STRUCT(resolve_entries, struct resolve_entry);

static void resolve_scope_add(struct resolve_scope *scope, struct resolve_entries *entries,
                              struct resolve_entry entry)
{
    entry.rank = (uint32_t)entries->count;
    vec_push(&scope->decls->compilation->arena, entries, entry);
}

/* Reading order: assemblies in order, then places in the text. */
static int resolve_scope_compare(const void *left, const void *right)
{
    const struct resolve_entry *a = (const struct resolve_entry *)left;
    const struct resolve_entry *b = (const struct resolve_entry *)right;

    if (a->assembly != b->assembly) {
        return a->assembly < b->assembly ? -1 : 1;
    }
    if (a->span.file == b->span.file && a->span.start != b->span.start) {
        return a->span.start < b->span.start ? -1 : 1;
    }
    return a->rank < b->rank ? -1 : 1;
}

/* Reports `entry` if its name is taken in one of its name spaces, else takes it there. */
static void resolve_scope_take(struct resolve_scope *scope, struct map spaces[2],
                               const struct resolve_entries *entries, uint32_t number)
{
    struct decls *decls = scope->decls;
    struct compilation *c = decls->compilation;
    const struct resolve_entry *entry = &entries->items[number];
    uint64_t key = map_key_from_pointer(entry->name);

    for (unsigned space = 0; space < 2; space++) {
        uint32_t taken;
        const struct resolve_entry *first;
        struct diag *diag;

        if ((entry->spaces & (1U << space)) == 0 || !map_get(&spaces[space], key, &taken)) {
            continue;
        }
        first = &entries->items[taken];
        diag = first->what == entry->what
                   ? diag_report(&c->diags, DIAG_DUPLICATE_NAME, entry->span,
                                 "a second %s is called `%s`", entry->what, entry->name)
                   : diag_report(&c->diags, DIAG_DUPLICATE_NAME, entry->span,
                                 "%s `%s` has the name of %s %s", entry->what, entry->name,
                                 first->what[0] == 'i' ? "an" : "a", first->what);
        diag_label(diag, first->span, "first declared here");
        decls->faulty = true;
        return;
    }
    for (unsigned space = 0; space < 2; space++) {
        if ((entry->spaces & (1U << space)) != 0) {
            (void)map_put(&spaces[space], &c->arena, key, number);
        }
    }
}

static void resolve_scope_check_names(struct resolve_scope *scope)
{
    struct decl_composition *composition = scope->composition;
    struct resolve_entries entries = {0};
    struct map spaces[2] = {{0}, {0}};

    for (vec_each (instance, &composition->instances)) {
        bool grouped = instance->group_index != DECL_NONE;

        resolve_scope_add(scope, &entries,
                          (struct resolve_entry){
                              .name = instance->name,
                              .what = "instance",
                              .span = instance->span,
                              .assembly = instance->assembly,
                              .spaces = RESOLVE_SPACE_ITEMS | (grouped ? 0 : RESOLVE_SPACE_GROUPS),
                          });
    }
    for (vec_each (group, &composition->groups)) {
        if (group->name != NULL) {
            resolve_scope_add(scope, &entries,
                              (struct resolve_entry){.name = group->name,
                                                     .what = "group",
                                                     .span = group->span,
                                                     .assembly = group->assembly,
                                                     .spaces = RESOLVE_SPACE_GROUPS});
        }
    }
    for (vec_each (connection, &composition->connections)) {
        resolve_scope_add(scope, &entries,
                          (struct resolve_entry){.name = connection->name,
                                                 .what = "connection",
                                                 .span = connection->span,
                                                 .assembly = connection->assembly,
                                                 .spaces = RESOLVE_SPACE_ITEMS});
    }
    if (entries.count > 1) {
        qsort(entries.items, entries.count, sizeof *entries.items, resolve_scope_compare);
    }
    for (uint32_t i = 0; i < entries.count; i++) {
        resolve_scope_take(scope, spaces, &entries, i);
    }
}

/* The first of several holders of a name keeps it. */
static void resolve_scope_enter(struct resolve_scope *scope, struct map *map, const char *name,
                                uint32_t index)
{
    uint64_t key = map_key_from_pointer(name);

    if (!map_get(map, key, NULL)) {
        (void)map_put(map, &scope->decls->compilation->arena, key, index);
    }
}

void resolve_scope_fill(struct resolve_scope *scope)
{
    struct decl_composition *composition = scope->composition;
    struct compilation *c = scope->decls->compilation;

    resolve_scope_check_names(scope);
    for (uint32_t i = 0; i < composition->groups.count; i++) {
        if (composition->groups.items[i].name != NULL) {
            resolve_scope_enter(scope, &scope->groups, composition->groups.items[i].name, i);
        }
    }
    for (uint32_t i = 0; i < composition->instances.count; i++) {
        const struct decl_instance *instance = vec_at(&composition->instances, i);

        if (instance->group_index == DECL_NONE) {
            resolve_scope_enter(scope, &scope->instances, instance->name, i);
            continue;
        }
        resolve_scope_enter(
            scope, &scope->members,
            intern_printf(&c->interner, "%u.%s", instance->group_index, instance->name), i);
        resolve_scope_enter(scope, &scope->any_member, instance->name, i);
    }
}
