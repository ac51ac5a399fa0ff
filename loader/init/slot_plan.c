/* SPDX-License-Identifier: BSD-2-Clause */
#include "loader/init/include/slot_plan.h"

/* Fillers (2), a window's copy (1) and its tables (one way down for each of the two windows). */
#define SPARE (3u + 2u * PAGE_TABLES_MAX_LEVELS)

/* What making the object itself takes. */
static uint64_t own_slots(const struct capdl_object *o)
{
    switch (o->kind) {
    case CAPDL_KIND_IRQ: /* the handler, and a notification as the kernel is to have it */
        return o->cap_count != 0 ? 2 : 1;
    case CAPDL_KIND_ASID_POOL: /* the untyped it is made of, too */
        return 2;
    case CAPDL_KIND_FRAME:
        return spec_view_is_image_page(o) ? 0 : 1;
    case CAPDL_KIND_ENDPOINT:
    case CAPDL_KIND_NOTIFICATION:
    case CAPDL_KIND_TCB:
    case CAPDL_KIND_CNODE:
    case CAPDL_KIND_UNTYPED:
    case CAPDL_KIND_PAGE_TABLE:
    case CAPDL_KIND_IRQ_CONTROL:
    case CAPDL_KIND_ASID_CONTROL:
    case CAPDL_KIND_DOMAIN:
    default:
        return o->memory_bits != 0 ? 1 : 0;
    }
}

uint32_t slot_plan_pools(const struct spec_view *view)
{
    uint32_t spaces = 0;
    uint32_t pooled = 0; /* in a pool of the spec; counted as often as it is there */

    for (uint32_t i = 0; i < view->object_count; i++) {
        const struct capdl_object *o = &view->objects[i];

        spaces += o->kind == CAPDL_KIND_PAGE_TABLE && o->level == 0 ? 1 : 0;
        pooled += o->kind == CAPDL_KIND_ASID_POOL ? o->cap_count : 0;
    }
    spaces = spaces > pooled ? spaces - pooled : 0;
    return spaces <= SLOT_PLAN_FIRST_SPACES
               ? 0
               : (spaces - SLOT_PLAN_FIRST_SPACES + SLOT_PLAN_POOL_SPACES - 1) /
                     SLOT_PLAN_POOL_SPACES;
}

uint64_t slot_plan_need(const struct spec_view *view, const uint32_t *alias_of, bool *mapped)
{
    uint64_t need = SPARE +
                    view->spec->parents.count + /* of an original given away, a copy is kept */
                    2u * slot_plan_pools(view); /* the untyped, too */
    bool hands_off = false;

    for (uint32_t i = 0; i < view->object_count; i++) {
        const struct capdl_object *o = &view->objects[i];

        need += own_slots(o);
        if ((o->flags & CAPDL_OBJECT_UNTYPED) != 0) {
            need += hands_off ? 1 : 2; /* a copy of each receiver, and one holding CNode */
            hands_off = true;
        }
        for (uint32_t k = 0; o->kind == CAPDL_KIND_PAGE_TABLE && k < o->cap_count; k++) {
            uint32_t to = view->caps[o->first_cap + k].object;

            if (view->objects[to].kind != CAPDL_KIND_FRAME) {
                continue;
            }
            if (alias_of[o->first_cap + k] != 0 || mapped[to]) {
                need++; /* this mapping takes a copy of the capability */
            } else {
                mapped[to] = true;
            }
        }
    }
    for (uint32_t i = 0; i < view->object_count; i++) {
        mapped[i] = false;
    }
    return need;
}

bool slot_plan_make(struct slot_plan *plan, uint64_t need, uint64_t have, uint8_t initial_bits)
{
    const uint64_t chunk = UINT64_C(1) << SLOT_PLAN_CHUNK_BITS;
    const uint8_t width =
        initial_bits > SLOT_PLAN_CHUNK_BITS ? initial_bits : (uint8_t)SLOT_PLAN_CHUNK_BITS;
    uint64_t chunks;

    *plan = (struct slot_plan){.need = need, .have = have, .width = width};
    if (need <= have) {
        return true;
    }
    /* Each chunk takes a slot of the initial CNode; the root takes two: ours, and with its guard.
     */
    chunks = (need + 2 - have + chunk - 2) / (chunk - 1);
    plan->more = chunks + 2;
    if (plan->more > have || width > 31 || chunks >= UINT64_C(1) << (32 - width)) {
        return false;
    }
    plan->chunks = (uint32_t)chunks;
    for (plan->root_bits = 1; UINT64_C(1) << plan->root_bits <= chunks; plan->root_bits++) {
    }
    plan->root_guard_bits = (uint8_t)(SLOT_PLAN_WORD_BITS - width - plan->root_bits);
    plan->initial_guard_bits = (uint8_t)(width - initial_bits);
    plan->chunk_guard_bits = (uint8_t)(width - SLOT_PLAN_CHUNK_BITS);
    return true;
}
