/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/check/check_reach.h"

#include <inttypes.h>

/* ---- CSpaces ---- */

/* The objects that threads can name: those in their CSpaces, and what lies in CNodes among these.
 */
static bool *find_reached(struct compilation *c, const struct spec *spec)
{
    bool *reached = arena_array(&c->scratch, bool, spec->object_count);
    uint32_t *queue = arena_array(&c->scratch, uint32_t, spec->object_count);
    uint32_t head = 0, tail = 0;

    for (uint32_t i = 0; i < spec->object_count; i++) {
        const struct spec_cap *cspace =
            spec->objects[i].kind == SPEC_KIND_TCB
                ? spec_cap_at(spec, (struct spec_object_id){i}, SPEC_TCB_CSPACE)
                : NULL;

        if (cspace != NULL && !reached[cspace->object.index]) {
            reached[cspace->object.index] = true;
            queue[tail++] = cspace->object.index;
        }
    }
    while (head < tail) {
        const struct spec_object *node = &spec->objects[queue[head++]];

        for (uint32_t i = 0; node->kind == SPEC_KIND_CNODE && i < node->cap_count; i++) {
            uint32_t object = node->caps[i].object.index;

            if (!reached[object]) {
                reached[object] = true;
                queue[tail++] = object;
            }
        }
    }
    return reached;
}

static void check_nodes(struct compilation *c, const struct spec *spec)
{
    const bool *reached = find_reached(c, spec);

    for (uint32_t i = 0; i < spec->object_count; i++) {
        const struct spec_object *node = &spec->objects[i];

        if (node->kind == SPEC_KIND_CNODE && node->cap_count > 0 && !reached[i]) {
            (void)diag_report(&c->diags, DIAG_SPEC_UNREACHABLE, node->span,
                              "no thread can use the capabilities in `%s`: it is in no CSpace",
                              node->name);
        }
    }
}

/* ---- domains ---- */

static void check_domains(struct compilation *c, const struct spec *spec)
{
    bool scheduled[UINT8_MAX + 1] = {false};

    for (uint32_t i = 0; i < spec->schedule.count; i++) {
        scheduled[spec->schedule.entries[i].domain] = true;
    }
    for (uint32_t i = 0; spec->schedule.count > 0 && i < spec->object_count; i++) {
        const struct spec_object *object = &spec->objects[i];

        if (object->kind == SPEC_KIND_TCB && !scheduled[object->tcb->domain]) {
            diag_label(diag_report(&c->diags, DIAG_SPEC_DOMAIN, object->span,
                                   "thread `%s` is in domain %u, which is never scheduled",
                                   object->name, object->tcb->domain),
                       spec->schedule.entries[0].span, "the schedule begins here");
        }
    }
}

/* ---- ASIDs ---- */

/* Where a spec gives ASIDs at all, every address space of a thread needs one. */
static void check_asids(struct compilation *c, const struct spec *spec)
{
    bool *pooled = arena_array(&c->scratch, bool, spec->object_count);
    bool any = false;

    for (uint32_t i = 0; i < spec->object_count; i++) {
        const struct spec_object *pool = &spec->objects[i];

        for (uint32_t k = 0; pool->kind == SPEC_KIND_ASID_POOL && k < pool->cap_count; k++) {
            pooled[pool->caps[k].object.index] = true;
            any = true;
        }
    }
    for (uint32_t i = 0; any && i < spec->object_count; i++) {
        const struct spec_cap *vspace =
            spec->objects[i].kind == SPEC_KIND_TCB
                ? spec_cap_at(spec, (struct spec_object_id){i}, SPEC_TCB_VSPACE)
                : NULL;

        if (vspace != NULL && !pooled[vspace->object.index]) {
            pooled[vspace->object.index] = true;
            (void)diag_report(&c->diags, DIAG_SPEC_ASID, spec_object(spec, vspace->object)->span,
                              "the address space `%s` is in no ASID pool, others are",
                              spec_object(spec, vspace->object)->name);
        }
    }
}

/* ---- notifications ---- */

static void check_bound(struct compilation *c, const struct spec *spec)
{
    struct span *bound = arena_array(&c->scratch, struct span, spec->object_count);

    for (uint32_t i = 0; i < spec->object_count; i++) {
        const struct spec_cap *cap =
            spec->objects[i].kind == SPEC_KIND_TCB
                ? spec_cap_at(spec, (struct spec_object_id){i}, SPEC_TCB_BOUND_NTFN)
                : NULL;

        if (cap != NULL) {
            bound[cap->object.index] = spec->objects[i].span;
        }
    }
    for (uint32_t i = 0; i < spec->object_count; i++) {
        const struct spec_object *irq = &spec->objects[i];

        for (uint32_t k = 0; irq->kind == SPEC_KIND_IRQ && k < irq->cap_count; k++) {
            uint32_t object = irq->caps[k].object.index;

            if (bound[object].file != 0) {
                diag_label(diag_report(&c->diags, DIAG_SPEC_BOUND_IRQ, irq->caps[k].span,
                                       "interrupt `%s` goes to `%s`, which is bound to a thread",
                                       irq->name, spec->objects[object].name),
                           bound[object], "to this one");
            }
        }
    }
}

void check_reach(struct compilation *c, const struct spec *spec)
{
    check_nodes(c, spec);
    check_domains(c, spec);
    check_asids(c, spec);
    check_bound(c, spec);
}
