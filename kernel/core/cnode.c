/* SPDX-License-Identifier: BSD-2-Clause
 *
 * CNode invocations. The capability invoked is the root in which the destination is found; sources
 * are found in roots given as extra capabilities.
 */
#include "kernel/invocation.h"

#include "api/invocation_labels.h"
#include "kernel/cap.h"
#include "kernel/cspace.h"
#include "kernel/derivation.h"
#include "kernel/endpoint.h"
#include "kernel/finalise.h"
#include "kernel/state.h"

/* Mask of operations that put a copy of the source (others move it). */
static bool is_copying(word_t label)
{
    return label == LABEL_CNODE_COPY || label == LABEL_CNODE_MINT;
}

/* What stands in the destination after Copy, Mint, Move or Mutate. */
static enum outcome transfer_cap(const struct invocation *inv, struct slot *source, struct cap *cap)
{
    enum outcome outcome = OUTCOME_OK;

    *cap = source->cap;
    switch (inv->label) {
    case LABEL_CNODE_COPY:
        if (inv->length < 5) {
            return error_truncated_message();
        }
        outcome = cap_derive(source, cap_mask_rights(*cap, invocation_arg(inv, 4)), cap);
        break;
    case LABEL_CNODE_MINT:
        if (inv->length < 6) {
            return error_truncated_message();
        }
        *cap = cap_mask_rights(*cap, invocation_arg(inv, 4));
        *cap = cap_update_data(*cap, false, invocation_arg(inv, 5));
        outcome = cap_is_null(*cap) ? OUTCOME_OK : cap_derive(source, *cap, cap);
        break;
    case LABEL_CNODE_MUTATE:
        if (inv->length < 5) {
            return error_truncated_message();
        }
        *cap = cap_update_data(*cap, true, invocation_arg(inv, 4));
        break;
    default:
        break;
    }
    if (outcome == OUTCOME_OK && cap_is_null(*cap)) {
        return error_illegal_operation();
    }
    return outcome;
}

/* Copy, Mint, Move, Mutate: MR2, MR3 and extra capability 0 name the source. */
static enum outcome decode_transfer(const struct invocation *inv, struct slot *dest)
{
    struct slot *source = NULL;
    struct cap cap;
    enum outcome outcome;

    if (inv->length < 4 || inv->extra_count < 1) {
        return error_truncated_message();
    }
    if (!cap_is_null(dest->cap)) {
        return error_delete_first();
    }
    outcome = cspace_lookup_slot(inv->extra[0]->cap, invocation_arg(inv, 2), invocation_arg(inv, 3),
                                 true, &source);
    if (outcome != OUTCOME_OK) {
        return outcome;
    }
    if (cap_is_null(source->cap)) {
        (void)lookup_fail_missing_capability(invocation_arg(inv, 3));
        return error_failed_lookup(true);
    }
    outcome = transfer_cap(inv, source, &cap);
    if (outcome != OUTCOME_OK) {
        return outcome;
    }
    if (is_copying(inv->label)) {
        derivation_insert(cap, source, dest);
    } else {
        derivation_move(cap, source, dest);
    }
    return OUTCOME_OK;
}

/* The three slots of a rotation. */
struct rotation {
    struct slot *dest;
    struct slot *pivot;
    struct slot *source;
};

/* Finds source and pivot of Rotate and checks all three slots against each other. */
static enum outcome find_rotation(const struct invocation *inv, struct rotation *slots)
{
    enum outcome outcome;

    outcome = cspace_lookup_slot(inv->extra[1]->cap, invocation_arg(inv, 6), invocation_arg(inv, 7),
                                 true, &slots->source);
    if (outcome != OUTCOME_OK) {
        return outcome;
    }
    outcome = cspace_lookup_slot(inv->extra[0]->cap, invocation_arg(inv, 3), invocation_arg(inv, 4),
                                 true, &slots->pivot);
    if (outcome != OUTCOME_OK) {
        return outcome;
    }
    if (slots->pivot == slots->source || slots->pivot == slots->dest) {
        return error_illegal_operation();
    }
    if (slots->source != slots->dest && !cap_is_null(slots->dest->cap)) {
        return error_delete_first();
    }
    if (cap_is_null(slots->source->cap)) {
        (void)lookup_fail_missing_capability(invocation_arg(inv, 7));
        return error_failed_lookup(true);
    }
    if (cap_is_null(slots->pivot->cap)) {
        (void)lookup_fail_missing_capability(invocation_arg(inv, 4));
        return error_failed_lookup(false);
    }
    return OUTCOME_OK;
}

static enum outcome decode_rotate(const struct invocation *inv, struct slot *dest)
{
    struct rotation slots = {.dest = dest};
    struct cap source_cap;
    struct cap pivot_cap;
    enum outcome outcome;

    if (inv->length < 8 || inv->extra_count < 2) {
        return error_truncated_message();
    }
    outcome = find_rotation(inv, &slots);
    if (outcome != OUTCOME_OK) {
        return outcome;
    }
    source_cap = cap_update_data(slots.source->cap, true, invocation_arg(inv, 5));
    pivot_cap = cap_update_data(slots.pivot->cap, true, invocation_arg(inv, 2));
    if (cap_is_null(source_cap) || cap_is_null(pivot_cap)) {
        return error_illegal_operation();
    }
    if (slots.source == slots.dest) {
        derivation_swap(source_cap, slots.source, pivot_cap, slots.pivot);
    } else {
        derivation_move(pivot_cap, slots.pivot, slots.dest);
        derivation_move(source_cap, slots.source, slots.pivot);
    }
    return OUTCOME_OK;
}

static enum outcome decode_cancel_badged_sends(const struct slot *dest)
{
    struct cap cap = dest->cap;

    if (cap_type(cap) != CAP_TAG_ENDPOINT || (cap_aux(cap) & RIGHTS_ALL) != RIGHTS_ALL) {
        return error_illegal_operation();
    }
    return cap_value(cap) != 0 ? endpoint_cancel_badged(cap_object(cap), cap_value(cap))
                               : OUTCOME_OK;
}

static enum outcome decode_save_caller(struct slot *dest)
{
    struct slot *caller = &kernel.current->slots[TCB_SLOT_CALLER];

    if (!cap_is_null(dest->cap)) {
        return error_delete_first();
    }
    if (!cap_is_null(caller->cap)) {
        derivation_move(caller->cap, caller, dest);
    }
    return OUTCOME_OK;
}

enum outcome cnode_decode(struct invocation *inv)
{
    struct slot *dest = NULL;
    enum outcome outcome;

    if (inv->label < LABEL_CNODE_REVOKE || inv->label > LABEL_CNODE_SAVE_CALLER) {
        return error_illegal_operation();
    }
    if (inv->length < 2) {
        return error_truncated_message();
    }
    outcome =
        cspace_lookup_slot(inv->cap, invocation_arg(inv, 0), invocation_arg(inv, 1), false, &dest);
    if (outcome != OUTCOME_OK) {
        return outcome;
    }
    switch (inv->label) {
    case LABEL_CNODE_REVOKE:
        return finalise_revoke(dest);
    case LABEL_CNODE_DELETE:
        return finalise_delete(dest);
    case LABEL_CNODE_CANCEL_BADGED_SENDS:
        return decode_cancel_badged_sends(dest);
    case LABEL_CNODE_ROTATE:
        return decode_rotate(inv, dest);
    case LABEL_CNODE_SAVE_CALLER:
        return decode_save_caller(dest);
    default:
        return decode_transfer(inv, dest);
    }
}
