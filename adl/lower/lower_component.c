/* SPDX-License-Identifier: BSD-2-Clause
 *
 * What every component has, whatever it is connected to: a CNode, a VSpace, locks, threads with
 * stack and IPC buffer, a fault endpoint and the three endpoints of the start-up protocol.
 *
 * Order of a CSpace (glue reference, section 1): locks; pools; for each thread its TCB and, but for
 * the fault handler, its badged fault endpoint; the fault endpoint unbadged; the start-up
 * endpoints; then what the connections add in their order.
 */
#include "adl/lower/lowering.h"

#define STACK_DEFAULT    (16 * 1024)
#define STACK_MAX        (64 * 1024 * 1024)
#define PRIORITY_DEFAULT 254
#define CNODE_RADIX_MAX  20
#define DOMAIN_MAX       255
#define UNTYPEDS_MAX     230 /* that a kernel tells of, and so a loader hands on */

/* What is being made: one thread of one instance. */
struct thread_plan {
    uint32_t instance;
    const char *interface; /* NULL: control or fault handler */
    const char *prefix;    /* of its settings: "" for control, "<iface>" for an interface */
    const char *suffix;    /* of its name after "<instance>_" */
    struct program_place place;
    bool fault_handler;
};

static void lower_locks(struct lowering *l, struct program_build *p, uint32_t instance)
{
    const struct model_component *component = model_component_of(l->model, instance);
    const char *label = l->model->instances[instance].name;
    for (uint32_t i = 0; i < component->lock_count; i++) {
        const struct model_lock *lock = &component->locks[i];
        enum spec_kind kind =
            lock->kind == MODEL_SEMAPHORE ? SPEC_KIND_ENDPOINT : SPEC_KIND_NOTIFICATION;
        struct spec_object_id object = system_build_object(l->build, kind, label, lock->name);
        struct spec_cap cap = {.object = object, .rights = SPEC_READ | SPEC_WRITE};
        system_build_give_cap(l->build, p, lowering_own(l, instance), lock->name, cap);
    }
}

/* A setting of a thread: the specific name (`<prefix>_<name>`) wins over the general one. */
static int64_t thread_setting(struct lowering *l, const struct thread_plan *plan, const char *name,
                              int64_t fallback, int64_t low, int64_t high)
{
    const char *target = l->model->instances[plan->instance].name;
    int64_t general = lowering_setting(l, target, name, "", fallback, low, high);
    const char *specific = intern_printf(&l->c->interner, "%s_%s", plan->prefix, name);
    if (model_setting(l->model, target, specific) == NULL &&
        model_setting(l->model, target, intern_string(&l->c->interner, name)) != NULL) {
        return general; /* comes before the project's default */
    }
    return lowering_setting(l, target, specific, "", general, low, high);
}

static uint32_t add_stack(struct lowering *l, struct program_build *p,
                          const struct thread_plan *plan, size_t index)
{
    int64_t size = STACK_DEFAULT;
    if (!plan->fault_handler) {
        const char *target = l->model->instances[plan->instance].name;
        size =
            lowering_setting(l, target, plan->prefix, "_stack_size", STACK_DEFAULT, 1, STACK_MAX);
    }
    uint64_t pages = ((uint64_t)size + SYSTEM_BUILD_PAGE - 1) / SYSTEM_BUILD_PAGE;
    return system_build_add_region(
        l->build, p,
        (struct program_region){
            .place = lowering_own(l, plan->instance),
            .name = arena_printf(&l->c->arena, "stack_%zu", index),
            .symbol = arena_printf(&l->c->arena, "adlc_stack_%zu", index),
            .size = pages * SYSTEM_BUILD_PAGE,
            .guard_before = SYSTEM_BUILD_PAGE,
            .guard_after = SYSTEM_BUILD_PAGE,
            .rights = SPEC_READ | SPEC_WRITE,
        });
}

static uint32_t add_ipc_buffer(struct lowering *l, struct program_build *p,
                               const struct thread_plan *plan, struct spec_object_id frame,
                               size_t index)
{
    struct spec_object_id *frames = arena_array(&l->c->arena, struct spec_object_id, 1);
    frames[0] = frame;
    return system_build_add_region(
        l->build, p,
        (struct program_region){
            .place = lowering_own(l, plan->instance),
            .name = arena_printf(&l->c->arena, "ipc_buffer_%zu", index),
            .symbol = arena_printf(&l->c->arena, "adlc_ipc_buffer_%zu", index),
            .size = SYSTEM_BUILD_PAGE,
            .guard_before = SYSTEM_BUILD_PAGE,
            .guard_after = SYSTEM_BUILD_PAGE,
            .frames = frames,
            .frame_count = 1,
            .frame_bits = 12,
            .rights = SPEC_READ | SPEC_WRITE,
        });
}

/* The fault handler gets what the instance's other threads have at most, and no more: it shares
 * their memory and their CSpace, so that its authority is theirs. (CAmkES gives it 255, with which
 * any component could take the CPU from all others.) It comes last, so the others are there. */
static void set_handler_priority(struct lowering *l, const struct program_build *p,
                                 const char *instance, struct spec_tcb *handler)
{
    for (vec_each (thread, &p->threads)) {
        const struct spec_tcb *tcb = spec_object(l->spec, thread->tcb)->tcb;
        if (thread->instance != instance) {
            continue;
        }
        handler->prio = tcb->prio > handler->prio ? tcb->prio : handler->prio;
        handler->max_prio = tcb->max_prio > handler->max_prio ? tcb->max_prio : handler->max_prio;
    }
}

/* The TCB with its scheduling parameters and all caps but the CSpace, which comes at the end. */
static struct spec_object_id add_tcb(struct lowering *l, struct program_build *p,
                                     const struct thread_plan *plan, struct spec_object_id frame)
{
    const char *label = l->model->instances[plan->instance].name;
    struct spec_object_id id = system_build_object(
        l->build, SPEC_KIND_TCB, label, arena_printf(&l->c->arena, "%s_tcb", plan->suffix));
    struct spec_tcb *tcb = spec_object(l->spec, id)->tcb;
    tcb->resume = true;
    if (plan->fault_handler) {
        set_handler_priority(l, p, label, tcb);
    } else {
        tcb->prio = (uint8_t)thread_setting(l, plan, "priority", PRIORITY_DEFAULT, 0, 255);
        tcb->max_prio = (uint8_t)thread_setting(l, plan, "max_priority", tcb->prio, 0, 255);
        tcb->affinity = (uint8_t)thread_setting(l, plan, "affinity", 0, 0, 0);
        tcb->domain =
            (uint8_t)lowering_setting(l, label, plan->prefix, "_domain", 0, 0, DOMAIN_MAX);
    }
    spec_put_cap(l->spec, id,
                 (struct spec_cap){.slot = SPEC_TCB_VSPACE, .object = p->program.vspace});
    spec_put_cap(l->spec, id,
                 (struct spec_cap){
                     .slot = SPEC_TCB_IPC_BUFFER,
                     .object = frame,
                     .rights = SPEC_READ | SPEC_WRITE,
                 });
    return id;
}

static void add_thread(struct lowering *l, struct program_build *p, const struct thread_plan *plan,
                       struct spec_object_id fault_ep)
{
    size_t index = p->threads.count;
    const char *label = l->model->instances[plan->instance].name;
    struct spec_object_id frame = system_build_object(
        l->build, SPEC_KIND_FRAME, label, arena_printf(&l->c->arena, "%s_ipc_frame", plan->suffix));
    spec_object(l->spec, frame)->size_bits = 12;
    struct spec_object_id tcb = add_tcb(l, p, plan, frame);
    struct program_place own = lowering_own(l, plan->instance);

    struct program_thread *thread = vec_add(&l->c->arena, &p->threads);
    thread->name = intern_printf(&l->c->interner, "%s_%s", label, plan->suffix);
    thread->instance = label;
    thread->interface = plan->interface;
    thread->place = plan->place;
    thread->tcb = tcb;
    thread->fault_handler = plan->fault_handler;
    thread->stack = add_stack(l, p, plan, index);
    thread->ipc_buffer = add_ipc_buffer(l, p, plan, frame, index);
    thread->tcb_cptr =
        system_build_give_cap(l->build, p, own, arena_printf(&l->c->arena, "tcb_%zu", index),
                              (struct spec_cap){.object = tcb, .rights = SPEC_ALL_RIGHTS});
    if (!plan->fault_handler) {
        spec_object(l->spec, tcb)->tcb->fault_ep = system_build_give_cap(
            l->build, p, own, arena_printf(&l->c->arena, "fault_ep_%zu", index),
            (struct spec_cap){
                .object = fault_ep,
                .rights = SPEC_READ | SPEC_WRITE | SPEC_GRANT_REPLY,
                .badge = thread->tcb_cptr,
            });
    }
}

/* Threads for one end of a connection. */
static void add_end_threads(struct lowering *l, struct program_build *p, uint32_t instance,
                            struct model_place place, struct spec_object_id fault_ep)
{
    const struct model_connection *connection = &l->model->connections[place.connection];
    const struct model_connector *connector = &l->model->connectors[connection->connector];
    const struct model_side *side = place.to_side ? &connector->to : &connector->from;
    const char *interface = model_interface_of(l->model, model_end_at(l->model, place))->name;
    const char *target = l->model->instances[instance].name;
    bool wanted = lowering_setting(l, target, interface, "_has_thread", 1, 0, 1) != 0;
    for (uint32_t n = 0; wanted && n < side->threads; n++) {
        add_thread(l, p,
                   &(struct thread_plan){
                       .instance = instance,
                       .interface = interface,
                       .prefix = interface,
                       .suffix = arena_printf(&l->c->arena, "%s_%04u", interface, n),
                       .place = lowering_place(place.connection, place.to_side, place.end),
                   },
                   fault_ep);
    }
}

static void add_threads(struct lowering *l, struct program_build *p, uint32_t instance,
                        struct spec_object_id fault_ep)
{
    struct program_place own = lowering_own(l, instance);
    uint32_t count;
    const struct model_place *places = model_places_of(l->model, instance, &count);
    add_thread(l, p,
               &(struct thread_plan){
                   .instance = instance, .prefix = "", .suffix = "0_control", .place = own},
               fault_ep);
    for (uint32_t i = 0; i < count; i++) {
        add_end_threads(l, p, instance, places[i], fault_ep);
    }
    add_thread(l, p,
               &(struct thread_plan){
                   .instance = instance,
                   .prefix = "",
                   .suffix = "0_fault_handler",
                   .place = own,
                   .fault_handler = true,
               },
               fault_ep);
}

void lower_component_program(struct lowering *l, struct program_build *p)
{
    const char *label = p->program.name;
    p->program.cspace = system_build_object(l->build, SPEC_KIND_CNODE, label, "cnode");
    p->program.vspace = system_build_object(l->build, SPEC_KIND_PAGE_TABLE, label, "group_bin_pd");
}

/* Room in the address space for frames that the component maps itself, and the cap to do it with,
 * which a component that is given memory needs, too. */
static void lower_copyregions(struct lowering *l, struct program_build *p, uint32_t instance)
{
    const struct model_component *component = model_component_of(l->model, instance);
    struct program_place own = lowering_own(l, instance);
    struct arena *arena = &l->c->arena;
    for (uint32_t i = 0; i < component->copyregion_count; i++) {
        const struct model_copyregion *region = &component->copyregions[i];
        system_build_add_region(
            l->build, p,
            (struct program_region){
                .place = own,
                .name = arena_printf(arena, "copyregion_%s", region->name),
                .symbol = arena_printf(arena, "adlc_copyregion_%u_%s", own.end, region->name),
                .size = region->size,
                .hole = true,
            });
    }
    if (component->copyregion_count > 0 || lowering_setting(l, l->model->instances[instance].name,
                                                            "untyped_memory", "", 0, 0, 1) != 0) {
        system_build_give_cap(
            l->build, p, own, "vspace",
            (struct spec_cap){.object = p->program.vspace, .rights = SPEC_ALL_RIGHTS});
    }
}

void lower_component(struct lowering *l, uint32_t instance)
{
    static const char *const start_up[] = {"pre_init_ep", "interface_init_ep", "post_init_ep"};
    struct program_build *p = &l->build->programs[l->build->program_of[instance]];
    const char *label = l->model->instances[instance].name;
    struct program_place own = lowering_own(l, instance);
    struct spec_object_id fault_ep =
        system_build_object(l->build, SPEC_KIND_ENDPOINT, label, "fault_ep");

    lower_locks(l, p, instance);
    lower_pools(l, p, instance);
    lower_device_tree(l, p, instance);
    lower_copyregions(l, p, instance);
    add_threads(l, p, instance, fault_ep);
    struct spec_cap cap = {.object = fault_ep, .rights = SPEC_READ | SPEC_WRITE};
    system_build_give_cap(l->build, p, own, "fault_ep", cap);
    for (size_t i = 0; i < sizeof(start_up) / sizeof(start_up[0]); i++) {
        cap.object = system_build_object(l->build, SPEC_KIND_ENDPOINT, label, start_up[i]);
        system_build_give_cap(l->build, p, own, start_up[i], cap);
    }
}

/* The radix of the CNode: the smallest that holds all used slots, the spare ones that
 * `cnode_headroom` asks for, and what the loader puts behind them where it gets the memory that is
 * left (a slot more than untypeds); or what `cnode_size_bits` says. */
static uint8_t cnode_radix(struct lowering *l, struct program_build *p)
{
    uint8_t radix = 1;
    const char *target = p->program.name;
    uint32_t spare = (uint32_t)lowering_setting(l, target, "cnode_headroom", "", 0, 0,
                                                (1 << CNODE_RADIX_MAX) / 2);
    spare += spec_object(l->spec, p->program.cspace)->takes_untyped ? UNTYPEDS_MAX + 1 : 0;
    while (p->next_slot + spare > (1u << radix)) {
        radix++;
    }
    int64_t wanted =
        model_integer(l->model, target, intern_string(&l->c->interner, "cnode_size_bits"), radix, 1,
                      CNODE_RADIX_MAX);
    if (wanted >= radix) {
        return (uint8_t)wanted;
    }
    const struct model_setting *setting =
        model_setting(l->model, target, intern_string(&l->c->interner, "cnode_size_bits"));
    struct diag *d =
        diag_report(&l->c->diags, DIAG_CNODE_TOO_SMALL, setting != NULL ? setting->span : SPAN_NONE,
                    "the CNode of `%s` needs %u slots, more than 2^%u", target,
                    p->next_slot + spare, (unsigned)wanted);
    diag_hint(d, "set cnode_size_bits to at least %u, or leave it out", radix);
    return radix;
}

void lower_component_finish(struct lowering *l, struct program_build *p)
{
    uint8_t radix = cnode_radix(l, p);
    spec_object(l->spec, p->program.cspace)->size_bits = radix;
    struct spec_cap cap = {
        .slot = SPEC_TCB_CSPACE,
        .object = p->program.cspace,
        .rights = SPEC_ALL_RIGHTS,
        .guard_size = (uint8_t)(64 - radix),
    };
    for (size_t i = 0; i < p->threads.count; i++) {
        spec_put_cap(l->spec, p->threads.items[i].tcb, cap);
    }
    for (vec_each (id, &p->spare_threads)) {
        spec_put_cap(l->spec, *id, cap);
    }
    if (p->cnode_slot != 0) {
        cap.slot = p->cnode_slot;
        spec_put_cap(l->spec, p->program.cspace, cap);
    }
}
