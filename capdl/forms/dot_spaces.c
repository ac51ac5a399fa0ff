/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/forms/dot_spaces.h"

#define UNKNOWN UINT32_MAX

struct finder {
    const struct spec *spec;
    struct dot_spaces *spaces;
    bool *pinned;    /* threads and VSpaces */
    uint32_t *queue; /* objects whose capabilities are to be followed; room for two of each */
    uint32_t head, tail;
};

/* Gives an object to a space, or makes it shared if another has it. */
static void claim(struct finder *f, uint32_t object, uint32_t space)
{
    uint32_t *mine = &f->spaces->of[object];

    if (f->pinned[object] || *mine == space || *mine == DOT_SPACES_SHARED) {
        return;
    }
    *mine = *mine == UNKNOWN ? space : DOT_SPACES_SHARED;
    f->queue[f->tail++] = object;
}

static void follow(struct finder *f)
{
    while (f->head < f->tail) {
        uint32_t index = f->queue[f->head++];
        const struct spec_object *holder = &f->spec->objects[index];

        for (uint32_t i = 0; holder->kind != SPEC_KIND_UNTYPED && i < holder->cap_count; i++) {
            claim(f, holder->caps[i].object.index, f->spaces->of[index]);
        }
    }
}

/* Gives every thread the space of its VSpace. */
static void pin_threads(struct finder *f)
{
    struct dot_spaces *spaces = f->spaces;

    for (uint32_t i = 0; i < f->spec->object_count; i++) {
        const struct spec_cap *vspace =
            f->spec->objects[i].kind == SPEC_KIND_TCB
                ? spec_cap_at(f->spec, (struct spec_object_id){i}, SPEC_TCB_VSPACE)
                : NULL;
        uint32_t *space = vspace != NULL ? &spaces->of[vspace->object.index] : NULL;

        if (space == NULL) {
            continue;
        }
        if (*space == UNKNOWN) {
            *space = ++spaces->count;
            spaces->roots[*space] = vspace->object.index;
            f->pinned[vspace->object.index] = true;
            f->queue[f->tail++] = vspace->object.index;
        }
        spaces->of[i] = *space;
        f->pinned[i] = true;
        f->queue[f->tail++] = i;
    }
}

void dot_spaces_find(struct compilation *c, const struct spec *spec, struct dot_spaces *spaces)
{
    struct finder f = {.spec = spec, .spaces = spaces};

    spaces->of = arena_array(&c->arena, uint32_t, spec->object_count);
    spaces->roots = arena_array(&c->arena, uint32_t, spec->object_count + 1);
    spaces->count = 0;
    f.pinned = arena_array(&c->arena, bool, spec->object_count);
    f.queue = arena_alloc_array(&c->arena, spec->object_count, 2 * sizeof(uint32_t), 4);
    for (uint32_t i = 0; i < spec->object_count; i++) {
        spaces->of[i] = UNKNOWN;
    }
    pin_threads(&f);
    follow(&f);
    for (uint32_t i = 0; i < spec->object_count; i++) {
        spaces->of[i] = spaces->of[i] == UNKNOWN ? DOT_SPACES_SHARED : spaces->of[i];
    }
}
