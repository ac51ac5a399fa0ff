/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/compare/state_pairs.h"

#include "adl/base/vec.h"

/* Slots of the initial thread's CSpace (sel4-abi 8.3). */
#define SLOT_TCB   1u
#define SLOT_CNODE 2u
#define WORD_BITS  64u

const struct spec_cap *state_pairs_resolve(const struct spec *spec, const struct spec_cap *cspace,
                                           uint64_t cptr)
{
    const struct spec_cap *cap = cspace;
    unsigned left = WORD_BITS;

    while (cap != NULL && left > 0) {
        const struct spec_object *node = spec_object(spec, cap->object);
        unsigned radix = node->size_bits;
        uint64_t guard;

        if (node->kind != SPEC_KIND_CNODE || cap->guard_size + radix > left ||
            cap->guard_size + radix == 0) {
            return NULL;
        }
        guard = cap->guard_size == 0
                    ? 0
                    : (cptr << (WORD_BITS - left)) >> (WORD_BITS - cap->guard_size);
        if (guard != cap->guard) {
            return NULL;
        }
        left -= cap->guard_size + radix;
        cap = spec_cap_at(spec, cap->object,
                          (uint32_t)((cptr >> left) & ((UINT64_C(1) << radix) - 1)));
        if (cap != NULL && spec_object(spec, cap->object)->kind != SPEC_KIND_CNODE) {
            return cap; /* bits that are left over do not count */
        }
    }
    return cap;
}

/* The root server: the thread whose own capability is in slot 1 of its CSpace and a CNode in 2. */
static uint32_t find_root(const struct spec *running)
{
    for (uint32_t i = 0; i < running->object_count; i++) {
        const struct spec_cap *cspace, *own, *node;

        if (running->objects[i].kind != SPEC_KIND_TCB) {
            continue;
        }
        cspace = spec_cap_at(running, (struct spec_object_id){i}, SPEC_TCB_CSPACE);
        own = state_pairs_resolve(running, cspace, SLOT_TCB);
        node = state_pairs_resolve(running, cspace, SLOT_CNODE);
        if (own != NULL && own->object.index == i && node != NULL &&
            spec_object(running, node->object)->kind == SPEC_KIND_CNODE) {
            return i;
        }
    }
    return STATE_NONE;
}

VEC_STRUCT(queue, uint32_t);

/* Makes a pair, unless one of them is in another; then its slots are to be followed. */
static void pair(struct state *state, struct queue *queue, uint32_t object, uint32_t running)
{
    if (state->running_of[object] != STATE_NONE || state->spec_of[running] != STATE_NONE ||
        state->spec->objects[object].kind != state->running->objects[running].kind) {
        return;
    }
    state->running_of[object] = running;
    state->spec_of[running] = object;
    vec_push(&state->c->arena, queue, object);
}

/* What is told apart by a number: interrupts and control capabilities. */
static void pair_numbered(struct state *state, struct queue *queue)
{
    struct map irqs = {0};

    for (uint32_t i = 0; i < state->running->object_count; i++) {
        const struct spec_object *object = &state->running->objects[i];

        if (object->kind == SPEC_KIND_IRQ) {
            (void)map_put(&irqs, &state->c->arena, object->irq->number, i);
        }
    }
    for (uint32_t i = 0; i < state->spec->object_count; i++) {
        const struct spec_object *object = &state->spec->objects[i];
        uint32_t running;

        if (object->kind == SPEC_KIND_IRQ && map_get(&irqs, object->irq->number, &running)) {
            pair(state, queue, i, running);
        }
        for (running = 0;
             spec_kind_is_control(object->kind) && running < state->running->object_count;
             running++) {
            if (state->running->objects[running].kind == object->kind) {
                pair(state, queue, i, running);
            }
        }
    }
}

/* What the root server told. */
static void pair_told(struct state *state, struct queue *queue)
{
    const struct spec_cap *cspace;

    if (state->root == STATE_NONE) {
        return;
    }
    cspace = spec_cap_at(state->running, (struct spec_object_id){state->root}, SPEC_TCB_CSPACE);
    for (uint32_t i = 0; i < state->spec->object_count && i < state->snapshot->slots.count; i++) {
        const struct spec_cap *cap =
            state_pairs_resolve(state->running, cspace, state->snapshot->slots.items[i]);

        if (cap != NULL) {
            pair(state, queue, i, cap->object.index);
        }
    }
}

/* What the slots of pairs lead to. */
static void follow(struct state *state, struct queue *queue)
{
    for (size_t at = 0; at < queue->count; at++) {
        struct spec_object_id running = {state->running_of[queue->items[at]]};
        const struct spec_object *object = &state->spec->objects[queue->items[at]];

        for (uint32_t i = 0; i < object->cap_count; i++) {
            const struct spec_cap *cap = spec_cap_at(state->running, running, object->caps[i].slot);

            if (cap != NULL && object->kind != SPEC_KIND_UNTYPED) {
                pair(state, queue, object->caps[i].object.index, cap->object.index);
            }
        }
    }
}

/* The untyped that each object lies in; STATE_NONE: in none. */
static uint32_t *owners_of(struct state *state, const struct spec *spec)
{
    uint32_t *owners = arena_array(&state->c->arena, uint32_t, spec->object_count);

    for (uint32_t i = 0; i < spec->object_count; i++) {
        owners[i] = STATE_NONE;
    }
    for (uint32_t i = 0; i < spec->object_count; i++) {
        const struct spec_object *untyped = &spec->objects[i];

        for (uint32_t k = 0; untyped->kind == SPEC_KIND_UNTYPED && k < untyped->cap_count; k++) {
            owners[untyped->caps[k].object.index] = i;
        }
    }
    return owners;
}

/* Untypeds that fill the one they lie in are one object to a kernel that tells objects apart by
 * address and size. Where one of such a row has a counterpart, the others have the same. */
static void pair_filling(struct state *state)
{
    const struct spec *spec = state->spec;
    const uint32_t *owners = owners_of(state, spec);
    uint32_t *outermost = arena_array(&state->c->arena, uint32_t, spec->object_count);
    uint32_t *counterpart = arena_array(&state->c->arena, uint32_t, spec->object_count);

    for (uint32_t i = 0; i < spec->object_count; i++) {
        outermost[i] = counterpart[i] = STATE_NONE;
    }
    for (uint32_t i = 0; i < spec->object_count; i++) {
        uint32_t top = i, next;

        while (outermost[top] == STATE_NONE && owners[top] != STATE_NONE &&
               spec->objects[top].kind == SPEC_KIND_UNTYPED &&
               spec->objects[owners[top]].size_bits == spec->objects[top].size_bits) {
            top = owners[top];
        }
        top = outermost[top] != STATE_NONE ? outermost[top] : top;
        for (uint32_t at = i; at != top; at = next) {
            next = owners[at];
            outermost[at] = top;
        }
        outermost[top] = top;
        if (state->running_of[i] != STATE_NONE) {
            counterpart[top] = state->running_of[i];
        }
    }
    for (uint32_t i = 0; i < spec->object_count; i++) {
        if (state->running_of[i] == STATE_NONE) {
            state->running_of[i] = counterpart[outermost[i]];
        }
    }
}

void state_pairs_find(struct state *state)
{
    struct queue queue = {0};

    for (uint32_t i = 0; i < state->spec->object_count; i++) {
        state->running_of[i] = STATE_NONE;
    }
    for (uint32_t i = 0; i < state->running->object_count; i++) {
        state->spec_of[i] = STATE_NONE;
    }
    state->root = find_root(state->running);
    pair_numbered(state, &queue);
    pair_told(state, &queue);
    follow(state, &queue);
    pair_filling(state);
    state->owner = owners_of(state, state->running);
}
