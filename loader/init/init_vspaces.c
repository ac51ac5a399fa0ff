/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Address spaces. A kernel of this family remembers in each frame capability the one place where it
 * is mapped, so every mapping takes a capability: the frame's own for its first mapping, a copy for
 * each further one. A page of our image is mapped here, so that mapping goes first; we do not look
 * at contents any more by now. A mapping whose capability somebody else will get always takes a
 * copy.
 */
#include "loader/init/include/init.h"
#include "loader/init/include/init_cpu.h"
#include "loader/init/include/init_report.h"
#include "loader/init/include/init_slots.h"

/* One table on the way down, and how far its entries are done. */
struct step {
    uint32_t table;
    uint32_t next; /* position among the table's caps */
    uint64_t vaddr;
};

/* Hardware has no pages that can be written but not read. */
static uint8_t mapping_rights(uint8_t rights)
{
    rights &= CAPDL_RIGHT_READ | CAPDL_RIGHT_WRITE;
    return (rights & CAPDL_RIGHT_WRITE) != 0 ? CAPDL_RIGHT_READ | CAPDL_RIGHT_WRITE : rights;
}

static void map_frame(struct init *init, uint32_t root, uint32_t mapping, uint64_t vaddr)
{
    const struct capdl_cap *cap = &init->view.caps[mapping];
    uint32_t frame = cap->object;
    seL4_CPtr slot = init->slot_of[frame];
    bool alias = init->alias_of[mapping] != 0;

    if (alias || init->mapped[frame]) {
        slot = init_slots_take(init, frame);
        init_slots_copy(init, frame, slot, seL4_AllRights);
    } else if (spec_view_is_image_page(&init->view.objects[frame])) {
        init_report_check(init, frame, "Page_Unmap", init_cpu_unmap_page(slot));
    }
    if (alias) {
        init->alias_of[mapping] = (uint32_t)slot;
    } else {
        init->mapped[frame] = true;
    }
    init_report_check(init, frame, "Page_Map",
                      init_cpu_map_page(slot, init->slot_of[root], vaddr,
                                        init_rights(mapping_rights(cap->rights)),
                                        (cap->flags & CAPDL_CAP_EXECUTABLE) != 0,
                                        (cap->flags & CAPDL_CAP_UNCACHED) == 0));
}

/* Walks down from a root, tables before what is in them. */
static void build(struct init *init, uint32_t root)
{
    const struct spec_view *view = &init->view;
    struct step stack[PAGE_TABLES_MAX_LEVELS] = {
        {root, 0, 0}
    };
    unsigned depth = 0;

    for (;;) {
        struct step *at = &stack[depth];
        const struct capdl_object *table = &view->objects[at->table];
        const struct capdl_cap *cap;
        uint64_t vaddr;

        if (at->next == table->cap_count) {
            if (depth == 0) {
                return;
            }
            depth--;
            continue;
        }
        cap = &view->caps[table->first_cap + at->next];
        vaddr =
            at->vaddr + ((uint64_t)cap->slot << page_tables_entry_bits(view->shape, table->level));
        at->next++;
        if (view->objects[cap->object].kind == CAPDL_KIND_FRAME) {
            map_frame(init, root, table->first_cap + at->next - 1, vaddr);
        } else {
            init_report_check(
                init, cap->object, "PageTable_Map",
                init_cpu_map_table(init->slot_of[cap->object], init->slot_of[root], vaddr));
            depth++;
            stack[depth] = (struct step){cap->object, 0, vaddr};
        }
    }
}

/* Address spaces that the spec puts into a pool of its own. */
static void assign_pools(struct init *init)
{
    for (uint32_t i = 0; i < init->view.object_count; i++) {
        const struct capdl_object *o = &init->view.objects[i];

        for (uint32_t k = 0; o->kind == CAPDL_KIND_ASID_POOL && k < o->cap_count; k++) {
            uint32_t root = init->view.caps[o->first_cap + k].object;

            init_report_check(init, root, "ASIDPool_Assign",
                              init_cpu_assign_asid(init->slot_of[i], init->slot_of[root]));
            init->mapped[root] = true;
        }
    }
}

/* A frame whose own capability is given away as it is cannot use it for a mapping. */
static void reserve_originals(struct init *init)
{
    for (uint32_t i = 0; i < init->view.spec->caps.count; i++) {
        uint32_t to = init->view.caps[i].object;

        if (init->is_parent[i] && init->view.objects[to].kind == CAPDL_KIND_FRAME) {
            if (!init->mapped[to] && spec_view_is_image_page(&init->view.objects[to])) {
                init_report_check(init, to, "Page_Unmap", init_cpu_unmap_page(init->slot_of[to]));
            }
            init->mapped[to] = true;
        }
    }
}

/* Gives an address space an identifier, from the kernel's first pool or, when that is full, from
   the next of ours. */
static void assign_asid(struct init *init, uint32_t root)
{
    seL4_Error error;

    for (;;) {
        seL4_CPtr pool =
            init->pool_next == 0 ? seL4_CapInitThreadASIDPool : init->pools[init->pool_next - 1];

        error = init_cpu_assign_asid(pool, init->slot_of[root]);
        if (error != seL4_DeleteFirst || init->pool_next == init->pool_count) {
            break;
        }
        init->pool_next++;
    }
    init_report_check(init, root, "ASIDPool_Assign", error);
}

void init_vspaces_build(struct init *init)
{
    assign_pools(init);
    reserve_originals(init);
    for (uint32_t i = 0; i < init->view.object_count; i++) {
        const struct capdl_object *o = &init->view.objects[i];

        if (o->kind == CAPDL_KIND_PAGE_TABLE && o->level == 0) {
            if (!init->mapped[i]) {
                assign_asid(init, i);
            }
            build(init, i);
        }
    }
}
