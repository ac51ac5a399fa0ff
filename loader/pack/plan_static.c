/* SPDX-License-Identifier: BSD-2-Clause */
#include "loader/pack/plan_static.h"

#include "loader/include/init_payload.h"
#include "loader/pack/pack_elf.h"
#include "loader/pack/plan_image.h"
#include "loader/pack/static_spec.h"

/* Attempts that follow the size of the spec, up or down; and those that only go up after that. */
#define FREE_ROUNDS 4u
#define ROUNDS_MAX  32u
#define NAME_BYTES  20u /* at most, of a padding untyped's name */

/* One attempt. */
struct attempt {
    struct plan_input input;   /* the spec as it is, beside a root server of a size assumed */
    struct plan_layout layout; /* of it */
    struct spec *spec;         /* with the derivation */
    uint32_t *new_ids;
    uint32_t padded;
    struct plan_input check; /* that spec, beside its own root server */
    struct plan_layout result;
};

static uint64_t pages(const struct plan_input *input)
{
    return pack_elf_page_up(input->board.root_size);
}

/* Is every object of the result where it was planned? Pages of the image lie where the spec, which
 * is in front of them, lets them. */
static bool is_as_planned(struct compilation *c, const struct attempt *a)
{
    uint64_t *found = arena_array(&c->arena, uint64_t, a->spec->object_count);

    for (size_t i = 0; i < a->result.places.count; i++) {
        const struct plan_place *place = &a->result.places.items[i];

        if (place->object == UNTYPED_PLAN_NONE) {
            return false;
        }
        found[place->object] = place->paddr;
    }
    for (size_t i = 0; i < a->layout.places.count; i++) {
        const struct plan_place *place = &a->layout.places.items[i];

        if (place->where != PLAN_IN_IMAGE && place->object != UNTYPED_PLAN_NONE &&
            found[a->new_ids[place->object]] != place->paddr) {
            return false;
        }
    }
    return true;
}

/* Makes the derivation for a root server of `size` bytes with `slots` slots. False after reporting
 * what does not fit; otherwise `*fits` says whether it is that of the spec that came out. */
static bool attempt(struct compilation *c, const struct board_files *files, struct attempt *a,
                    uint64_t size, uint64_t slots, uint32_t padding, bool *fits)
{
    struct diag_mark mark;

    if (a->input.board.root_own != 0) {
        a->input.board.root_own += size - a->input.board.root_size; /* what grows is in front */
        a->input.contents_vaddr += size - a->input.board.root_size;
    }
    a->input.board.root_size = size;
    a->input.slots_least = slots;
    if (!plan_layout_board(c, &a->input, &a->layout)) {
        return false;
    }
    a->spec = static_spec_make(c, &a->layout, padding, &a->padded, a->new_ids);
    if (!plan_image_input_spec(c, a->spec, files, &a->check)) {
        return false;
    }
    mark = diag_mark(&c->diags);
    *fits = plan_layout_board(c, &a->check, &a->result) && pages(&a->check) == pages(&a->input) &&
            a->result.slots.chunks == a->layout.slots.chunks &&
            a->result.slots.root_bits == a->layout.slots.root_bits && is_as_planned(c, a);
    diag_withdraw(&c->diags, mark);
    return true;
}

/* How many untypeds may be added before the spec, or the state that the root server keeps for it,
 * takes another page; at least one. */
static uint32_t until_next_page(const struct attempt *a)
{
    const struct capdl_header *header = a->check.binary;
    uint64_t state = init_payload_state_size(header->objects.count, header->caps.count);
    uint64_t each = sizeof(struct capdl_object) + sizeof(struct capdl_cap) + NAME_BYTES;
    uint64_t spec_room = (PACK_PAGE - a->check.binary_size % PACK_PAGE) / each;
    uint64_t state_room = (PACK_PAGE - state % PACK_PAGE) / init_payload_state_size(1, 1);

    return (uint32_t)(1 + (spec_room < state_room ? spec_room : state_room));
}

struct spec *plan_static(struct compilation *c, const struct spec *spec,
                         const struct board_files *files, struct plan_layout *layout)
{
    struct attempt *a = arena_new(&c->arena, struct attempt);
    uint64_t size, slots = 0;
    uint32_t padding = 0;

    a->new_ids = arena_array(&c->arena, uint32_t, spec->object_count);
    if (!plan_image_input_spec(c, spec, files, &a->input)) {
        return NULL;
    }
    a->input.own_cnodes_apart = true;
    size = a->input.board.root_size;
    for (unsigned round = 0; round < ROUNDS_MAX; round++) {
        bool fits = false;

        if (!attempt(c, files, a, size, slots, padding, &fits)) {
            return NULL;
        }
        if (fits) {
            *layout = a->result;
            return a->spec;
        }
        a->input.board.loader = a->check.board.loader; /* its payload grows, too */
        slots = a->result.slots.need > slots ? a->result.slots.need : slots;
        if (round < FREE_ROUNDS || pages(&a->check) >= size) {
            size = pages(&a->check);
        } else if (a->padded < padding) {
            break; /* no room for it */
        } else {
            padding += until_next_page(a);
        }
    }
    diag_report(&c->diags, DIAG_PLAN_NO_MEMORY, SPAN_NONE,
                "no derivation was found that holds for a root server which it is part of");
    return NULL;
}
