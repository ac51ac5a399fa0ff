/* SPDX-License-Identifier: BSD-2-Clause */
#include "loader/pack/plan_report.h"

#include <inttypes.h>
#include <string.h>

static const struct spec_object *object_of(const struct plan_layout *layout, uint32_t id)
{
    return &layout->spec->objects[id];
}

static uint64_t bytes_of(uint8_t bits)
{
    return UINT64_C(1) << bits;
}

/* How many slots the receiver `index` of a hand-off needs. */
static uint64_t receiver_need(const struct plan_layout *layout, uint32_t index)
{
    const struct hand_off_receiver *r = &layout->hand_off.receivers[index];

    return (uint64_t)r->free + 1 + r->untypeds + (index == 0 ? layout->hand_off.pieces : 0);
}

static void text_place(const struct plan_layout *layout, const struct plan_place *place,
                       struct strbuf *out)
{
    if (place->where == PLAN_IN_IMAGE && !layout->has_board) {
        strbuf_puts(out, "           -");
    } else {
        strbuf_printf(out, "0x%010" PRIx64, place->paddr);
    }
    strbuf_printf(out, " %12" PRIu64 " ", bytes_of(place->size_bits));
    if (place->where == PLAN_IN_IMAGE) {
        strbuf_puts(out, "image  ");
    } else {
        strbuf_printf(out, "%5" PRIu32 "  ", place->memory);
    }
    if (place->where == PLAN_IN_UNTYPED) {
        strbuf_printf(out, "%s/", object_of(layout, place->from)->name);
    }
    strbuf_printf(out, "%s\n",
                  place->object == UNTYPED_PLAN_NONE ? "(skipped)"
                                                     : object_of(layout, place->object)->name);
}

unsigned plan_report_sel4_bits(const struct plan_layout *layout)
{
    struct slot_plan slots;
    uint8_t bits = 1;

    while (UINT64_C(1) << bits <= layout->board.used_slots ||
           !slot_plan_make(&slots, layout->slots.need,
                           (UINT64_C(1) << bits) - layout->board.used_slots, bits)) {
        bits++;
    }
    return bits;
}

static void text_slots(const struct plan_layout *layout, struct strbuf *out)
{
    strbuf_printf(out,
                  "%" PRIu64 " slots of the root server, %" PRIu64 " of 2^%u are free at the start "
                  "(seL4: CONFIG_ROOT_CNODE_SIZE_BITS %u or more)",
                  layout->slots.need, layout->board.empty_slots, (unsigned)layout->board.root_bits,
                  plan_report_sel4_bits(layout));
    if (layout->slots.chunks != 0) {
        strbuf_printf(out, ": %" PRIu32 " more CNodes of %u slots", layout->slots.chunks,
                      1u << SLOT_PLAN_CHUNK_BITS);
    }
    strbuf_printf(out, "\n%" PRIu64 " bytes of the root server and its objects can be given back\n",
                  layout->board.reclaimable);
    for (uint32_t i = 0; i < layout->hand_off.count; i++) {
        const struct spec_object *cnode = object_of(layout, layout->hand_off.receivers[i].cnode);

        strbuf_printf(out, "%s is handed memory: %" PRIu64 " of its %" PRIu64 " slots\n",
                      cnode->name, receiver_need(layout, i), bytes_of(cnode->size_bits));
    }
}

void plan_report_text(const struct plan_layout *layout, struct strbuf *out)
{
    strbuf_printf(out, "%12s %12s %s  %s\n", "address", "bytes", "untyped", "object");
    for (size_t i = 0; i < layout->places.count; i++) {
        text_place(layout, &layout->places.items[i], out);
    }
    strbuf_printf(out, "%" PRIu32 " retypes, %" PRIu32 " of them to skip memory\n", layout->retypes,
                  layout->skipped);
    if (layout->has_board) {
        text_slots(layout, out);
    }
    for (uint32_t i = 0; i < layout->board.count; i++) {
        const struct untyped_plan_memory *u = &layout->board.untypeds[i];

        if (u->used == 0) {
            continue;
        }
        strbuf_printf(out,
                      "untyped %" PRIu32 " at 0x%" PRIx64 "%s: %" PRIu64 " of %" PRIu64 " bytes", i,
                      u->paddr, u->device ? " (device)" : "", u->used, bytes_of(u->size_bits));
        if (layout->given[i] != CAPDL_NONE) {
            strbuf_printf(out, ", is %s", object_of(layout, layout->given[i])->name);
        }
        strbuf_putc(out, '\n');
    }
}

static void put_string(struct strbuf *out, const char *text)
{
    strbuf_putc(out, '"');
    strbuf_put_json_escaped(out, text, strlen(text));
    strbuf_putc(out, '"');
}

static void json_place(const struct plan_layout *layout, const struct plan_place *place,
                       struct strbuf *out)
{
    strbuf_puts(out, "{");
    if (place->object != UNTYPED_PLAN_NONE) {
        const struct spec_object *object = object_of(layout, place->object);

        strbuf_puts(out, "\"name\": ");
        put_string(out, object->name);
        strbuf_printf(out, ", \"type\": \"%s\", ", spec_object_keyword(layout->spec->arch, object));
    } else {
        strbuf_puts(out, "\"skipped\": true, ");
    }
    if (place->where != PLAN_IN_IMAGE || layout->has_board) {
        strbuf_printf(out, "\"address\": %" PRIu64 ", ", place->paddr);
    }
    strbuf_printf(out, "\"bytes\": %" PRIu64, bytes_of(place->size_bits));
    if (place->where == PLAN_IN_IMAGE) {
        strbuf_puts(out, ", \"image\": true");
    } else {
        strbuf_printf(out, ", \"untyped\": %" PRIu32, place->memory);
    }
    if (place->where == PLAN_IN_UNTYPED) {
        strbuf_puts(out, ", \"in\": ");
        put_string(out, object_of(layout, place->from)->name);
    }
    strbuf_puts(out, "}");
}

static void json_untyped(const struct plan_layout *layout, uint32_t index, struct strbuf *out)
{
    const struct untyped_plan_memory *u = &layout->board.untypeds[index];

    strbuf_printf(out,
                  "{\"address\": %" PRIu64 ", \"bytes\": %" PRIu64 ", \"device\": %s, "
                  "\"used\": %" PRIu64,
                  u->paddr, bytes_of(u->size_bits), u->device ? "true" : "false", u->used);
    if (layout->given[index] != CAPDL_NONE) {
        strbuf_puts(out, ", \"is\": ");
        put_string(out, object_of(layout, layout->given[index])->name);
    }
    strbuf_puts(out, "}");
}

static void json_board(const struct plan_layout *layout, struct strbuf *out)
{
    strbuf_printf(out,
                  "  \"slots\": {\"needed\": %" PRIu64 ", \"free\": %" PRIu64
                  ", \"more_cnodes\": %" PRIu32
                  ", \"sel4_cnode_bits\": %u},\n  \"reclaimable\": %" PRIu64 ",\n  \"hand_off\": [",
                  layout->slots.need, layout->board.empty_slots, layout->slots.chunks,
                  plan_report_sel4_bits(layout), layout->board.reclaimable);
    for (uint32_t i = 0; i < layout->hand_off.count; i++) {
        const struct spec_object *cnode = object_of(layout, layout->hand_off.receivers[i].cnode);

        strbuf_puts(out, i == 0 ? "{\"cnode\": " : ", {\"cnode\": ");
        put_string(out, cnode->name);
        strbuf_printf(out, ", \"needed\": %" PRIu64 ", \"slots\": %" PRIu64 "}",
                      receiver_need(layout, i), bytes_of(cnode->size_bits));
    }
    strbuf_puts(out, "],\n");
}

void plan_report_json(const struct plan_layout *layout, struct strbuf *out)
{
    strbuf_printf(out, "{\n  \"schema\": \"adlc.plan/1\",\n  \"arch\": \"%s\",\n",
                  spec_arch_keyword(layout->spec->arch));
    if (layout->has_board) {
        json_board(layout, out);
    }
    strbuf_puts(out, "  \"untypeds\": [");
    for (uint32_t i = 0; i < layout->board.count; i++) {
        strbuf_puts(out, i == 0 ? "\n    " : ",\n    ");
        json_untyped(layout, i, out);
    }
    strbuf_puts(out, "\n  ],\n  \"places\": [");
    for (size_t i = 0; i < layout->places.count; i++) {
        strbuf_puts(out, i == 0 ? "\n    " : ",\n    ");
        json_place(layout, &layout->places.items[i], out);
    }
    strbuf_puts(out, "\n  ]\n}\n");
}
