/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CSpaces, filled after everything else exists: page tables can only be copied once they are
 * mapped, and the capability of the interrupt controller, which cannot be copied at all, is moved
 * away when no more handlers are needed.
 */
#include "loader/init/include/init.h"
#include "loader/init/include/init_report.h"
#include "loader/init/include/init_slots.h"

/* Gives a slot to the handler of one interrupt. */
static void issue_handler(struct init *init, uint32_t object)
{
    const struct capdl_object *o = &init->view.objects[object];
    const struct capdl_irq *irq = &capdl_irqs(init->view.spec)[o->detail];
    seL4_CPtr slot = init_slots_take(init, object);
    seL4_Error error;

    if ((irq->flags & CAPDL_IRQ_TRIGGER_GIVEN) != 0) {
        error = seL4_IRQControl_GetTrigger(seL4_CapIRQControl, irq->number,
                                           (irq->flags & CAPDL_IRQ_EDGE) != 0 ? 1 : 0,
                                           init_slots_root(init), slot, seL4_WordBits);
    } else {
        error = seL4_IRQControl_Get(seL4_CapIRQControl, irq->number, init_slots_root(init), slot,
                                    seL4_WordBits);
    }
    init_report_check(init, object, "IRQControl_Get", error);
    init->slot_of[object] = (uint32_t)slot;
}

/* Binds the interrupt to its notification. The kernel keeps a copy of the capability it is given,
   so one with the badge and the rights of the spec is made for it; without rights it gets all. */
static void bind_handler(struct init *init, uint32_t object)
{
    const struct capdl_object *o = &init->view.objects[object];
    const struct capdl_cap *cap;
    seL4_CapRights_t rights;
    seL4_CPtr notification;

    if (o->cap_count == 0) {
        return;
    }
    cap = &init->view.caps[o->first_cap];
    rights = cap->rights != 0 ? init_rights(cap->rights) : seL4_AllRights;
    notification = init_slots_take(init, object);
    init_report_check(init, object, "seL4_CNode_Mint",
                      seL4_CNode_Mint(init_slots_root(init), notification, seL4_WordBits,
                                      init_slots_root(init), init->slot_of[cap->object],
                                      seL4_WordBits, rights, cap->data));
    init_report_check(init, object, "seL4_IRQHandler_SetNotification",
                      seL4_IRQHandler_SetNotification(init->slot_of[object], notification));
}

void init_interrupts_issue(struct init *init)
{
    for (uint32_t i = 0; i < init->view.object_count; i++) {
        if (init->view.objects[i].kind == CAPDL_KIND_IRQ) {
            issue_handler(init, i);
            bind_handler(init, i);
        }
    }
}

/* Puts our capability in `from` into a slot of the CNode and loses it. */
static void move(struct init *init, uint32_t cnode, const struct capdl_cap *cap, seL4_CPtr from)
{
    init_report_check(init, cap->object, "seL4_CNode_Move",
                      seL4_CNode_Move(init->slot_of[cnode], cap->slot,
                                      init->view.objects[cnode].size_bits, init_slots_root(init),
                                      from, seL4_WordBits));
}

/* Puts a copy of the object's capability there, with the spec's rights and, for those that carry
   it, badge or guard. */
static void mint(struct init *init, uint32_t cnode, const struct capdl_cap *cap)
{
    enum capdl_kind kind = (enum capdl_kind)init->view.objects[cap->object].kind;
    seL4_CapRights_t rights = seL4_AllRights;
    seL4_Word data = 0;

    if (kind == CAPDL_KIND_ENDPOINT || kind == CAPDL_KIND_NOTIFICATION) {
        rights = init_rights(cap->rights);
        data = cap->data;
    } else if (kind == CAPDL_KIND_FRAME) {
        rights = init_rights(cap->rights);
    } else if (kind == CAPDL_KIND_CNODE) {
        data = seL4_CNode_CapData_new(cap->data, cap->guard_size).words[0];
    }
    init_report_check(init, cap->object, "seL4_CNode_Mint",
                      seL4_CNode_Mint(init->slot_of[cnode], cap->slot,
                                      init->view.objects[cnode].size_bits, init_slots_root(init),
                                      init->slot_of[cap->object], seL4_WordBits, rights, data));
}

/* The capability it comes from in the spec; CAPDL_NONE: from none. */
static uint32_t parent_of(const struct init *init, uint32_t cap)
{
    const struct capdl_parent *parents = capdl_parents(init->view.spec);
    uint32_t low = 0;
    uint32_t high = init->view.spec->parents.count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (parents[middle].child < cap) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < init->view.spec->parents.count && parents[low].child == cap ? parents[low].parent
                                                                             : CAPDL_NONE;
}

bool init_takes_original(const struct init *init, uint32_t cap)
{
    uint8_t kind = init->view.objects[init->view.caps[cap].object].kind;
    bool badged = (kind == CAPDL_KIND_ENDPOINT || kind == CAPDL_KIND_NOTIFICATION) &&
                  init->view.caps[cap].data != 0;

    return kind == CAPDL_KIND_IRQ_CONTROL || kind == CAPDL_KIND_UNTYPED ||
           (init->is_parent[cap] && !badged);
}

/* Does it come from a badged capability, which must be there before? */
static bool has_badged_parent(const struct init *init, uint32_t cap)
{
    uint32_t parent = parent_of(init, cap);

    return parent != CAPDL_NONE && !init_takes_original(init, parent);
}

/* Copies the capability out of the slot its parent is in. */
static void copy_child(struct init *init, uint32_t cnode, const struct capdl_cap *cap,
                       uint32_t parent)
{
    uint32_t from = capdl_holder(init->view.spec, parent);

    init_report_check(
        init, cap->object, "seL4_CNode_Copy (of its parent)",
        seL4_CNode_Copy(init->slot_of[cnode], cap->slot, init->view.objects[cnode].size_bits,
                        init->slot_of[from], init->view.caps[parent].slot,
                        init->view.objects[from].size_bits, init_rights(cap->rights)));
}

/* Puts the object's own capability there. What is still needed here stays as a copy. */
static void move_original(struct init *init, uint32_t cnode, const struct capdl_cap *cap)
{
    uint8_t kind = init->view.objects[cap->object].kind;
    seL4_CPtr original = init->slot_of[cap->object];

    if (kind == CAPDL_KIND_TCB || kind == CAPDL_KIND_CNODE) {
        seL4_CPtr copy = init_slots_take(init, cap->object);

        init_slots_copy(init, cap->object, copy, seL4_AllRights);
        init->slot_of[cap->object] = (uint32_t)copy;
    }
    move(init, cnode, cap, original);
}

static void give(struct init *init, uint32_t cnode, uint32_t index)
{
    const struct capdl_cap *cap = &init->view.caps[index];
    uint32_t *alias;

    if ((cap->flags & CAPDL_CAP_MAPPED_ALIAS) == 0) {
        mint(init, cnode, cap);
        return;
    }
    alias = &init->alias_of[cap->mapping];
    if (*alias == 0 || *alias == SLOT_PLAN_ALIAS) {
        init_report_fail(init, cap->object, "no such mapping, or given away twice, for");
    }
    move(init, cnode, cap, *alias);
    *alias = 0;
}

/* What is done with a CNode slot when: copies of our own capabilities, then copies of badged ones
   that are in a CNode by now, in the end the originals. */
enum pass { PASS_MINT, PASS_CHILDREN, PASS_ORIGINALS, PASSES };

static enum pass pass_of(const struct init *init, uint32_t cap)
{
    if (init_takes_original(init, cap)) {
        return PASS_ORIGINALS;
    }
    return has_badged_parent(init, cap) ? PASS_CHILDREN : PASS_MINT;
}

static void do_pass(struct init *init, enum pass pass, uint32_t cnode)
{
    const struct capdl_object *o = &init->view.objects[cnode];

    for (uint32_t k = o->first_cap; k < o->first_cap + o->cap_count; k++) {
        const struct capdl_cap *cap = &init->view.caps[k];

        if (pass_of(init, k) != pass) {
            continue;
        }
        if (pass == PASS_MINT) {
            give(init, cnode, k);
        } else if (pass == PASS_CHILDREN) {
            copy_child(init, cnode, cap, parent_of(init, k));
        } else {
            move_original(init, cnode, cap);
        }
    }
}

/* The fault endpoint of a thread that has one of its own is put where its CPtr leads to. */
static void give_fault_endpoint(struct init *init, uint32_t thread)
{
    const struct capdl_cap *fault = spec_view_cap(&init->view, thread, CAPDL_TCB_FAULT_EP);
    const struct capdl_cap *cspace = spec_view_cap(&init->view, thread, CAPDL_TCB_CSPACE);
    const struct capdl_object *o = &init->view.objects[thread];
    struct capdl_cap cap;

    if (fault != NULL) {
        cap = *fault;
        cap.slot = (uint32_t)(capdl_tcbs(init->view.spec)[o->detail].fault_ep &
                              ((UINT64_C(1) << init->view.objects[cspace->object].size_bits) - 1));
        mint(init, cspace->object, &cap);
    }
}

void init_cspaces_fill(struct init *init)
{
    for (uint32_t i = 0; i < init->view.object_count; i++) {
        if (init->view.objects[i].kind == CAPDL_KIND_TCB) {
            give_fault_endpoint(init, i);
        }
    }
    for (enum pass pass = PASS_MINT; pass < PASSES; pass++) {
        for (uint32_t i = 0; i < init->view.object_count; i++) {
            if (init->view.objects[i].kind == CAPDL_KIND_CNODE) {
                do_pass(init, pass, i);
            }
        }
    }
}
