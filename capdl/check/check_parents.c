/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/check/check_parents.h"

#include <inttypes.h>

#include "adl/base/map.h"

struct parents {
    struct compilation *c;
    const struct spec *spec;
    enum diag_id id;
    struct map edges;           /* child's place -> index of its derivation */
    struct spec_place *origins; /* per object: the original; holder SPEC_NO_OBJECT: not in a slot */
};

static uint64_t key_of(struct spec_place place)
{
    return map_key_from_pair(place.holder.index, place.slot);
}

static const struct spec_cap *cap_in(const struct parents *p, struct spec_place place)
{
    return spec_cap_at(p->spec, place.holder, place.slot);
}

/* The capability to the same object that the one in `place` is a copy of; NULL: none. */
static const struct spec_cap *source_of(const struct parents *p, struct spec_place place)
{
    const struct spec_cap *cap = cap_in(p, place);
    const struct spec_cap *from = NULL;
    uint32_t edge;

    if (map_get(&p->edges, key_of(place), &edge)) {
        from = cap_in(p, p->spec->derivations[edge].parent);
    }
    return from != NULL && from->object.index == cap->object.index ? from : NULL;
}

static struct diag *complain(struct parents *p, struct span span, struct spec_place child,
                             struct spec_place parent, const char *what)
{
    return diag_report(&p->c->diags, p->id, span,
                       "slot %" PRIu32 " of `%s` %s slot %" PRIu32 " of `%s`", child.slot,
                       spec_object(p->spec, child.holder)->name, what, parent.slot,
                       spec_object(p->spec, parent.holder)->name);
}

/* One edge: may its parent be one? Notes the originals. */
static void check_parent(struct parents *p, const struct spec_derivation *edge)
{
    const struct spec_cap *parent = cap_in(p, edge->parent);
    const struct spec_cap *child = cap_in(p, edge->child);
    const struct spec_cap *source;
    struct spec_place *origin;

    if (parent == NULL || child == NULL || parent == child ||
        parent->object.index != child->object.index ||
        spec_object(p->spec, parent->object)->kind == SPEC_KIND_UNTYPED) {
        return;
    }
    source = source_of(p, edge->parent);
    origin = &p->origins[parent->object.index];
    if (source != NULL && source->badge == parent->badge) {
        diag_note(complain(p, edge->span, edge->child, edge->parent, "cannot be told to come from"),
                  "that is a copy itself: the kernel takes both for copies of the same one");
    } else if (source == NULL && parent->badge == 0 && origin->holder.index != UINT32_MAX &&
               key_of(*origin) != key_of(edge->parent)) {
        diag_label(complain(p, edge->span, edge->child, edge->parent, "cannot come from"),
                   cap_in(p, *origin)->span,
                   "an object has one capability that others come from, and it is this one");
    } else if (source == NULL && parent->badge == 0) {
        *origin = edge->parent;
    }
}

/* Capabilities in a CNode that the spec derives from nothing, but whose object has an original. */
static void check_orphans(struct parents *p, struct spec_object_id holder)
{
    const struct spec_object *cnode = spec_object(p->spec, holder);

    for (uint32_t i = 0; i < cnode->cap_count; i++) {
        const struct spec_cap *cap = &cnode->caps[i];
        struct spec_place place = {holder, cap->slot};
        struct spec_place origin;
        uint32_t edge;

        if (cap->object.index >= p->spec->object_count) {
            continue;
        }
        origin = p->origins[cap->object.index];
        if (origin.holder.index != UINT32_MAX && key_of(origin) != key_of(place) &&
            !map_get(&p->edges, key_of(place), &edge)) {
            diag_hint(complain(p, cap->span, place, origin, "will come, unlike in the spec, from"),
                      "write `child_of` there, so that the spec says what the kernel holds");
        }
    }
}

void check_parents(struct compilation *c, const struct spec *spec, enum diag_id id)
{
    struct parents p = {.c = c, .spec = spec, .id = id};

    if (spec->derivation_count == 0) {
        return;
    }
    p.origins = arena_array(&c->scratch, struct spec_place, spec->object_count);
    for (uint32_t i = 0; i < spec->object_count; i++) {
        p.origins[i].holder.index = UINT32_MAX;
    }
    for (uint32_t i = 0; i < spec->derivation_count; i++) {
        (void)map_put(&p.edges, &c->scratch, key_of(spec->derivations[i].child), i);
    }
    for (uint32_t i = 0; i < spec->derivation_count; i++) {
        check_parent(&p, &spec->derivations[i]);
    }
    for (uint32_t i = 0; i < spec->object_count; i++) {
        if (spec->objects[i].kind == SPEC_KIND_CNODE) {
            check_orphans(&p, (struct spec_object_id){i});
        }
    }
}
