/* SPDX-License-Identifier: BSD-2-Clause */
/* Members of an untyped are made in their order; what does not fit is said exactly, and a random
   list never overlaps, keeps alignment and stays inside. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "capdl/plan/cover_plan.h"

static enum untyped_plan_result begin(struct cover_plan *plan, uint8_t bits,
                                      const struct untyped_plan_object *members, uint32_t count)
{
    *plan = (struct cover_plan){
        .paddr = 0x40000000, .size_bits = bits, .members = members, .count = count};
    return cover_plan_begin(plan);
}

static void test_order_is_kept(void **state)
{
    const struct untyped_plan_object members[] = {
        {.size_bits = 4}, {.size_bits = 12}, {.size_bits = 5}, {.size_bits = 5}, {.size_bits = 5}};
    struct untyped_plan_step step;
    struct cover_plan plan;

    (void)state;
    assert_int_equal(begin(&plan, 14, members, 5), UNTYPED_PLAN_OK);
    assert_true(cover_plan_next(&plan, &step, 9));
    assert_int_equal(step.object, 0);
    assert_true(step.paddr == 0x40000000);
    assert_true(cover_plan_next(&plan, &step, 9));
    assert_int_equal(step.object, 1);
    assert_true(step.paddr == 0x40001000);
    assert_true(cover_plan_next(&plan, &step, 2));
    assert_int_equal(step.object, 2);
    assert_int_equal(step.count, 2);
    assert_true(step.paddr == 0x40002000);
    assert_true(cover_plan_next(&plan, &step, 2));
    assert_int_equal(step.object, 4);
    assert_true(step.paddr == 0x40002040);
    assert_false(cover_plan_next(&plan, &step, 2));
    assert_true(plan.used == 0x2060);
}

static void test_fixed_members(void **state)
{
    struct untyped_plan_object members[] = {
        {.size_bits = 12},
        {                    .size_bits = 12,  .fixed = true, .paddr = 0x40005000},
        { .size_bits = 12, .kind = 1}
    };
    struct untyped_plan_step step;
    struct cover_plan plan;
    uint64_t skipped = 0;

    (void)state;
    assert_int_equal(begin(&plan, 15, members, 3), UNTYPED_PLAN_OK);
    assert_true(cover_plan_next(&plan, &step, 9));
    while (cover_plan_next(&plan, &step, 9) && step.object == UNTYPED_PLAN_NONE) {
        assert_true((step.paddr & ((UINT64_C(1) << step.size_bits) - 1)) == 0);
        skipped += UINT64_C(1) << step.size_bits;
    }
    assert_true(skipped == 0x4000);
    assert_true(step.object == 1 && step.paddr == 0x40005000);
    assert_true(cover_plan_next(&plan, &step, 9));
    assert_true(step.object == 2 && step.paddr == 0x40006000);

    members[1].paddr = 0x40005800;
    assert_int_equal(begin(&plan, 15, members, 3), UNTYPED_PLAN_MISALIGNED);
    members[1].paddr = 0x40000000;
    assert_int_equal(begin(&plan, 15, members, 3), UNTYPED_PLAN_OVERLAP);
    assert_true(plan.object == 1 && plan.other == 0);
    members[1].paddr = 0x40008000;
    assert_int_equal(begin(&plan, 15, members, 3), UNTYPED_PLAN_NO_DEVICE);
    members[1].paddr = 0x3ffff000;
    assert_int_equal(begin(&plan, 15, members, 3), UNTYPED_PLAN_NO_DEVICE);
}

static void test_what_is_missing(void **state)
{
    const struct untyped_plan_object members[] = {
        {.size_bits = 12}, {.size_bits = 4}, {.size_bits = 12}, {.size_bits = 12}};
    const struct untyped_plan_object huge[] = {{.size_bits = 63}, {.size_bits = 63}};
    const struct untyped_plan_object none[] = {{.size_bits = 3}};
    struct cover_plan plan;

    (void)state;
    assert_int_equal(begin(&plan, 13, members, 4), UNTYPED_PLAN_NO_MEMORY);
    assert_int_equal(plan.object, 2);
    assert_true(plan.missing == 0x2000);
    assert_int_equal(begin(&plan, 63, huge, 2), UNTYPED_PLAN_NO_MEMORY);
    assert_int_equal(plan.object, 1);
    assert_int_equal(begin(&plan, 64, huge, 0), UNTYPED_PLAN_BAD_SIZE);
    assert_int_equal(begin(&plan, 12, none, 1), UNTYPED_PLAN_BAD_SIZE);
    assert_int_equal(begin(&plan, 12, NULL, 0), UNTYPED_PLAN_OK);
}

/* A small generator of numbers, the same on every machine. */
static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static void check_walk(struct cover_plan *plan, uint32_t most)
{
    struct untyped_plan_step step;
    uint64_t mark = plan->paddr;
    uint32_t next = 0;

    while (cover_plan_next(plan, &step, most)) {
        assert_true(step.paddr >= mark && step.count >= 1 && step.count <= most);
        assert_true((step.paddr & ((UINT64_C(1) << step.size_bits) - 1)) == 0);
        mark = step.paddr + ((uint64_t)step.count << step.size_bits);
        assert_true(mark - plan->paddr <= UINT64_C(1) << plan->size_bits);
        if (step.object == UNTYPED_PLAN_NONE) {
            continue;
        }
        assert_int_equal(step.object, next);
        for (uint32_t i = 0; i < step.count; i++, next++) {
            assert_int_equal(plan->members[next].size_bits, step.size_bits);
            assert_int_equal(plan->members[next].kind, plan->members[step.object].kind);
        }
        assert_true(!plan->members[step.object].fixed ||
                    plan->members[step.object].paddr == step.paddr);
    }
    assert_int_equal(next, plan->count);
}

static void test_random_members(void **state)
{
    struct untyped_plan_object members[24];
    uint32_t fitting = 0;

    (void)state;
    for (uint32_t seed = 1; seed <= 20000; seed++) {
        uint32_t r = seed, count = next_random(&r) % 24;
        struct cover_plan plan;

        for (uint32_t i = 0; i < count; i++) {
            uint8_t bits = (uint8_t)(4 + next_random(&r) % 9);
            uint64_t at = (next_random(&r) % 0x40000) & ~((UINT64_C(1) << bits) - 1);

            members[i] = (struct untyped_plan_object){
                .size_bits = bits,
                .kind = (uint16_t)(next_random(&r) % 2),
                .fixed = next_random(&r) % 16 == 0,
                .paddr = 0x40000000 + at,
            };
        }
        if (begin(&plan, (uint8_t)(14 + next_random(&r) % 4), members, count) == UNTYPED_PLAN_OK) {
            fitting++;
            check_walk(&plan, 1 + next_random(&r) % 5);
        }
    }
    assert_true(fitting > 5000 && fitting < 20000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order_is_kept),
        cmocka_unit_test(test_fixed_members),
        cmocka_unit_test(test_what_is_missing),
        cmocka_unit_test(test_random_members),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
