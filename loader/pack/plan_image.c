/* SPDX-License-Identifier: BSD-2-Clause */
#include "loader/pack/plan_image.h"

#include <inttypes.h>

#include "adl/base/compilation.h"
#include "adl/base/strbuf.h"
#include "loader/init/include/slot_plan.h"
#include "loader/pack/read_image.h"

#define SLOT_BITS 5u

struct planner {
    struct compilation *c;
    const struct pack_bytes *root;
    struct spec_view view;
    struct board_memory_plan memory;
    struct untyped_plan plan;
    struct untyped_plan_object *objects;
};

/* Opens the spec as the root server will; false after reporting why it will refuse it. */
static bool open_spec(struct planner *p, enum spec_arch arch, const struct read_payload *payload)
{
    struct spec_fault fault =
        spec_view_open(&p->view, payload->spec.bytes, payload->spec.size, (uint32_t)arch,
                       payload->contents.bytes, payload->payload.frames_pages);

    if (fault.text == NULL) {
        return true;
    }
    if (fault.object == CAPDL_NONE) {
        diag_report(&p->c->diags, DIAG_SPEC_UNBOOTABLE, SPAN_NONE,
                    "the root server cannot make this system: %s", fault.text);
    } else {
        diag_report(&p->c->diags, DIAG_SPEC_UNBOOTABLE, SPAN_NONE,
                    "the root server cannot make `%s`: %s", spec_view_name(&p->view, fault.object),
                    fault.text);
    }
    return false;
}

/* The smallest plain untyped with room for 2^bits bytes where nothing has a fixed place. */
static struct untyped_plan_memory *room_for(struct planner *p, uint8_t bits)
{
    struct untyped_plan_memory *best = NULL;

    for (uint32_t i = 0; i < p->memory.count; i++) {
        struct untyped_plan_memory *u = &p->memory.untypeds[i];
        bool fits = !u->device && ((UINT64_C(1) << u->size_bits) - u->taken) >> bits != 0;

        for (uint32_t k = 0; fits && k < p->view.object_count; k++) {
            const struct capdl_object *o = &p->view.objects[k];

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
static bool plan_slots(struct planner *p, uint64_t *need)
{
    uint32_t *alias_of = arena_array(&p->c->arena, uint32_t, p->view.spec->caps.count);
    bool *mapped = arena_array(&p->c->arena, bool, p->view.object_count);
    uint32_t pools = slot_plan_pools(&p->view);
    struct slot_plan slots;
    bool good;

    for (uint32_t i = 0; i < p->view.spec->caps.count; i++) {
        if ((p->view.caps[i].flags & CAPDL_CAP_MAPPED_ALIAS) != 0) {
            alias_of[p->view.caps[i].mapping] = SLOT_PLAN_ALIAS;
        }
    }
    *need = slot_plan_need(&p->view, alias_of, mapped);
    good = slot_plan_make(&slots, *need, p->memory.empty_slots, p->memory.root_bits);
    for (uint32_t i = 0; good && i < slots.chunks; i++) {
        good = take_own(p, SLOT_PLAN_CHUNK_BITS + SLOT_BITS);
    }
    if (good && slots.chunks != 0) {
        good = take_own(p, (uint8_t)(slots.root_bits + SLOT_BITS));
    }
    for (uint32_t i = 0; good && i < pools; i++) {
        good = pools <= SLOT_PLAN_POOLS_MAX && take_own(p, SLOT_PLAN_POOL_BITS);
    }
    if (!good) {
        diag_report(&p->c->diags, DIAG_PLAN_NO_MEMORY, SPAN_NONE,
                    "the root server needs %" PRIu64 " slots: its first CNode has %" PRIu64
                    " free, and there is no room for more CNodes, or for ASIDs",
                    *need, p->memory.empty_slots);
    }
    return good;
}

/* What CONFIG_ROOT_CNODE_SIZE_BITS a kernel of seL4 must have for this: its first CNode does not
   grow. The root server makes more CNodes, but their capabilities must have room in the first. */
static unsigned sel4_cnode_bits(const struct planner *p, uint64_t need)
{
    struct slot_plan slots;
    uint8_t bits = 1;

    while (UINT64_C(1) << bits <= p->memory.used_slots ||
           !slot_plan_make(&slots, need, (UINT64_C(1) << bits) - p->memory.used_slots, bits)) {
        bits++;
    }
    return bits;
}

/* What of the largest free memory is left: an untyped that is large enough in all, but in pieces.
 */
static void note_largest(const struct planner *p, struct diag *diag)
{
    const struct untyped_plan_memory *best = NULL;
    uint64_t most = 0;

    for (uint32_t i = 0; i < p->memory.count; i++) {
        const struct untyped_plan_memory *u = &p->memory.untypeds[i];
        uint64_t left = u->device ? 0 : (UINT64_C(1) << u->size_bits) - u->taken;

        if (left > most) {
            best = u;
            most = left;
        }
    }
    if (best != NULL) {
        diag_note(diag, "the largest untyped of the board, at 0x%" PRIx64 ", has %" PRIu64 " bytes",
                  best->paddr, most);
    }
}

static void report_memory(struct planner *p, enum untyped_plan_result result)
{
    const struct untyped_plan *plan = &p->plan;
    struct diag *diag;
    uint32_t id = plan->object;

    if (id == UNTYPED_PLAN_NONE) {
        diag_report(&p->c->diags, DIAG_PLAN_NO_MEMORY, SPAN_NONE, "the board's memory: %s",
                    untyped_plan_text(result));
        return;
    }
    diag = diag_report(&p->c->diags, DIAG_PLAN_NO_MEMORY, SPAN_NONE,
                       "object `%s` (%" PRIu64 " bytes) cannot be created: %s",
                       spec_view_name(&p->view, id), UINT64_C(1) << p->objects[id].size_bits,
                       untyped_plan_text(result));
    if (p->objects[id].fixed) {
        diag_note(diag, "it is to lie at 0x%" PRIx64, p->objects[id].paddr);
    }
    if (result == UNTYPED_PLAN_OVERLAP) {
        diag_note(diag, "the other object is `%s`", spec_view_name(&p->view, plan->other));
    }
    if (result == UNTYPED_PLAN_NO_MEMORY) {
        diag_note(diag, "%u objects with %" PRIu64 " bytes in all find no place", plan->unplaced,
                  plan->missing);
        note_largest(p, diag);
    }
}

static bool plan_memory(struct planner *p)
{
    enum untyped_plan_result result;

    p->objects = arena_array(&p->c->arena, struct untyped_plan_object, p->view.object_count);
    for (uint32_t i = 0; i < p->view.object_count; i++) {
        p->objects[i] = spec_view_plan_object(&p->view.objects[i]);
        if ((p->view.objects[i].flags & CAPDL_OBJECT_COVERED) != 0) {
            p->objects[i].size_bits = 0; /* made of memory of the spec's own */
        }
    }
    p->plan = (struct untyped_plan){
        .memory = p->memory.untypeds,
        .objects = p->objects,
        .order = arena_array(&p->c->arena, uint32_t, p->view.object_count),
        .memory_count = p->memory.count,
        .object_count = p->view.object_count,
    };
    result = untyped_plan_begin(&p->plan);
    if (result != UNTYPED_PLAN_OK) {
        report_memory(p, result);
    }
    return result == UNTYPED_PLAN_OK;
}

/* Where everything will lie. */
static void put_layout(struct planner *p, uint64_t contents, uint64_t need, struct strbuf *out)
{
    struct untyped_plan_step step;

    for (uint32_t i = 0; i < p->view.object_count; i++) {
        if (spec_view_is_image_page(&p->view.objects[i])) {
            strbuf_printf(out, "0x%010" PRIx64 " %10u image  %s\n",
                          contents + (uint64_t)p->view.objects[i].detail * CAPDL_PAGE_SIZE,
                          CAPDL_PAGE_SIZE, spec_view_name(&p->view, i));
        }
    }
    while (untyped_plan_next(&p->plan, &step)) {
        strbuf_printf(out, "0x%010" PRIx64 " %10" PRIu64 " %5" PRIu32 "  %s\n", step.paddr,
                      UINT64_C(1) << step.size_bits, step.memory,
                      step.object == UNTYPED_PLAN_NONE ? "(skipped)"
                                                       : spec_view_name(&p->view, step.object));
    }
    strbuf_printf(out,
                  "%" PRIu64 " slots of the root server, %" PRIu64 " of 2^%u are free at the start "
                  "(seL4: CONFIG_ROOT_CNODE_SIZE_BITS %u or more)\n",
                  need, p->memory.empty_slots, (unsigned)p->memory.root_bits,
                  sel4_cnode_bits(p, need));
    strbuf_printf(out, "%" PRIu64 " bytes of the root server and its objects can be given back\n",
                  p->memory.reclaimable);
    for (uint32_t i = 0; i < p->memory.count; i++) {
        const struct untyped_plan_memory *u = &p->memory.untypeds[i];

        if (u->used != 0) {
            strbuf_printf(out, "untyped %u at 0x%" PRIx64 ": %" PRIu64 " of %" PRIu64 " bytes\n", i,
                          u->paddr, u->used, UINT64_C(1) << u->size_bits);
        }
    }
}

bool plan_image(struct compilation *c, const struct pack_bytes *kernel,
                const struct pack_bytes *root, struct board_memory *board, struct strbuf *layout)
{
    struct planner *p = arena_new(&c->arena, struct planner);
    struct pack_program k, r;
    struct read_payload payload;
    const char *fault;
    uint64_t end = 0, need = 0;

    p->c = c;
    p->root = root;
    if (!pack_elf_read(c, "kernel", kernel, &k) || !pack_elf_read(c, "root server", root, &r) ||
        !read_image_payload(c, &r, &payload) || !open_spec(p, board->arch, &payload)) {
        return false;
    }
    if (!pack_elf_symbol(&k, "kernel_image_end", &end)) {
        end = k.virt_end;
    }
    board->kernel.start = k.phys_start;
    board->kernel.end = k.phys_start + (end - k.virt_start);
    board->root_vaddr = r.virt_start;
    board->root_size = r.virt_end - r.virt_start;
    board->root_own = pack_elf_own(&r);
    fault = board_memory_plan(board, &p->memory);
    if (fault != NULL) {
        diag_report(&c->diags, DIAG_PLAN_NO_MEMORY, SPAN_NONE, "%s", fault);
        return false;
    }
    if (!plan_slots(p, &need) || !plan_memory(p)) {
        return false;
    }
    if (layout != NULL) {
        put_layout(p, p->memory.root_start + (payload.payload.frames_vaddr - r.virt_start), need,
                   layout);
    }
    return true;
}
