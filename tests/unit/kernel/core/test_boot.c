/* SPDX-License-Identifier: BSD-2-Clause */
/* What the first thread finds: sel4-abi chapter 8. */
#include "kernel_world.h"

#include <string.h>

#include "kernel/derivation.h"
#include "kernel/finalise.h"

static unsigned type_of(uint64_t slot)
{
    return cap_type(world_slot(slot)->cap);
}

static void test_fixed_slots(void **state)
{
    static const unsigned expected[16] = {
        CAP_TAG_NULL,        CAP_TAG_TCB,          CAP_TAG_CNODE,     CAP_TAG_VSPACE,
        CAP_TAG_IRQ_CONTROL, CAP_TAG_ASID_CONTROL, CAP_TAG_ASID_POOL, CAP_TAG_NULL,
        CAP_TAG_NULL,        CAP_TAG_FRAME,        CAP_TAG_FRAME,     CAP_TAG_DOMAIN,
    };

    (void)state;
    world_boot();
    for (unsigned i = 0; i < 16; i++) {
        assert_int_equal(type_of(i), expected[i]);
    }
}

/* The block behind the device tree's. */
static struct boot_reclaim reclaim_block(void)
{
    const char *extra = cap_object(world_slot(world_info->extra_bi_pages.start)->cap);
    struct boot_info_header header;
    struct boot_reclaim block;

    memcpy(&header, extra + 116, sizeof(header));
    assert_int_equal(header.id, BOOT_INFO_ID_RECLAIM);
    assert_int_equal(header.len, sizeof(header) + sizeof(block));
    memcpy(&block, extra + 116 + sizeof(header), sizeof(block));
    return block;
}

static void expect_region(struct slot_region region, uint64_t start, uint64_t count)
{
    assert_int_equal(region.start, start);
    assert_int_equal(region.end, start + count);
}

static void test_regions(void **state)
{
    (void)state;
    world_boot();
    expect_region(world_info->user_image_paging, 16, 2);
    expect_region(world_info->extra_bi_pages, 18, 1);
    expect_region(world_info->user_image_frames, 19, 3);
    assert_int_equal(reclaim_block().untyped.start, 22);
    assert_int_equal(world_info->untyped.start, reclaim_block().untyped.end);
    assert_int_equal(world_info->empty.start, world_info->untyped.end);
    assert_int_equal(world_info->empty.end, UINT64_C(1) << ROOT_CNODE_BITS);
    assert_int_equal(world_info->extra_len, 116 + 16 + sizeof(struct boot_reclaim));
    assert_int_equal(world_info->num_nodes, 1);
    assert_int_equal(world_info->ipc_buffer, 0x403000);
    assert_int_equal(world_info->init_thread_cnode_size_bits, ROOT_CNODE_BITS);
    for (uint64_t i = 16; i < world_info->empty.start; i++) {
        assert_int_not_equal(type_of(i), CAP_TAG_NULL);
    }
    for (uint64_t i = world_info->empty.start; i < WORLD_UNTYPED; i++) {
        assert_int_equal(type_of(i), CAP_TAG_NULL);
    }
}

static void test_first_thread(void **state)
{
    const struct tcb *thread;

    (void)state;
    world_boot();
    thread = kernel.current;
    assert_string_equal(thread->name, "rootserver");
    assert_int_equal(thread->priority, 255);
    assert_int_equal(thread->mcp, 255);
    assert_int_equal(fake.current_root, cap_address(world_slot(SLOT_INIT_VSPACE)->cap));
    assert_int_equal(cap_mapped_asid(thread->slots[TCB_SLOT_BUFFER].cap), 0);
    assert_int_equal(cap_mapped_vaddr(world_slot(SLOT_INIT_IPC_BUFFER)->cap), 0x403000);
}

/* The device tree stands behind the boot info, with its header. */
static void test_extra_info(void **state)
{
    const struct boot_info_header *header;
    const unsigned char *bytes;

    (void)state;
    world_boot();
    header = cap_object(world_slot(world_info->extra_bi_pages.start)->cap);
    assert_int_equal(header->id, BOOT_INFO_ID_FDT);
    assert_int_equal(header->len, 116);
    bytes = (const unsigned char *)(header + 1);
    for (unsigned i = 0; i < 100; i++) {
        assert_int_equal(bytes[i], 0xd7);
    }
}

static bool overlaps(const struct untyped_desc *desc, uint64_t start, uint64_t end)
{
    return desc->paddr < end && start < desc->paddr + (UINT64_C(1) << desc->size_bits);
}

/* Untypeds are aligned, disjoint, devices first, none over what is in use; RAM is not wasted. */
static void test_untypeds(void **state)
{
    uint64_t count;
    uint64_t ram = 0;
    bool seen_ram = false;

    (void)state;
    world_boot();
    count = world_info->untyped.end - world_info->untyped.start;
    assert_in_range(count, 10, MAX_NUM_BOOTINFO_UNTYPED_CAPS);
    for (uint64_t i = 0; i < count; i++) {
        const struct untyped_desc *desc = &world_info->untyped_list[i];
        struct cap cap = world_slot(world_info->untyped.start + i)->cap;
        assert_int_equal(desc->paddr & ((UINT64_C(1) << desc->size_bits) - 1), 0);
        assert_int_equal(cap_address(cap), desc->paddr);
        assert_int_equal(cap_size_field(cap), desc->size_bits);
        assert_int_equal(cap_is_device(cap), desc->is_device);
        assert_false(desc->is_device && seen_ram);
        seen_ram = seen_ram || !desc->is_device;
        ram += desc->is_device ? 0 : UINT64_C(1) << desc->size_bits;
        assert_false(overlaps(desc, 0x2000000, 0x2200000)); /* the reserved device */
        assert_false(overlaps(desc, FAKE_RAM, FAKE_RAM + FAKE_KERNEL_SIZE + 100));
        assert_false(overlaps(desc, FAKE_RAM + 0x20000, FAKE_RAM + 0x23000));
        assert_true(!desc->is_device || !overlaps(desc, FAKE_RAM, FAKE_RAM + FAKE_RAM_SIZE));
        for (uint64_t j = 0; j < i; j++) {
            const struct untyped_desc *other = &world_info->untyped_list[j];
            assert_false(
                overlaps(desc, other->paddr, other->paddr + (UINT64_C(1) << other->size_bits)));
        }
    }
    assert_true(ram > FAKE_RAM_SIZE - 0x60000); /* kernel, image, initial CNode and small change */
}

/* The used bytes of boot untypeds are unknown: they count as used, whatever was in them is cleared.
 */
static void test_boot_untypeds_are_full(void **state)
{
    uint64_t last;

    (void)state;
    world_boot();
    last = world_info->untyped.end - 1;
    assert_int_equal(
        cap_untyped_used(world_slot(last)->cap),
        UINT64_C(1) << world_info->untyped_list[last - world_info->untyped.start].size_bits);
}

static void move_cap(struct slot *source, struct slot *dest)
{
    derivation_move(source->cap, source, dest);
}

/* The initial CNode has room for a slot for each page of the image, and then some; it says how
 * large it is. */
static void test_large_image(void **state)
{
    uint64_t pages = UINT64_C(0xe00000) >> 12;

    (void)state;
    world_boot_image(pages << 12);
    assert_int_equal(world_info->init_thread_cnode_size_bits, 13);
    assert_int_equal(cap_size_field(world_slot(SLOT_INIT_CNODE)->cap), 13);
    assert_int_equal(world_info->user_image_frames.end - world_info->user_image_frames.start,
                     pages);
    assert_int_equal(world_info->empty.start, world_info->untyped.end);
    assert_int_equal(world_info->empty.end, UINT64_C(1) << 13);
    assert_true(world_info->empty.end - world_info->empty.start >= 256);
    for (uint64_t i = world_info->empty.start; i < world_info->empty.end; i++) {
        assert_int_equal(type_of(i), CAP_TAG_NULL);
    }
    assert_null(invariants_check());
    world_boot_image(UINT64_C(0xc00000));
    assert_int_equal(world_info->init_thread_cnode_size_bits, ROOT_CNODE_BITS);
}

/* Revoking the pieces takes all of the first thread but its ASID pool. */
static void test_reclaim(void **state)
{
    struct boot_reclaim block;
    struct tcb *first;
    struct tcb *other;
    struct slot *own;
    word_t count;
    word_t image = 0;

    (void)state;
    world_boot();
    block = reclaim_block();
    first = kernel.current;
    assert_in_range(block.untyped.end - block.untyped.start, 2, 64);
    for (word_t i = block.untyped.start; i < block.untyped.end; i++) {
        const struct untyped_desc *desc = &block.list[i - block.untyped.start];
        assert_int_equal(type_of(i), CAP_TAG_UNTYPED);
        assert_int_equal(cap_address(world_slot(i)->cap), desc->paddr);
        assert_int_equal(cap_size_field(world_slot(i)->cap), desc->size_bits);
        assert_true(derivation_has_children(world_slot(i)));
        if (desc->paddr >= FAKE_RAM + 0x20000 && desc->paddr < FAKE_RAM + 0x23000) {
            image += UINT64_C(1) << desc->size_bits;
        }
    }
    assert_int_equal(image, 0x3000);
    assert_int_equal(block.list[block.untyped.end - block.untyped.start].size_bits, 0);
    /* Another thread with a CNode of its own goes on. It keeps the ASID pool: without a capability
     * all address spaces of the pool would end. */
    world_retype(WORLD_UNTYPED, OBJ_CNODE, 7, WORLD_FREE, 1);
    other = world_thread(WORLD_FREE + 1, 255);
    count = block.untyped.end - block.untyped.start;
    own = cap_object(world_slot(WORLD_FREE)->cap);
    for (word_t i = 0; i < count; i++) {
        move_cap(world_slot(block.untyped.start + i), &own[i + 1]);
    }
    move_cap(world_slot(WORLD_FREE + 1), &own[100]);
    move_cap(world_slot(WORLD_FREE), &own[101]);
    move_cap(world_slot(SLOT_INIT_ASID_POOL), &own[102]);
    for (word_t i = 0; i < count; i++) {
        assert_int_equal(finalise_revoke(&own[i + 1]), OUTCOME_OK);
        assert_false(derivation_has_children(&own[i + 1]));
    }
    assert_int_equal(cap_type(own[100].cap), CAP_TAG_TCB);
    assert_int_equal(first->state, THREAD_INACTIVE);
    for (struct tcb *thread = kernel.all_threads; thread != NULL; thread = thread->all_next) {
        assert_ptr_not_equal(thread, first);
    }
    assert_ptr_equal(kernel.all_threads, other);
    assert_non_null(kernel.asid_pools[0]);
    assert_int_equal(kernel.asid_pools[0][1], 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fixed_slots),  cmocka_unit_test(test_regions),
        cmocka_unit_test(test_first_thread), cmocka_unit_test(test_extra_info),
        cmocka_unit_test(test_untypeds),     cmocka_unit_test(test_boot_untypeds_are_full),
        cmocka_unit_test(test_large_image),  cmocka_unit_test(test_reclaim),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
