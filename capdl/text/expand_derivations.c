/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Edges of the capability derivation tree: from `cdt` sections, whose families may nest, then from
 * `- child_of`. A capability has one parent.
 */
#include <inttypes.h>

#include "capdl/text/expand.h"

struct derivations {
    struct expand *e;
    struct map parents; /* child's place -> index in spec->derivations */
};

static void add_edge(struct derivations *k, struct spec_place child, struct spec_place parent,
                     struct span span)
{
    uint64_t key = map_key_from_pair(child.holder.index, child.slot);
    struct spec *spec = k->e->spec;
    uint32_t other;

    if (map_get(&k->parents, key, &other)) {
        struct diag *diag = expand_fault(k->e, DIAG_CAPDL_DERIVATION, span,
                                         "slot %" PRIu32 " of `%s` has a parent already",
                                         child.slot, spec_object(spec, child.holder)->name);

        diag_label(diag, spec->derivations[other].span, "given here");
        return;
    }
    (void)map_put(&k->parents, &k->e->c->arena, key, spec->derivation_count);
    spec_add_derivation(spec, (struct spec_derivation){child, parent, span});
}

/* The edges between a parent and its family; false when the parent is unknown. Families nest no
 * deeper than braces may. */
static void add_family(struct derivations *k, const struct cdl_family *family)
{
    struct spec_place parent, child;
    bool good = expand_names_place(k->e, family->place, &parent);

    for (const struct cdl_family *at = family->children; at != NULL; at = at->next) {
        bool known = at->children != NULL || expand_names_place(k->e, at->place, &child);

        if (at->children != NULL) {
            add_family(k, at);
            known = good && expand_names_place(k->e, at->place, &child);
        }
        if (good && known) {
            add_edge(k, child, parent, at->place->span);
        }
    }
}

static void add_child_of(struct derivations *k, const struct cdl_cap_list *list,
                         const struct cdl_entry *entry)
{
    struct spec_place parent;

    if (!expand_names_place(k->e, entry->parent, &parent)) {
        return;
    }
    for (uint32_t h = 0; h < list->holders.count; h++) {
        for (uint32_t i = 0; i < entry->count; i++) {
            struct spec_place child = {{list->holders.items[h]}, entry->at + i};

            add_edge(k, child, parent, entry->parent->span);
        }
    }
}

void expand_derivations(struct expand *e)
{
    struct derivations k = {.e = e};

    for (const struct cdl_family *at = e->tree->families.first; at != NULL; at = at->next) {
        add_family(&k, at);
    }
    for (const struct cdl_cap_list *list = e->tree->caps; list != NULL; list = list->next) {
        for (const struct cdl_entry *entry = list->entries; entry != NULL; entry = entry->next) {
            if (entry->parent != NULL && entry->placed && list->holders.count > 0) {
                add_child_of(&k, list, entry);
            }
        }
    }
}
