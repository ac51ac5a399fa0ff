/* SPDX-License-Identifier: BSD-2-Clause */
// link: adl_base
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "adl/base/arena.h"

static void arena_gives_zeroed_aligned_memory(void **state)
{
    struct arena arena;

    (void)state;
    arena_init(&arena);
    for (size_t align = 1; align <= 4096; align *= 2) {
        unsigned char *bytes = arena_alloc(&arena, align + 3, align);

        assert_int_equal((uintptr_t)bytes % align, 0);
        for (size_t i = 0; i < align + 3; i++) {
            assert_int_equal(bytes[i], 0);
            bytes[i] = 0xff;
        }
    }
    arena_done(&arena);
    assert_int_equal(arena.reserved, 0);
}

static void arena_reset_gives_the_same_memory_zeroed(void **state)
{
    struct arena arena;
    struct arena_mark mark;
    char *first;
    char *second;

    (void)state;
    arena_init(&arena);
    arena_alloc(&arena, 10, 8);
    mark = arena_mark(&arena);
    first = arena_alloc(&arena, 100, 8);
    memset(first, 'x', 100);
    arena_alloc(&arena, 1000000, 8);
    arena_reset(&arena, mark);
    assert_int_equal(arena.used, 10);
    second = arena_alloc(&arena, 100, 8);
    assert_ptr_equal(first, second);
    assert_int_equal(second[99], 0);
    arena_done(&arena);
}

static void arena_mark_of_an_empty_arena_frees_all(void **state)
{
    struct arena arena;
    struct arena_mark mark;

    (void)state;
    arena_init(&arena);
    mark = arena_mark(&arena);
    arena_alloc(&arena, 300000, 8);
    arena_reset(&arena, mark);
    assert_int_equal(arena.reserved, 0);
    assert_int_equal(arena.used, 0);
    arena_done(&arena);
}

static void arena_grow_extends_the_latest_in_place(void **state)
{
    struct arena arena;
    char *bytes;

    (void)state;
    arena_init(&arena);
    bytes = arena_alloc(&arena, 4, 1);
    memcpy(bytes, "abcd", 4);
    assert_ptr_equal(arena_grow(&arena, bytes, 4, 1000, 1), bytes);
    assert_memory_equal(bytes, "abcd", 4);
    assert_int_equal(bytes[999], 0);
    arena_alloc(&arena, 1, 1);
    assert_ptr_not_equal(arena_grow(&arena, bytes, 1000, 2000, 1), bytes);
    arena_done(&arena);
}

static void arena_texts(void **state)
{
    struct arena arena;

    (void)state;
    arena_init(&arena);
    assert_string_equal(arena_printf(&arena, "%d-%s", 7, "x"), "7-x");
    assert_string_equal(arena_strdup(&arena, ""), "");
    assert_string_equal(arena_strndup(&arena, "abc", 2), "ab");
    arena_done(&arena);
}

/* Allocates beyond the limit; true if that jumped out. */
static int arena_exceeds(struct arena *arena, size_t count, size_t size)
{
    jmp_buf failure;

    arena->failure = &failure;
    if (setjmp(failure) != 0) {
        return 1;
    }
    arena_alloc_array(arena, count, size, 8);
    return 0;
}

static void arena_clear_keeps_memory_for_as_much(void **state)
{
    struct arena arena;
    size_t reserved;

    (void)state;
    arena_init(&arena);
    arena_clear(&arena); /* of an empty one: nothing */
    assert_int_equal(arena.reserved, 0);
    for (int i = 0; i < 100; i++) { /* several blocks */
        memset(arena_alloc(&arena, 5000, 1), 0xa5, 5000);
    }
    reserved = arena.reserved;
    arena_clear(&arena);
    assert_int_equal(arena.used, 0);
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 100; i++) {
            unsigned char *bytes = arena_alloc(&arena, 5000, 1);
            assert_int_equal(bytes[0] | bytes[4999], 0);
            memset(bytes, 0xa5, 5000);
        }
        assert_true(arena.reserved <= reserved + 100); /* one block of that size */
        arena_clear(&arena);
        assert_int_not_equal(arena.reserved, 0);
    }
    arena_done(&arena);
}

static void arena_out_of_memory_jumps(void **state)
{
    struct arena arena;

    (void)state;
    arena_init(&arena);
    arena.limit = 200000;
    assert_int_equal(arena_exceeds(&arena, 1, 100000), 0);
    assert_int_equal(arena_exceeds(&arena, 1, 150000), 1);
    assert_int_equal(arena_exceeds(&arena, SIZE_MAX / 4, 16), 1);
    assert_int_equal(arena_exceeds(&arena, 1, SIZE_MAX - 8), 1);
    assert_int_equal(arena_exceeds(&arena, 1, 50000), 0);
    arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arena_gives_zeroed_aligned_memory),
        cmocka_unit_test(arena_reset_gives_the_same_memory_zeroed),
        cmocka_unit_test(arena_mark_of_an_empty_arena_frees_all),
        cmocka_unit_test(arena_grow_extends_the_latest_in_place),
        cmocka_unit_test(arena_texts),
        cmocka_unit_test(arena_clear_keeps_memory_for_as_much),
        cmocka_unit_test(arena_out_of_memory_jumps),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
