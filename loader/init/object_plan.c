/* SPDX-License-Identifier: BSD-2-Clause */
#include "loader/init/include/object_plan.h"

/* May the object be an untyped of the kernel's, if no capability names it? */
static bool is_candidate(const struct capdl_object *object)
{
    return object->kind == CAPDL_KIND_UNTYPED && object->cap_count != 0 &&
           (object->flags & CAPDL_OBJECT_HAS_PADDR) != 0 &&
           (object->flags & CAPDL_OBJECT_COVERED) == 0;
}

/* Notes which untypeds have a capability in some CNode, or takes the notes away. */
static void note_named(struct object_plan *plan, bool named)
{
    const struct spec_view *view = plan->view;

    for (uint32_t i = 0; i < view->object_count; i++) {
        const struct capdl_object *holder = &view->objects[i];

        for (uint32_t k = 0; holder->kind == CAPDL_KIND_CNODE && k < holder->cap_count; k++) {
            uint32_t to = view->caps[holder->first_cap + k].object;

            if (view->objects[to].kind == CAPDL_KIND_UNTYPED) {
                plan->named[to] = named;
            }
        }
    }
}

/* The kernel's untyped that the object is; memory_count: none. */
static uint32_t find(const struct object_plan *plan, const struct capdl_object *object)
{
    uint32_t i = 0;

    while (i < plan->memory_count &&
           (plan->memory[i].paddr != object->value ||
            plan->memory[i].size_bits != object->size_bits || plan->memory[i].taken != 0)) {
        i++;
    }
    return i;
}

void object_plan_prepare(struct object_plan *plan)
{
    const struct spec_view *view = plan->view;
    bool candidates = false;

    for (uint32_t i = 0; i < plan->memory_count; i++) {
        plan->given[i] = CAPDL_NONE;
    }
    for (uint32_t i = 0; i < view->object_count; i++) {
        plan->objects[i] = spec_view_plan_object(&view->objects[i]);
        if ((view->objects[i].flags & CAPDL_OBJECT_COVERED) != 0) {
            plan->objects[i].size_bits = 0;
        }
        candidates = candidates || is_candidate(&view->objects[i]);
    }
    if (!candidates) {
        return;
    }
    note_named(plan, true);
    for (uint32_t i = 0; i < view->object_count; i++) {
        uint32_t at = is_candidate(&view->objects[i]) && !plan->named[i]
                          ? find(plan, &view->objects[i])
                          : plan->memory_count;

        if (at < plan->memory_count) {
            plan->given[at] = i;
            plan->objects[i].size_bits = 0;
            plan->memory[at].taken = UINT64_C(1) << plan->memory[at].size_bits;
        }
    }
    note_named(plan, false);
}

enum untyped_plan_result object_plan_cover(const struct spec_view *view, uint32_t cover,
                                           uint64_t paddr, struct untyped_plan_object *objects,
                                           struct cover_plan *plan)
{
    const struct capdl_object *untyped = &view->objects[cover];

    for (uint32_t i = 0; i < untyped->cap_count; i++) {
        objects[i] =
            spec_view_plan_object(&view->objects[view->caps[untyped->first_cap + i].object]);
    }
    *plan = (struct cover_plan){
        .paddr = paddr,
        .size_bits = untyped->size_bits,
        .members = objects,
        .count = untyped->cap_count,
    };
    return cover_plan_begin(plan);
}
