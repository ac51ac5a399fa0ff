/* SPDX-License-Identifier: BSD-2-Clause
 * The graph itself: objects, names, slots, fills; and the table of sizes. */
// link: capdl_spec adl_base
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "capdl/spec/sizes.h"
#include "capdl/spec/spec.h"

struct fixture {
    struct arena arena;
    struct interner names;
    struct spec *spec;
};

static int setup(void **state)
{
    static struct fixture fixture;

    arena_init(&fixture.arena);
    intern_init(&fixture.names, &fixture.arena);
    fixture.spec = spec_new(&fixture.arena, &fixture.names, SPEC_ARCH_AARCH64);
    *state = &fixture;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;

    arena_done(&fixture->arena);
    return 0;
}

static void names_lead_to_objects(void **state)
{
    struct spec *spec = ((struct fixture *)*state)->spec;
    char name[32];

    for (uint32_t i = 0; i < 1000; i++) {
        (void)snprintf(name, sizeof(name), "object_%u", i);
        assert_int_equal(spec_add_object(spec, SPEC_KIND_ENDPOINT, name).index, i);
    }
    assert_int_equal(spec->object_count, 1000);
    assert_int_equal(spec_find(spec, "object_0").index, 0);
    assert_int_equal(spec_find(spec, "object_777").index, 777);
    assert_int_equal(spec_find(spec, "object_1000").index, UINT32_MAX);
    assert_string_equal(spec_object(spec, (struct spec_object_id){999})->name, "object_999");
}

static void parameters_are_allocated_for_kinds_that_have_them(void **state)
{
    struct spec *spec = ((struct fixture *)*state)->spec;
    struct spec_object_id tcb = spec_add_object(spec, SPEC_KIND_TCB, "t");
    struct spec_object_id irq = spec_add_object(spec, SPEC_KIND_IRQ, "i");
    struct spec_object_id ep = spec_add_object(spec, SPEC_KIND_ENDPOINT, "e");

    assert_non_null(spec_object(spec, tcb)->tcb);
    assert_null(spec_object(spec, tcb)->irq);
    assert_non_null(spec_object(spec, irq)->irq);
    assert_null(spec_object(spec, ep)->tcb);
}

static void slots_stay_sorted_and_single(void **state)
{
    struct spec *spec = ((struct fixture *)*state)->spec;
    struct spec_object_id node = spec_add_object(spec, SPEC_KIND_CNODE, "node");
    struct spec_object_id ep = spec_add_object(spec, SPEC_KIND_ENDPOINT, "ep");

    /* 7 is prime to 64, so this visits all slots in a mixed order */
    for (uint32_t i = 0; i < 64; i++) {
        struct spec_cap cap = {.slot = i * 7 % 64, .object = ep, .badge = i};

        assert_true(spec_put_cap(spec, node, cap));
        assert_false(spec_put_cap(spec, node, cap));
    }
    assert_int_equal(spec_object(spec, node)->cap_count, 64);
    for (uint32_t i = 0; i < 64; i++) {
        assert_int_equal(spec_object(spec, node)->caps[i].slot, i);
        assert_int_equal(spec_cap_at(spec, node, i * 7 % 64)->badge, i);
    }
    assert_null(spec_cap_at(spec, node, 64));
}

static void fills_are_ordered_by_place(void **state)
{
    struct spec *spec = ((struct fixture *)*state)->spec;
    struct spec_object_id frame = spec_add_object(spec, SPEC_KIND_FRAME, "f");
    static const uint32_t offsets[] = {512, 0, 1024, 256, 2048};

    for (size_t i = 0; i < sizeof(offsets) / sizeof(offsets[0]); i++) {
        spec_add_fill(spec, frame,
                      (struct spec_fill){.kind = SPEC_FILL_FILE, .dest_offset = offsets[i]});
    }
    assert_int_equal(spec_object(spec, frame)->fill_count, 5);
    for (uint32_t i = 1; i < 5; i++) {
        assert_true(spec_object(spec, frame)->fills[i - 1].dest_offset <
                    spec_object(spec, frame)->fills[i].dest_offset);
    }
}

static void every_kind_has_a_keyword(void **state)
{
    (void)state;
    for (int kind = 0; kind < SPEC_KIND_COUNT; kind++) {
        assert_non_null(spec_kind_keyword((enum spec_kind)kind));
        assert_true(spec_kind_keyword((enum spec_kind)kind)[0] != '\0');
    }
    assert_string_equal(spec_kind_keyword(SPEC_KIND_CNODE), "cnode");
    assert_true(spec_kind_has_slots(SPEC_KIND_CNODE));
    assert_false(spec_kind_has_slots(SPEC_KIND_FRAME));
}

static void sizes_follow_the_kernel(void **state)
{
    struct spec_object object = {.kind = SPEC_KIND_CNODE, .size_bits = 6};

    (void)state;
    assert_int_equal(sizes_memory_bits(SPEC_ARCH_RISCV64, &object), 11);
    object.kind = SPEC_KIND_FRAME;
    object.size_bits = 21;
    assert_int_equal(sizes_memory_bits(SPEC_ARCH_AARCH64, &object), 21);
    object.kind = SPEC_KIND_TCB;
    assert_int_equal(sizes_memory_bits(SPEC_ARCH_RISCV64, &object), 11);
    object.kind = SPEC_KIND_NOTIFICATION;
    assert_int_equal(sizes_memory_bits(SPEC_ARCH_X86_64, &object), 5);
    object.kind = SPEC_KIND_IRQ;
    assert_int_equal(sizes_memory_bits(SPEC_ARCH_AARCH64, &object), 0);
    assert_int_equal(sizes_max_untyped_bits(SPEC_ARCH_RISCV64), 38);
    assert_int_equal(sizes_min_untyped_bits(SPEC_ARCH_RISCV64), 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(names_lead_to_objects, setup, teardown),
        cmocka_unit_test_setup_teardown(parameters_are_allocated_for_kinds_that_have_them, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(slots_stay_sorted_and_single, setup, teardown),
        cmocka_unit_test_setup_teardown(fills_are_ordered_by_place, setup, teardown),
        cmocka_unit_test(every_kind_has_a_keyword),
        cmocka_unit_test(sizes_follow_the_kernel),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
