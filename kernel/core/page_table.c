/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Page table invocations, and the cache operations on VSpace roots. A table is hung in at the first
 * missing level on the way to the address, so users need not say which level a table is for.
 */
#include "kernel/invocation.h"

#include "api/invocation_labels.h"
#include "arch/paging.h"
#include "kernel/cache.h"
#include "kernel/cap.h"
#include "kernel/derivation.h"
#include "kernel/memory.h"
#include "kernel/vspace.h"

static enum outcome decode_map(const struct invocation *inv)
{
    vaddr_t vaddr;
    uint64_t *root = NULL;
    struct vspace_walk walk;
    word_t covered;
    enum outcome outcome;

    if (inv->length < 2 || inv->extra_count < 1) {
        return error_truncated_message();
    }
    vaddr = invocation_arg(inv, 0);
    if (cap_mapped_asid(inv->cap) != 0) {
        return error_invalid_capability(0);
    }
    if (!vspace_is_root(inv->extra[0]->cap)) {
        return error_invalid_capability(1);
    }
    if (vaddr >= arch_paging.user_end) {
        return error_invalid_argument(0);
    }
    outcome = vspace_resolve(inv->extra[0]->cap, &root);
    if (outcome != OUTCOME_OK) {
        return outcome;
    }
    walk = vspace_walk(root, vaddr);
    if (walk.level + 1u == arch_paging.levels ||
        arch_pte_kind(*walk.entry, walk.level) != PTE_INVALID) {
        return error_delete_first();
    }
    covered = UINT64_C(1) << arch_paging.shift[walk.level];
    inv->slot->cap =
        cap_with_mapping(inv->cap, cap_mapped_asid(inv->extra[0]->cap), vaddr & ~(covered - 1));
    arch_pte_store(walk.entry, arch_pte_from_table(cap_address(inv->cap)));
    return OUTCOME_OK;
}

static enum outcome decode_unmap(const struct invocation *inv)
{
    uint16_t asid = cap_mapped_asid(inv->cap);
    void *table = cap_object(inv->cap);

    if (!derivation_is_final(inv->slot)) {
        return error_revoke_first();
    }
    if (asid == 0) {
        return OUTCOME_OK;
    }
    if (vspace_find(asid) == cap_address(inv->cap)) {
        return error_revoke_first();
    }
    vspace_unmap_table(inv->cap);
    memory_clear(table, UINT64_C(1) << PAGE_TABLE_BITS);
    arch_cache_maintain(CACHE_CLEAN_NEW, table, UINT64_C(1) << PAGE_TABLE_BITS);
    inv->slot->cap = cap_with_value(inv->cap, 0);
    return OUTCOME_OK;
}

enum outcome page_table_decode(struct invocation *inv)
{
    enum cache_op op = CACHE_CLEAN;

    if (cap_type(inv->cap) == CAP_TAG_VSPACE &&
        cache_op_from_label(arch_vspace_cache_labels, inv->label, &op)) {
        return cache_decode_vspace(inv, op);
    }
    if (cap_type(inv->cap) != CAP_TAG_PAGE_TABLE) {
        return error_illegal_operation();
    }
    switch (inv->label) {
    case LABEL_PAGE_TABLE_MAP:
        return decode_map(inv);
    case LABEL_PAGE_TABLE_UNMAP:
        return decode_unmap(inv);
    default:
        return error_illegal_operation();
    }
}
