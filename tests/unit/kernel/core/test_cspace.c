/* SPDX-License-Identifier: BSD-2-Clause */
#include "kernel_world.h"

#include "kernel/cspace.h"

/* The reference's worked examples (sel4-abi 5.2): root guard 52; a CNode of radix 4 with guard 5 of
 * 4 bits. */
static struct slot small_node[16] __attribute__((aligned(512)));

static struct cap guarded(void)
{
    return cap_make(CAP_TAG_CNODE, 4, arch_virt_to_phys(small_node), (5u << 6) | 4u);
}

static void expect_failure(struct cap root, uint64_t index, unsigned depth, uint64_t kind,
                           const uint64_t *words, unsigned count)
{
    struct slot *slot = NULL;

    assert_int_equal(cspace_lookup_slot(root, index, depth, true, &slot), OUTCOME_ERROR);
    assert_int_equal(kernel.error.code, ERR_FAILED_LOOKUP);
    assert_int_equal(kernel.error.word[0], 1);
    assert_int_equal(kernel.error.word[1], kind);
    assert_int_equal(kernel.error.count, 2 + count);
    for (unsigned i = 0; i < count; i++) {
        assert_int_equal(kernel.error.word[2 + i], words[i]);
    }
}

static void test_guarded_node(void **state)
{
    struct slot *slot = NULL;

    (void)state;
    assert_int_equal(cspace_lookup_slot(guarded(), 0x53, 8, false, &slot), OUTCOME_OK);
    assert_ptr_equal(slot, &small_node[3]);
    expect_failure(guarded(), 0x63, 8, LOOKUP_GUARD_MISMATCH, (uint64_t[]){8, 5, 4}, 3);
    expect_failure(guarded(), 0x53, 3, LOOKUP_GUARD_MISMATCH, (uint64_t[]){3, 5, 4}, 3);
    expect_failure(guarded(), 0x53 >> 2, 6, LOOKUP_DEPTH_MISMATCH, (uint64_t[]){6, 8}, 2);
    expect_failure(guarded(), 0x53 << 1, 9, LOOKUP_DEPTH_MISMATCH, (uint64_t[]){1, 0}, 2);
}

static void test_root_node(void **state)
{
    struct cap root;
    uint64_t guard = WORD_BITS - ROOT_CNODE_BITS;
    struct slot *slot = NULL;

    (void)state;
    world_boot();
    root = world_slot(SLOT_INIT_CNODE)->cap;
    assert_int_equal(cspace_lookup_slot(root, 7, 64, false, &slot), OUTCOME_OK);
    assert_ptr_equal(slot, world_slot(7));
    expect_failure(root, 7, 10, LOOKUP_GUARD_MISMATCH, (uint64_t[]){10, 0, guard}, 3);
    expect_failure(root, 7, 63, LOOKUP_DEPTH_MISMATCH, (uint64_t[]){63, 64}, 2);
    expect_failure(root, UINT64_C(1) << 40, 64, LOOKUP_GUARD_MISMATCH, (uint64_t[]){64, 0, guard},
                   3);
}

static void test_depth_range(void **state)
{
    struct slot *slot = NULL;

    (void)state;
    assert_int_equal(cspace_lookup_slot(guarded(), 0, 0, false, &slot), OUTCOME_ERROR);
    assert_int_equal(kernel.error.code, ERR_RANGE);
    assert_int_equal(kernel.error.word[0], 1);
    assert_int_equal(kernel.error.word[1], 64);
    assert_int_equal(cspace_lookup_slot(guarded(), 0, 65, false, &slot), OUTCOME_ERROR);
    assert_int_equal(kernel.error.code, ERR_RANGE);
    expect_failure(cap_null(), 0, 64, LOOKUP_INVALID_ROOT, NULL, 0);
}

/* Two levels; a slot that holds no CNode ends the walk with bits left. */
static void test_two_levels(void **state)
{
    static struct slot top[16] __attribute__((aligned(512)));
    struct cap root = cap_make(CAP_TAG_CNODE, 4, arch_virt_to_phys(top), 0);
    struct slot *slot = NULL;
    unsigned left = 0;

    (void)state;
    top[2].cap = cap_make(CAP_TAG_CNODE, 4, arch_virt_to_phys(small_node), (5u << 6) | 4u);
    assert_true(cspace_resolve(root, 0x25c, 12, &slot, &left));
    assert_ptr_equal(slot, &small_node[12]);
    assert_int_equal(left, 0);
    assert_true(cspace_resolve(root, 0x35c, 12, &slot, &left));
    assert_ptr_equal(slot, &top[3]);
    assert_int_equal(left, 8);
    assert_int_equal(cspace_lookup_slot(root, 0x2, 4, false, &slot), OUTCOME_OK);
    assert_ptr_equal(slot, &top[2]);
    assert_false(cspace_resolve(root, 0x24c, 12, &slot, &left));
    assert_int_equal(kernel.lookup.kind, LOOKUP_GUARD_MISMATCH);
    assert_int_equal(kernel.lookup.word[0], 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_guarded_node),
        cmocka_unit_test(test_root_node),
        cmocka_unit_test(test_depth_range),
        cmocka_unit_test(test_two_levels),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
