/* SPDX-License-Identifier: BSD-2-Clause */
/* Wherever the root server's image goes, no untyped that the kernel cuts its memory into holds both
   some of its own part and some of the rest. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "capdl/include/root_place.h"

#define PAGE UINT64_C(4096)

/* As the kernel cuts: the largest aligned power of two at `start` that ends by `end`. */
static uint64_t piece(uint64_t start, uint64_t end)
{
    uint64_t size = PAGE;

    while (start % (2 * size) == 0 && 2 * size <= end - start) {
        size *= 2;
    }
    return size;
}

static void expect_apart(uint64_t start, uint64_t own, uint64_t rest)
{
    for (uint64_t at = start; at < start + own + rest;) {
        uint64_t end = at + piece(at, start + own + rest);

        if (at < start + own && end > start + own) {
            fail_msg("0x%llx: 0x%llx to 0x%llx", (unsigned long long)start, (unsigned long long)at,
                     (unsigned long long)end);
        }
        at = end;
    }
}

static void test_parts_lie_apart(void **state)
{
    (void)state;
    for (uint64_t at = 0; at < 96; at++) {
        for (uint64_t own = 1; own < 40; own++) {
            uint64_t start = root_place(at * PAGE, own * PAGE);

            assert_true(start >= at * PAGE && start - at * PAGE < 2 * own * PAGE + PAGE);
            assert_int_equal(start % PAGE, 0);
            for (uint64_t rest = 1; rest < 80; rest += 3) {
                expect_apart(start, own * PAGE, rest * PAGE);
            }
        }
    }
    expect_apart(root_place(0x80223000, 0x123000), 0x123000, 0x2345000);
}

static void test_nothing_to_keep_apart(void **state)
{
    (void)state;
    assert_int_equal(root_place(0x223000, 0), 0x223000);
    assert_int_equal(root_place(0x223001, 0), 0x224000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parts_lie_apart),
        cmocka_unit_test(test_nothing_to_keep_apart),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
