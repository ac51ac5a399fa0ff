/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Untyped memory. The capability carries a watermark: below it memory has been handed out, above it
 * is free and (RAM) zero. The watermark only rises; when no child is left, the next Retype first
 * resets it, zeroing the used part from its high end down with a preemption point per chunk, so a
 * stopped reset goes on where it was.
 */
#include "kernel/invocation.h"

#include "api/invocation_labels.h"
#include "api/object_types.h"
#include "arch/paging.h"
#include "kernel/cap.h"
#include "kernel/cspace.h"
#include "kernel/derivation.h"
#include "kernel/finalise.h"
#include "kernel/memory.h"
#include "kernel/object.h"

/* A checked Retype. */
struct retype {
    word_t type;
    word_t size_bits;
    word_t count;
    struct slot *dest; /* first of `count` consecutive slots */
    bool reset;        /* no children: memory is to be reclaimed first */
};

static void set_used(struct slot *slot, word_t bytes)
{
    slot->cap = cap_with_value(slot->cap, bytes >> CAP_UNTYPED_UNIT_BITS);
}

static void clear_block(paddr_t address, size_t size)
{
    void *start = arch_phys_to_virt(address);

    memory_clear(start, size);
    arch_cache_maintain(CACHE_CLEAN_NEW, start, size);
}

/* Gives the used part back. OUTCOME_OK or OUTCOME_PREEMPTED, then with a lower watermark. */
static enum outcome reset(struct slot *slot)
{
    const word_t chunk = UINT64_C(1) << RESET_CHUNK_BITS;
    word_t used = cap_untyped_used(slot->cap);

    if (used == 0) {
        return OUTCOME_OK;
    }
    if (cap_is_device(slot->cap)) {
        set_used(slot, 0);
        return OUTCOME_OK;
    }
    if (cap_size_field(slot->cap) < RESET_CHUNK_BITS) {
        clear_block(cap_address(slot->cap), UINT64_C(1) << cap_size_field(slot->cap));
        set_used(slot, 0);
        return OUTCOME_OK;
    }
    while (used > 0) {
        used = (used - 1) & ~(chunk - 1);
        clear_block(cap_address(slot->cap) + used, chunk);
        set_used(slot, used);
        if (finalise_preemption_point() != OUTCOME_OK) {
            return OUTCOME_PREEMPTED;
        }
    }
    return OUTCOME_OK;
}

static enum outcome perform(struct slot *slot, const struct retype *retype)
{
    unsigned bits = object_bits(retype->type, retype->size_bits);
    bool is_device = cap_is_device(slot->cap);
    word_t offset;

    if (retype->reset) {
        enum outcome outcome = reset(slot);
        if (outcome != OUTCOME_OK) {
            return outcome;
        }
    }
    offset = cap_untyped_used(slot->cap);
    offset = (offset + (UINT64_C(1) << bits) - 1) & ~((UINT64_C(1) << bits) - 1);
    for (word_t i = 0; i < retype->count; i++) {
        paddr_t address = cap_address(slot->cap) + offset;
        struct cap cap = object_create(retype->type, address, retype->size_bits, is_device);
        derivation_insert_new(cap, slot, retype->dest + i);
        offset += UINT64_C(1) << bits;
    }
    set_used(slot, offset);
    return OUTCOME_OK;
}

static enum outcome check_type(const struct invocation *inv, struct retype *retype)
{
    retype->type = invocation_arg(inv, 0);
    retype->size_bits = invocation_arg(inv, 1);
    if (retype->type >= OBJ_COUNT) {
        return error_invalid_argument(0);
    }
    if (retype->size_bits >= WORD_BITS ||
        object_bits(retype->type, retype->size_bits) > MAX_UNTYPED_BITS) {
        return error_range(0, MAX_UNTYPED_BITS);
    }
    if (retype->type == OBJ_CNODE && retype->size_bits == 0) {
        return error_invalid_argument(1);
    }
    if (retype->type == OBJ_UNTYPED && retype->size_bits < MIN_UNTYPED_BITS) {
        return error_invalid_argument(1);
    }
    return OUTCOME_OK;
}

/* Finds the CNode the new capabilities go to and the window of empty slots in it. */
static enum outcome check_dest(const struct invocation *inv, struct retype *retype)
{
    struct cap node = inv->extra[0]->cap;
    word_t depth = invocation_arg(inv, 3);
    word_t offset = invocation_arg(inv, 4);
    word_t slots;

    if (depth != 0) {
        struct slot *slot = NULL;
        enum outcome outcome =
            cspace_lookup_slot(node, invocation_arg(inv, 2), depth, false, &slot);
        if (outcome != OUTCOME_OK) {
            return outcome;
        }
        node = slot->cap;
    }
    if (cap_type(node) != CAP_TAG_CNODE) {
        (void)lookup_fail_missing_capability(depth);
        return error_failed_lookup(false);
    }
    slots = UINT64_C(1) << cap_cnode_radix(node);
    if (offset > slots - 1) {
        return error_range(0, slots - 1);
    }
    retype->count = invocation_arg(inv, 5);
    if (retype->count < 1 || retype->count > RETYPE_FAN_OUT_LIMIT) {
        return error_range(1, RETYPE_FAN_OUT_LIMIT);
    }
    if (retype->count > slots - offset) {
        return error_range(1, slots - offset);
    }
    retype->dest = (struct slot *)cap_object(node) + offset;
    for (word_t i = 0; i < retype->count; i++) {
        if (!cap_is_null(retype->dest[i].cap)) {
            return error_delete_first();
        }
    }
    return OUTCOME_OK;
}

enum outcome untyped_decode(struct invocation *inv)
{
    struct retype retype = {0};
    word_t free_bytes;
    enum outcome outcome;

    if (inv->label != LABEL_UNTYPED_RETYPE) {
        return error_illegal_operation();
    }
    if (inv->length < 6 || inv->extra_count < 1) {
        return error_truncated_message();
    }
    outcome = check_type(inv, &retype);
    if (outcome != OUTCOME_OK) {
        return outcome;
    }
    outcome = check_dest(inv, &retype);
    if (outcome != OUTCOME_OK) {
        return outcome;
    }
    retype.reset = !derivation_has_children(inv->slot);
    free_bytes = UINT64_C(1) << cap_size_field(inv->cap);
    if (!retype.reset) {
        free_bytes -= cap_untyped_used(inv->cap);
    }
    if (free_bytes >> object_bits(retype.type, retype.size_bits) < retype.count) {
        return error_not_enough_memory(free_bytes);
    }
    if (cap_is_device(inv->cap) && !object_may_be_device(retype.type)) {
        return error_invalid_argument(1);
    }
    return perform(inv->slot, &retype);
}
