/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The first thread's memory as untypeds. The capabilities of the pieces are made before anything
 * is made in them; until everything is, they wait in the last slots of the initial CNode. Their
 * home is in front of the ordinary untypeds: programs for seL4 hold all slots behind these empty.
 */
#include "kernel/boot.h"

#include "kernel/cap.h"
#include "kernel/console.h"
#include "kernel/derivation.h"
#include "kernel/memory.h"
#include "kernel/state.h"

static void add_piece(struct boot *boot, paddr_t start, unsigned bits)
{
    word_t used = (UINT64_C(1) << bits) >> CAP_UNTYPED_UNIT_BITS;

    if (boot->piece_count < BOOT_RECLAIM_LIMIT) {
        derivation_insert_new(cap_make(CAP_TAG_UNTYPED, bits, start, used), &kernel.all_caps,
                              &boot->pieces[boot->piece_count]);
        boot->piece_count++;
    }
}

static void cut(struct boot *boot, paddr_t start, paddr_t end)
{
    while (start < end) {
        unsigned bits = boot_memory_piece_bits(start, end);
        add_piece(boot, start, bits);
        start += UINT64_C(1) << bits;
    }
}

void boot_reclaim_init(struct boot *boot)
{
    const struct boot_args *args = &boot->args;

    boot->pieces = boot->cnode + (UINT64_C(1) << boot->cnode_bits) - BOOT_RECLAIM_LIMIT;
    boot->piece_count = 0;
    cut(boot, args->user_start, args->user_start + (boot->image_end - boot->image_start));
    cut(boot, arch_virt_to_phys(boot->cnode), boot->reclaim_end);
}

/* The piece the object lies in; the head of the list if it lies in none. */
static struct slot *parent_of(struct boot *boot, struct cap cap)
{
    for (unsigned i = 0; cap_is_physical(cap) && i < boot->piece_count; i++) {
        paddr_t start = cap_address(boot->pieces[i].cap);
        paddr_t end = start + (UINT64_C(1) << cap_object_bits(boot->pieces[i].cap));
        if (cap_address(cap) >= start &&
            cap_address(cap) + (UINT64_C(1) << cap_object_bits(cap)) <= end) {
            return &boot->pieces[i];
        }
    }
    return &kernel.all_caps;
}

void boot_insert(struct boot *boot, struct cap cap, struct slot *dest)
{
    derivation_insert_new(cap, parent_of(boot, cap), dest);
}

word_t boot_reclaim_size(void)
{
    return sizeof(struct boot_info_header) + sizeof(struct boot_reclaim);
}

void boot_reclaim_finish(struct boot *boot)
{
    struct boot_info_header header = {BOOT_INFO_ID_RECLAIM, boot_reclaim_size()};
    struct slot_region slots = {boot->next_slot, boot->next_slot + boot->piece_count};
    char *block = boot->extra_end - boot_reclaim_size();
    char *list = block + sizeof(header) + offsetof(struct boot_reclaim, list);

    /* The block follows the device tree, whose size may be odd: no access as a structure. */
    memcpy(block, &header, sizeof(header));
    memcpy(block + sizeof(header) + offsetof(struct boot_reclaim, untyped), &slots, sizeof(slots));
    memcpy(block + sizeof(header) + offsetof(struct boot_reclaim, kernel_reserved),
           &boot->kernel_reserved, sizeof(boot->kernel_reserved));
    for (unsigned i = 0; i < boot->piece_count; i++) {
        struct cap cap = boot->pieces[i].cap;
        struct untyped_desc desc = {.paddr = cap_address(cap),
                                    .size_bits = (uint8_t)cap_object_bits(cap)};
        memcpy(list + i * sizeof(desc), &desc, sizeof(desc));
        kernel_assert(&boot->cnode[boot->next_slot] < &boot->pieces[i]);
        derivation_move(cap, &boot->pieces[i], &boot->cnode[boot->next_slot]);
        boot->next_slot++;
    }
    boot->piece_count = 0;
}
