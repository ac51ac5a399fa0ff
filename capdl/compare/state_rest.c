/* SPDX-License-Identifier: BSD-2-Clause
 *
 * What only the running system has. It is the root server's when it is its thread, a CNode in its
 * CSpace, a table of its address space, or memory: a frame, an untyped, the ASID pool it came with.
 * Anything else (a thread, an endpoint, a CNode, a table, an interrupt that the spec does not have)
 * is a difference.
 */
#include "adl/base/vec.h"
#include "capdl/compare/state_pairs.h"

VEC_STRUCT(todo, uint32_t);

static void mark(struct state *state, struct todo *todo, uint32_t object)
{
    enum spec_kind kind = state->running->objects[object].kind;

    if (state->spec_of[object] != STATE_NONE || state->is_roots[object] ||
        (kind == SPEC_KIND_TCB && object != state->root)) {
        return;
    }
    state->is_roots[object] = true;
    vec_push(&state->c->arena, todo, object);
}

/* May the root server own objects of this kind that are in its CSpace or address space? */
static bool is_own_kind(enum spec_kind kind)
{
    return kind == SPEC_KIND_CNODE || kind == SPEC_KIND_PAGE_TABLE || kind == SPEC_KIND_FRAME ||
           kind == SPEC_KIND_UNTYPED || kind == SPEC_KIND_ASID_POOL || kind == SPEC_KIND_TCB ||
           spec_kind_is_control(kind);
}

void state_rest_check(struct state *state)
{
    const struct spec *running = state->running;
    struct todo todo = {0};

    if (state->root == STATE_NONE) {
        state_fault(state, SPAN_NONE, "the snapshot has no root server");
        return;
    }
    mark(state, &todo, state->root);
    for (size_t at = 0; at < todo.count; at++) {
        const struct spec_object *object = &running->objects[todo.items[at]];

        for (uint32_t i = 0; i < object->cap_count; i++) {
            uint32_t to = object->caps[i].object.index;

            if (object->kind != SPEC_KIND_UNTYPED && object->kind != SPEC_KIND_ASID_POOL &&
                is_own_kind(running->objects[to].kind)) {
                mark(state, &todo, to);
            }
        }
    }
    for (uint32_t i = 0; i < running->object_count; i++) {
        const struct spec_object *object = &running->objects[i];

        if (state->spec_of[i] == STATE_NONE && !state->is_roots[i]) {
            state_fault(state, SPAN_NONE,
                        "the running system has an object that is not in the spec: `%s` (%s)",
                        object->name, spec_object_keyword(running->arch, object));
        }
    }
}
