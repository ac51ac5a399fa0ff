/* SPDX-License-Identifier: BSD-2-Clause */
#include "kernel/irq.h"

#include "api/invocation_labels.h"
#include "arch/machine.h"
#include "kernel/cap.h"
#include "kernel/console.h"
#include "kernel/cspace.h"
#include "kernel/derivation.h"
#include "kernel/finalise.h"
#include "kernel/invocation.h"
#include "kernel/notification.h"
#include "kernel/sched.h"
#include "kernel/state.h"

void irq_init(void)
{
    kernel_assert(plat_irq_info.last < PLAT_IRQ_LIMIT);
    plat_irq_init();
    kernel.irq_states[plat_irq_info.timer_irq] = IRQ_TIMER;
    plat_irq_unmask(plat_irq_info.timer_irq);
    arch_timer_start(TIMER_TICK_MS);
}

/* Nobody takes the interrupt. Where the controller leaves the line open, a level would come again
 * at once and for ever: such a line is closed until somebody acknowledges or listens. */
static void drop(uint32_t irq)
{
    kernel.irq_muted[irq] = plat_irq_info.stays_open ? 1 : 0;
    if (kernel.irq_reported[irq] == 0) {
        /* Once only: printing may make the console's device interrupt again. */
        kernel.irq_reported[irq] = 1;
        console_printf("kernel: interrupt %u has nobody to go to\n", irq);
    }
}

/* Opens a line that was closed by drop(). */
static void unmute(uint32_t irq)
{
    if (kernel.irq_muted[irq] != 0) {
        kernel.irq_muted[irq] = 0;
        plat_irq_unmask(irq);
    }
}

static void deliver(uint32_t irq)
{
    struct cap cap = kernel.irq_slots[irq].cap;

    if (cap_type(cap) == CAP_TAG_NOTIFICATION && cap_has_right(cap, RIGHT_WRITE)) {
        notification_signal(cap_object(cap), cap_value(cap));
    } else {
        drop(irq);
    }
    plat_irq_deliver(irq);
    if (kernel.irq_muted[irq] != 0) {
        plat_irq_mask(irq);
    }
}

void irq_handle(void)
{
    uint32_t irq = arch_irq_claim();

    if (irq == PLAT_IRQ_NONE || irq > plat_irq_info.last) {
        return;
    }
    switch (kernel.irq_states[irq]) {
    case IRQ_SIGNAL:
        deliver(irq);
        break;
    case IRQ_TIMER:
        arch_timer_ack();
        sched_tick();
        plat_irq_complete(irq);
        break;
    default:
        /* In this order: a controller may ignore the end of an interrupt that is masked. */
        plat_irq_complete(irq);
        plat_irq_mask(irq);
        break;
    }
}

enum outcome irq_delete_binding(word_t irq)
{
    return finalise_delete(&kernel.irq_slots[irq]);
}

void irq_release(word_t irq)
{
    kernel.irq_states[irq] = IRQ_INACTIVE;
    kernel.irq_muted[irq] = 0;
    plat_irq_mask((uint32_t)irq);
}

/* The part common to both ways of making a handler capability: number, activity, destination. */
static enum outcome make_handler(const struct invocation *inv, word_t irq, unsigned first_arg,
                                 struct slot **dest)
{
    enum outcome outcome;

    if (irq < plat_irq_info.first || irq > plat_irq_info.last) {
        return error_range(plat_irq_info.first, plat_irq_info.last);
    }
    if (kernel.irq_states[irq] != IRQ_INACTIVE) {
        return error_revoke_first();
    }
    outcome = cspace_lookup_empty(inv->extra[0]->cap, invocation_arg(inv, first_arg),
                                  invocation_arg(inv, first_arg + 1), dest);
    return outcome;
}

static void issue_handler(const struct invocation *inv, uint32_t irq, struct slot *dest)
{
    kernel.irq_states[irq] = IRQ_SIGNAL;
    derivation_insert(cap_make(CAP_TAG_IRQ_HANDLER, 0, 0, irq), inv->slot, dest);
    plat_irq_unmask(irq);
}

static enum outcome decode_issue(const struct invocation *inv)
{
    struct slot *dest = NULL;
    enum outcome outcome;

    if (inv->length < 3 || inv->extra_count < 1) {
        return error_truncated_message();
    }
    outcome = make_handler(inv, invocation_arg(inv, 0), 1, &dest);
    if (outcome == OUTCOME_OK) {
        issue_handler(inv, (uint32_t)invocation_arg(inv, 0), dest);
    }
    return outcome;
}

static enum outcome decode_issue_trigger(const struct invocation *inv)
{
    struct slot *dest = NULL;
    enum outcome outcome;

    if (inv->length < 4 || inv->extra_count < 1) {
        return error_truncated_message();
    }
    if (!plat_irq_info.has_trigger) {
        return error_illegal_operation();
    }
    outcome = make_handler(inv, invocation_arg(inv, 0), 2, &dest);
    if (outcome == OUTCOME_OK) {
        uint32_t irq = (uint32_t)invocation_arg(inv, 0);
        plat_irq_set_trigger(irq, invocation_arg(inv, 1) != 0);
        issue_handler(inv, irq, dest);
    }
    return outcome;
}

static enum outcome decode_issue_sgi(const struct invocation *inv)
{
    struct slot *dest = NULL;
    word_t sgi;
    word_t target;
    enum outcome outcome;

    if (inv->length < 4 || inv->extra_count < 1) {
        return error_truncated_message();
    }
    if (plat_irq_info.sgi_count == 0) {
        return error_illegal_operation();
    }
    sgi = invocation_arg(inv, 0);
    target = invocation_arg(inv, 1);
    if (sgi >= plat_irq_info.sgi_count) {
        return error_range(0, plat_irq_info.sgi_count - 1);
    }
    if (target >= plat_irq_info.sgi_targets) {
        return error_invalid_argument(1);
    }
    outcome = cspace_lookup_empty(inv->extra[0]->cap, invocation_arg(inv, 2),
                                  invocation_arg(inv, 3), &dest);
    if (outcome == OUTCOME_OK) {
        derivation_insert(cap_make(CAP_TAG_SGI_SIGNAL, 0, 0, (target << 32) | sgi), inv->slot,
                          dest);
    }
    return outcome;
}

enum outcome irq_decode_control(struct invocation *inv)
{
    if (inv->label == LABEL_IRQ_ISSUE_IRQ_HANDLER) {
        return decode_issue(inv);
    }
    if (inv->label == LABEL_IRQ_ISSUE_IRQ_HANDLER_TRIGGER) {
        return decode_issue_trigger(inv);
    }
    if (plat_irq_info.sgi_label != 0 && inv->label == plat_irq_info.sgi_label) {
        return decode_issue_sgi(inv);
    }
    return error_illegal_operation();
}

static enum outcome decode_set_notification(const struct invocation *inv)
{
    struct slot *slot = &kernel.irq_slots[cap_value(inv->cap)];
    struct slot *source;
    enum outcome outcome;

    if (inv->extra_count < 1) {
        return error_truncated_message();
    }
    source = inv->extra[0];
    if (cap_type(source->cap) != CAP_TAG_NOTIFICATION || !cap_has_right(source->cap, RIGHT_WRITE)) {
        return error_invalid_capability(0);
    }
    outcome = finalise_delete(slot);
    if (outcome != OUTCOME_OK) {
        return outcome;
    }
    derivation_insert(source->cap, source, slot);
    kernel.irq_reported[cap_value(inv->cap)] = 0;
    unmute((uint32_t)cap_value(inv->cap));
    return OUTCOME_OK;
}

enum outcome irq_decode_handler(struct invocation *inv)
{
    switch (inv->label) {
    case LABEL_IRQ_ACK_IRQ:
        plat_irq_ack((uint32_t)cap_value(inv->cap));
        unmute((uint32_t)cap_value(inv->cap));
        return OUTCOME_OK;
    case LABEL_IRQ_SET_IRQ_HANDLER:
        return decode_set_notification(inv);
    case LABEL_IRQ_CLEAR_IRQ_HANDLER:
        return irq_delete_binding(cap_value(inv->cap));
    default:
        return error_illegal_operation();
    }
}

enum outcome irq_decode_sgi(struct invocation *inv)
{
    plat_irq_send_sgi((uint32_t)cap_value(inv->cap), (uint32_t)(cap_value(inv->cap) >> 32));
    return OUTCOME_OK;
}
