/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Covers: which objects lie in which untyped. Members keep the order of the text, since a static
 * allocation follows it. An object lies in one untyped only.
 */
#include <inttypes.h>

#include "capdl/text/expand.h"

struct covers {
    struct expand *e;
    uint32_t *owners;   /* per object: the untyped it lies in, or UINT32_MAX */
    struct span *spans; /* per object: where that was said */
};

/* Puts one object into an untyped. */
static void add_member(struct covers *k, uint32_t untyped, uint32_t object, struct span span)
{
    struct expand *e = k->e;
    struct spec *spec = e->spec;
    struct diag *diag;

    if (k->owners[object] == untyped) {
        diag = diag_report(&e->c->diags, DIAG_CAPDL_IGNORED, span,
                           "`%s` lies in `%s` already: once is enough", spec->objects[object].name,
                           spec->objects[untyped].name);
        diag_label(diag, k->spans[object], "it was said here first");
        return;
    }
    if (k->owners[object] != UINT32_MAX) {
        diag = expand_fault(e, DIAG_CAPDL_COVER, span, "`%s` cannot lie in `%s` and in `%s`",
                            spec->objects[object].name, spec->objects[untyped].name,
                            spec->objects[k->owners[object]].name);
        diag_label(diag, k->spans[object], "it was put into the other one here");
        return;
    }
    k->owners[object] = untyped;
    k->spans[object] = span;
    (void)spec_put_cap(spec, (struct spec_object_id){untyped},
                       (struct spec_cap){.slot = spec->objects[untyped].cap_count,
                                         .object = {object},
                                         .span = span});
}

static void add_members(struct covers *k, uint32_t untyped, const struct cdl_ref *ref)
{
    struct expand_indices objects;

    if (untyped == UINT32_MAX || !expand_names_objects(k->e, ref, &objects)) {
        return;
    }
    for (uint32_t i = 0; i < objects.count; i++) {
        add_member(k, untyped, objects.items[i], ref->span);
    }
}

/* All objects of the name that a declaration declares. */
static void add_declared(struct covers *k, uint32_t untyped, const struct cdl_ref *ref)
{
    struct expand_name name;
    struct cdl_ref whole = {.name = ref->name, .span = ref->span, .indexed = ref->indexed};

    if (expand_names_find(k->e, ref->name, &name) && name.array != ref->indexed) {
        return; /* declared twice, in two ways: reported */
    }
    add_members(k, untyped, &whole);
}

/* The untyped that a name in front of a `/` or a body means; UINT32_MAX after a report. */
static uint32_t find_untyped(struct covers *k, const struct cdl_ref *ref)
{
    struct spec_object_id id = expand_names_object(k->e, ref);

    if (id.index == SPEC_NO_OBJECT.index) {
        return UINT32_MAX;
    }
    if (spec_object(k->e->spec, id)->kind != SPEC_KIND_UNTYPED) {
        struct diag *diag = expand_fault(
            k->e, DIAG_CAPDL_COVER, ref->span, "`%s` is a `%s`, not a `ut`: nothing lies in it",
            ref->name, spec_object_keyword(k->e->spec->arch, spec_object(k->e->spec, id)));

        diag_label(diag, spec_object(k->e->spec, id)->span, "it is declared here");
        return UINT32_MAX;
    }
    return id.index;
}

/* What one list of members says; they lie in `untyped`, UINT32_MAX: in none. */
static void cover_all(struct covers *k, uint32_t untyped, const struct cdl_decl *decl)
{
    for (; decl != NULL; decl = decl->next) {
        const struct cdl_ref *ref = decl->name;
        uint32_t around = untyped;

        if (decl->type == NULL) {
            add_members(k, around, ref);
            continue;
        }
        for (; ref->next != NULL; ref = ref->next) {
            uint32_t inner = find_untyped(k, ref);

            if (inner != UINT32_MAX && around != UINT32_MAX && k->owners[inner] != around) {
                add_member(k, around, inner, ref->span);
            }
            around = inner;
        }
        add_declared(k, around, ref);
        if (decl->has_body) {
            enum spec_kind kind = SPEC_KIND_COUNT;

            (void)expand_params_kind(decl->type, &kind);
            cover_all(k, kind == SPEC_KIND_UNTYPED ? find_untyped(k, ref) : UINT32_MAX,
                      decl->members);
        }
    }
}

void expand_covers(struct expand *e)
{
    struct covers k = {.e = e};

    if (e->tree->objects.first == NULL) {
        return;
    }
    k.owners = arena_array(&e->c->scratch, uint32_t, e->spec->object_count);
    k.spans = arena_array(&e->c->scratch, struct span, e->spec->object_count);
    for (uint32_t i = 0; i < e->spec->object_count; i++) {
        k.owners[i] = UINT32_MAX;
    }
    cover_all(&k, UINT32_MAX, e->tree->objects.first);
}
