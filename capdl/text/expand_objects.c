/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Declarations of objects. The first declaration of a name makes the object; another one is an
 * error, unless it is one as `ut`: then it only adds members to what was declared before
 * (expand_covers.c), so that `u[1] = ut { x }` reaches one element of an array. Untypeds that occur
 * only in front of a `/` are declared last.
 */
#include <inttypes.h>

#include "adl/base/suggest.h"
#include "capdl/text/expand.h"
#include "capdl/text/read_text.h"

/* The size in `x[3] = ...`: 0 after a report; 1 for a scalar. */
static uint32_t declared_size(struct expand *e, const struct cdl_ref *ref)
{
    const struct cdl_range *range = ref->ranges;

    if (!ref->indexed) {
        return 1;
    }
    if (range == NULL || range->next != NULL || !range->single) {
        (void)expand_fault(e, DIAG_CAPDL_REFERENCE, ref->span,
                           "an array is declared by its size, as in `%s[3]`", ref->name);
        return 0;
    }
    if (range->first == 0) {
        (void)expand_fault(e, DIAG_CAPDL_REFERENCE, ref->span, "an array cannot be empty");
        return 0;
    }
    if (range->first > READ_TEXT_MAX_OBJECTS ||
        e->spec->object_count > READ_TEXT_MAX_OBJECTS - range->first) {
        (void)expand_fault(e, DIAG_CAPDL_LIMIT, ref->span,
                           "a spec can have %" PRIu32 " objects at most", READ_TEXT_MAX_OBJECTS);
        return 0;
    }
    return (uint32_t)range->first;
}

/* Adds one object like `like`. */
static void add_object(struct expand *e, const struct spec_object *like, const char *name)
{
    struct spec_object *object = spec_object(e->spec, spec_add_object(e->spec, like->kind, name));

    object->span = like->span;
    object->size_bits = like->size_bits;
    object->level = like->level;
    object->table_word = like->table_word;
    object->has_paddr = like->has_paddr;
    object->paddr = like->paddr;
    object->fills = like->fills;
    object->fill_count = like->fill_count;
    object->fill_capacity = like->fill_count; /* shared between elements, and complete */
    object->fills_given = like->fills_given;
    object->asid_high = like->asid_high;
    object->takes_untyped = like->takes_untyped;
    if (object->tcb != NULL) {
        *object->tcb = *like->tcb;
    }
    if (object->irq != NULL) {
        *object->irq = *like->irq;
    }
    if (object->sched != NULL) {
        *object->sched = *like->sched;
    }
    if (object->device != NULL) {
        *object->device = *like->device;
    }
}

/* Adds the `count` objects of a name. */
static void add_name(struct expand *e, const struct cdl_ref *ref, const struct spec_object *like,
                     uint32_t count)
{
    struct expand_name name = {
        .name = ref->name,
        .first = e->spec->object_count,
        .count = count,
        .array = ref->indexed,
        .kind = like->kind,
        .span = ref->span,
    };

    if (ref->indexed) {
        (void)map_put(&e->array_index, &e->c->scratch, map_key_from_pointer(ref->name),
                      (uint32_t)e->arrays.count);
        vec_push(&e->c->scratch, &e->arrays, name);
    }
    if (count > 1) {
        intern_reserve(&e->c->interner, count);
    }
    spec_reserve_objects(e->spec, count);
    for (uint32_t i = 0; i < count; i++) {
        add_object(e, like,
                   ref->indexed ? intern_printf(&e->c->interner, "%s[%" PRIu32 "]", ref->name, i)
                                : ref->name);
    }
}

/* A name that was declared before. */
static void declare_again(struct expand *e, const struct cdl_decl *decl, const struct cdl_ref *ref,
                          const struct expand_name *before, enum spec_kind kind)
{
    struct diag *diag;

    if (kind != SPEC_KIND_UNTYPED) {
        diag =
            expand_fault(e, DIAG_CAPDL_DUPLICATE, ref->span, "`%s` is declared twice", ref->name);
    } else if (decl->params.first != NULL || before->kind != SPEC_KIND_UNTYPED) {
        diag = diag_report(&e->c->diags, DIAG_CAPDL_IGNORED, decl->span,
                           "`%s` is declared already: what is said of it here does not count",
                           ref->name);
    } else {
        return;
    }
    diag_label(diag, before->span, "the first declaration is here");
}

static void unknown_type(struct expand *e, const struct cdl_decl *decl)
{
    static const char *const types[] = {
        "ep",        "notification", "tcb",     "cnode",
        "ut",        "irq",          "arm_irq", "ioapic_irq",
        "msi_irq",   "asid_pool",    "pt",      "pd",
        "pml4",      "pdpt",         "pud",     "pgd",
        "frame",     "io_ports",     "io_pt",   "arm_io_device",
        "io_device", "vcpu",         "sc",      "rtreply",
        "streamid",  "contextbank",  "smc",     "arm_sgi_signal",
    };
    const char *near = suggest_from_array(decl->type, types, sizeof(types) / sizeof(types[0]));
    struct diag *diag = expand_fault(e, DIAG_CAPDL_PARAMETER, decl->type_span,
                                     "there is no object type `%s`", decl->type);

    if (near != NULL) {
        diag_hint(diag, "did you mean `%s`?", near);
    }
}

static struct cdl_ref *last_name(struct cdl_ref *ref)
{
    while (ref->next != NULL) {
        ref = ref->next;
    }
    return ref;
}

/* Declares what one declaration says; true if its members are to be declared too. */
static bool declare(struct expand *e, struct cdl_decl *decl)
{
    const struct cdl_ref *ref = last_name(decl->name);
    struct expand_name before;
    bool again = expand_names_find(e, ref->name, &before);
    struct spec_object object = {.span = ref->span};
    enum spec_kind kind;
    uint32_t size;

    if (!expand_params_kind(decl->type, &kind)) {
        unknown_type(e, decl);
        return true;
    }
    if (decl->has_body && kind != SPEC_KIND_UNTYPED) {
        (void)expand_fault(e, DIAG_CAPDL_COVER, decl->members->span,
                           "only a `ut` has members, not a `%s`", decl->type);
    }
    if (again) {
        declare_again(e, decl, ref, &before, kind);
        return false;
    }
    size = declared_size(e, ref);
    if (!expand_params(e, decl, &object)) {
        object.kind = kind == SPEC_KIND_COUNT ? SPEC_KIND_ENDPOINT : object.kind;
    }
    if (size > 0) {
        add_name(e, ref, &object, size);
    }
    return true;
}

static void declare_all(struct expand *e, struct cdl_decl *decl)
{
    for (; decl != NULL; decl = decl->next) {
        expand_objects_declare(e, decl);
    }
}

void expand_objects_declare(struct expand *e, struct cdl_decl *decl)
{
    if (decl->type != NULL && declare(e, decl)) {
        declare_all(e, decl->members);
    }
}

/* Declares the untypeds in front of a `/` that nothing declares. */
static void declare_prefixes(struct expand *e, const struct cdl_decl *decl)
{
    for (; decl != NULL; decl = decl->next) {
        for (const struct cdl_ref *ref = decl->name; ref->next != NULL; ref = ref->next) {
            struct spec_object untyped = {.kind = SPEC_KIND_UNTYPED, .span = ref->span};
            struct expand_name known;
            uint32_t size;

            if (expand_names_find(e, ref->name, &known)) {
                continue;
            }
            size = declared_size(e, ref);
            if (size > 0) {
                add_name(e, ref, &untyped, size);
            }
        }
        declare_prefixes(e, decl->members);
    }
}

/* Roughly how many objects the declarations make; wrong ones are found later. */
static uint64_t count_declared(const struct cdl_decl *decl)
{
    uint64_t count = 0;

    for (; decl != NULL; decl = decl->next) {
        const struct cdl_ref *ref = decl->name;

        while (ref->next != NULL) {
            ref = ref->next;
        }
        if (decl->type != NULL) {
            count += ref->ranges == NULL                          ? 1
                     : ref->ranges->first > READ_TEXT_MAX_OBJECTS ? 0
                                                                  : ref->ranges->first;
        }
        count += count_declared(decl->members);
    }
    return count;
}

void expand_objects(struct expand *e)
{
    if (!e->declared) {
        uint64_t count = count_declared(e->tree->objects.first);

        spec_reserve_objects(e->spec, count > READ_TEXT_MAX_OBJECTS ? READ_TEXT_MAX_OBJECTS
                                                                    : (uint32_t)count);
        declare_all(e, e->tree->objects.first);
    }
    declare_prefixes(e, e->tree->objects.first);
}
