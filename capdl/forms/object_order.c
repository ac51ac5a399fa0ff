/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/forms/object_order.h"

#include <stdlib.h>
#include <string.h>

#include "capdl/spec/sizes.h"

/* What an object is sorted by. */
struct key {
    const struct spec_object *object;
    uint8_t bits;
};

static int compare_names(const void *a, const void *b)
{
    const struct spec_object *x = ((const struct key *)a)->object;
    const struct spec_object *y = ((const struct key *)b)->object;
    int order = x->base == y->base ? 0 : strcmp(x->base, y->base);

    if (order != 0) {
        return order;
    }
    if (x->element != y->element) {
        /* The scalar `x` comes before the array `x`. */
        return x->element + 1 < y->element + 1 ? -1 : 1;
    }
    return x < y ? -1 : x > y;
}

static int compare_as_made(const void *a, const void *b)
{
    const struct key *x = a;
    const struct key *y = b;

    if (x->object->has_paddr != y->object->has_paddr) {
        return x->object->has_paddr ? -1 : 1;
    }
    if (x->object->has_paddr && x->object->paddr != y->object->paddr) {
        return x->object->paddr < y->object->paddr ? -1 : 1;
    }
    if (x->bits != y->bits) {
        return x->bits > y->bits ? -1 : 1;
    }
    return compare_names(a, b);
}

bool object_order_controls(const struct spec_object *object)
{
    return spec_kind_is_control(object->kind);
}

/* Collects, sorts and numbers; keys[] has room for all objects. */
static void sort(struct compilation *c, const struct spec *spec, struct key *keys,
                 int (*compare)(const void *, const void *), struct object_order *order)
{
    order->objects = arena_array(&c->arena, uint32_t, spec->object_count);
    order->positions = arena_array(&c->arena, uint32_t, spec->object_count);
    if (order->count > 0) {
        qsort(keys, order->count, sizeof(*keys), compare);
    }
    for (uint32_t i = 0; i < spec->object_count; i++) {
        order->positions[i] = UINT32_MAX;
    }
    for (uint32_t i = 0; i < order->count; i++) {
        order->objects[i] = (uint32_t)(keys[i].object - spec->objects);
        order->positions[order->objects[i]] = i;
    }
}

void object_order_by_name(struct compilation *c, const struct spec *spec, object_order_skips *skips,
                          struct object_order *order)
{
    struct key *keys = arena_array(&c->arena, struct key, spec->object_count);

    *order = (struct object_order){NULL, NULL, 0};
    for (uint32_t i = 0; i < spec->object_count; i++) {
        if (!skips(&spec->objects[i])) {
            keys[order->count++].object = &spec->objects[i];
        }
    }
    sort(c, spec, keys, compare_names, order);
}

bool object_order_as_made(struct compilation *c, const struct spec *spec, object_order_skips *skips,
                          struct object_order *order)
{
    struct key *keys = arena_array(&c->arena, struct key, spec->object_count);
    bool reported[SPEC_KIND_COUNT] = {false};
    bool good = true;

    *order = (struct object_order){NULL, NULL, 0};
    for (uint32_t i = 0; i < spec->object_count; i++) {
        const struct spec_object *object = &spec->objects[i];
        struct key *key = &keys[order->count];

        if (skips(object)) {
            continue;
        }
        key->object = object;
        order->count++;
        if (!sizes_find(spec, object, &key->bits)) {
            good = false;
            if (!reported[object->kind]) {
                reported[object->kind] = true;
                (void)diag_report(&c->diags, DIAG_SPEC_SIZES, object->span,
                                  "the object sizes given say nothing of `%s`, such as `%s`",
                                  spec_object_keyword(spec->arch, object), object->name);
            }
        }
    }
    sort(c, spec, keys, compare_as_made, order);
    return good;
}

uint32_t *object_order_owners(struct compilation *c, const struct spec *spec)
{
    uint32_t *owners = arena_array(&c->arena, uint32_t, spec->object_count);

    for (uint32_t i = 0; i < spec->object_count; i++) {
        owners[i] = UINT32_MAX;
    }
    for (uint32_t i = 0; i < spec->object_count; i++) {
        const struct spec_object *untyped = &spec->objects[i];

        for (uint32_t n = 0; untyped->kind == SPEC_KIND_UNTYPED && n < untyped->cap_count; n++) {
            owners[untyped->caps[n].object.index] = i;
        }
    }
    return owners;
}
