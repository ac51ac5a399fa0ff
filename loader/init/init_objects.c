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

/* Makes the step's objects; they are of one kind and size. */
static void retype(struct init *init, const struct untyped_plan_step *step)
{
    seL4_Word size;
    seL4_Word type = object_type(&init->view.objects[step->object], &size);
    seL4_CPtr slot = init_slots_take_run(init, step->object, step->count);

    for (uint32_t i = 0; i < step->count; i++) {
        init->slot_of[step->objects[i]] = (uint32_t)(slot + i);
    }
    init_report_check(init, step->object, "seL4_Untyped_Retype",
                      init_slots_retype(init, init->bootinfo->untyped.start + step->memory, type,
                                        size, slot, step->count));
}

/* Skips memory: an untyped nobody uses. Its predecessor in the same slot goes, now that memory
   behind it is taken. */
static void fill(struct init *init, const struct untyped_plan_step *step)
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
                      init_slots_retype(init, init->bootinfo->untyped.start + step->memory,
                                        seL4_UntypedObject, step->size_bits, work.filler[i], 1));
}

/* Tells what does not fit, and how much is missing. */
_Noreturn static void cannot_place(const struct init *init, enum untyped_plan_result result)
{
    const struct untyped_plan *plan = &work.plan;

    init_report_text("adlc-init:");
    if (plan->object != UNTYPED_PLAN_NONE) {
        init_report_object(init, plan->object);
    }
    if (result == UNTYPED_PLAN_OVERLAP) {
        init_report_object(init, plan->other);
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
        const struct capdl_object *o = &init->view.objects[i];
        struct untyped_plan_object *p = &init->plan_objects[i];

        p->size_bits = spec_view_is_image_page(o) ? 0 : o->memory_bits;
        p->fixed = (o->flags & CAPDL_OBJECT_HAS_PADDR) != 0 && o->kind != CAPDL_KIND_ASID_POOL;
        p->paddr = p->fixed ? o->value : 0;
        p->kind = (uint16_t)(o->kind << 4 | o->level);
    }
    result = untyped_plan_begin(&work.plan);
    if (result != UNTYPED_PLAN_OK) {
        cannot_place(init, result);
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

void init_objects_create(struct init *init)
{
    struct untyped_plan_step step;

    plan(init);
    take_given(init);
    while (untyped_plan_next_run(&work.plan, &step, run_limit(init))) {
        if (step.object == UNTYPED_PLAN_NONE) {
            fill(init, &step);
        } else {
            retype(init, &step);
        }
    }
    make_pools(init);
}
