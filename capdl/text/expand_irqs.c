/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Interrupt numbers. An entry without a number has the one after the entry before it.
 */
#include <inttypes.h>

#include "capdl/text/expand.h"

struct irq_maps {
    struct expand *e;
    struct map seen;             /* number -> object */
    const struct cdl_ref **refs; /* per object: where it was given a number */
};

static void map_irq(struct irq_maps *k, uint32_t index, uint64_t number, const struct cdl_ref *ref)
{
    struct expand *e = k->e;
    struct spec_object *object = &e->spec->objects[index];
    struct diag *diag;
    uint32_t other;

    if (object->kind != SPEC_KIND_IRQ) {
        diag = expand_fault(e, DIAG_CAPDL_REFERENCE, ref->span, "`%s` is a `%s`, not an interrupt",
                            object->name, spec_object_keyword(e->spec->arch, object));
        diag_label(diag, object->span, "it is declared here");
        return;
    }
    if (map_get(&k->seen, number, &other)) {
        diag = expand_fault(e, DIAG_CAPDL_DUPLICATE, ref->span,
                            "interrupt %" PRIu64 " belongs to `%s` already", number,
                            e->spec->objects[other].name);
        diag_label(diag, k->refs[other]->span, "here");
        return;
    }
    if (!object->irq->unmapped) {
        diag = expand_fault(e, DIAG_CAPDL_DUPLICATE, ref->span,
                            "`%s` is interrupt %" PRIu64 " already", object->name,
                            object->irq->number);
        diag_label(diag, k->refs[index]->span, "here");
        return;
    }
    (void)map_put(&k->seen, &e->c->arena, number, index);
    k->refs[index] = ref;
    object->irq->number = number;
    object->irq->unmapped = false;
}

/* The number an entry begins with; false after a report. */
static bool entry_number(struct expand *e, const struct cdl_irq *entry, uint64_t *number)
{
    uint32_t slot;

    if (!entry->slot.given) {
        return true;
    }
    if (entry->slot.symbol == NULL) {
        *number = entry->slot.number;
        return true;
    }
    if (!expand_names_slot(e, &entry->slot, &slot)) {
        return false;
    }
    *number = slot;
    return true;
}

void expand_irqs(struct expand *e)
{
    struct irq_maps k = {.e = e};
    const struct cdl_irq *first = e->tree->irqs;
    uint64_t number = 0;

    k.refs = arena_array(&e->c->arena, const struct cdl_ref *, e->spec->object_count);
    for (const struct cdl_irq *entry = first; entry != NULL; entry = entry->next) {
        struct expand_indices objects;
        bool numbered = entry_number(e, entry, &number);

        if (entry->section != first->section) {
            struct diag *diag = expand_fault(e, DIAG_CAPDL_DUPLICATE, entry->ref->span,
                                             "a second section `irq maps` with entries");

            diag_label(diag, first->ref->span, "the first one is here");
            return;
        }
        if (!expand_names_objects(e, entry->ref, &objects) || !numbered) {
            continue;
        }
        for (uint32_t i = 0; i < objects.count; i++) {
            map_irq(&k, objects.items[i], number++, entry->ref);
        }
    }
}
