/* SPDX-License-Identifier: BSD-2-Clause */
// sources: loader/init/slot_plan.c capdl/plan/page_tables.c
/* The root server's CSpace: enough slots, and every pointer leads where it should, by the kernel's
   rule of guards and radixes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "loader/init/include/slot_plan.h"

#define CHUNK (UINT64_C(1) << SLOT_PLAN_CHUNK_BITS)

/* Takes guard and index from the top of what is left of a pointer, as the kernel does. */
static uint64_t descend(uint64_t pointer, uint32_t *left, uint32_t guard_bits, uint32_t radix)
{
    assert_true(guard_bits < 64);
    assert_true(guard_bits + radix <= *left);
    if (guard_bits != 0) {
        uint64_t guard = pointer >> (*left - guard_bits) & ((UINT64_C(1) << guard_bits) - 1);

        assert_int_equal(guard, 0);
    }
    *left -= guard_bits + radix;
    return pointer >> *left & ((UINT64_C(1) << radix) - 1);
}

static void resolves(const struct slot_plan *plan, uint8_t initial_bits, uint32_t chunk,
                     uint64_t index)
{
    uint64_t pointer = ((uint64_t)chunk << plan->width) + index;
    uint32_t left = SLOT_PLAN_WORD_BITS;

    assert_true(pointer <= UINT32_MAX);
    assert_int_equal(descend(pointer, &left, plan->root_guard_bits, plan->root_bits), chunk);
    assert_int_equal(left, plan->width);
    if (chunk == 0) {
        assert_int_equal(descend(pointer, &left, plan->initial_guard_bits, initial_bits), index);
    } else {
        assert_int_equal(descend(pointer, &left, plan->chunk_guard_bits, SLOT_PLAN_CHUNK_BITS),
                         index);
    }
    assert_int_equal(left, 0);
}

static void enough_is_left_alone(void **state)
{
    struct slot_plan plan;

    (void)state;
    assert_true(slot_plan_make(&plan, 3900, 3900, 12));
    assert_int_equal(plan.chunks, 0);
    assert_int_equal(plan.more, 0);
    assert_int_equal(plan.width, 12);
    assert_true(slot_plan_make(&plan, 0, 0, 19));
    assert_int_equal(plan.width, 19);
}

static void shortage_makes_chunks(void **state)
{
    struct slot_plan plan;

    (void)state;
    assert_true(slot_plan_make(&plan, 3901, 3900, 12));
    assert_int_equal(plan.chunks, 1);
    assert_int_equal(plan.more, 3);
    assert_true(slot_plan_make(&plan, 20000, 1000, 12));
    assert_int_equal(plan.chunks, 5);
    assert_int_equal(plan.root_bits, 3);
    assert_int_equal(plan.root_guard_bits, 64 - 3 - 12);
}

static void no_room_for_chunks_is_told(void **state)
{
    struct slot_plan plan;

    (void)state;
    assert_false(slot_plan_make(&plan, 5000, 3, 12));
    assert_int_equal(plan.need, 5000);
    assert_int_equal(plan.have, 3);
    assert_int_equal(plan.more, 4);
    assert_true(slot_plan_make(&plan, 5000, 4, 12));
    assert_false(slot_plan_make(&plan, 1, 0, 12));
    assert_false(slot_plan_make(&plan, UINT64_C(1) << 33, UINT64_C(1) << 31, 12));
}

static void any_shape_holds_all_and_resolves(void **state)
{
    (void)state;
    srand(7);
    for (uint32_t round = 0; round < 20000; round++) {
        uint8_t bits = (uint8_t)(5 + rand() % 15);
        uint64_t have = (uint64_t)rand() % (UINT64_C(1) << bits);
        uint64_t need = (uint64_t)rand() % 400000;
        struct slot_plan plan;

        if (!slot_plan_make(&plan, need, have, bits)) {
            assert_true(plan.more > have);
            continue;
        }
        assert_true(have - plan.more + plan.chunks * CHUNK >= need);
        if (plan.chunks == 0) {
            continue;
        }
        /* not a chunk more than needed */
        assert_true(have - (plan.more - 1) + (plan.chunks - 1) * CHUNK < need || have < need);
        assert_true((UINT64_C(1) << plan.root_bits) > plan.chunks);
        resolves(&plan, bits, 0, (UINT64_C(1) << bits) - 1);
        resolves(&plan, bits, 0, 2);
        for (uint32_t chunk = 1; chunk <= plan.chunks; chunk++) {
            resolves(&plan, bits, chunk, 0);
            resolves(&plan, bits, chunk, (uint64_t)rand() % CHUNK);
            resolves(&plan, bits, chunk, CHUNK - 1);
        }
    }
}

enum { EP, TABLE, PAGE, FRAME, PINNED, POOL, IRQ, BADGED, CONTROL, OBJECTS };
enum { CAPS = 8 };

/* What each kind of object takes, counted by hand. */
static void need_counts_each_capability(void **state)
{
    struct capdl_object objects[OBJECTS] = {
        [EP] = {.kind = CAPDL_KIND_ENDPOINT, .memory_bits = 4},
        [TABLE] = {.kind = CAPDL_KIND_PAGE_TABLE,                           .memory_bits = 12, .cap_count = 6},
        [PAGE] = {.kind = CAPDL_KIND_FRAME,.memory_bits = 12, .page_count = 1},
        [FRAME] = {.kind = CAPDL_KIND_FRAME,                           .memory_bits = 12},
        [PINNED] = {.kind = CAPDL_KIND_FRAME,
                .memory_bits = 12,
                .page_count = 1,
                .flags = CAPDL_OBJECT_HAS_PADDR},
        [POOL] = {.kind = CAPDL_KIND_ASID_POOL,                           .memory_bits = 12},
        [IRQ] = {.kind = CAPDL_KIND_IRQ},
        [BADGED] = {.kind = CAPDL_KIND_IRQ,    .first_cap = 6, .cap_count = 1},
        [CONTROL] = {.kind = CAPDL_KIND_IRQ_CONTROL            },
    };
    const struct capdl_cap caps[CAPS] = {
        {.object = PAGE},   {.object = PAGE},  {.object = FRAME}, {.object = FRAME},
        {.object = PINNED}, {.object = TABLE}, {.data = 8},
    };
    uint32_t alias_of[CAPS] = {0};
    bool mapped[OBJECTS] = {false};
    struct capdl_header header = {0};
    struct spec_view view = {.spec = &header, .objects = objects, .caps = caps};
    uint64_t none = slot_plan_need(&view, alias_of, mapped);

    (void)state;
    view.object_count = OBJECTS;
    /* 1 ep, 1 table, 0 page, 1 frame, 1 pinned, 2 pool, 1 irq, 2 badged; 2 mapped again */
    assert_int_equal(slot_plan_need(&view, alias_of, mapped) - none, 9 + 2);
    alias_of[4] = SLOT_PLAN_ALIAS;
    assert_int_equal(slot_plan_need(&view, alias_of, mapped) - none, 9 + 3);
    header.parents.count = 5; /* of each original given away a copy may be kept */
    assert_int_equal(slot_plan_need(&view, alias_of, mapped) - none, 9 + 3 + 5);
    for (uint32_t i = 0; i < OBJECTS; i++) {
        assert_false(mapped[i]);
    }
}

/* Handing memory over takes a copy of each receiver's capability, and the holding CNode. */
static void need_counts_a_hand_off(void **state)
{
    struct capdl_object objects[] = {
        {.kind = CAPDL_KIND_CNODE, .memory_bits = 9},
        {.kind = CAPDL_KIND_CNODE, .memory_bits = 9},
    };
    const struct capdl_header header = {0};
    const struct spec_view view = {.spec = &header, .objects = objects, .object_count = 2};
    bool mapped[2] = {false};
    uint64_t none = slot_plan_need(&view, NULL, mapped);

    (void)state;
    objects[1].flags = CAPDL_OBJECT_UNTYPED;
    assert_int_equal(slot_plan_need(&view, NULL, mapped), none + 2);
    objects[0].flags = CAPDL_OBJECT_UNTYPED;
    assert_int_equal(slot_plan_need(&view, NULL, mapped), none + 3);
}

/* The kernel's first pool has room for 510 more; those that the spec has pools for do not count. */
static void address_spaces_need_pools(void **state)
{
    static const struct {
        uint32_t spaces, pooled, pools;
    } rows[] = {
        {0,    0,   0},
        {510,  0,   0},
        {511,  0,   1},
        {1022, 0,   1},
        {1023, 0,   2},
        {1023, 600, 0},
        {5,    9,   0},
    };
    struct capdl_object *objects = calloc(1100, sizeof *objects);

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct spec_view view = {.objects = objects, .object_count = rows[i].spaces + 1};

        for (uint32_t k = 0; k < rows[i].spaces; k++) {
            objects[k] = (struct capdl_object){.kind = CAPDL_KIND_PAGE_TABLE};
        }
        objects[rows[i].spaces] =
            (struct capdl_object){.kind = CAPDL_KIND_ASID_POOL, .cap_count = rows[i].pooled};
        assert_int_equal(slot_plan_pools(&view), rows[i].pools);
    }
    free(objects);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(address_spaces_need_pools),
        cmocka_unit_test(enough_is_left_alone),
        cmocka_unit_test(shortage_makes_chunks),
        cmocka_unit_test(no_room_for_chunks_is_told),
        cmocka_unit_test(any_shape_holds_all_and_resolves),
        cmocka_unit_test(need_counts_each_capability),
        cmocka_unit_test(need_counts_a_hand_off),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
