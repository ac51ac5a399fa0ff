/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/forms/form_dot.h"

#include <inttypes.h>
#include <string.h>

#include "adl/base/map.h"
#include "capdl/forms/dot_spaces.h"
#include "capdl/forms/text_writer.h"

/* A graph of more nodes than this is laid out with less care: in seconds instead of minutes. */
#define LARGE 500u

/* How much is shown before it is folded. */
struct limits {
    uint32_t nodes;   /* of one kind in a space */
    uint32_t entries; /* of a node */
    uint32_t spaces;  /* as clusters */
    uint32_t all;     /* spaces as nodes */
};

/* One node: objects that are shown as one. */
struct node {
    uint32_t first, last; /* its objects, linked by `next` of the writer */
    uint32_t count;
    bool folded; /* only their number is shown */
    bool space;  /* it stands for a whole space */
};

struct writer {
    struct text_writer text;
    struct strbuf *out;
    const struct spec *spec;
    struct limits limits;
    struct dot_spaces spaces;
    uint32_t *node_of; /* per object: index of its node */
    uint32_t *next;    /* per object: the next one of its node; UINT32_MAX: none */
    VEC(struct node) nodes;
};

/* ---- which objects are a node ---- */

static void join(struct writer *w, uint32_t node, uint32_t object)
{
    struct node *to = &w->nodes.items[node];

    w->node_of[object] = node;
    w->next[object] = UINT32_MAX;
    if (to->count++ == 0) {
        to->first = object;
    } else {
        w->next[to->last] = object;
    }
    to->last = object;
}

static uint32_t new_node(struct writer *w, bool folded, bool space)
{
    vec_push(&w->text.c->arena, &w->nodes, (struct node){.folded = folded, .space = space});
    return (uint32_t)w->nodes.count - 1;
}

/* Can two objects, neighbours by name, be shown as one? */
static bool are_alike(const struct writer *w, uint32_t a, uint32_t b)
{
    return text_names_same_array(&w->text, a, b) && w->spaces.of[a] == w->spaces.of[b] &&
           text_caps_same_list(&w->spec->objects[a], &w->spec->objects[b]);
}

/* The key of what is folded into one node with `object`. */
static uint64_t fold_key(const struct writer *w, uint32_t object)
{
    uint32_t space = w->spaces.of[object];

    if (w->spaces.count > w->limits.all && space != DOT_SPACES_SHARED) {
        return map_key_from_pair(1, SPEC_KIND_COUNT);
    }
    if (w->spaces.count > w->limits.spaces && space != DOT_SPACES_SHARED) {
        return map_key_from_pair(space, SPEC_KIND_COUNT);
    }
    return map_key_from_pair(space, w->spec->objects[object].kind);
}

/* Is this object in a space that is shown as one node? */
static bool in_folded_space(const struct writer *w, uint32_t object)
{
    return w->spaces.count > w->limits.spaces && w->spaces.of[object] != DOT_SPACES_SHARED;
}

/* Counts the nodes there would be without folding, by what would be folded. */
static void count_nodes(struct writer *w, struct map *counts)
{
    const uint32_t *order = w->text.order;

    for (uint32_t i = 0; i < w->spec->object_count; i++) {
        uint32_t count = 0;

        if (i > 0 && are_alike(w, order[i - 1], order[i])) {
            continue;
        }
        (void)map_get(counts, fold_key(w, order[i]), &count);
        (void)map_put(counts, &w->text.c->arena, fold_key(w, order[i]), count + 1);
    }
}

static void make_nodes(struct writer *w)
{
    const uint32_t *order = w->text.order;
    struct map counts = {0}, folds = {0};

    count_nodes(w, &counts);
    for (uint32_t i = 0; i < w->spec->object_count; i++) {
        uint32_t count = 0, node = UINT32_MAX;
        bool space = in_folded_space(w, order[i]);

        (void)map_get(&counts, fold_key(w, order[i]), &count);
        if (count > w->limits.nodes || space) {
            if (!map_get(&folds, fold_key(w, order[i]), &node)) {
                node = new_node(w, true, space);
                (void)map_put(&folds, &w->text.c->arena, fold_key(w, order[i]), node);
            }
        } else if (i > 0 && are_alike(w, order[i - 1], order[i])) {
            node = w->node_of[order[i - 1]];
        } else {
            node = new_node(w, false, false);
        }
        join(w, node, order[i]);
    }
}

/* ---- labels ---- */

/* Does the node show its slots? Then it is a table whose cells edges can begin and end at: the cell
 * `o` stands for the object, `s3` for the entry that begins with its capability number 3. (Graphviz
 * draws such tables between nodes of one rank too; with its records it loses edges there.) */
static bool is_table(const struct writer *w, const struct node *node)
{
    const struct spec_object *object = &w->spec->objects[node->first];

    return !node->folded && object->kind != SPEC_KIND_UNTYPED && object->cap_count > 0;
}

/* Writes `text` into a label between quotes. */
static void put_label(struct writer *w, const char *text)
{
    strbuf_put_dot_escaped(w->out, text, strlen(text));
}

/* Writes `text` into a cell of a table. */
static void put_cell(struct writer *w, const char *text)
{
    strbuf_put_html_escaped(w->out, text, strlen(text));
}

/* What the writer of capDL text writes is a label here. */
static const char *take_text(struct writer *w)
{
    return w->text.out->text;
}

/* The label of a node that stands for many objects. */
static void put_folded(struct writer *w, const struct node *node)
{
    const struct spec_object *first = &w->spec->objects[node->first];

    if (node->space) {
        uint32_t space = w->spaces.of[node->first];

        if (w->spaces.count > w->limits.all) {
            strbuf_printf(w->out, "%" PRIu32 " address spaces", w->spaces.count);
        } else {
            put_label(w, w->spec->objects[w->spaces.roots[space]].name);
        }
        strbuf_printf(w->out, "\\n%" PRIu32 " objects", node->count);
        return;
    }
    strbuf_printf(w->out, "%" PRIu32 " x %s", node->count,
                  spec_object_keyword(w->spec->arch, first));
}

/* The label of a node that shows one object, or an array: a cell, or what stands between quotes. */
static void put_head(struct writer *w, const struct node *node)
{
    const struct spec_object *object = &w->spec->objects[node->first];
    uint32_t *objects = arena_array(&w->text.c->arena, uint32_t, node->count);
    void (*put)(struct writer *, const char *) = is_table(w, node) ? put_cell : put_label;
    uint32_t count = 0;

    for (uint32_t i = node->first; i != UINT32_MAX; i = w->next[i]) {
        objects[count++] = i;
    }
    strbuf_clear(w->text.out);
    text_names_put(&w->text, w->text.out, objects, count);
    put(w, take_text(w));
    strbuf_clear(w->text.out);
    strbuf_printf(w->text.out, "%s", spec_object_keyword(w->spec->arch, object));
    if (!spec_kind_is_control(object->kind)) {
        text_params_gather(&w->text, object);
        text_writer_put_parameters(&w->text);
    }
    strbuf_puts(w->out, is_table(w, node) ? "<br/>" : "\\n");
    put(w, take_text(w));
}

/* The entries of an object as cells, each with a port. */
static void put_entries(struct writer *w, const struct spec_object *object)
{
    uint32_t number = 0, size;

    for (uint32_t i = 0; i < object->cap_count; i += size, number++) {
        size = text_caps_entry_size(&w->text, object->caps + i, object->cap_count - i);
        if (number == w->limits.entries) {
            strbuf_printf(w->out, "<tr><td>%" PRIu32 " more</td></tr>", object->cap_count - i);
            return;
        }
        strbuf_clear(w->text.out);
        text_caps_put_entry(&w->text, object->caps + i, size);
        strbuf_printf(w->out, "<tr><td port=\"s%" PRIu32 "\">", i);
        put_cell(w, take_text(w));
        strbuf_puts(w->out, "</td></tr>");
    }
}

static void put_node(struct writer *w, uint32_t index)
{
    const struct node *node = &w->nodes.items[index];

    strbuf_printf(w->out, "    n%" PRIu32 " [", index);
    if (node->folded) {
        strbuf_puts(w->out, "label=\"");
        put_folded(w, node);
        strbuf_puts(w->out, "\", style=filled];\n");
    } else if (is_table(w, node)) {
        strbuf_puts(w->out, "shape=plain, label=<<table border=\"0\" cellborder=\"1\" "
                            "cellspacing=\"0\"><tr><td port=\"o\">");
        put_head(w, node);
        strbuf_puts(w->out, "</td></tr>");
        put_entries(w, &w->spec->objects[node->first]);
        strbuf_puts(w->out, "</table>>];\n");
    } else {
        strbuf_puts(w->out, "label=\"");
        put_head(w, node);
        strbuf_puts(w->out, "\"];\n");
    }
}

/* ---- clusters ---- */

/* Writes the nodes, those of a space together: first what is shared, then the spaces. */
static void put_nodes(struct writer *w)
{
    uint32_t *heads = arena_array(&w->text.c->arena, uint32_t, w->spaces.count + 1);
    uint32_t *next = arena_array(&w->text.c->arena, uint32_t, w->nodes.count);

    for (uint32_t i = (uint32_t)w->nodes.count; i-- > 0;) {
        const struct node *node = &w->nodes.items[i];
        uint32_t space = node->space ? DOT_SPACES_SHARED : w->spaces.of[node->first];

        next[i] = heads[space];
        heads[space] = i + 1;
    }
    for (uint32_t space = 0; space <= w->spaces.count; space++) {
        if (space != DOT_SPACES_SHARED && heads[space] != 0) {
            strbuf_printf(w->out, "  subgraph cluster_%" PRIu32 " {\n    label=\"", space);
            put_label(w, w->spec->objects[w->spaces.roots[space]].name);
            strbuf_puts(w->out, "\"; style=rounded;\n");
        }
        for (uint32_t i = heads[space]; i != 0; i = next[i - 1]) {
            put_node(w, i - 1);
        }
        strbuf_puts(w->out, space != DOT_SPACES_SHARED && heads[space] != 0 ? "  }\n" : "");
    }
}

/* ---- edges ---- */

/* The object of a node as an end of an edge. */
static void put_end(struct writer *w, uint32_t index)
{
    strbuf_printf(w->out, "n%" PRIu32 "%s", index, is_table(w, &w->nodes.items[index]) ? ":o" : "");
}

/* Counts an edge from one node to another, which is written once with its number. */
static void count_edge(struct writer *w, struct map *edges, uint32_t from, uint32_t to)
{
    uint64_t key = map_key_from_pair(from, to);
    uint32_t count = 0;

    (void)map_get(edges, key, &count);
    (void)map_put(edges, &w->text.c->arena, key, count + 1);
}

/* Writes the edge unless it was: its number is then taken back to 0. */
static void put_counted(struct writer *w, struct map *edges, uint32_t from, uint32_t to,
                        bool member)
{
    uint64_t key = map_key_from_pair(from, to);
    uint32_t count = 0;

    if (!map_get(edges, key, &count) || count == 0) {
        return;
    }
    (void)map_put(edges, &w->text.c->arena, key, 0);
    strbuf_puts(w->out, "  ");
    put_end(w, from);
    strbuf_puts(w->out, " -> ");
    put_end(w, to);
    if (count > 1) {
        strbuf_printf(w->out, " [label=\"%" PRIu32 "\"%s]", count, member ? ", style=dashed" : "");
    } else {
        strbuf_puts(w->out, member ? " [style=dashed]" : "");
    }
    strbuf_puts(w->out, ";\n");
}

/* The edges of the entries that are shown; the index of the first capability that has none yet. */
static uint32_t put_entry_edges(struct writer *w, uint32_t index)
{
    const struct node *node = &w->nodes.items[index];
    const struct spec_object *object = &w->spec->objects[node->first];
    uint32_t number = 0, i, size;

    if (!is_table(w, node)) {
        return 0;
    }
    for (i = 0; i < object->cap_count && number < w->limits.entries; i += size, number++) {
        uint32_t last = UINT32_MAX;

        size = text_caps_entry_size(&w->text, object->caps + i, object->cap_count - i);
        for (uint32_t k = i; k < i + size; k++) {
            uint32_t to = w->node_of[object->caps[k].object.index];

            if (to != last) {
                strbuf_printf(w->out, "  n%" PRIu32 ":s%" PRIu32 " -> ", index, i);
                put_end(w, to);
                strbuf_puts(w->out, ";\n");
            }
            last = to;
        }
    }
    return i;
}

/* The edges of capabilities that are not shown one by one, and of the members of untypeds. */
static void put_other_edges(struct writer *w, uint32_t index, uint32_t first)
{
    const struct node *node = &w->nodes.items[index];
    bool member = w->spec->objects[node->first].kind == SPEC_KIND_UNTYPED && !node->space;
    struct map edges = {0};

    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t o = node->first; o != UINT32_MAX; o = w->next[o]) {
            const struct spec_object *object = &w->spec->objects[o];

            for (uint32_t i = first; i < object->cap_count; i++) {
                uint32_t to = w->node_of[object->caps[i].object.index];

                if (pass == 0) {
                    count_edge(w, &edges, index, to);
                } else {
                    put_counted(w, &edges, index, to, member);
                }
            }
            if (!node->folded) {
                break; /* the others hold the same */
            }
        }
    }
}

static bool write(struct compilation *c, const struct spec *spec, struct strbuf *out,
                  struct limits limits)
{
    struct strbuf text;
    struct writer w = {.out = out, .spec = spec, .limits = limits};

    strbuf_init(&text, &c->arena);
    w.text = (struct text_writer){.c = c, .spec = spec, .out = &text};
    strbuf_init(&w.text.parameters, &c->arena);
    text_names_choose(&w.text);
    dot_spaces_find(c, spec, &w.spaces);
    w.node_of = arena_array(&c->arena, uint32_t, spec->object_count);
    w.next = arena_array(&c->arena, uint32_t, spec->object_count);
    make_nodes(&w);
    strbuf_printf(out,
                  "digraph capdl {\n  graph [label=\"arch %s\", labelloc=t, fontsize=30, "
                  "nodesep=0.5, ranksep=3%s];\n  node [shape=box];\n",
                  spec_arch_keyword(spec->arch),
                  w.nodes.count > LARGE ? ", nslimit=1, nslimit1=1, mclimit=0.2" : "");
    put_nodes(&w);
    for (uint32_t i = 0; i < w.nodes.count; i++) {
        put_other_edges(&w, i, put_entry_edges(&w, i));
    }
    strbuf_puts(out, "}\n");
    return !w.text.failed;
}

bool form_dot_write_folded(struct compilation *c, const struct spec *spec, struct strbuf *out)
{
    return write(c, spec, out, (struct limits){24, 24, 64, 1000});
}

bool form_dot_write_full(struct compilation *c, const struct spec *spec, struct strbuf *out)
{
    return write(c, spec, out, (struct limits){UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX});
}
