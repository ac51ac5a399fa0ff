/* SPDX-License-Identifier: BSD-2-Clause */
#include "loader/init/include/init.h"
#include "loader/init/include/init_cpu.h"
#include "loader/init/include/init_report.h"
#include "loader/init/include/init_slots.h"
#include "loader/init/include/object_plan.h"

#define UNTYPEDS_MAX CONFIG_MAX_NUM_BOOTINFO_UNTYPED_CAPS
#define RETYPE_MAX   CONFIG_RETYPE_FAN_OUT_LIMIT

/* Work space of the planner, too large for the stack. */
struct work {
    struct untyped_plan plan;
    struct untyped_plan_memory memory[UNTYPEDS_MAX];
    uint32_t given[UNTYPEDS_MAX]; /* the untyped of the spec that one of the kernel's is */
    struct cover_plan cover;
    seL4_CPtr filler[2]; /* slots of fillers, used in turn */
    bool filler_used[2];
    unsigned filler_next;
};

static struct work work;

seL4_CapRights_t init_rights(uint8_t rights)
{
    return seL4_CapRights_new((rights & CAPDL_RIGHT_GRANT_REPLY) != 0,
                              (rights & CAPDL_RIGHT_GRANT) != 0, (rights & CAPDL_RIGHT_READ) != 0,
                              (rights & CAPDL_RIGHT_WRITE) != 0);
}

/* What is to be retyped, and with which size, for an object that takes memory. */
static seL4_Word object_type(const struct capdl_object *o, seL4_Word *size)
{
    *size = o->size_bits;
    switch (o->kind) {
    case CAPDL_KIND_ENDPOINT:
        return seL4_EndpointObject;
    case CAPDL_KIND_NOTIFICATION:
        return seL4_NotificationObject;
    case CAPDL_KIND_TCB:
        return seL4_TCBObject;
    case CAPDL_KIND_CNODE:
        return seL4_CapTableObject;
    case CAPDL_KIND_FRAME:
        return init_cpu_frame_type(o->size_bits);
    case CAPDL_KIND_PAGE_TABLE:
        return init_cpu_table_type(o->level);
    case CAPDL_KIND_UNTYPED:
    case CAPDL_KIND_ASID_POOL:
    case CAPDL_KIND_IRQ:
    case CAPDL_KIND_IRQ_CONTROL:
    case CAPDL_KIND_ASID_CONTROL:
    case CAPDL_KIND_DOMAIN:
    default:
        *size = o->memory_bits;
        return seL4_UntypedObject;
    }
}

/* Makes the step's objects, which are of one kind and size, from the untyped in `from`. The step
   counts members of the untyped `cover`, or, where that is CAPDL_NONE, objects. */
static void retype(struct init *init, seL4_CPtr from, uint32_t cover,
                   const struct untyped_plan_step *step)
{
    const struct capdl_cap *members =
        cover == CAPDL_NONE ? NULL : &init->view.caps[init->view.objects[cover].first_cap];
    uint32_t first = members == NULL ? step->object : members[step->object].object;
    seL4_Word size;
    seL4_Word type = object_type(&init->view.objects[first], &size);
    seL4_CPtr slot = init_slots_take_run(init, first, step->count);

    for (uint32_t i = 0; i < step->count; i++) {
        uint32_t id = members == NULL ? step->objects[i] : members[step->object + i].object;

        init->slot_of[id] = (uint32_t)(slot + i);
    }
    init_report_check(init, first, "seL4_Untyped_Retype",
                      init_slots_retype(init, from, type, size, slot, step->count));
}

/* Skips memory: an untyped nobody uses. Its predecessor in the same slot goes, now that memory
   behind it is taken. */
static void fill(struct init *init, seL4_CPtr from, const struct untyped_plan_step *step)
{
    unsigned i = work.filler_next;

    work.filler_next = 1 - i;
    if (work.filler[i] == 0) {
        work.filler[i] = init_slots_take(init, CAPDL_NONE);
    }
    if (work.filler_used[i]) {
        init_slots_delete(init, CAPDL_NONE, work.filler[i]);
    }
    work.filler_used[i] = true;
    init_report_check(
        init, CAPDL_NONE, "seL4_Untyped_Retype (to skip memory)",
        init_slots_retype(init, from, seL4_UntypedObject, step->size_bits, work.filler[i], 1));
}

/* Tells what does not fit. The objects are CAPDL_NONE where there is none; so is `cover`. */
_Noreturn static void cannot_place(const struct init *init, const uint32_t objects[2],
                                   uint32_t cover, enum untyped_plan_result result)
{
    init_report_text("adlc-init:");
    for (unsigned i = 0; i < 2; i++) {
        if (objects[i] != CAPDL_NONE) {
            init_report_object(init, objects[i]);
        }
    }
    if (cover != CAPDL_NONE) {
        init_report_text(" in");
        init_report_object(init, cover);
    }
    init_report_text(": ");
    init_report_text(untyped_plan_text(result));
    if (objects[0] != CAPDL_NONE && result == UNTYPED_PLAN_NO_DEVICE &&
        init->view.objects[objects[0]].kind == CAPDL_KIND_UNTYPED) {
        init_report_text(": this board, kernel or root server is not the one planned for");
    }
    if (result == UNTYPED_PLAN_NO_MEMORY && cover == CAPDL_NONE) {
        init_report_text(": ");
        init_report_number(work.plan.unplaced);
        init_report_text(" object(s) need ");
        init_report_number(work.plan.missing);
        init_report_text(" bytes more");
    }
    init_report_text("\n");
    init_report_stop();
}

static void plan(struct init *init)
{
    const seL4_BootInfo *b = init->bootinfo;
    uint32_t count = (uint32_t)(b->untyped.end - b->untyped.start);
    struct object_plan input = {
        .view = &init->view,
        .memory = work.memory,
        .memory_count = count,
        .objects = init->plan_objects,
        .given = work.given,
        .named = init->mapped,
    };
    enum untyped_plan_result result;

    for (uint32_t i = 0; i < count; i++) {
        work.memory[i].paddr = b->untypedList[i].paddr;
        work.memory[i].taken = init->taken[i];
        work.memory[i].size_bits = b->untypedList[i].sizeBits;
        work.memory[i].device = b->untypedList[i].isDevice != 0;
    }
    object_plan_prepare(&input);
    work.plan = (struct untyped_plan){
        .memory = work.memory,
        .objects = init->plan_objects,
        .order = init->plan_order,
        .memory_count = count,
        .object_count = init->view.object_count,
    };
    result = untyped_plan_begin(&work.plan);
    if (result != UNTYPED_PLAN_OK) {
        const uint32_t objects[2] = {
            work.plan.object,
            result == UNTYPED_PLAN_OVERLAP ? work.plan.other : CAPDL_NONE,
        };

        cannot_place(init, objects, CAPDL_NONE, result);
    }
}

/* The object that is a member of an untyped; CAPDL_NONE stays what it is. */
static uint32_t member_of(const struct init *init, uint32_t cover, uint32_t member)
{
    return member == UNTYPED_PLAN_NONE
               ? CAPDL_NONE
               : init->view.caps[init->view.objects[cover].first_cap + member].object;
}

/* Plans the members of an untyped of the spec, in it. */
static void plan_cover(struct init *init, uint32_t cover)
{
    const struct capdl_object *o = &init->view.objects[cover];
    uint64_t paddr = (o->flags & CAPDL_OBJECT_HAS_PADDR) != 0 ? o->value : 0;
    enum untyped_plan_result result =
        object_plan_cover(&init->view, cover, paddr, init->plan_objects, &work.cover);

    if (result != UNTYPED_PLAN_OK) {
        const uint32_t objects[2] = {
            member_of(init, cover, work.cover.object),
            result == UNTYPED_PLAN_OVERLAP ? member_of(init, cover, work.cover.other) : CAPDL_NONE,
        };

        cannot_place(init, objects, cover, result);
    }
}

/* The capabilities that need no memory: those the root server has from the start. */
static void take_given(struct init *init)
{
    for (uint32_t i = 0; i < init->view.object_count; i++) {
        const struct capdl_object *o = &init->view.objects[i];

        if (spec_view_is_image_page(o)) {
            init->slot_of[i] = (uint32_t)(init->contents_slot + o->detail);
        } else if (o->kind == CAPDL_KIND_IRQ_CONTROL) {
            init->slot_of[i] = seL4_CapIRQControl;
        } else if (o->kind == CAPDL_KIND_ASID_CONTROL) {
            init->slot_of[i] = seL4_CapASIDControl;
        } else if (o->kind == CAPDL_KIND_DOMAIN) {
            init->slot_of[i] = seL4_CapDomain;
        }
    }
}

/* An ASID pool is made of an untyped by another call. */
static void make_pools(struct init *init)
{
    for (uint32_t i = 0; i < init->view.object_count; i++) {
        seL4_CPtr slot;

        if (init->view.objects[i].kind != CAPDL_KIND_ASID_POOL) {
            continue;
        }
        slot = init_slots_take(init, i);
        init_report_check(init, i, "ASIDControl_MakePool",
                          init_cpu_make_pool(init->slot_of[i], init_slots_root(init), slot));
        init->slot_of[i] = (uint32_t)slot;
    }
}

/* How many objects the next call may make. */
static uint32_t run_limit(struct init *init)
{
    uint32_t left = init_slots_left(init);

    return left < RETYPE_MAX ? left : RETYPE_MAX;
}

/* Does what has been planned. */
static void follow_plan(struct init *init)
{
    struct untyped_plan_step step;

    while (untyped_plan_next_run(&work.plan, &step, run_limit(init))) {
        seL4_CPtr from = init->bootinfo->untyped.start + step.memory;

        if (step.object == UNTYPED_PLAN_NONE) {
            fill(init, from, &step);
        } else {
            retype(init, from, CAPDL_NONE, &step);
        }
    }
}

/* Makes the members of an untyped of the spec. */
static void make_members(struct init *init, uint32_t cover)
{
    struct untyped_plan_step step;

    plan_cover(init, cover);
    while (cover_plan_next(&work.cover, &step, run_limit(init))) {
        if (step.object == UNTYPED_PLAN_NONE) {
            fill(init, init->slot_of[cover], &step);
        } else {
            retype(init, init->slot_of[cover], cover, &step);
        }
    }
}

/* The members of the spec's own untypeds, those of outer ones first. What the plan sorted is not
   needed any more: its place holds the untypeds whose turn comes. */
static void make_covers(struct init *init)
{
    uint32_t *queue = init->plan_order;
    uint32_t count = 0;

    for (uint32_t i = 0; i < init->view.object_count; i++) {
        const struct capdl_object *o = &init->view.objects[i];

        if (o->kind == CAPDL_KIND_UNTYPED && (o->flags & CAPDL_OBJECT_COVERED) == 0) {
            queue[count++] = i;
        }
    }
    for (uint32_t at = 0; at < count; at++) {
        const struct capdl_object *o = &init->view.objects[queue[at]];

        make_members(init, queue[at]);
        for (uint32_t i = 0; i < o->cap_count; i++) {
            uint32_t member = init->view.caps[o->first_cap + i].object;

            if (init->view.objects[member].kind == CAPDL_KIND_UNTYPED) {
                queue[count++] = member; /* as many as objects: spec_view */
            }
        }
    }
    for (uint32_t i = 0; i < init->view.object_count; i++) {
        if ((init->view.objects[i].flags & CAPDL_OBJECT_COVERED) != 0 && init->slot_of[i] == 0) {
            init_report_fail(init, i, "no untyped from which it could be made:");
        }
    }
}

/* Untypeds of the spec that are the kernel's. */
static void take_untypeds(struct init *init)
{
    for (uint32_t i = 0; i < work.plan.memory_count; i++) {
        if (work.given[i] != CAPDL_NONE) {
            init->slot_of[work.given[i]] = (uint32_t)(init->bootinfo->untyped.start + i);
        }
    }
}

void init_objects_create(struct init *init)
{
    plan(init);
    take_given(init);
    take_untypeds(init);
    follow_plan(init);
    make_covers(init);
    make_pools(init);
}
