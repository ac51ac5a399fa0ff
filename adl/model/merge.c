/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Merges connections that share an end on the same side (adl.md 8.6, "Ours"): union-find over the
 * connections, so that bridges count too. The merged connection
 *   - is called by the old names, sorted by character code and joined with ".";
 *   - has the union of the ends, ordered by first appearance;
 *   - stands behind the connections that did not change, in the order of its first part;
 *   - keeps the old names as aliases, so that settings still reach it.
 * Connections of different connectors cannot share an end: that is reported at the later one.
 */
#include <stdlib.h>
#include <string.h>

#include "adl/base/compilation.h"
#include "adl/base/strbuf.h"
#include "adl/model/passes.h"

struct merge {
    struct decls *decls;
    uint32_t *parent; /* union-find: the smallest index is the representative */
    struct map from;  /* (instance, interface) -> a connection that has it */
    struct map to;
    VEC(struct flat_connection) result;
    /* The parts of each merged connection, as a linked list in order. */
    uint32_t *next;
    uint32_t *last;
};

static uint32_t merge_find(struct merge *merge, uint32_t connection)
{
    while (merge->parent[connection] != connection) {
        merge->parent[connection] = merge->parent[merge->parent[connection]];
        connection = merge->parent[connection];
    }
    return connection;
}

static const char *merge_end_text(const struct merge *merge, const struct model_end *end)
{
    const struct model_instance *instance = vec_at(&merge->decls->instances, end->instance);

    return intern_printf(
        &merge->decls->compilation->interner, "%s.%s", instance->name,
        merge->decls->components.items[instance->component].interfaces[end->interface].name);
}

static void merge_report(struct merge *merge, uint32_t first, uint32_t second,
                         const struct model_end *end)
{
    struct decls *decls = merge->decls;
    const struct model_connection *earlier = &decls->flat_connections.items[first].connection;
    const struct model_connection *later = &decls->flat_connections.items[second].connection;
    struct diag *diag =
        diag_report(&decls->compilation->diags, DIAG_MERGE_CONFLICT, later->span,
                    "`%s` is already an end of connection `%s`, which has another connector",
                    merge_end_text(merge, end), earlier->name);

    diag_label(diag, earlier->span, "connection `%s` is declared here", earlier->name);
    diag_note(diag, "connections that share an end become one, so their connectors must agree");
    decls->faulty = true;
}

static void merge_ends(struct merge *merge, uint32_t connection, const struct model_end *ends,
                       size_t count, struct map *seen)
{
    struct decls *decls = merge->decls;

    for (size_t i = 0; i < count; i++) {
        uint64_t key = map_key_from_pair(ends[i].instance, ends[i].interface);
        uint32_t other;
        uint32_t a;
        uint32_t b;

        if (!map_get(seen, key, &other)) {
            (void)map_put(seen, &decls->compilation->arena, key, connection);
            continue;
        }
        if (decls->flat_connections.items[other].connection.connector !=
            decls->flat_connections.items[connection].connection.connector) {
            merge_report(merge, other, connection, &ends[i]);
            continue;
        }
        a = merge_find(merge, other);
        b = merge_find(merge, connection);
        merge->parent[a > b ? a : b] = a < b ? a : b;
    }
}

static int merge_compare_names(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* Appends the ends that `into` does not have yet. */
static void merge_take_ends(struct merge *merge, struct flat_connection *into,
                            const struct flat_connection *part, struct map *from, struct map *to)
{
    struct arena *arena = &merge->decls->compilation->arena;

    for (vec_each (end, &part->from)) {
        if (map_put(from, arena, map_key_from_pair(end->instance, end->interface), 0)) {
            vec_push(arena, &into->from, *end);
        }
    }
    for (vec_each (end, &part->to)) {
        if (map_put(to, arena, map_key_from_pair(end->instance, end->interface), 0)) {
            vec_push(arena, &into->to, *end);
        }
    }
}

/* The connection that the parts from `first` on become. */
static struct flat_connection merge_join(struct merge *merge, uint32_t first)
{
    struct decls *decls = merge->decls;
    struct arena *arena = &decls->compilation->arena;
    struct flat_connection joined = {.connection = decls->flat_connections.items[first].connection};
    struct map from = {0};
    struct map to = {0};
    VEC(const char *) names = {0};
    VEC(const char *) sorted = {0};
    VEC(uint32_t) declared = {0};
    struct strbuf name;

    for (uint32_t i = first; i != DECL_NONE; i = merge->next[i]) {
        const struct flat_connection *part = vec_at(&decls->flat_connections, i);

        merge_take_ends(merge, &joined, part, &from, &to);
        vec_push(arena, &names, part->connection.name);
        vec_push(arena, &declared, part->connection.declared[0]);
    }
    vec_append(arena, &sorted, &names);
    qsort(sorted.items, sorted.count, sizeof *sorted.items, merge_compare_names);
    strbuf_init(&name, arena);
    for (size_t i = 0; i < sorted.count; i++) {
        strbuf_puts(&name, i > 0 ? "." : "");
        strbuf_puts(&name, sorted.items[i]);
    }
    joined.connection.name = intern_bytes(&decls->compilation->interner, name.text, name.size);
    joined.connection.aliases = names.items;
    joined.connection.alias_count = (uint32_t)names.count;
    joined.connection.declared = declared.items;
    joined.connection.declared_count = (uint32_t)declared.count;
    joined.connection.rewritten = true;
    return joined;
}

/* Puts the parts of each merged connection in a list behind its representative. */
static void merge_link(struct merge *merge, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        uint32_t first = merge_find(merge, i);

        merge->next[i] = DECL_NONE;
        if (first != i) {
            merge->next[merge->last[first]] = i;
        }
        merge->last[first] = i;
    }
}

bool merge_run(struct compilation *c, void *subject)
{
    struct decls *decls = (struct decls *)subject;
    uint32_t count = (uint32_t)decls->flat_connections.count;
    struct merge merge = {.decls = decls};

    merge.parent = arena_array(&c->arena, uint32_t, count);
    merge.next = arena_array(&c->arena, uint32_t, count);
    merge.last = arena_array(&c->arena, uint32_t, count);
    for (uint32_t i = 0; i < count; i++) {
        merge.parent[i] = i;
    }
    for (uint32_t i = 0; i < count; i++) {
        const struct flat_connection *flat = vec_at(&decls->flat_connections, i);

        merge_ends(&merge, i, flat->from.items, flat->from.count, &merge.from);
        merge_ends(&merge, i, flat->to.items, flat->to.count, &merge.to);
    }
    merge_link(&merge, count);
    for (uint32_t i = 0; i < count; i++) {
        if (merge.parent[i] == i && merge.next[i] == DECL_NONE) {
            vec_push(&c->arena, &merge.result, decls->flat_connections.items[i]);
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        if (merge.parent[i] == i && merge.next[i] != DECL_NONE) {
            vec_push(&c->arena, &merge.result, merge_join(&merge, i));
        }
    }
    decls->flat_connections.items = merge.result.items;
    decls->flat_connections.count = merge.result.count;
    decls->flat_connections.capacity = merge.result.capacity;
    return true;
}
