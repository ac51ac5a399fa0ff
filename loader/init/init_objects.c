/* SPDX-License-Identifier: BSD-2-Clause */
#include "loader/init/include/init.h"
#include "loader/init/include/init_cpu.h"
#include "loader/init/include/init_report.h"
#include "loader/init/include/init_slots.h"

#define UNTYPEDS_MAX CONFIG_MAX_NUM_BOOTINFO_UNTYPED_CAPS
#define RETYPE_MAX   CONFIG_RETYPE_FAN_OUT_LIMIT

/* Work space of the planner, too large for the stack. */
struct work {
    struct untyped_plan plan;
    struct untyped_plan_memory memory[UNTYPEDS_MAX];
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

/* Which object the planner's number stands for: itself, or a member of the untyped `cover`. */
static uint32_t planned(const struct init *init, uint32_t cover, uint32_t number)
{
    return cover == CAPDL_NONE
               ? number
               : init->view.caps[init->view.objects[cover].first_cap + number].object;
}

/* The capability of the untyped that the step takes from. */
static seL4_CPtr step_untyped(const struct init *init, uint32_t cover,
                              const struct untyped_plan_step *step)
{
    return cover == CAPDL_NONE ? init->bootinfo->untyped.start + step->memory
                               : init->slot_of[cover];
}

/* Makes the step's objects; they are of one kind and size. */
static void retype(struct init *init, uint32_t cover, const struct untyped_plan_step *step)
{
    uint32_t first = planned(init, cover, step->object);
    seL4_Word size;
    seL4_Word type = object_type(&init->view.objects[first], &size);
    seL4_CPtr slot = init_slots_take_run(init, first, step->count);

    for (uint32_t i = 0; i < step->count; i++) {
        init->slot_of[planned(init, cover, step->objects[i])] = (uint32_t)(slot + i);
    }
    init_report_check(
        init, first, "seL4_Untyped_Retype",
        init_slots_retype(init, step_untyped(init, cover, step), type, size, slot, step->count));
}

/* Skips memory: an untyped nobody uses. Its predecessor in the same slot goes, now that memory
   behind it is taken. */
static void fill(struct init *init, uint32_t cover, const struct untyped_plan_step *step)
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
    init_report_check(init, CAPDL_NONE, "seL4_Untyped_Retype (to skip memory)",
                      init_slots_retype(init, step_untyped(init, cover, step), seL4_UntypedObject,
                                        step->size_bits, work.filler[i], 1));
}

/* Tells what does not fit, and how much is missing. */
_Noreturn static void cannot_place(const struct init *init, uint32_t cover,
                                   enum untyped_plan_result result)
{
    const struct untyped_plan *plan = &work.plan;

    init_report_text("adlc-init:");
    if (plan->object != UNTYPED_PLAN_NONE) {
        init_report_object(init, planned(init, cover, plan->object));
    }
    if (result == UNTYPED_PLAN_OVERLAP) {
        init_report_object(init, planned(init, cover, plan->other));
    }
    if (cover != CAPDL_NONE) {
        init_report_text(" in");
        init_report_object(init, cover);
    }
    init_report_text(": ");
    init_report_text(untyped_plan_text(result));
    if (result == UNTYPED_PLAN_NO_MEMORY) {
        init_report_text(": ");
        init_report_number(plan->unplaced);
        init_report_text(" object(s) need ");
        init_report_number(plan->missing);
        init_report_text(" bytes more");
    }
    init_report_text("\n");
    init_report_stop();
}

static void plan(struct init *init)
{
    const seL4_BootInfo *b = init->bootinfo;
    enum untyped_plan_result result;

    work.plan = (struct untyped_plan){
        .memory = work.memory,
        .objects = init->plan_objects,
        .order = init->plan_order,
        .memory_count = (uint32_t)(b->untyped.end - b->untyped.start),
        .object_count = init->view.object_count,
    };
    for (uint32_t i = 0; i < work.plan.memory_count; i++) {
        work.memory[i].paddr = b->untypedList[i].paddr;
        work.memory[i].taken = init->taken[i];
        work.memory[i].size_bits = b->untypedList[i].sizeBits;
        work.memory[i].device = b->untypedList[i].isDevice != 0;
    }
    for (uint32_t i = 0; i < init->view.object_count; i++) {
        bool covered = (init->view.objects[i].flags & CAPDL_OBJECT_COVERED) != 0;

        init->plan_objects[i] = spec_view_plan_object(&init->view.objects[i]);
        init->plan_objects[i].size_bits = covered ? 0 : init->plan_objects[i].size_bits;
    }
    result = untyped_plan_begin(&work.plan);
    if (result != UNTYPED_PLAN_OK) {
        cannot_place(init, CAPDL_NONE, result);
    }
}

/* Plans the members of an untyped of the spec, in it. */
static void plan_cover(struct init *init, uint32_t cover)
{
    const struct capdl_object *o = &init->view.objects[cover];
    enum untyped_plan_result result;

    work.plan = (struct untyped_plan){
        .memory = work.memory,
        .objects = init->plan_objects,
        .order = init->plan_order,
        .memory_count = 1,
        .object_count = o->cap_count,
    };
    work.memory[0] = (struct untyped_plan_memory){
        .paddr = (o->flags & CAPDL_OBJECT_HAS_PADDR) != 0 ? o->value : 0,
        .size_bits = o->size_bits,
    };
    for (uint32_t i = 0; i < o->cap_count; i++) {
        init->plan_objects[i] = spec_view_plan_object(&init->view.objects[planned(init, cover, i)]);
    }
    result = untyped_plan_begin(&work.plan);
    if (result != UNTYPED_PLAN_OK) {
        cannot_place(init, cover, result);
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
static void follow_plan(struct init *init, uint32_t cover)
{
    struct untyped_plan_step step;

    while (untyped_plan_next_run(&work.plan, &step, run_limit(init))) {
        if (step.object == UNTYPED_PLAN_NONE) {
            fill(init, cover, &step);
        } else {
            retype(init, cover, &step);
        }
    }
}

/* The members of the spec's own untypeds, those of outer ones first. `mapped` tells which are done;
   it is left as it was. */
static void make_covers(struct init *init)
{
    bool more = true;

    while (more) {
        more = false;
        for (uint32_t i = 0; i < init->view.object_count; i++) {
            const struct capdl_object *o = &init->view.objects[i];

            if (o->kind == CAPDL_KIND_UNTYPED && o->cap_count != 0 && init->slot_of[i] != 0 &&
                !init->mapped[i]) {
                plan_cover(init, i);
                follow_plan(init, i);
                init->mapped[i] = true;
                more = true;
            }
        }
    }
    for (uint32_t i = 0; i < init->view.object_count; i++) {
        init->mapped[i] = false;
    }
}

void init_objects_create(struct init *init)
{
    plan(init);
    take_given(init);
    follow_plan(init, CAPDL_NONE);
    make_covers(init);
    make_pools(init);
}
