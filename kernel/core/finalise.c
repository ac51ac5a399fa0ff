/* SPDX-License-Identifier: BSD-2-Clause */
#include "kernel/finalise.h"

#include "arch/machine.h"
#include "kernel/cap.h"
#include "kernel/console.h"
#include "kernel/derivation.h"
#include "kernel/endpoint.h"
#include "kernel/irq.h"
#include "kernel/latency.h"
#include "kernel/notification.h"
#include "kernel/state.h"
#include "kernel/thread.h"
#include "kernel/vspace.h"

enum outcome finalise_preemption_point(void)
{
    kernel.work_units++;
    if (kernel.work_units < MAX_WORK_UNITS_PER_PREEMPTION) {
        return OUTCOME_OK;
    }
    kernel.work_units = 0;
    latency_look();
    return arch_irq_pending() ? OUTCOME_PREEMPTED : OUTCOME_OK;
}

bool finalise_is_long(const struct slot *slot)
{
    switch (cap_type(slot->cap)) {
    case CAP_TAG_TCB:
    case CAP_TAG_CNODE:
        return derivation_is_final(slot);
    case CAP_TAG_ZOMBIE:
        return true;
    default:
        return false;
    }
}

static struct cap zombie_from_thread(struct tcb *thread, struct cap cap)
{
    notification_unbind_thread(thread);
    thread_suspend(thread);
    thread_release_fpu(thread);
    thread_forget(thread);
    return cap_make(CAP_TAG_ZOMBIE, CAP_AUX_ZOMBIE_TCB, cap_address(cap), TCB_SLOT_COUNT);
}

/* Kernel-side end of a capability that needs no long work. `is_final`: the object goes with it. */
static void finalise_object(struct cap cap, bool is_final)
{
    if (cap_type(cap) == CAP_TAG_FRAME) {
        vspace_unmap_frame(cap);
        return;
    }
    if (!is_final) {
        return;
    }
    if (cap_is_table(cap)) {
        vspace_finalise_table(cap);
        return;
    }
    switch (cap_type(cap)) {
    case CAP_TAG_NOTIFICATION:
        notification_unbind(cap_object(cap));
        break;
    case CAP_TAG_ASID_POOL:
        vspace_delete_asid_pool((uint16_t)cap_value(cap), cap_address(cap));
        break;
    default:
        break;
    }
}

/* Is the capability one to an endpoint or notification, living or dead, that threads wait for? */
static bool has_waiters(struct cap cap)
{
    const struct endpoint *endpoint = cap_object(cap);
    const struct notification *notification = cap_object(cap);

    if (cap_type(cap) == CAP_TAG_ENDPOINT) {
        return endpoint->head != NULL;
    }
    if (cap_type(cap) == CAP_TAG_NOTIFICATION) {
        return notification->head != NULL;
    }
    return cap_size_field(cap) == ENDPOINT_BITS ? endpoint->head != NULL
                                                : notification->head != NULL;
}

static void restart_waiter(struct cap zombie)
{
    if (cap_size_field(zombie) == ENDPOINT_BITS) {
        (void)endpoint_restart_first(cap_object(zombie));
    } else {
        (void)notification_restart_first(cap_object(zombie));
    }
}

/* Ends what the capability means; what remains to be deleted in its slot: null, or a zombie. */
static struct cap finalise_cap(struct cap cap, bool is_final)
{
    switch (cap_type(cap)) {
    case CAP_TAG_CNODE:
        if (!is_final) {
            return cap_null();
        }
        return cap_make(CAP_TAG_ZOMBIE, cap_cnode_radix(cap), cap_address(cap),
                        UINT64_C(1) << cap_cnode_radix(cap));
    case CAP_TAG_TCB:
        return is_final ? zombie_from_thread(cap_object(cap), cap) : cap_null();
    case CAP_TAG_ZOMBIE:
        return cap;
    case CAP_TAG_ENDPOINT:
    case CAP_TAG_NOTIFICATION:
        finalise_object(cap, is_final);
        if (!is_final || !has_waiters(cap)) {
            return cap_null();
        }
        return cap_make(CAP_TAG_ZOMBIE, CAP_AUX_ZOMBIE_QUEUE | cap_object_bits(cap),
                        cap_address(cap), 0);
    default:
        finalise_object(cap, is_final);
        return cap_null();
    }
}

/* Empties the slot. An interrupt line is released only when no slot names it any more. */
static void empty(struct slot *slot, bool was_final)
{
    struct cap cap = slot->cap;

    if (cap_is_null(cap)) {
        return;
    }
    derivation_remove(slot);
    if (was_final && cap_type(cap) == CAP_TAG_IRQ_HANDLER) {
        irq_release(cap_value(cap));
    }
}

void finalise_delete_simple(struct slot *slot)
{
    struct cap cap = slot->cap;
    bool is_final;

    if (cap_is_null(cap)) {
        return;
    }
    is_final = derivation_is_final(slot);
    kernel_assert(!finalise_is_long(slot));
    cap = finalise_cap(cap, is_final);
    kernel_assert(cap_is_null(cap));
    empty(slot, is_final);
}

/* Nothing is left to delete in the zombie except (maybe) the very slot it lies in. */
static bool is_removable_zombie(const struct slot *slot)
{
    word_t left = cap_value(slot->cap);

    if (cap_is_zombie_of_queue(slot->cap)) {
        return !has_waiters(slot->cap);
    }
    return left == 0 || (left == 1 && cap_zombie_slots(slot->cap) == slot);
}

/* How far finalise_slot came. */
enum progress {
    PROGRESS_EMPTY,  /* the slot may be emptied */
    PROGRESS_CYCLIC, /* the slot holds a zombie of the object it lies in: the outer deletion goes on
                        with it */
    PROGRESS_PREEMPTED,
};

static enum progress finalise_inner(struct slot *slot, bool *was_final);

/* Restarts a thread that waits, deletes the last slot of the zombie in `slot`, or brings a zombie
 * found there up to `slot`. */
static bool shrink_zombie(struct slot *slot)
{
    struct cap zombie = slot->cap;
    word_t left = cap_value(zombie);
    struct slot *end = cap_zombie_slots(zombie) + left - 1;
    bool was_final = false;

    if (cap_is_zombie_of_queue(zombie)) {
        restart_waiter(zombie);
        return true;
    }
    switch (finalise_inner(end, &was_final)) {
    case PROGRESS_PREEMPTED:
        return false;
    case PROGRESS_EMPTY:
        empty(end, was_final);
        break;
    case PROGRESS_CYCLIC:
        break;
    }
    /* The slot may have got another zombie by a swap; then that one is next. It may even have
     * become empty. */
    if (cap_type(slot->cap) == CAP_TAG_ZOMBIE && cap_address(slot->cap) == cap_address(zombie) &&
        cap_aux(slot->cap) == cap_aux(zombie) && cap_value(slot->cap) == left) {
        kernel_assert(cap_is_null(end->cap));
        slot->cap = cap_with_value(zombie, left - 1);
    }
    return true;
}

/* Brings a zombie that lies inside a dying object to the first slot of its own object, and what was
 * there here. */
static void swap_zombie(struct slot *slot)
{
    struct slot *first = cap_zombie_slots(slot->cap);

    kernel_assert(first != slot);
    derivation_swap(first->cap, first, slot->cap, slot);
}

/* Deletes the notification of an interrupt whose last handler goes: in a slot of the kernel, so
 * that this does not come back here a second time. */
static enum outcome end_binding(struct cap cap, bool is_final)
{
    if (cap_type(cap) != CAP_TAG_IRQ_HANDLER || !is_final) {
        return OUTCOME_OK;
    }
    return irq_delete_binding(cap_value(cap));
}

/* Prepares a slot inside a dying object for emptying. Never goes into a zombie: it is swapped away,
 * and the slot's new contents are looked at. */
static enum progress finalise_inner(struct slot *slot, bool *was_final)
{
    while (!cap_is_null(slot->cap)) {
        *was_final = derivation_is_final(slot);
        if (end_binding(slot->cap, *was_final) != OUTCOME_OK) {
            return PROGRESS_PREEMPTED;
        }
        struct cap rest = finalise_cap(slot->cap, *was_final);
        if (cap_is_null(rest)) {
            return PROGRESS_EMPTY;
        }
        slot->cap = rest;
        if (is_removable_zombie(slot)) {
            return PROGRESS_EMPTY;
        }
        if (cap_is_zombie_of_queue(rest)) {
            restart_waiter(rest);
        } else if (cap_zombie_slots(rest) == slot) {
            return PROGRESS_CYCLIC;
        } else {
            swap_zombie(slot);
        }
        if (finalise_preemption_point() != OUTCOME_OK) {
            return PROGRESS_PREEMPTED;
        }
    }
    return PROGRESS_EMPTY;
}

enum outcome finalise_delete(struct slot *slot)
{
    bool was_final = false;

    while (!cap_is_null(slot->cap)) {
        was_final = derivation_is_final(slot);
        if (end_binding(slot->cap, was_final) != OUTCOME_OK) {
            return OUTCOME_PREEMPTED;
        }
        struct cap rest = finalise_cap(slot->cap, was_final);
        if (cap_is_null(rest)) {
            break;
        }
        slot->cap = rest;
        if (is_removable_zombie(slot)) {
            break;
        }
        if (!shrink_zombie(slot) || finalise_preemption_point() != OUTCOME_OK) {
            return OUTCOME_PREEMPTED;
        }
    }
    empty(slot, was_final);
    return OUTCOME_OK;
}

enum outcome finalise_revoke(struct slot *slot)
{
    while (derivation_has_children(slot)) {
        enum outcome outcome = finalise_delete(derivation_next(slot));
        if (outcome == OUTCOME_OK) {
            outcome = finalise_preemption_point();
        }
        if (outcome != OUTCOME_OK) {
            return outcome;
        }
    }
    return OUTCOME_OK;
}
