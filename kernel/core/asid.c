/* SPDX-License-Identifier: BSD-2-Clause
 *
 * ASIDs: the control capability makes pools out of untyped memory, a pool gives its numbers to
 * VSpace roots. Lowest free first; 0 is never given.
 */
#include "kernel/invocation.h"

#include "api/invocation_labels.h"
#include "arch/paging.h"
#include "kernel/cap.h"
#include "kernel/cspace.h"
#include "kernel/derivation.h"
#include "kernel/memory.h"
#include "kernel/state.h"
#include "kernel/vspace.h"

#define POOLS        (1u << NUM_ASID_POOLS_BITS)
#define POOL_ENTRIES (1u << ASID_POOL_INDEX_BITS)

static void make_pool(unsigned index, struct slot *untyped, struct slot *dest)
{
    word_t size = UINT64_C(1) << ASID_POOL_BITS;
    paddr_t address = cap_address(untyped->cap);
    struct cap pool =
        cap_make(CAP_TAG_ASID_POOL, 0, address, (word_t)index << ASID_POOL_INDEX_BITS);

    untyped->cap = cap_with_value(untyped->cap, size >> CAP_UNTYPED_UNIT_BITS);
    memory_clear(arch_phys_to_virt(address), size);
    derivation_insert(pool, untyped, dest);
    kernel.asid_pools[index] = arch_phys_to_virt(address);
}

enum outcome asid_decode_control(struct invocation *inv)
{
    unsigned index = 0;
    struct slot *untyped;
    struct slot *dest = NULL;
    enum outcome outcome;

    if (inv->label != LABEL_ASID_CONTROL_MAKE_POOL) {
        return error_illegal_operation();
    }
    if (inv->length < 2 || inv->extra_count < 2) {
        return error_truncated_message();
    }
    while (index < POOLS && kernel.asid_pools[index] != NULL) {
        index++;
    }
    if (index == POOLS) {
        return error_delete_first();
    }
    untyped = inv->extra[0];
    if (cap_type(untyped->cap) != CAP_TAG_UNTYPED || cap_is_device(untyped->cap) ||
        cap_size_field(untyped->cap) != ASID_POOL_BITS) {
        return error_invalid_capability(1);
    }
    if (derivation_has_children(untyped)) {
        return error_revoke_first();
    }
    outcome = cspace_lookup_empty(inv->extra[1]->cap, invocation_arg(inv, 0),
                                  invocation_arg(inv, 1), &dest);
    if (outcome != OUTCOME_OK) {
        return outcome;
    }
    make_pool(index, untyped, dest);
    return OUTCOME_OK;
}

enum outcome asid_decode_pool(struct invocation *inv)
{
    uint16_t base = (uint16_t)cap_value(inv->cap);
    uint64_t *pool = kernel.asid_pools[base >> ASID_POOL_INDEX_BITS];
    struct slot *root;
    unsigned i = base == 0 ? 1 : 0;

    if (inv->label != LABEL_ASID_POOL_ASSIGN) {
        return error_illegal_operation();
    }
    if (inv->extra_count < 1) {
        return error_truncated_message();
    }
    root = inv->extra[0];
    if (cap_type(root->cap) != CAP_TAG_VSPACE || cap_mapped_asid(root->cap) != 0) {
        return error_invalid_capability(1);
    }
    if (pool == NULL) {
        (void)lookup_fail_invalid_root();
        return error_failed_lookup(false);
    }
    if (arch_virt_to_phys(pool) != cap_address(inv->cap)) {
        return error_invalid_capability(0);
    }
    while (i < POOL_ENTRIES && pool[i] != 0) {
        i++;
    }
    if (i == POOL_ENTRIES) {
        return error_delete_first();
    }
    arch_root_init(cap_object(root->cap));
    root->cap = cap_with_mapping(root->cap, (uint16_t)(base + i), 0);
    pool[i] = cap_address(root->cap);
    return OUTCOME_OK;
}
