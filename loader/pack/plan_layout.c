/* SPDX-License-Identifier: BSD-2-Clause */
#include "loader/pack/plan_layout.h"

#include <inttypes.h>
#include <string.h>

#include "loader/init/include/object_plan.h"
#include "loader/pack/plan_fault.h"

#define SLOT_BITS 5u

struct planner {
    struct compilation *c;
    const struct plan_input *input;
    struct plan_layout *layout;
    struct untyped_plan plan;
    struct untyped_plan_object *objects; /* and, later, members of one untyped */
    uint64_t *address;                   /* per untyped of the spec: where it lies */
    uint32_t *memory_of;                 /* per untyped of the spec: in which of the kernel's */
    uint32_t *queue;                     /* untypeds of the spec, outer ones first */
};

static bool unbootable(struct planner *p, uint32_t object, const char *text)
{
    const struct spec *spec = p->input->spec;

    if (object == CAPDL_NONE) {
        diag_report(&p->c->diags, DIAG_SPEC_UNBOOTABLE, SPAN_NONE,
                    "the root server cannot make this system: %s", text);
    } else {
        diag_report(&p->c->diags, DIAG_SPEC_UNBOOTABLE, spec->objects[object].span,
                    "the root server cannot make `%s`: %s", spec->objects[object].name, text);
    }
    return false;
}

/* The smallest plain untyped with room for 2^bits bytes where nothing has a fixed place. */
static struct untyped_plan_memory *room_for(struct planner *p, uint8_t bits)
{
    struct board_memory_plan *board = &p->layout->board;
    const struct spec_view *view = &p->layout->view;
    struct untyped_plan_memory *best = NULL;

    for (uint32_t i = 0; i < board->count; i++) {
        struct untyped_plan_memory *u = &board->untypeds[i];
        bool fits = !u->device && ((UINT64_C(1) << u->size_bits) - u->taken) >> bits != 0;

        for (uint32_t k = 0; fits && k < view->object_count; k++) {
            const struct capdl_object *o = &view->objects[k];

            fits = (o->flags & CAPDL_OBJECT_HAS_PADDR) == 0 || o->value < u->paddr ||
                   (o->value - u->paddr) >> u->size_bits != 0;
        }
        if (fits && (best == NULL || u->size_bits < best->size_bits)) {
            best = u;
        }
    }
    return best;
}

/* Takes 2^bits bytes for one more object of the root server. */
static bool take_own(struct planner *p, uint8_t bits)
{
    uint64_t size = UINT64_C(1) << bits;
    struct untyped_plan_memory *u = room_for(p, bits);

    if (u != NULL) {
        u->taken = ((u->taken + size - 1) & ~(size - 1)) + size;
    }
    return u != NULL;
}

/* The root server's own CNodes and ASID pools; false after reporting. */
static bool plan_slots(struct planner *p)
{
    struct plan_layout *layout = p->layout;
    const struct spec_view *view = &layout->view;
    uint32_t *alias_of = arena_array(&p->c->arena, uint32_t, view->spec->caps.count);
    bool *mapped = arena_array(&p->c->arena, bool, view->object_count);
    uint32_t pools = slot_plan_pools(view);
    uint64_t need;
    bool good;

    for (uint32_t i = 0; i < view->spec->caps.count; i++) {
        if ((view->caps[i].flags & CAPDL_CAP_MAPPED_ALIAS) != 0) {
            alias_of[view->caps[i].mapping] = SLOT_PLAN_ALIAS;
        }
    }
    need = slot_plan_need(view, alias_of, mapped);
    need = need < p->input->slots_least ? p->input->slots_least : need;
    good = slot_plan_make(&layout->slots, need, layout->board.empty_slots, layout->board.root_bits);
    for (uint32_t i = 0; good && i < layout->slots.chunks; i++) {
        good = take_own(p, SLOT_PLAN_CHUNK_BITS + SLOT_BITS);
    }
    if (good && layout->slots.chunks != 0) {
        good = take_own(p, (uint8_t)(layout->slots.root_bits + SLOT_BITS));
    }
    for (uint32_t i = 0; good && i < pools; i++) {
        good = pools <= SLOT_PLAN_POOLS_MAX && take_own(p, SLOT_PLAN_POOL_BITS);
    }
    if (!good) {
        diag_report(&p->c->diags, DIAG_PLAN_NO_MEMORY, SPAN_NONE,
                    "the root server needs %" PRIu64 " slots: its first CNode has %" PRIu64
                    " free, and there is no room for more CNodes, or for ASIDs",
                    need, layout->board.empty_slots);
    }
    for (uint32_t i = 0; p->input->own_cnodes_apart && i < layout->board.count; i++) {
        struct untyped_plan_memory *u = &layout->board.untypeds[i];

        u->taken = u->taken != 0 ? UINT64_C(1) << u->size_bits : 0;
    }
    return good;
}

static void add_place(struct planner *p, struct plan_place place)
{
    struct plan_layout *layout = p->layout;

    vec_push(&p->c->arena, &layout->places, place);
    layout->retypes += place.where != PLAN_IN_IMAGE ? 1 : 0;
    layout->skipped += place.object == UNTYPED_PLAN_NONE ? 1 : 0;
    if (place.object != UNTYPED_PLAN_NONE) {
        p->address[place.object] = place.paddr;
        p->memory_of[place.object] = place.memory;
    }
}

/* Pages of the image, which is `contents` on; without a board they have no address. */
static void place_pages(struct planner *p)
{
    const struct plan_layout *layout = p->layout;
    uint64_t contents =
        layout->board.root_start + (p->input->contents_vaddr - p->input->board.root_vaddr);

    for (uint32_t i = 0; i < layout->view.object_count; i++) {
        const struct capdl_object *object = &layout->view.objects[i];

        if (spec_view_is_image_page(object)) {
            add_place(p, (struct plan_place){
                             .object = i,
                             .from = UNTYPED_PLAN_NONE,
                             .memory = UNTYPED_PLAN_NONE,
                             .paddr = layout->has_board
                                          ? contents + (uint64_t)object->detail * CAPDL_PAGE_SIZE
                                          : 0,
                             .size_bits = CAPDL_PAGE_BITS,
                             .where = PLAN_IN_IMAGE,
                         });
        }
    }
}

/* What is made from the kernel's untypeds; false after reporting. */
static bool place_objects(struct planner *p)
{
    struct plan_layout *layout = p->layout;
    struct object_plan input = {
        .view = &layout->view,
        .memory = layout->board.untypeds,
        .memory_count = layout->board.count,
        .objects = p->objects,
        .given = layout->given,
        .named = arena_array(&p->c->arena, bool, layout->view.object_count),
    };
    enum untyped_plan_result result;
    struct untyped_plan_step step;

    object_plan_prepare(&input);
    p->plan = (struct untyped_plan){
        .memory = layout->board.untypeds,
        .objects = p->objects,
        .order = arena_array(&p->c->arena, uint32_t, layout->view.object_count),
        .memory_count = layout->board.count,
        .object_count = layout->view.object_count,
    };
    result = untyped_plan_begin(&p->plan);
    if (result != UNTYPED_PLAN_OK) {
        plan_fault_memory(p->c, layout, &p->plan, result);
        return false;
    }
    while (untyped_plan_next(&p->plan, &step)) {
        add_place(p, (struct plan_place){
                         .object = step.object,
                         .from = UNTYPED_PLAN_NONE,
                         .memory = step.memory,
                         .paddr = step.paddr,
                         .size_bits = step.size_bits,
                         .where = PLAN_IN_MEMORY,
                     });
    }
    for (uint32_t i = 0; i < layout->board.count; i++) {
        if (layout->given[i] != CAPDL_NONE) {
            p->address[layout->given[i]] = layout->board.untypeds[i].paddr;
            p->memory_of[layout->given[i]] = i;
            layout->board.untypeds[i].used = 0;
        }
    }
    return true;
}

/* Device memory gives frames and untypeds only. */
static bool check_device(struct planner *p, uint32_t cover)
{
    const struct spec_view *view = &p->layout->view;
    const struct capdl_object *untyped = &view->objects[cover];
    uint32_t memory = p->memory_of[cover];
    bool good = true;

    for (uint32_t i = 0; p->layout->board.untypeds[memory].device && i < untyped->cap_count; i++) {
        uint32_t member = view->caps[untyped->first_cap + i].object;
        uint8_t kind = view->objects[member].kind;

        if (kind != CAPDL_KIND_FRAME && kind != CAPDL_KIND_UNTYPED) {
            good = unbootable(p, member, "it lies in device memory, where only frames can be made");
        }
    }
    return good;
}

static bool place_members(struct planner *p, uint32_t cover)
{
    struct plan_layout *layout = p->layout;
    const struct spec_object *untyped = &p->input->spec->objects[cover];
    struct cover_plan plan;
    struct untyped_plan_step step;
    enum untyped_plan_result result =
        object_plan_cover(&layout->view, cover, p->address[cover], p->objects, &plan);

    if (result != UNTYPED_PLAN_OK) {
        plan_fault_cover(p->c, layout, cover, &plan, result);
        return false;
    }
    while (cover_plan_next(&plan, &step, 1)) {
        add_place(p, (struct plan_place){
                         .object = step.object == UNTYPED_PLAN_NONE
                                       ? UNTYPED_PLAN_NONE
                                       : untyped->caps[step.object].object.index,
                         .from = cover,
                         .memory = p->memory_of[cover],
                         .paddr = step.paddr,
                         .size_bits = step.size_bits,
                         .where = PLAN_IN_UNTYPED,
                     });
    }
    if (layout->given[p->memory_of[cover]] == cover) {
        layout->board.untypeds[p->memory_of[cover]].used = plan.used;
    }
    return check_device(p, cover);
}

/* What is made from untypeds of the spec, outer ones first, as the root server does it. */
static bool place_covers(struct planner *p)
{
    const struct spec_view *view = &p->layout->view;
    uint32_t count = 0;
    bool good = true;

    for (uint32_t i = 0; i < view->object_count; i++) {
        if (view->objects[i].kind == CAPDL_KIND_UNTYPED &&
            (view->objects[i].flags & CAPDL_OBJECT_COVERED) == 0) {
            p->queue[count++] = i;
        }
    }
    for (uint32_t at = 0; at < count; at++) {
        const struct capdl_object *untyped = &view->objects[p->queue[at]];

        if (untyped->cap_count == 0) {
            continue;
        }
        if (!place_members(p, p->queue[at])) {
            good = false;
            continue;
        }
        for (uint32_t i = 0; i < untyped->cap_count; i++) {
            uint32_t member = view->caps[untyped->first_cap + i].object;

            if (view->objects[member].kind == CAPDL_KIND_UNTYPED && count < view->object_count) {
                p->queue[count++] = member;
            }
        }
    }
    return good;
}

/* Is there memory left for a CNode of 2^bits slots? */
static bool has_room(const struct plan_layout *layout, uint8_t bits)
{
    uint64_t size = UINT64_C(1) << (bits + SLOT_BITS);

    for (uint32_t i = 0; i < layout->board.count; i++) {
        const struct untyped_plan_memory *u = &layout->board.untypeds[i];
        uint64_t total = UINT64_C(1) << u->size_bits;
        uint64_t start = (u->used + size - 1) & ~(size - 1);

        if (!u->device && size <= total && start <= total - size) {
            return true;
        }
    }
    return false;
}

/* Upper bound of the capabilities that the holding CNode has to take, as log2. */
static uint8_t holding_bits(const struct plan_layout *layout)
{
    uint64_t slots = layout->slots.chunks == 0 ? layout->slots.need : layout->slots.have;
    uint64_t count = 4 + slots;
    uint8_t bits = 1;

    for (uint32_t i = 0; i < layout->view.object_count; i++) {
        count += spec_view_is_image_page(&layout->view.objects[i]) ? 1 : 0;
    }
    while (UINT64_C(1) << bits < count) {
        bits++;
    }
    return bits;
}

/* Do the untypeds that are left fit into the CNodes that are to receive them? */
static bool plan_hand_off(struct planner *p)
{
    struct plan_layout *layout = p->layout;
    uint64_t contents =
        layout->board.root_start + (p->input->contents_vaddr - p->input->board.root_vaddr);
    uint64_t size = (uint64_t)layout->view.spec->contents_pages * CAPDL_PAGE_SIZE;
    uint32_t receiver = hand_off_plan_begin(&layout->hand_off, &layout->view);
    uint64_t need = 0;

    if (receiver != CAPDL_NONE) {
        return unbootable(p, receiver, "more CNodes than 16 are to receive untypeds");
    }
    if (layout->hand_off.count == 0) {
        return true;
    }
    for (uint32_t i = 0; i < layout->board.count; i++) {
        hand_off_plan_untyped(&layout->hand_off, i, layout->board.untypeds[i].size_bits,
                              layout->board.untypeds[i].device);
    }
    for (uint32_t i = 0; i < layout->board.piece_count; i++) {
        hand_off_plan_piece(&layout->hand_off, i, layout->board.pieces[i].paddr,
                            layout->board.pieces[i].size_bits, contents, size);
    }
    if (!hand_off_plan_fits(&layout->hand_off, &layout->view, &receiver, &need)) {
        const struct spec_object *cnode = &layout->spec->objects[receiver];

        diag_note(diag_report(&p->c->diags, DIAG_PLAN_NO_SLOTS, cnode->span,
                              "`%s` has 2^%u slots, too few for the untypeds that it is to "
                              "receive: it needs %" PRIu64,
                              cnode->name, cnode->size_bits, need),
                  "%u untypeds are left, and %u of the root server's own memory can be given",
                  layout->board.count, layout->hand_off.pieces);
        return false;
    }
    if (!has_room(layout, holding_bits(layout))) {
        diag_report(&p->c->diags, DIAG_PLAN_NO_MEMORY, SPAN_NONE,
                    "no room is left for the root server's holding CNode (%" PRIu64
                    " bytes), which `%s` is to receive",
                    UINT64_C(1) << (holding_bits(layout) + SLOT_BITS),
                    layout->spec->objects[layout->hand_off.receivers[0].cnode].name);
        return false;
    }
    return true;
}

static void begin(struct planner *p, struct compilation *c, const struct plan_input *input,
                  struct plan_layout *layout)
{
    uint32_t count = input->spec->object_count;

    *p = (struct planner){
        .c = c,
        .input = input,
        .layout = layout,
        .objects = arena_array(&c->arena, struct untyped_plan_object, count),
        .address = arena_array(&c->arena, uint64_t, count),
        .memory_of = arena_array(&c->arena, uint32_t, count),
        .queue = arena_array(&c->arena, uint32_t, count),
    };
    *layout = (struct plan_layout){.spec = input->spec};
}

bool plan_layout_board(struct compilation *c, const struct plan_input *input,
                       struct plan_layout *layout)
{
    struct planner p;
    struct spec_fault fault;
    const char *text;

    begin(&p, c, input, layout);
    fault =
        spec_view_open(&layout->view, input->binary, input->binary_size,
                       (uint32_t)input->board.arch, input->contents, input->binary->contents_pages);
    if (fault.text != NULL) {
        return unbootable(&p, fault.object, fault.text);
    }
    text = board_memory_plan(&input->board, &layout->board);
    if (text != NULL) {
        diag_report(&c->diags, DIAG_PLAN_NO_MEMORY, SPAN_NONE, "%s", text);
        return false;
    }
    layout->has_board = true;
    place_pages(&p);
    return plan_slots(&p) && place_objects(&p) && place_covers(&p) && plan_hand_off(&p);
}

bool plan_layout_memory(struct compilation *c, const struct plan_input *input,
                        const struct untyped_plan_memory *untypeds, uint32_t count,
                        struct plan_layout *layout)
{
    struct planner p;

    begin(&p, c, input, layout);
    layout->view = (struct spec_view){
        .spec = input->binary,
        .objects = capdl_objects(input->binary),
        .caps = capdl_caps(input->binary),
        .object_count = input->spec->object_count,
    };
    memcpy(layout->board.untypeds, untypeds, count * sizeof(*untypeds));
    layout->board.count = count;
    place_pages(&p);
    return place_objects(&p) && place_covers(&p);
}
