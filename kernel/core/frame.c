/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Frame invocations. A frame capability remembers the one place it is mapped at; mapping a frame at
 * two places needs two capabilities. Mapping again at the same place changes rights and attributes.
 */
#include "kernel/invocation.h"

#include "api/invocation_labels.h"
#include "arch/paging.h"
#include "kernel/cache.h"
#include "kernel/cap.h"
#include "kernel/vspace.h"

/* A mapping in the making. */
struct mapping {
    struct cap frame;
    vaddr_t vaddr;
    uint16_t asid;
    struct vspace_walk walk;
};

/* Wraps around like the reference does for addresses at the very end; those fail the alignment
 * check. */
static bool is_in_user_range(const struct mapping *mapping)
{
    word_t size = UINT64_C(1) << cap_size_field(mapping->frame);

    return mapping->vaddr + size - 1 < arch_paging.user_end;
}

static enum outcome check_walk(const struct mapping *mapping)
{
    unsigned bits = arch_paging.shift[mapping->walk.level];

    if (bits == cap_size_field(mapping->frame)) {
        return OUTCOME_OK;
    }
    (void)lookup_fail_missing_capability(bits);
    return error_failed_lookup(false);
}

static enum outcome check_same_place(const struct mapping *mapping)
{
    uint16_t asid = cap_mapped_asid(mapping->frame);

    if (asid == 0) {
        return OUTCOME_OK;
    }
    if (asid != mapping->asid) {
        return error_invalid_capability(1);
    }
    if (cap_mapped_vaddr(mapping->frame) != mapping->vaddr) {
        return error_invalid_argument(0);
    }
    return OUTCOME_OK;
}

static enum outcome check(enum frame_map_check which, const struct mapping *mapping)
{
    bool is_mapped = cap_mapped_asid(mapping->frame) != 0;
    word_t size = UINT64_C(1) << cap_size_field(mapping->frame);

    switch (which) {
    case FRAME_MAP_RANGE:
        return is_in_user_range(mapping) ? OUTCOME_OK : error_invalid_argument(0);
    case FRAME_MAP_RANGE_IF_UNMAPPED:
        return is_mapped || is_in_user_range(mapping) ? OUTCOME_OK : error_invalid_argument(0);
    case FRAME_MAP_ALIGNMENT:
        return (mapping->vaddr & (size - 1)) == 0 ? OUTCOME_OK : error_alignment();
    case FRAME_MAP_WALK:
        return check_walk(mapping);
    case FRAME_MAP_SAME_PLACE:
        return check_same_place(mapping);
    case FRAME_MAP_FREE_ENTRY:
        if (!is_mapped && arch_pte_kind(*mapping->walk.entry, mapping->walk.level) != PTE_INVALID) {
            return error_delete_first();
        }
        return OUTCOME_OK;
    case FRAME_MAP_END:
        break;
    }
    return OUTCOME_OK;
}

static void perform_map(struct slot *slot, const struct mapping *mapping, word_t rights,
                        word_t attributes)
{
    struct cap reduced = cap_mask_rights(mapping->frame, rights);
    struct frame_access access = {
        .can_read = (cap_frame_rights(reduced) & RIGHT_READ) != 0,
        .can_write = (cap_frame_rights(reduced) & RIGHT_WRITE) != 0,
        .is_device = cap_is_device(mapping->frame),
        .attributes = attributes,
    };
    uint64_t old = *mapping->walk.entry;

    slot->cap = cap_with_mapping(mapping->frame, mapping->asid, mapping->vaddr);
    arch_pte_store(mapping->walk.entry,
                   arch_pte_from_frame(cap_address(mapping->frame), mapping->walk.level, &access));
    if (old != 0) {
        arch_tlb_flush_page(mapping->asid, mapping->vaddr);
    }
}

static enum outcome decode_map(const struct invocation *inv)
{
    struct mapping mapping = {.frame = inv->cap};
    uint64_t *root = NULL;
    enum outcome outcome;

    if (inv->length < 3 || inv->extra_count < 1) {
        return error_truncated_message();
    }
    outcome = vspace_resolve(inv->extra[0]->cap, &root);
    if (outcome != OUTCOME_OK) {
        return outcome;
    }
    mapping.vaddr = invocation_arg(inv, 0);
    mapping.asid = cap_mapped_asid(inv->extra[0]->cap);
    mapping.walk = vspace_walk(root, mapping.vaddr);
    for (unsigned i = 0; arch_paging.frame_map_checks[i] != FRAME_MAP_END; i++) {
        outcome = check((enum frame_map_check)arch_paging.frame_map_checks[i], &mapping);
        if (outcome != OUTCOME_OK) {
            return outcome;
        }
    }
    perform_map(inv->slot, &mapping, invocation_arg(inv, 1), invocation_arg(inv, 2));
    return OUTCOME_OK;
}

enum outcome frame_decode(struct invocation *inv)
{
    enum cache_op op = CACHE_CLEAN;

    switch (inv->label) {
    case LABEL_PAGE_MAP:
        return decode_map(inv);
    case LABEL_PAGE_UNMAP:
        vspace_unmap_frame(inv->cap);
        inv->slot->cap = cap_with_value(inv->cap, 0);
        return OUTCOME_OK;
    case LABEL_PAGE_GET_ADDRESS:
        invocation_result(inv, 0, cap_address(inv->cap));
        return OUTCOME_OK;
    default:
        if (cache_op_from_label(arch_frame_cache_labels, inv->label, &op)) {
            return cache_decode_frame(inv, op);
        }
        return error_illegal_operation();
    }
}
