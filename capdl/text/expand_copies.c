/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Copies of capabilities, `<n> (masked: R)`. A copy of a copy has the rights that both masks leave:
 * a right that was taken away does not come back. (The reference tool applies only the last mask.)
 */
#include "capdl/text/expand.h"

static uint64_t place_key(struct spec_place place)
{
    return map_key_from_pair(place.holder.index, place.slot);
}

/* The original of a copy, through other copies; NULL after a report. `chain` gets the copies on
 * the way, the last one next to the original. */
static const struct spec_cap *follow(struct expand *e, uint32_t index, uint32_t *chain,
                                     uint32_t *length)
{
    *length = 0;
    for (;;) {
        struct expand_copy *copy = &e->copies.items[index];
        const struct spec_cap *cap;

        if (copy->state == COPY_DONE) {
            return copy->cap.slot == UINT32_MAX ? NULL : &copy->cap;
        }
        if (copy->state == COPY_OPEN) {
            (void)expand_fault(e, DIAG_CAPDL_COPY, copy->span, "a copy of itself");
            return NULL;
        }
        copy->state = COPY_OPEN;
        chain[(*length)++] = index;
        if (copy->source.holder.index == SPEC_NO_OBJECT.index) {
            (void)expand_fault(e, DIAG_CAPDL_COPY, copy->span,
                               "a copy of an array's element that has no slot");
            return NULL;
        }
        if (map_get(&e->copy_index, place_key(copy->source), &index)) {
            continue;
        }
        cap = spec_cap_at(e->spec, copy->source.holder, copy->source.slot);
        if (cap == NULL) {
            (void)expand_fault(e, DIAG_CAPDL_COPY, copy->span,
                               "a copy of what slot %u of `%s` holds, but it is empty",
                               copy->source.slot, spec_object(e->spec, copy->source.holder)->name);
        }
        return cap;
    }
}

/* Finds what a copy is, and all copies on the way to its original. */
static void resolve(struct expand *e, uint32_t index, uint32_t *chain)
{
    uint32_t length;
    const struct spec_cap *original = follow(e, index, chain, &length);
    struct spec_cap cap = original != NULL ? *original : (struct spec_cap){.slot = UINT32_MAX};

    while (length > 0) {
        struct expand_copy *copy = &e->copies.items[chain[--length]];

        copy->state = COPY_DONE;
        if (original != NULL && copy->masked) {
            cap.executable = cap.executable && (copy->mask & SPEC_GRANT) != 0;
            cap.rights &= copy->mask;
        }
        copy->cap = cap;
        if (original != NULL) {
            copy->cap.slot = copy->place.slot;
            copy->cap.span = copy->span;
        }
    }
}

void expand_copies(struct expand *e)
{
    uint32_t count = (uint32_t)e->copies.count;
    uint32_t *chain = arena_array(&e->c->scratch, uint32_t, count);

    for (uint32_t i = 0; i < count; i++) {
        (void)map_put(&e->copy_index, &e->c->arena, place_key(e->copies.items[i].place), i);
    }
    for (uint32_t i = 0; i < count; i++) {
        if (e->copies.items[i].state == COPY_NEW) {
            resolve(e, i, chain);
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        const struct expand_copy *copy = &e->copies.items[i];

        if (copy->cap.slot != UINT32_MAX) {
            spec_append_cap(e->spec, copy->place.holder, copy->cap);
        }
    }
    expand_caps_settle(e);
}
