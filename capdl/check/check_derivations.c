/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The derivation tree: both ends of an edge hold a capability, no capability comes from itself, and
 * a child is something that the kernel could have derived from its parent.
 */
#include <inttypes.h>

#include "capdl/check/check_state.h"

static struct diag *edge_fault(struct checker *k, const struct spec_derivation *edge,
                               const char *what)
{
    k->failed = true;
    return diag_report(&k->c->diags, DIAG_SPEC_DERIVATION, edge->span,
                       "slot %" PRIu32 " of `%s`, child of slot %" PRIu32 " of `%s`: %s",
                       edge->child.slot, spec_object(k->spec, edge->child.holder)->name,
                       edge->parent.slot, spec_object(k->spec, edge->parent.holder)->name, what);
}

/* Can a capability to one object be derived from a capability to the other? */
static bool related(const struct spec *spec, const struct spec_cap *parent,
                    const struct spec_cap *child)
{
    enum spec_kind from = spec_object(spec, parent->object)->kind;
    enum spec_kind to = spec_object(spec, child->object)->kind;

    return parent->object.index == child->object.index || from == SPEC_KIND_UNTYPED ||
           (from == SPEC_KIND_IRQ_CONTROL && to == SPEC_KIND_IRQ) ||
           (from == SPEC_KIND_ASID_CONTROL && to == SPEC_KIND_ASID_POOL) ||
           (from == SPEC_KIND_IO_SPACE_MASTER && to == SPEC_KIND_IO_DEVICE);
}

static void check_edge(struct checker *k, const struct spec_derivation *edge)
{
    const struct spec_cap *parent = spec_cap_at(k->spec, edge->parent.holder, edge->parent.slot);
    const struct spec_cap *child = spec_cap_at(k->spec, edge->child.holder, edge->child.slot);

    if (parent == NULL || child == NULL) {
        (void)edge_fault(k, edge, parent == NULL ? "the parent is empty" : "the child is empty");
        return;
    }
    if (!related(k->spec, parent, child)) {
        (void)edge_fault(k, edge, "a capability to another object cannot be derived");
        return;
    }
    if (parent->object.index != child->object.index) {
        return;
    }
    if ((child->rights & ~parent->rights) != 0 || (child->executable && !parent->executable)) {
        diag_label(edge_fault(k, edge, "the child has more rights than its parent"), parent->span,
                   "the parent");
    }
    if (parent->badge != 0 && child->badge != parent->badge) {
        diag_label(edge_fault(k, edge, "the parent's badge cannot be changed"), parent->span,
                   "the parent");
    }
}

/* Edges that lead back to where they began. Every child has one parent, so following parents from
 * each child once finds all circles. */
static void check_circles(struct checker *k)
{
    const struct spec *spec = k->spec;
    struct map parents = {0}; /* child's place -> edge */
    uint32_t *visit = arena_array(&k->c->scratch, uint32_t, spec->derivation_count);

    for (uint32_t i = 0; i < spec->derivation_count; i++) {
        const struct spec_place *child = &spec->derivations[i].child;

        (void)map_put(&parents, &k->c->scratch, map_key_from_pair(child->holder.index, child->slot),
                      i);
    }
    for (uint32_t i = 0; i < spec->derivation_count; i++) {
        uint32_t at = i;
        bool more = true;

        while (more && visit[at] == 0) {
            const struct spec_place *parent = &spec->derivations[at].parent;

            visit[at] = i + 1;
            more = map_get(&parents, map_key_from_pair(parent->holder.index, parent->slot), &at);
        }
        if (more && visit[at] == i + 1) {
            (void)edge_fault(k, &spec->derivations[at], "a capability cannot come from itself");
        }
    }
}

void check_derivations(struct checker *k)
{
    check_circles(k);
    for (uint32_t i = 0; i < k->spec->derivation_count; i++) {
        check_edge(k, &k->spec->derivations[i]);
    }
}
