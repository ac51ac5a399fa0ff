/* SPDX-License-Identifier: BSD-2-Clause */
#include "loader/pack/plan_fault.h"

#include <inttypes.h>

/* The largest block that an untyped can still give: its log2 size, 0 if none, and where. */
static uint8_t largest_block(const struct untyped_plan_memory *memory, uint64_t *start)
{
    uint64_t total = UINT64_C(1) << memory->size_bits;

    for (uint8_t bits = memory->size_bits; bits >= 4; bits--) {
        uint64_t size = UINT64_C(1) << bits;
        uint64_t at = (memory->used + size - 1) & ~(size - 1);

        if (at <= total - size) {
            *start = memory->paddr + at;
            return bits;
        }
    }
    return 0;
}

/* Which memory is left, and whether it is only in too small pieces. */
static void note_free(const struct plan_layout *layout, const struct untyped_plan *plan,
                      struct diag *diag)
{
    uint8_t wanted = plan->objects[plan->object].size_bits;
    uint64_t free = 0, at = 0, best_at = 0;
    uint8_t best_bits = 0;
    uint32_t pieces = 0;

    for (uint32_t i = 0; i < layout->board.count; i++) {
        const struct untyped_plan_memory *u = &layout->board.untypeds[i];
        uint64_t left = u->device ? 0 : (UINT64_C(1) << u->size_bits) - u->used;
        uint8_t bits = left == 0 ? 0 : largest_block(u, &at);

        free += left;
        pieces += left != 0 ? 1 : 0;
        if (bits > best_bits) {
            best_bits = bits;
            best_at = at;
        }
    }
    if (plan->lost != 0) {
        diag_note(diag,
                  "memory is fragmented: %" PRIu64
                  " bytes in front of objects with fixed addresses "
                  "cannot be used, most of them in the untyped at 0x%" PRIx64,
                  plan->lost, layout->board.untypeds[plan->lost_in].paddr);
    }
    if (best_bits == 0) {
        diag_note(diag, "no ordinary memory is left");
        return;
    }
    diag_note(diag,
              "%" PRIu64 " bytes are left in %u untyped%s; the largest block of them has %" PRIu64
              " bytes and is at 0x%" PRIx64,
              free, pieces, pieces == 1 ? "" : "s", UINT64_C(1) << best_bits, best_at);
    if (free >> wanted != 0 && best_bits < wanted) {
        diag_note(diag, "that would be enough for this object, but it is in too small pieces");
    }
}

static struct diag *report(struct compilation *c, const struct plan_layout *layout, uint32_t id,
                           const char *why)
{
    const struct spec_object *object = &layout->spec->objects[id];

    return diag_report(&c->diags, DIAG_PLAN_NO_MEMORY, object->span,
                       "object `%s` (%s, %" PRIu64 " bytes) cannot be created: %s", object->name,
                       spec_object_keyword(layout->spec->arch, object),
                       UINT64_C(1) << layout->view.objects[id].memory_bits, why);
}

static void note_overlap(const struct plan_layout *layout, struct diag *diag, uint32_t other)
{
    const struct spec_object *object = &layout->spec->objects[other];

    if (object->span.file != 0) {
        diag_label(diag, object->span, "the other object is `%s`", object->name);
    } else {
        diag_note(diag, "the other object is `%s`", object->name);
    }
}

void plan_fault_memory(struct compilation *c, const struct plan_layout *layout,
                       const struct untyped_plan *plan, enum untyped_plan_result result)
{
    uint32_t id = plan->object;
    struct diag *diag;

    if (id == UNTYPED_PLAN_NONE) {
        (void)diag_report(&c->diags, DIAG_PLAN_NO_MEMORY, SPAN_NONE, "the memory given: %s",
                          untyped_plan_text(result));
        return;
    }
    diag = report(c, layout, id, untyped_plan_text(result));
    if (plan->objects[id].fixed) {
        diag_note(diag, "it is to lie at 0x%" PRIx64, plan->objects[id].paddr);
    }
    if (result == UNTYPED_PLAN_NO_DEVICE && layout->spec->objects[id].kind == SPEC_KIND_UNTYPED) {
        diag_note(diag, "a derivation that `--static` made fits one board, kernel and root server");
    }
    if (result == UNTYPED_PLAN_OVERLAP) {
        note_overlap(layout, diag, plan->other);
    }
    if (result == UNTYPED_PLAN_NO_MEMORY) {
        diag_note(diag, "%u object%s with %" PRIu64 " bytes in all find%s no place", plan->unplaced,
                  plan->unplaced == 1 ? "" : "s", plan->missing, plan->unplaced == 1 ? "s" : "");
        note_free(layout, plan, diag);
    }
}

void plan_fault_cover(struct compilation *c, const struct plan_layout *layout, uint32_t cover,
                      const struct cover_plan *plan, enum untyped_plan_result result)
{
    const struct spec_object *untyped = &layout->spec->objects[cover];
    struct diag *diag;

    if (plan->object == UNTYPED_PLAN_NONE) {
        (void)report(c, layout, cover, untyped_plan_text(result));
        return;
    }
    diag = report(c, layout, untyped->caps[plan->object].object.index, untyped_plan_text(result));
    diag_note(diag, "it lies in `%s` at 0x%" PRIx64 ", of %" PRIu64 " bytes", untyped->name,
              plan->paddr, UINT64_C(1) << plan->size_bits);
    if (result == UNTYPED_PLAN_OVERLAP && plan->other != UNTYPED_PLAN_NONE) {
        note_overlap(layout, diag, untyped->caps[plan->other].object.index);
    }
    if (result == UNTYPED_PLAN_NO_MEMORY) {
        diag_note(diag, "it and what follows there need %" PRIu64 " bytes more", plan->missing);
    }
}
