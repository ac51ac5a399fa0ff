/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/forms/form_text.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "adl/base/map.h"
#include "capdl/forms/text_writer.h"

/* The pretty printer's limits for filled lines (capdl reference, section 12). */
#define LINE_MAX_COLUMN 100u
#define LINE_MAX_TEXT   67u

void text_writer_fault(struct text_writer *w, const struct spec_object *object, const char *what)
{
    (void)diag_report(&w->c->diags, DIAG_SPEC_UNWRITABLE, object->span,
                      "capDL text cannot express %s of `%s`", what, object->name);
    w->failed = true;
}

struct strbuf *text_writer_parameter(struct text_writer *w)
{
    if (w->parameters.size > 0) {
        strbuf_puts(&w->parameters, ", ");
    }
    return &w->parameters;
}

void text_writer_put_parameters(struct text_writer *w)
{
    if (w->parameters.size > 0) {
        strbuf_printf(w->out, " (%s)", w->parameters.text);
    }
    strbuf_clear(&w->parameters);
}

/* ---- filled lines ---- */

/* A list written as many items on a line as the limits allow. */
struct filler {
    struct strbuf *out;
    size_t column; /* of the first item */
    size_t indent; /* of the present line */
    size_t at;     /* column of the next byte */
};

/* Begins a list at the end of the line that began at byte `start` of the output. */
static struct filler filler_begin(struct strbuf *out, size_t start)
{
    size_t column = out->size - start;

    return (struct filler){.out = out, .column = column, .indent = 2, .at = column};
}

/* Writes one item of the list with what follows it (`,` or a bracket). */
static void filler_put(struct filler *filler, bool first, const char *item, const char *end)
{
    size_t size = strlen(item) + strlen(end);

    if (!first && (filler->at + 1 + size > LINE_MAX_COLUMN ||
                   filler->at + 1 + size - filler->indent > LINE_MAX_TEXT)) {
        strbuf_putc(filler->out, '\n');
        strbuf_fill(filler->out, ' ', filler->column);
        filler->indent = filler->at = filler->column;
    } else if (!first) {
        strbuf_putc(filler->out, ' ');
        filler->at++;
    }
    strbuf_printf(filler->out, "%s%s", item, end);
    filler->at += size;
}

/* ---- objects ---- */

/* The members of an untyped. `start` is where the line began in the output. */
static void write_cover(struct text_writer *w, const struct spec_object *object, size_t start)
{
    uint32_t *members = arena_array(&w->c->arena, uint32_t, object->cap_count);
    struct filler filler;
    struct strbuf item;

    for (uint32_t i = 0; i < object->cap_count; i++) {
        members[i] = object->caps[i].object.index;
    }
    strbuf_puts(w->out, " {");
    filler = filler_begin(w->out, start);
    strbuf_init(&item, &w->c->arena);
    for (uint32_t i = 0, size; i < object->cap_count; i += size) {
        for (size = 1; i + size < object->cap_count &&
                       text_names_same_array(w, members[i], members[i + size]);) {
            size++;
        }
        strbuf_clear(&item);
        text_names_put(w, &item, members + i, size);
        filler_put(&filler, i == 0, item.text, i + size < object->cap_count ? "," : "}");
    }
}

/* Writes ` = type (parameters)`. */
static void write_declaration(struct text_writer *w, const struct spec_object *object)
{
    strbuf_printf(w->out, " = %s", spec_object_keyword(w->spec->arch, object));
    text_params_gather(w, object);
    text_writer_put_parameters(w);
}

/* Writes the elements of an array of untypeds that have members. */
static void write_covered_elements(struct text_writer *w, const uint32_t *objects, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const struct spec_object *object = &w->spec->objects[objects[i]];
        size_t start = w->out->size;

        if (object->cap_count > 0) {
            strbuf_puts(w->out, "  ");
            text_names_put(w, w->out, &objects[i], 1);
            write_declaration(w, object);
            write_cover(w, object, start);
            strbuf_putc(w->out, '\n');
        }
    }
}

/* Writes the declaration of a scalar or of an array of `count` elements. */
static void write_objects_of(struct text_writer *w, const uint32_t *objects, uint32_t count)
{
    const struct spec_object *object = &w->spec->objects[objects[0]];
    bool array = w->names[objects[0]].element != SPEC_SCALAR;
    size_t start = w->out->size;

    strbuf_printf(w->out, "  %s", w->names[objects[0]].base);
    if (array) {
        strbuf_printf(w->out, "[%" PRIu32 "]", count);
    }
    write_declaration(w, object);
    if (object->kind == SPEC_KIND_UNTYPED && !array && object->cap_count > 0) {
        write_cover(w, object, start);
    }
    strbuf_putc(w->out, '\n');
    if (object->kind == SPEC_KIND_UNTYPED && array) {
        write_covered_elements(w, objects, count);
    }
}

static void write_objects(struct text_writer *w, bool untypeds)
{
    const uint32_t *order = w->order;
    uint32_t count = w->spec->object_count;

    for (uint32_t i = 0, size; i < count; i += size) {
        enum spec_kind kind = w->spec->objects[order[i]].kind;

        for (size = 1; i + size < count && text_names_same_array(w, order[i], order[i + size]);) {
            size++;
        }
        if (!spec_kind_is_control(kind) && (kind == SPEC_KIND_UNTYPED) == untypeds) {
            write_objects_of(w, order + i, size);
        }
    }
}

/* ---- derivations ---- */

struct edge {
    struct spec_place child, parent;
    uint32_t child_rank, parent_rank; /* of the holders in the order of names */
};

static int compare_places(uint32_t rank_a, uint32_t slot_a, uint32_t rank_b, uint32_t slot_b)
{
    return rank_a != rank_b ? (rank_a > rank_b) - (rank_a < rank_b)
                            : (slot_a > slot_b) - (slot_a < slot_b);
}

static int compare_children(const void *a, const void *b)
{
    const struct edge *x = a;
    const struct edge *y = b;

    return compare_places(x->child_rank, x->child.slot, y->child_rank, y->child.slot);
}

static void put_place(struct text_writer *w, const struct spec_place *place)
{
    strbuf_putc(w->out, '(');
    text_names_put(w, w->out, &place->holder.index, 1);
    strbuf_printf(w->out, ", %u)", place->slot);
}

/* The edges sorted by child. */
static struct edge *sorted_edges(struct text_writer *w)
{
    const struct spec *spec = w->spec;
    struct edge *edges = arena_array(&w->c->arena, struct edge, spec->derivation_count);
    uint32_t *ranks = arena_array(&w->c->arena, uint32_t, spec->object_count);

    for (uint32_t i = 0; i < spec->object_count; i++) {
        ranks[w->order[i]] = i;
    }
    for (uint32_t i = 0; i < spec->derivation_count; i++) {
        const struct spec_derivation *from = &spec->derivations[i];

        edges[i] = (struct edge){from->child, from->parent, ranks[from->child.holder.index],
                                 ranks[from->parent.holder.index]};
    }
    qsort(edges, spec->derivation_count, sizeof(*edges), compare_children);
    return edges;
}

/* Groups by parent, in the order of the first child; children in order. */
static void write_derivations(struct text_writer *w)
{
    uint32_t count = w->spec->derivation_count;
    struct edge *edges = count > 0 ? sorted_edges(w) : NULL;
    uint32_t *next = arena_array(&w->c->arena, uint32_t, count); /* edge of the same parent */
    uint32_t *last = arena_array(&w->c->arena, uint32_t, count); /* of the group begun here */
    bool *begins = arena_array(&w->c->arena, bool, count);
    struct map groups = {0};

    for (uint32_t i = 0; i < count; i++) {
        uint64_t key = map_key_from_pair(edges[i].parent.holder.index, edges[i].parent.slot);
        uint32_t first = i;

        next[i] = UINT32_MAX;
        if (map_get(&groups, key, &first)) {
            next[last[first]] = i;
        } else {
            begins[i] = true;
            (void)map_put(&groups, &w->c->arena, key, i);
        }
        last[first] = i;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (!begins[i]) {
            continue;
        }
        strbuf_puts(w->out, "  ");
        put_place(w, &edges[i].parent);
        strbuf_puts(w->out, " {");
        for (uint32_t at = i; at != UINT32_MAX; at = next[at]) {
            strbuf_puts(w->out, next[i] == UINT32_MAX ? "" : "\n    ");
            put_place(w, &edges[at].child);
        }
        strbuf_puts(w->out, next[i] == UINT32_MAX ? "}\n  \n" : "\n  }\n  \n");
    }
}

/* ---- interrupts ---- */

struct irq_entry {
    uint64_t number;
    uint32_t object;
};

static int compare_irqs(const void *a, const void *b)
{
    const struct irq_entry *x = a;
    const struct irq_entry *y = b;

    return x->number != y->number ? (x->number > y->number) - (x->number < y->number)
                                  : (x->object > y->object) - (x->object < y->object);
}

static void write_irqs(struct text_writer *w)
{
    VEC(struct irq_entry) irqs = {0};
    uint32_t *objects;

    for (uint32_t i = 0; i < w->spec->object_count; i++) {
        const struct spec_object *object = &w->spec->objects[i];

        if (object->kind == SPEC_KIND_IRQ && !object->irq->unmapped) {
            vec_push(&w->c->arena, &irqs, (struct irq_entry){object->irq->number, i});
        }
    }
    if (irqs.count == 0) {
        return;
    }
    qsort(irqs.items, irqs.count, sizeof(*irqs.items), compare_irqs);
    objects = arena_array(&w->c->arena, uint32_t, irqs.count);
    for (size_t i = 0; i < irqs.count; i++) {
        objects[i] = irqs.items[i].object;
    }
    for (size_t i = 0, size; i < irqs.count; i += size) {
        for (size = 1; i + size < irqs.count &&
                       irqs.items[i + size].number == irqs.items[i].number + size &&
                       text_names_same_array(w, objects[i], objects[i + size]);) {
            size++;
        }
        strbuf_printf(w->out, "  %" PRIu64 ": ", irqs.items[i].number);
        text_names_put(w, w->out, objects + i, (uint32_t)size);
        strbuf_putc(w->out, '\n');
    }
    strbuf_puts(w->out, "  \n");
}

/* ---- domains ---- */

static void write_domains(struct text_writer *w)
{
    const struct spec_schedule *schedule = &w->spec->schedule;
    size_t start;
    struct filler filler;

    if (schedule->count == 0) {
        return;
    }
    strbuf_puts(w->out, "\ndomains {\n");
    start = w->out->size;
    strbuf_puts(w->out, "  schedule: [");
    filler = filler_begin(w->out, start);
    for (uint32_t i = 0; i < schedule->count; i++) {
        const struct spec_domain *entry = &schedule->entries[i];

        filler_put(&filler, i == 0,
                   arena_printf(&w->c->arena, "(%u, %" PRIu64 "%s)", entry->domain, entry->duration,
                                entry->microseconds ? " us" : ""),
                   i + 1 < schedule->count ? "," : "]");
    }
    strbuf_puts(w->out, "\n  domain_set_start: ");
    if (schedule->no_start) {
        strbuf_puts(w->out, "no_start");
    } else {
        strbuf_printf(w->out, "%" PRIu64, schedule->start);
    }
    strbuf_printf(w->out, "\n  index_shift: %" PRIu64 "\n}\n", schedule->index_shift);
}

bool form_text_write(struct compilation *c, const struct spec *spec, struct strbuf *out)
{
    struct text_writer w = {.c = c, .spec = spec, .out = out};

    strbuf_init(&w.parameters, &c->arena);
    text_names_choose(&w);
    strbuf_printf(out, "arch %s\n\nobjects {\n\n", spec_arch_keyword(spec->arch));
    write_objects(&w, false);
    strbuf_putc(out, '\n');
    write_objects(&w, true);
    strbuf_puts(out, "\n} caps {\n\n");
    text_caps_write(&w);
    strbuf_puts(out, "} cdt {\n\n");
    write_derivations(&w);
    strbuf_puts(out, "} irq maps {\n\n");
    write_irqs(&w);
    strbuf_puts(out, "}\n");
    write_domains(&w);
    return !w.failed;
}
