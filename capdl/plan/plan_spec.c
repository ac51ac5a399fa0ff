/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/plan/plan_spec.h"

#include <inttypes.h>

#include "capdl/spec/sizes.h"

static struct untyped_plan_object *gather(struct compilation *c, const struct spec *spec)
{
    struct untyped_plan_object *objects =
        arena_array(&c->arena, struct untyped_plan_object, spec->object_count);

    for (uint32_t i = 0; i < spec->object_count; i++) {
        const struct spec_object *object = &spec->objects[i];

        objects[i] = (struct untyped_plan_object){
            .paddr = object->paddr,
            .size_bits = sizes_memory_bits(spec->arch, object),
            .fixed = object->has_paddr,
            .kind = (uint16_t)(object->kind << 4 | object->level), /* as loader/init does it */
        };
    }
    /* What lies in an untyped of the spec takes nothing of the memory given but that untyped. */
    for (uint32_t i = 0; i < spec->object_count; i++) {
        const struct spec_object *parent = &spec->objects[i];

        for (uint32_t k = 0; parent->kind == SPEC_KIND_UNTYPED && k < parent->cap_count; k++) {
            objects[parent->caps[k].object.index].size_bits = 0;
            objects[parent->caps[k].object.index].fixed = false;
        }
    }
    return objects;
}

static void report(struct compilation *c, const struct spec *spec, const struct untyped_plan *plan,
                   enum untyped_plan_result result)
{
    const struct spec_object *object;
    struct diag *diag;

    if (plan->object == UNTYPED_PLAN_NONE) {
        (void)diag_report(&c->diags, DIAG_PLAN_NO_MEMORY, SPAN_NONE, "the memory given: %s",
                          untyped_plan_text(result));
        return;
    }
    object = &spec->objects[plan->object];
    diag = diag_report(&c->diags, DIAG_PLAN_NO_MEMORY, object->span,
                       "object `%s` (%s, %" PRIu64 " bytes) cannot be created: %s", object->name,
                       spec_object_keyword(spec->arch, object),
                       UINT64_C(1) << plan->objects[plan->object].size_bits,
                       untyped_plan_text(result));
    if (object->has_paddr) {
        diag_note(diag, "it is to lie at 0x%" PRIx64, object->paddr);
    }
    if (result == UNTYPED_PLAN_OVERLAP) {
        diag_note(diag, "the other object is `%s`", spec->objects[plan->other].name);
    }
    if (result == UNTYPED_PLAN_NO_MEMORY) {
        diag_note(diag, "%u objects with %" PRIu64 " bytes in all find no place", plan->unplaced,
                  plan->missing);
    }
}

bool plan_spec(struct compilation *c, const struct spec *spec, struct untyped_plan_memory *memory,
               uint32_t count, struct untyped_plan *plan)
{
    enum untyped_plan_result result;

    *plan = (struct untyped_plan){
        .memory = memory,
        .objects = gather(c, spec),
        .order = arena_array(&c->arena, uint32_t, spec->object_count),
        .memory_count = count,
        .object_count = spec->object_count,
    };
    result = untyped_plan_begin(plan);
    if (result != UNTYPED_PLAN_OK) {
        report(c, spec, plan, result);
    }
    return result == UNTYPED_PLAN_OK;
}
