/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Giving a thread its CSpace, VSpace, IPC buffer and fault handler. The thread keeps derived copies
 * in the slots of its TCB, so revoking the originals takes them away.
 */
#include "kernel/tcb.h"

#include "kernel/cap.h"
#include "kernel/console.h"
#include "kernel/derivation.h"
#include "kernel/finalise.h"
#include "kernel/invocation.h"
#include "kernel/sched.h"
#include "kernel/state.h"
#include "kernel/vspace.h"

/* A capability checked for a slot of the TCB. */
struct install {
    struct cap cap;
    struct slot *source; /* null: the slot only is emptied */
};

/* A CSpace or VSpace root: data word applied if it is not 0, then derived. */
static enum outcome check_root(struct slot *source, word_t data, struct install *install)
{
    struct cap cap = source->cap;

    if (data != 0) {
        cap = cap_update_data(cap, false, data);
    }
    install->source = source;
    return cap_derive(source, cap, &install->cap);
}

static enum outcome check_spaces(struct slot *const *extra, word_t cspace_data, word_t vspace_data,
                                 struct install *cspace, struct install *vspace)
{
    enum outcome outcome = check_root(extra[0], cspace_data, cspace);

    if (outcome != OUTCOME_OK) {
        return outcome;
    }
    if (cap_type(cspace->cap) != CAP_TAG_CNODE) {
        return error_illegal_operation();
    }
    outcome = check_root(extra[1], vspace_data, vspace);
    if (outcome != OUTCOME_OK) {
        return outcome;
    }
    return vspace_is_root(vspace->cap) ? OUTCOME_OK : error_illegal_operation();
}

static enum outcome check_buffer(struct slot *source, vaddr_t address, struct install *install)
{
    enum outcome outcome;

    install->source = NULL;
    if (address == 0) {
        return OUTCOME_OK;
    }
    install->source = source;
    outcome = cap_derive(source, source->cap, &install->cap);
    if (outcome != OUTCOME_OK) {
        return outcome;
    }
    if (cap_type(install->cap) != CAP_TAG_FRAME || cap_is_device(install->cap)) {
        return error_illegal_operation();
    }
    if ((address & ((UINT64_C(1) << IPC_BUFFER_BITS) - 1)) != 0) {
        return error_alignment();
    }
    return OUTCOME_OK;
}

static bool is_being_deleted(const struct tcb *thread)
{
    return finalise_is_long(&thread->slots[TCB_SLOT_CSPACE]) ||
           finalise_is_long(&thread->slots[TCB_SLOT_VSPACE]);
}

/* Replaces a slot of the TCB. Deleting the old contents may take the source away; then the slot
 * stays empty. */
static void install_in(struct tcb *thread, enum tcb_slot which, const struct install *install)
{
    struct slot *slot = &thread->slots[which];
    enum outcome outcome = finalise_delete(slot);

    kernel_assert(outcome == OUTCOME_OK);
    if (install->source != NULL && derivation_same_object(install->cap, install->source->cap)) {
        derivation_insert(install->cap, install->source, slot);
    }
}

static void reload_if_current(const struct tcb *thread)
{
    if (thread == kernel.current) {
        sched_reschedule();
    }
}

enum outcome tcb_decode_configure(struct invocation *inv)
{
    struct tcb *thread = tcb_target(inv);
    struct install cspace = {0};
    struct install vspace = {0};
    struct install buffer = {0};
    cptr_t handler;
    vaddr_t address;
    enum outcome outcome;

    if (inv->length < 4 || inv->extra_count < 3) {
        return error_truncated_message();
    }
    handler = invocation_arg(inv, 0);
    address = invocation_arg(inv, 3);
    outcome = check_buffer(inv->extra[2], address, &buffer);
    if (outcome != OUTCOME_OK) {
        return outcome;
    }
    if (is_being_deleted(thread)) {
        return error_illegal_operation();
    }
    outcome =
        check_spaces(inv->extra, invocation_arg(inv, 1), invocation_arg(inv, 2), &cspace, &vspace);
    if (outcome != OUTCOME_OK) {
        return outcome;
    }
    thread->fault_handler = handler;
    install_in(thread, TCB_SLOT_CSPACE, &cspace);
    install_in(thread, TCB_SLOT_VSPACE, &vspace);
    install_in(thread, TCB_SLOT_BUFFER, &buffer);
    thread->ipc_buffer = address;
    reload_if_current(thread);
    return OUTCOME_OK;
}

enum outcome tcb_decode_set_space(struct invocation *inv)
{
    struct tcb *thread = tcb_target(inv);
    struct install cspace = {0};
    struct install vspace = {0};
    enum outcome outcome;

    if (inv->length < 3 || inv->extra_count < 2) {
        return error_truncated_message();
    }
    if (is_being_deleted(thread)) {
        return error_illegal_operation();
    }
    outcome =
        check_spaces(inv->extra, invocation_arg(inv, 1), invocation_arg(inv, 2), &cspace, &vspace);
    if (outcome != OUTCOME_OK) {
        return outcome;
    }
    thread->fault_handler = invocation_arg(inv, 0);
    install_in(thread, TCB_SLOT_CSPACE, &cspace);
    install_in(thread, TCB_SLOT_VSPACE, &vspace);
    reload_if_current(thread);
    return OUTCOME_OK;
}

enum outcome tcb_decode_set_ipc_buffer(struct invocation *inv)
{
    struct tcb *thread = tcb_target(inv);
    struct install buffer = {0};
    enum outcome outcome;

    if (inv->length < 1 || inv->extra_count < 1) {
        return error_truncated_message();
    }
    outcome = check_buffer(inv->extra[0], invocation_arg(inv, 0), &buffer);
    if (outcome != OUTCOME_OK) {
        return outcome;
    }
    thread->ipc_buffer = invocation_arg(inv, 0);
    install_in(thread, TCB_SLOT_BUFFER, &buffer);
    reload_if_current(thread);
    return OUTCOME_OK;
}
