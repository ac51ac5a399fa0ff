/* SPDX-License-Identifier: BSD-2-Clause */
#include "loader/init/include/hand_off_plan.h"

/* The first slot behind those that the spec fills, or, for their fault endpoints, the threads. */
static uint32_t first_free(const struct spec_view *view, uint32_t cnode)
{
    const struct capdl_object *o = &view->objects[cnode];
    uint64_t mask = (UINT64_C(1) << o->size_bits) - 1;
    uint32_t free = 0;

    for (uint32_t i = 0; i < o->cap_count; i++) {
        uint32_t slot = view->caps[o->first_cap + i].slot;

        free = slot >= free ? slot + 1 : free;
    }
    for (uint32_t i = 0; i < view->object_count; i++) {
        const struct capdl_object *thread = &view->objects[i];
        const struct capdl_cap *cspace;
        uint32_t slot;

        if (thread->kind != CAPDL_KIND_TCB || spec_view_cap(view, i, CAPDL_TCB_FAULT_EP) == NULL) {
            continue;
        }
        cspace = spec_view_cap(view, i, CAPDL_TCB_CSPACE);
        slot = (uint32_t)(capdl_tcbs(view->spec)[thread->detail].fault_ep & mask);
        if (cspace->object == cnode && slot >= free) {
            free = slot + 1;
        }
    }
    return free;
}

uint32_t hand_off_plan_begin(struct hand_off_plan *plan, const struct spec_view *view)
{
    plan->count = 0;
    plan->pieces = 0;
    for (uint32_t i = 0; i < view->object_count; i++) {
        if ((view->objects[i].flags & CAPDL_OBJECT_UNTYPED) == 0) {
            continue;
        }
        if (plan->count == HAND_OFF_MAX) {
            return i;
        }
        plan->receivers[plan->count] = (struct hand_off_receiver){.cnode = i};
        plan->receivers[plan->count].free = first_free(view, i);
        plan->count++;
    }
    return CAPDL_NONE;
}

void hand_off_plan_untyped(struct hand_off_plan *plan, uint32_t index, uint8_t size_bits,
                           bool device)
{
    uint8_t to = 0;

    for (uint8_t r = 1; !device && r < plan->count; r++) {
        to = plan->receivers[r].bytes < plan->receivers[to].bytes ? r : to;
    }
    plan->receiver_of[index] = to;
    plan->receivers[to].untypeds++;
    plan->receivers[to].bytes += device ? 0 : UINT64_C(1) << size_bits;
}

void hand_off_plan_piece(struct hand_off_plan *plan, uint32_t index, uint64_t paddr,
                         uint8_t size_bits, uint64_t start, uint64_t size)
{
    bool before = paddr + (UINT64_C(1) << size_bits) <= start;

    plan->gives_piece[index] = (size == 0 || before || paddr >= start + size) &&
                               plan->receivers[0].untypeds + plan->pieces < HAND_OFF_UNTYPEDS;
    plan->pieces += plan->gives_piece[index] ? 1 : 0;
}

bool hand_off_plan_fits(const struct hand_off_plan *plan, const struct spec_view *view,
                        uint32_t *receiver, uint64_t *need)
{
    for (uint32_t i = 0; i < plan->count; i++) {
        const struct hand_off_receiver *r = &plan->receivers[i];

        *receiver = r->cnode;
        *need = (uint64_t)r->free + 1 + r->untypeds + (i == 0 ? plan->pieces : 0);
        if (*need > UINT64_C(1) << view->objects[r->cnode].size_bits) {
            return false;
        }
    }
    return true;
}
