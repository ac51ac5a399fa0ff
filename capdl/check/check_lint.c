/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/check/check_lint.h"

#include <inttypes.h>

#include "capdl/check/check_parents.h"
#include "capdl/check/check_reach.h"
#include "capdl/check/check_threads.h"

/* ---- rights ---- */

static void check_rights(struct compilation *c, const struct spec *spec,
                         const struct spec_object *holder)
{
    for (uint32_t i = 0; i < holder->cap_count; i++) {
        const struct spec_cap *cap = &holder->caps[i];
        const struct spec_object *object = spec_object(spec, cap->object);
        bool frame = object->kind == SPEC_KIND_FRAME;

        if (cap->rights != 0 || (frame && cap->executable)) {
            continue;
        }
        if ((holder->kind == SPEC_KIND_CNODE || holder->kind == SPEC_KIND_PAGE_TABLE) &&
            (frame || object->kind == SPEC_KIND_ENDPOINT ||
             object->kind == SPEC_KIND_NOTIFICATION)) {
            (void)diag_report(&c->diags, DIAG_SPEC_RIGHTS, cap->span,
                              "the capability to `%s` in slot %" PRIu32 " of `%s` has no rights",
                              object->name, cap->slot, holder->name);
        }
    }
}

/* ---- what nothing reaches ---- */

/* Does an object of this kind do something although no capability names it? */
static bool acts_alone(enum spec_kind kind)
{
    return kind == SPEC_KIND_TCB || kind == SPEC_KIND_UNTYPED || kind == SPEC_KIND_ASID_POOL ||
           kind == SPEC_KIND_IO_DEVICE || kind == SPEC_KIND_ARM_IO_DEVICE;
}

static void check_unused(struct compilation *c, const struct spec *spec)
{
    bool *used = arena_array(&c->scratch, bool, spec->object_count);

    for (uint32_t i = 0; i < spec->object_count; i++) {
        const struct spec_object *holder = &spec->objects[i];

        for (uint32_t k = 0; holder->kind != SPEC_KIND_UNTYPED && k < holder->cap_count; k++) {
            /* A CNode that only names itself is as unreachable as before. */
            used[holder->caps[k].object.index] =
                used[holder->caps[k].object.index] || holder->caps[k].object.index != i;
        }
    }
    for (uint32_t i = 0; i < spec->object_count; i++) {
        const struct spec_object *object = &spec->objects[i];

        if (used[i] || acts_alone(object->kind)) {
            continue;
        }
        if (object->kind == SPEC_KIND_IRQ) {
            (void)diag_report(&c->diags, DIAG_SPEC_UNUSED, object->span,
                              "nobody has a handler capability for interrupt `%s`", object->name);
        } else {
            (void)diag_report(&c->diags, DIAG_SPEC_UNUSED, object->span, "no capability names `%s`",
                              object->name);
        }
    }
    for (uint32_t i = 0; i < spec->object_count; i++) {
        const struct spec_object *object = &spec->objects[i];

        if (object->kind == SPEC_KIND_IRQ && object->irq->unmapped && used[i]) {
            (void)diag_report(&c->diags, DIAG_SPEC_UNUSED, object->span,
                              "interrupt `%s` has no number: it is in no `irq maps`", object->name);
        }
    }
}

/* ---- untypeds and names ---- */

static void check_untyped(struct compilation *c, const struct spec_object *object)
{
    if (object->kind == SPEC_KIND_UNTYPED && object->size_bits == 0) {
        (void)diag_report(&c->diags, DIAG_SPEC_UNSIZED, object->span,
                          "the untyped `%s` has no size: nobody can say whether its members fit",
                          object->name);
    }
}

/* Text cannot have both `x` and `x[0]`, but JSON can. */
static void check_name(struct compilation *c, const struct spec *spec,
                       const struct spec_object *object)
{
    if (object->element != SPEC_SCALAR &&
        spec_find(spec, object->base).index != SPEC_NO_OBJECT.index) {
        (void)diag_report(&c->diags, DIAG_SPEC_NAMES, object->span,
                          "`%s` is no element of an array, since there is a `%s` too", object->name,
                          object->base);
    }
}

void check_lint(struct compilation *c, const struct spec *spec)
{
    struct arena_mark mark = compilation_begin_scratch(c);

    for (uint32_t i = 0; i < spec->object_count; i++) {
        check_rights(c, spec, &spec->objects[i]);
        check_untyped(c, &spec->objects[i]);
        check_name(c, spec, &spec->objects[i]);
    }
    check_threads(c, spec);
    check_reach(c, spec);
    check_unused(c, spec);
    check_parents(c, spec, DIAG_SPEC_PARENT);
    arena_reset(&c->scratch, mark);
}
