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
   badge included, so a badged one is made for it. */
static void bind_handler(struct init *init, uint32_t object)
{
    const struct capdl_object *o = &init->view.objects[object];
    const struct capdl_cap *cap;
    seL4_CPtr notification;

    if (o->cap_count == 0) {
        return;
    }
    cap = &init->view.caps[o->first_cap];
    notification = init->slot_of[cap->object];
    if (cap->data != 0) {
        notification = init_slots_take(init, object);
        init_report_check(init, object, "seL4_CNode_Mint",
                          seL4_CNode_Mint(init_slots_root(init), notification, seL4_WordBits,
                                          init_slots_root(init), init->slot_of[cap->object],
                                          seL4_WordBits, seL4_AllRights, cap->data));
    }
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

static void give(struct init *init, uint32_t cnode, const struct capdl_cap *cap)
{
    uint32_t *alias;

    if (init->view.objects[cap->object].kind == CAPDL_KIND_IRQ_CONTROL) {
        move(init, cnode, cap, init->slot_of[cap->object]);
        return;
    }
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

void init_cspaces_fill(struct init *init)
{
    for (uint32_t i = 0; i < init->view.object_count; i++) {
        const struct capdl_object *o = &init->view.objects[i];

        if (o->kind != CAPDL_KIND_CNODE) {
            continue;
        }
        for (uint32_t k = 0; k < o->cap_count; k++) {
            give(init, i, &init->view.caps[o->first_cap + k]);
        }
    }
}
