/* SPDX-License-Identifier: BSD-2-Clause
 *
 * With forward references a component could contain itself, or a struct could, directly or through
 * others (adl.md 7.3). Each circle is reported at the first of its members in declared order; its
 * members are never flattened. Depth-first search with a stack of its own: a chain may be as long
 * as the input.
 */
#include "adl/base/compilation.h"
#include "adl/model/passes.h"

enum cycles_colour { CYCLES_WHITE, CYCLES_GREY, CYCLES_BLACK };

/* A directed graph: node -> its successors, in declared order. */
struct cycles_graph {
    VEC(struct cycles_node {
        VEC(uint32_t) next;
        uint32_t at; /* next successor to look at */
        enum cycles_colour colour;
        bool in_circle;
    })
    nodes;
};

static void cycles_report(struct decls *decls, struct cycles_graph *graph, const uint32_t *circle,
                          size_t length, bool components)
{
    struct diag *diag;
    size_t first = 0;

    for (size_t i = 0; i < length; i++) {
        first = circle[i] < circle[first] ? i : first;
        graph->nodes.items[circle[i]].in_circle = true;
    }
    decls->faulty = true;
    decls->faulty_wiring = decls->faulty_wiring || components;
    diag = diag_report(&decls->compilation->diags, DIAG_CONTAINMENT_CYCLE,
                       components ? decls->components.items[circle[first]].span
                                  : decls->structs.items[circle[first]]->span,
                       length == 1 ? "%s `%s` contains itself"
                                   : "%s `%s` contains itself through others",
                       components ? "component" : "struct",
                       components ? decls->components.items[circle[first]].name
                                  : decls->structs.items[circle[first]]->name);
    for (size_t i = 1; i < length; i++) {
        uint32_t member = circle[(first + i) % length];

        diag_label(diag,
                   components ? decls->components.items[member].span
                              : decls->structs.items[member]->span,
                   "it contains this one%s", i + 1 == length ? ", which contains it" : "");
    }
}

static void cycles_search(struct decls *decls, struct cycles_graph *graph, uint32_t start,
                          bool components)
{
    struct arena *arena = &decls->compilation->arena;
    VEC(uint32_t) path = {0};

    vec_push(arena, &path, start);
    graph->nodes.items[start].colour = CYCLES_GREY;
    while (path.count > 0) {
        struct cycles_node *node = &graph->nodes.items[vec_last(&path)];
        uint32_t next;

        if (node->at == node->next.count) {
            node->colour = CYCLES_BLACK;
            path.count--;
            continue;
        }
        next = node->next.items[node->at++];
        if (graph->nodes.items[next].colour == CYCLES_WHITE) {
            graph->nodes.items[next].colour = CYCLES_GREY;
            vec_push(arena, &path, next);
        } else if (graph->nodes.items[next].colour == CYCLES_GREY) {
            size_t from = path.count - 1;

            while (path.items[from] != next) {
                from--;
            }
            cycles_report(decls, graph, &path.items[from], path.count - from, components);
        }
    }
}

static void cycles_search_all(struct decls *decls, struct cycles_graph *graph, bool components)
{
    for (uint32_t i = 0; i < graph->nodes.count; i++) {
        if (graph->nodes.items[i].colour == CYCLES_WHITE) {
            cycles_search(decls, graph, i, components);
        }
    }
}

static void cycles_of_components(struct decls *decls)
{
    struct arena *arena = &decls->compilation->arena;
    struct cycles_graph graph = {.nodes = {0}};

    for (uint32_t i = 0; i < decls->components.count; i++) {
        struct cycles_node *node = vec_add(arena, &graph.nodes);
        uint32_t composition = decls->component_parts.items[i].composition;

        if (composition == DECL_NONE) {
            continue;
        }
        for (vec_each (instance, &decls->compositions.items[composition].instances)) {
            if (instance->component != DECL_NONE) {
                vec_push(arena, &node->next, instance->component);
            }
        }
    }
    cycles_search_all(decls, &graph, true);
    for (uint32_t i = 0; i < decls->components.count; i++) {
        decls->component_parts.items[i].recursive = graph.nodes.items[i].in_circle;
    }
}

static void cycles_of_structs(struct decls *decls)
{
    struct arena *arena = &decls->compilation->arena;
    struct cycles_graph graph = {.nodes = {0}};

    vec_reserve(arena, &graph.nodes, decls->structs.count + 1);
    for (size_t i = 0; i < decls->structs.count; i++) {
        (void)vec_add(arena, &graph.nodes);
    }
    for (vec_each (use, &decls->type_uses)) {
        if (use->kind == DECL_KIND_STRUCT && use->owner != DECL_NONE && use->found != DECL_NONE) {
            vec_push(arena, &graph.nodes.items[use->owner].next, use->found);
        }
    }
    cycles_search_all(decls, &graph, false);
    for (vec_each (use, &decls->type_uses)) {
        if (use->kind == DECL_KIND_STRUCT && use->found != DECL_NONE &&
            graph.nodes.items[use->found].in_circle) {
            use->field->type.structure = NULL; /* nobody walks round it */
        }
    }
}

bool cycles_run(struct compilation *c, void *subject)
{
    struct decls *decls = (struct decls *)subject;

    (void)c;
    cycles_of_components(decls);
    cycles_of_structs(decls);
    return true;
}
