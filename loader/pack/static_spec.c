/* SPDX-License-Identifier: BSD-2-Clause */
#include "loader/pack/static_spec.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "adl/base/map.h"

#define PAD_BITS 4u

struct maker {
    struct compilation *c;
    const struct plan_layout *layout;
    const struct spec *old;
    struct spec *spec;
    uint32_t *new_ids;
    struct map_string names;                 /* in use, of arrays without the index */
    uint32_t regions[BOARD_MEMORY_UNTYPEDS]; /* per untyped of the kernel: object, or CAPDL_NONE */
};

/* An image page, to be sorted. */
struct page {
    const struct spec_object *object;
    uint32_t id;
};

static int compare_pages(const void *a, const void *b)
{
    const struct page *x = a;
    const struct page *y = b;
    int order = strcmp(x->object->base, y->object->base);

    if (order != 0) {
        return order;
    }
    /* The scalar `x` comes before the array `x`. */
    return x->object->element + 1 < y->object->element + 1 ? -1 : 1;
}

/* The old objects in their new order: only pages of the image change places, among themselves. */
static uint32_t *new_order(struct maker *m)
{
    uint32_t count = m->old->object_count, pages = 0, next = 0;
    uint32_t *order = arena_array(&m->c->arena, uint32_t, count);
    struct page *list = arena_array(&m->c->arena, struct page, count);

    for (uint32_t i = 0; i < count; i++) {
        order[i] = i;
        if (spec_view_is_image_page(&m->layout->view.objects[i])) {
            list[pages++] = (struct page){&m->old->objects[i], i};
        }
    }
    if (pages > 0) {
        qsort(list, pages, sizeof(*list), compare_pages);
    }
    for (uint32_t i = 0; i < count; i++) {
        if (spec_view_is_image_page(&m->layout->view.objects[i])) {
            order[i] = list[next++].id;
        }
    }
    return order;
}

static struct spec_object_id renamed(const struct maker *m, struct spec_object_id id)
{
    return (struct spec_object_id){m->new_ids[id.index]};
}

/* Everything but the capabilities of untypeds, which the layout has. */
static void copy_caps(struct maker *m, uint32_t from)
{
    const struct spec_object *old = &m->old->objects[from];
    struct spec_object_id holder = {m->new_ids[from]};

    if (old->kind == SPEC_KIND_UNTYPED) {
        return;
    }
    spec_reserve_caps(m->spec, holder, old->cap_count);
    for (uint32_t i = 0; i < old->cap_count; i++) {
        struct spec_cap cap = old->caps[i];

        cap.object = renamed(m, cap.object);
        if (cap.mapped_alias) {
            cap.mapping_table = renamed(m, cap.mapping_table);
        }
        spec_append_cap(m->spec, holder, cap);
    }
}

static void copy_objects(struct maker *m)
{
    const uint32_t *order = new_order(m);

    spec_reserve_objects(m->spec, m->old->object_count);
    for (uint32_t i = 0; i < m->old->object_count; i++) {
        const struct spec_object *old = &m->old->objects[order[i]];
        struct spec_object_id id = spec_add_object(m->spec, old->kind, old->name);
        struct spec_object *object = spec_object(m->spec, id);

        *object = *old;
        object->caps = NULL;
        object->cap_count = object->cap_capacity = 0;
        m->new_ids[order[i]] = id.index;
        (void)map_string_put(&m->names, &m->c->arena, old->base, 1);
    }
    for (uint32_t i = 0; i < m->old->object_count; i++) {
        copy_caps(m, i);
    }
    for (uint32_t i = 0; i < m->old->derivation_count; i++) {
        struct spec_derivation edge = m->old->derivations[i];

        edge.child.holder = renamed(m, edge.child.holder);
        edge.parent.holder = renamed(m, edge.parent.holder);
        spec_add_derivation(m->spec, edge);
    }
    m->spec->schedule = m->old->schedule;
    m->spec->title = m->old->title;
    m->spec->sizes = m->old->sizes;
}

/* A new untyped that is called after an address; `what` goes in front. */
static struct spec_object_id add_untyped(struct maker *m, const char *what, uint64_t paddr,
                                         uint8_t bits)
{
    const char *name = arena_printf(&m->c->arena, "%s_%" PRIx64, what, paddr);
    struct spec_object_id id;

    while (!map_string_put(&m->names, &m->c->arena, name, 1)) {
        name = arena_printf(&m->c->arena, "%s_", name);
    }
    id = spec_add_object(m->spec, SPEC_KIND_UNTYPED, name);
    spec_object(m->spec, id)->size_bits = bits;
    return id;
}

static void add_member(struct maker *m, uint32_t untyped, uint32_t member)
{
    struct spec_object_id holder = {untyped};

    spec_append_cap(
        m->spec, holder,
        (struct spec_cap){.slot = spec_object(m->spec, holder)->cap_count, .object = {member}});
}

/* The untyped of the spec that something lies in, which may have to be made. */
static uint32_t region_of(struct maker *m, const struct plan_place *place)
{
    uint32_t *region = &m->regions[place->memory];

    if (place->where == PLAN_IN_UNTYPED) {
        return m->new_ids[place->from];
    }
    if (*region == CAPDL_NONE) {
        const struct untyped_plan_memory *u = &m->layout->board.untypeds[place->memory];
        struct spec_object *object;

        *region = add_untyped(m, "memory", u->paddr, u->size_bits).index;
        object = spec_object(m->spec, (struct spec_object_id){*region});
        object->has_paddr = true;
        object->paddr = u->paddr;
    }
    return *region;
}

/* Adds untypeds of the smallest size behind what is in a plain region; says how many. */
static uint32_t add_padding(struct maker *m, uint32_t padding)
{
    uint32_t added = 0;

    for (uint32_t i = 0; i < m->layout->board.count; i++) {
        const struct untyped_plan_memory *u = &m->layout->board.untypeds[i];
        uint64_t at = u->used;

        while (!u->device && m->regions[i] != CAPDL_NONE && added < padding &&
               at < UINT64_C(1) << u->size_bits) {
            add_member(m, m->regions[i], add_untyped(m, "spare", u->paddr + at, PAD_BITS).index);
            at += UINT64_C(1) << PAD_BITS;
            added++;
        }
    }
    return added;
}

struct spec *static_spec_make(struct compilation *c, const struct plan_layout *layout,
                              uint32_t padding, uint32_t *padded, uint32_t *new_ids)
{
    struct maker m = {
        .c = c,
        .layout = layout,
        .old = layout->spec,
        .spec = spec_new(&c->arena, layout->spec->names, layout->spec->arch),
        .new_ids = new_ids,
    };

    copy_objects(&m);
    for (uint32_t i = 0; i < layout->board.count; i++) {
        m.regions[i] = CAPDL_NONE;
        if (layout->given[i] != CAPDL_NONE) {
            m.regions[i] = m.new_ids[layout->given[i]];
        }
    }
    for (size_t i = 0; i < layout->places.count; i++) {
        const struct plan_place *place = &layout->places.items[i];

        if (place->where == PLAN_IN_IMAGE) {
            continue;
        }
        uint32_t region = region_of(&m, place);
        uint32_t member = place->object == UNTYPED_PLAN_NONE
                              ? add_untyped(&m, "skipped", place->paddr, place->size_bits).index
                              : m.new_ids[place->object];

        add_member(&m, region, member);
    }
    *padded = add_padding(&m, padding);
    return m.spec;
}
