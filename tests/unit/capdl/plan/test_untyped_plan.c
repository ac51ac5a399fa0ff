/* SPDX-License-Identifier: BSD-2-Clause
 * The untyped planner against a model of the kernel's untypeds, by hand and with random boards. */
// link: capdl_plan
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "capdl/plan/untyped_plan.h"

#define MANY 4096u

/* One untyped as the kernel keeps it. */
struct kernel_untyped {
    uint64_t mark;
    uint32_t children;
};

struct board {
    struct untyped_plan_memory memory[64];
    struct untyped_plan_object objects[MANY];
    uint32_t order[MANY];
    struct untyped_plan plan;
    bool made[MANY];
    struct kernel_untyped kernel[64];
    uint32_t filled; /* objects made by run() */
};

static struct board board;

static void begin_board(void)
{
    memset(&board, 0, sizeof(board));
    board.plan.memory = board.memory;
    board.plan.objects = board.objects;
    board.plan.order = board.order;
}

static void add_memory(uint64_t paddr, uint8_t bits, bool device)
{
    board.memory[board.plan.memory_count++] =
        (struct untyped_plan_memory){.paddr = paddr, .size_bits = bits, .device = device};
}

static uint32_t add_object(uint8_t bits)
{
    board.objects[board.plan.object_count] = (struct untyped_plan_object){.size_bits = bits};
    return board.plan.object_count++;
}

static uint32_t add_fixed(uint64_t paddr, uint8_t bits)
{
    board.objects[board.plan.object_count] =
        (struct untyped_plan_object){.size_bits = bits, .fixed = true, .paddr = paddr};
    return board.plan.object_count++;
}

/* Does what the kernel does on Untyped_Retype, and checks what it would refuse. */
static void retype(const struct untyped_plan_step *step)
{
    struct kernel_untyped *untyped = &board.kernel[step->memory];
    const struct untyped_plan_memory *memory = &board.memory[step->memory];
    uint64_t size = UINT64_C(1) << step->size_bits;
    uint64_t start = (untyped->mark + size - 1) & ~(size - 1);

    assert_true(start + size <= UINT64_C(1) << memory->size_bits);
    assert_int_equal(memory->paddr + start, step->paddr);
    untyped->mark = start + size;
    untyped->children++;
    if (step->object == UNTYPED_PLAN_NONE) {
        return;
    }
    assert_true(step->object < board.plan.object_count);
    assert_false(board.made[step->object]);
    assert_int_equal(step->size_bits, board.objects[step->object].size_bits);
    if (board.objects[step->object].fixed) {
        assert_int_equal(step->paddr, board.objects[step->object].paddr);
    } else {
        assert_false(memory->device);
    }
    board.made[step->object] = true;
    board.filled++;
}

/* Plans and follows the plan to its end. */
static void run(void)
{
    struct untyped_plan_step step;
    uint32_t steps = 0, fillers = 0, wanted = 0;

    assert_int_equal(untyped_plan_begin(&board.plan), UNTYPED_PLAN_OK);
    while (untyped_plan_next(&board.plan, &step)) {
        retype(&step);
        steps++;
        fillers += step.object == UNTYPED_PLAN_NONE ? 1u : 0u;
    }
    for (uint32_t i = 0; i < board.plan.object_count; i++) {
        wanted += board.objects[i].size_bits != 0 ? 1u : 0u;
    }
    assert_int_equal(board.filled, wanted);
    assert_int_equal(steps, board.plan.steps);
    assert_int_equal(fillers, board.plan.fillers);
}

static void a_full_untyped_has_no_waste(void **state)
{
    (void)state;
    begin_board();
    add_memory(0x80000000, 13, false);
    (void)add_object(4);
    (void)add_object(12);
    (void)add_object(4);
    (void)add_object(11);
    (void)add_object(5);
    (void)add_object(10);
    (void)add_object(9);
    (void)add_object(8);
    (void)add_object(7);
    (void)add_object(6);
    run();
    assert_int_equal(board.plan.fillers, 0);
    assert_int_equal(board.kernel[0].mark, 8192);
}

static void small_untypeds_come_first(void **state)
{
    (void)state;
    begin_board();
    add_memory(0x80000000, 30, false);
    add_memory(0x70000000, 12, false);
    (void)add_object(12);
    run();
    assert_int_equal(board.kernel[0].children, 0);
    assert_int_equal(board.kernel[1].children, 1);
}

static void device_frames_are_reached_by_fillers(void **state)
{
    (void)state;
    begin_board();
    add_memory(0x8000000, 27, true);
    add_memory(0x40000000, 16, false);
    (void)add_fixed(0x9010000, 12);
    (void)add_object(12);
    (void)add_fixed(0x9000000, 12);
    run();
    /* 16 MiB to the UART; then 4, 8, 16 and 32 KiB from its end to the RTC */
    assert_int_equal(board.plan.fillers, 5);
}

static void fixed_addresses_in_ordinary_memory_leave_the_gap_usable(void **state)
{
    (void)state;
    begin_board();
    add_memory(0x80000000, 14, false);
    (void)add_fixed(0x80002000, 12);
    (void)add_object(12);
    (void)add_object(12);
    (void)add_object(12);
    run();
    assert_int_equal(board.plan.fillers, 0);
}

static void shortage_is_measured(void **state)
{
    (void)state;
    begin_board();
    add_memory(0x80000000, 13, false);
    (void)add_object(4);
    (void)add_object(12);
    (void)add_object(13);
    (void)add_object(12);
    assert_int_equal(untyped_plan_begin(&board.plan), UNTYPED_PLAN_NO_MEMORY);
    assert_int_equal(board.plan.object, 1);
    assert_int_equal(board.plan.unplaced, 3);
    assert_int_equal(board.plan.missing, 2 * 4096 + 16);
}

static void bad_fixed_objects_are_named(void **state)
{
    (void)state;
    begin_board();
    add_memory(0x8000000, 27, true);
    (void)add_fixed(0x9000000, 12);
    (void)add_fixed(0x20000000, 12);
    assert_int_equal(untyped_plan_begin(&board.plan), UNTYPED_PLAN_NO_DEVICE);
    assert_int_equal(board.plan.object, 1);
    board.objects[1].paddr = 0x9000800;
    assert_int_equal(untyped_plan_begin(&board.plan), UNTYPED_PLAN_MISALIGNED);
    board.objects[1] =
        (struct untyped_plan_object){.paddr = 0x9000000, .size_bits = 21, .fixed = true};
    assert_int_equal(untyped_plan_begin(&board.plan), UNTYPED_PLAN_OVERLAP);
    board.objects[1] = (struct untyped_plan_object){.size_bits = 3};
    assert_int_equal(untyped_plan_begin(&board.plan), UNTYPED_PLAN_BAD_SIZE);
    assert_int_equal(board.plan.object, 1);
}

/* Following the plan in runs makes every object where it would be made one by one. */
static void follow_in_runs(uint32_t most)
{
    static uint64_t place[MANY];
    struct untyped_plan_step step;
    uint32_t at = 0;

    assert_int_equal(untyped_plan_begin(&board.plan), UNTYPED_PLAN_OK);
    while (untyped_plan_next(&board.plan, &step)) {
        assert_int_equal(step.count, 1);
        if (step.object != UNTYPED_PLAN_NONE) {
            assert_int_equal(step.objects[0], step.object);
            place[step.object] = step.paddr;
        }
    }
    assert_int_equal(untyped_plan_begin(&board.plan), UNTYPED_PLAN_OK);
    while (untyped_plan_next_run(&board.plan, &step, most)) {
        assert_in_range(step.count, 1, most);
        for (uint32_t i = 0; step.objects != NULL && i < step.count; i++) {
            const struct untyped_plan_object *object = &board.objects[step.objects[i]];

            assert_int_equal(object->kind, board.objects[step.object].kind);
            assert_int_equal(object->size_bits, step.size_bits);
            assert_int_equal(place[step.objects[i]], step.paddr + ((uint64_t)i << step.size_bits));
            at++;
        }
    }
    for (uint32_t i = 0; i < board.plan.object_count; i++) {
        at -= board.objects[i].size_bits != 0 ? 1u : 0u;
    }
    assert_int_equal(at, 0);
}

static void equal_objects_make_a_run(void **state)
{
    struct untyped_plan_step step;

    (void)state;
    begin_board();
    add_memory(0x80000000, 24, false);
    for (uint32_t i = 0; i < 700; i++) {
        board.objects[add_object(12)].kind = (uint16_t)(i % 2);
    }
    assert_int_equal(untyped_plan_begin(&board.plan), UNTYPED_PLAN_OK);
    assert_true(untyped_plan_next_run(&board.plan, &step, 256));
    assert_int_equal(step.count, 256);
    assert_int_equal(step.objects[1], 2);
    assert_true(untyped_plan_next_run(&board.plan, &step, 256));
    assert_int_equal(step.count, 350 - 256);
    assert_true(untyped_plan_next_run(&board.plan, &step, 256));
    assert_int_equal(step.object, 1);
    assert_int_equal(board.plan.steps, 700);
    follow_in_runs(256);
}

static void what_is_taken_stays_untouched(void **state)
{
    (void)state;
    begin_board();
    add_memory(0x80000000, 16, false);
    board.memory[0].taken = board.kernel[0].mark = 0x2800;
    for (uint32_t i = 0; i < 12; i++) {
        (void)add_object(12);
    }
    (void)add_object(11);
    run();
    assert_int_equal(board.plan.fillers, 0);
    (void)add_object(12);
    assert_int_equal(untyped_plan_begin(&board.plan), UNTYPED_PLAN_OK);
    (void)add_object(12);
    assert_int_equal(untyped_plan_begin(&board.plan), UNTYPED_PLAN_NO_MEMORY);
    board.plan.object_count = 0;
    (void)add_fixed(0x80002000, 12);
    assert_int_equal(untyped_plan_begin(&board.plan), UNTYPED_PLAN_NO_DEVICE);
    board.objects[0].paddr = 0x80003000;
    assert_int_equal(untyped_plan_begin(&board.plan), UNTYPED_PLAN_OK);
    board.memory[0].taken = 0x10000;
    board.objects[0] = (struct untyped_plan_object){.size_bits = 4};
    assert_int_equal(untyped_plan_begin(&board.plan), UNTYPED_PLAN_NO_MEMORY);
}

static void nothing_to_do_is_no_step(void **state)
{
    struct untyped_plan_step step;

    (void)state;
    begin_board();
    assert_int_equal(untyped_plan_begin(&board.plan), UNTYPED_PLAN_OK);
    assert_false(untyped_plan_next(&board.plan, &step));
    add_memory(0x80000000, 20, false);
    (void)add_object(0);
    run();
    assert_int_equal(board.plan.steps, 0);
}

static uint64_t random_state = 88172645463325252u;

static uint32_t random_below(uint32_t limit)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (uint32_t)(random_state >> 33) % limit;
}

/* Objects cut out of the untypeds themselves fit by construction: so the planner must place
 * all of them, however they are cut, as long as none has a fixed address. */
static void what_fits_is_placed(void **state)
{
    (void)state;
    for (uint32_t round = 0; round < 300; round++) {
        uint32_t untypeds = 1 + random_below(20);
        uint64_t address = 0x80000000;

        begin_board();
        for (uint32_t i = 0; i < untypeds; i++) {
            uint8_t bits = (uint8_t)(8 + random_below(9));
            uint64_t left = UINT64_C(1) << bits;

            address = (address + left - 1) & ~(left - 1);
            add_memory(address, bits, false);
            address += left;
            while (left > 0 && board.plan.object_count < MANY) {
                uint8_t size = (uint8_t)(4 + random_below(13));

                if (UINT64_C(1) << size <= left) {
                    board.objects[add_object(size)].kind = (uint16_t)random_below(3);
                    left -= UINT64_C(1) << size;
                }
            }
        }
        run();
        follow_in_runs(1 + random_below(40));
    }
}

/* Fixed objects anywhere, in both kinds of memory, are always reached; others fill in. */
static void fixed_objects_are_always_reached(void **state)
{
    (void)state;
    for (uint32_t round = 0; round < 300; round++) {
        uint64_t address = 0;

        begin_board();
        add_memory(0, 26, true);
        add_memory(0x40000000, 26, false);
        add_memory(0x80000000, 26, false);
        while (address < 0x3000000) {
            uint8_t bits = (uint8_t)(random_below(4) == 0 ? 21 : 12);
            uint64_t size = UINT64_C(1) << bits;

            address = (address + size - 1) & ~(size - 1);
            (void)add_fixed(address + (random_below(2) == 0 ? 0 : 0x40000000u), bits);
            address += size + ((uint64_t)random_below(64) << 12);
        }
        for (uint32_t i = 0; i < 200; i++) {
            (void)add_object((uint8_t)(4 + random_below(12)));
        }
        run();
        follow_in_runs(1 + random_below(40));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_untyped_has_no_waste),
        cmocka_unit_test(small_untypeds_come_first),
        cmocka_unit_test(device_frames_are_reached_by_fillers),
        cmocka_unit_test(fixed_addresses_in_ordinary_memory_leave_the_gap_usable),
        cmocka_unit_test(shortage_is_measured),
        cmocka_unit_test(bad_fixed_objects_are_named),
        cmocka_unit_test(nothing_to_do_is_no_step),
        cmocka_unit_test(equal_objects_make_a_run),
        cmocka_unit_test(what_is_taken_stays_untouched),
        cmocka_unit_test(what_fits_is_placed),
        cmocka_unit_test(fixed_objects_are_always_reached),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
