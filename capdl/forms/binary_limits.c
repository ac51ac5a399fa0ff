/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/forms/binary_limits.h"

#include "capdl/forms/binary_kinds.h"

struct limits {
    struct compilation *c;
    const struct spec *spec;
    bool failed;
};

static void fault(struct limits *l, struct span span, const char *what, const char *name)
{
    (void)diag_report(&l->c->diags, DIAG_SPEC_UNWRITABLE, span,
                      "the binary form cannot express %s%s%s%s", what, name != NULL ? " of `" : "",
                      name != NULL ? name : "", name != NULL ? "`" : "");
    l->failed = true;
}

static void check_object(struct limits *l, const struct spec_object *object)
{
    if (!binary_kinds_has(object->kind)) {
        fault(l, object->span,
              arena_printf(&l->c->arena, "the kind `%s`", spec_kind_keyword(object->kind)),
              object->name);
        return;
    }
    if (object->kind == SPEC_KIND_IRQ && object->irq->source != SPEC_IRQ_LINE) {
        fault(l, object->span, "the interrupt controller", object->name);
    }
    if (object->kind == SPEC_KIND_IRQ && object->irq->unmapped) {
        fault(l, object->span, "the missing interrupt number", object->name);
    }
    if (object->kind == SPEC_KIND_TCB && object->tcb->fpu_disabled) {
        fault(l, object->span, "`fpu_disabled`", object->name);
    }
    for (uint32_t i = 0; i < object->fill_count; i++) {
        if (object->fills[i].kind != SPEC_FILL_FILE) {
            fault(l, object->span, "a fill that comes from no file,", object->name);
        }
    }
}

static void check_caps(struct limits *l, const struct spec_object *holder)
{
    for (uint32_t i = 0; i < holder->cap_count; i++) {
        const struct spec_cap *cap = &holder->caps[i];

        if (cap->thread_cap != SPEC_CAP_THREAD) {
            fault(l, cap->span, "a reply capability", NULL);
        }
        if (holder->kind == SPEC_KIND_TCB && cap->slot == SPEC_TCB_TIMEOUT_EP) {
            fault(l, cap->span, "the timeout endpoint", holder->name);
        }
        if (cap->has_asid) {
            fault(l, cap->span, "the ASID of a capability", NULL);
        }
    }
}

bool binary_limits_check(struct compilation *c, const struct spec *spec)
{
    struct limits l = {.c = c, .spec = spec};

    if (!binary_kinds_has_arch(spec->arch)) {
        fault(&l, SPAN_NONE,
              arena_printf(&c->arena, "the architecture %s", spec_arch_keyword(spec->arch)), NULL);
    }
    for (uint32_t i = 0; i < spec->object_count; i++) {
        check_object(&l, &spec->objects[i]);
        check_caps(&l, &spec->objects[i]);
    }
    if (spec->derivation_count > 0) {
        fault(&l, spec->derivations[0].span, "the derivation of capabilities", NULL);
    }
    if (spec->schedule.count > 0) {
        fault(&l, spec->schedule.entries[0].span, "a domain schedule", NULL);
    }
    return !l.failed;
}
