/* SPDX-License-Identifier: BSD-2-Clause */
#include "kernel/cache.h"

#include "kernel/cap.h"
#include "kernel/finalise.h"
#include "kernel/state.h"
#include "kernel/stopped.h"
#include "kernel/vspace.h"
#include "plat/memory.h"

bool cache_op_from_label(const uint32_t labels[4], word_t label, enum cache_op *op)
{
    for (unsigned i = 0; i < 4; i++) {
        if (labels[i] != 0 && labels[i] == label) {
            *op = (enum cache_op)i;
            return true;
        }
    }
    return false;
}

/* A step of a cache operation: no longer than one of clearing memory. */
#define STEP (UINT64_C(1) << RESET_CHUNK_BITS)

static bool is_ram(paddr_t start, size_t size)
{
    for (unsigned i = 0; i < plat_ram_count; i++) {
        if (plat_ram[i].start <= start && start + size <= plat_ram[i].end) {
            return true;
        }
    }
    return false;
}

/* Only RAM is cached and in the window; for other addresses there is nothing to do. Steps end at
 * multiples of their size, so that no cache line is cut. OUTCOME_OK or OUTCOME_PREEMPTED. */
static enum outcome maintain(enum cache_op op, paddr_t start, size_t size)
{
    word_t what = STOPPED_CACHE + (word_t)op;
    word_t done = stopped_find(kernel.current, what, start, size);

    if (!is_ram(start, size)) {
        return OUTCOME_OK;
    }
    while (done < size) {
        size_t step = STEP - (start + done) % STEP;
        if (step > size - done) {
            step = size - done;
        }
        arch_cache_maintain(op, arch_phys_to_virt(start + done), step);
        done += step;
        if (finalise_preemption_point() != OUTCOME_OK) {
            stopped_note(kernel.current, what, start, size, done);
            return OUTCOME_PREEMPTED;
        }
    }
    return OUTCOME_OK;
}

enum outcome cache_decode_frame(const struct invocation *inv, enum cache_op op)
{
    word_t size = UINT64_C(1) << cap_size_field(inv->cap);
    word_t start;
    word_t end;
    struct vspace_walk walk;
    paddr_t root;

    if (inv->length < 2) {
        return error_truncated_message();
    }
    start = invocation_arg(inv, 0);
    end = invocation_arg(inv, 1);
    if (cap_mapped_asid(inv->cap) == 0) {
        return error_illegal_operation();
    }
    root = vspace_find(cap_mapped_asid(inv->cap));
    if (root == 0) {
        return error_failed_lookup(false);
    }
    if (end <= start) {
        return error_invalid_argument(1);
    }
    if (start >= size || end > size) {
        return error_invalid_argument(0);
    }
    walk = vspace_walk(arch_phys_to_virt(root), cap_mapped_vaddr(inv->cap));
    if (arch_paging.shift[walk.level] != cap_size_field(inv->cap) ||
        arch_pte_kind(*walk.entry, walk.level) != PTE_FRAME ||
        arch_pte_target(*walk.entry) != cap_address(inv->cap)) {
        return error_invalid_capability(0);
    }
    if (op == CACHE_INVALIDATE && !arch_pte_is_writable(*walk.entry)) {
        return error_illegal_operation();
    }
    return maintain(op, cap_address(inv->cap) + start, end - start);
}

/* The one page both ends of the range lie in. */
static enum outcome maintain_in_page(uint64_t *root, enum cache_op op, vaddr_t start, vaddr_t end)
{
    struct vspace_walk walk = vspace_walk(root, start);
    word_t mask = (UINT64_C(1) << arch_paging.shift[walk.level]) - 1;

    if (arch_pte_kind(*walk.entry, walk.level) != PTE_FRAME) {
        return OUTCOME_OK;
    }
    if ((start & ~mask) != ((end - 1) & ~mask)) {
        return error_range(start, start | mask);
    }
    if (op == CACHE_INVALIDATE && !arch_pte_is_writable(*walk.entry)) {
        return error_illegal_operation();
    }
    return maintain(op, arch_pte_target(*walk.entry) + (start & mask), end - start);
}

enum outcome cache_decode_vspace(const struct invocation *inv, enum cache_op op)
{
    vaddr_t start;
    vaddr_t end;
    paddr_t root;

    if (inv->length < 2) {
        return error_truncated_message();
    }
    start = invocation_arg(inv, 0);
    end = invocation_arg(inv, 1);
    if (end <= start) {
        return error_invalid_argument(1);
    }
    if (end > arch_paging.user_end - 1) {
        return error_illegal_operation();
    }
    if (!vspace_is_root(inv->cap)) {
        return error_invalid_capability(0);
    }
    root = vspace_find(cap_mapped_asid(inv->cap));
    if (root == 0) {
        return error_failed_lookup(false);
    }
    if (root != cap_address(inv->cap)) {
        return error_invalid_capability(0);
    }
    return maintain_in_page(arch_phys_to_virt(root), op, start, end);
}
