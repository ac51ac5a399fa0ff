/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/check/check_graph.h"

#include <stdarg.h>

#include "capdl/check/check_state.h"

const char *check_keyword(const struct checker *k, const struct spec_object *object)
{
    return (unsigned)object->kind < SPEC_KIND_COUNT ? spec_object_keyword(k->spec->arch, object)
                                                    : "?";
}

struct diag *check_fault(struct checker *k, enum diag_id id, const struct spec_object *object,
                         const char *format, ...)
{
    va_list arguments;
    char *text;

    va_start(arguments, format);
    text = arena_vprintf(&k->c->arena, format, arguments);
    va_end(arguments);
    k->failed = true;
    return diag_report(&k->c->diags, id, object->span, "object `%s` (%s): %s",
                       object->name != NULL ? object->name : "", check_keyword(k, object), text);
}

struct diag *check_cap_fault(struct checker *k, enum diag_id id, const struct spec_object *holder,
                             const struct spec_cap *cap, const char *format, ...)
{
    const struct spec_object *object = spec_object(k->spec, cap->object);
    struct span span = cap->span.file != 0 ? cap->span : holder->span;
    struct diag *diag;
    va_list arguments;
    char *text;

    va_start(arguments, format);
    text = arena_vprintf(&k->c->arena, format, arguments);
    va_end(arguments);
    k->failed = true;
    diag = diag_report(&k->c->diags, id, span,
                       "object `%s` (%s): the capability to `%s` in slot %u %s", holder->name,
                       check_keyword(k, holder), object->name, cap->slot, text);
    if (object->span.file != 0) {
        diag_label(diag, object->span, "`%s` is declared here", object->name);
    }
    return diag;
}

bool check_graph(struct compilation *c, const struct spec *spec)
{
    struct checker k = {.c = c, .spec = spec};
    struct arena_mark mark = compilation_begin_scratch(c);

    k.parents = arena_array(&c->scratch, struct spec_place, spec->object_count);
    k.pools = arena_array(&c->scratch, struct spec_place, spec->object_count);
    for (uint32_t i = 0; i < spec->object_count; i++) {
        k.parents[i].holder = SPEC_NO_OBJECT;
        k.pools[i].holder = SPEC_NO_OBJECT;
        check_objects(&k, i);
    }
    for (uint32_t i = 0; i < spec->object_count; i++) {
        check_caps(&k, i);
    }
    check_unique(&k);
    check_memory(&k);
    check_derivations(&k);
    arena_reset(&c->scratch, mark);
    return !k.failed;
}
