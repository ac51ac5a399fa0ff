/* SPDX-License-Identifier: BSD-2-Clause */
// link: adl_base
// Containers of adl/base against naive models, with random operations; argument: seed.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adl/base/arena.h"
#include "adl/base/intern.h"
#include "adl/base/map.h"
#include "adl/base/vec.h"

#define ROUNDS 20000
#define MODEL  1000

static uint64_t seed = 1;

/* The generator xorshift64*: the same sequence everywhere. */
static uint32_t any(uint32_t below)
{
    seed ^= seed >> 12;
    seed ^= seed << 25;
    seed ^= seed >> 27;
    return (uint32_t)((seed * UINT64_C(2685821657736338717)) >> 33) % below;
}

static void vec_behaves_like_an_array(void **state)
{
    static uint32_t model[ROUNDS];
    VEC(uint32_t) vec = {0};
    struct arena arena;
    size_t count = 0;

    (void)state;
    arena_init(&arena);
    for (int round = 0; round < ROUNDS; round++) {
        uint32_t value = any(UINT32_MAX);

        switch (any(8)) {
        case 0:
            if (count != 0) {
                assert_int_equal(vec_pop(&vec), model[--count]);
            }
            break;
        case 1:
            *vec_add(&arena, &vec) = value;
            model[count++] = value;
            break;
        case 2:
            arena_alloc(&arena, any(100), 1); /* so that growing must move */
            break;
        case 3:
            if (any(500) == 0) {
                vec_clear(&vec);
                count = 0;
            }
            break;
        default:
            vec_push(&arena, &vec, value);
            model[count++] = value;
            break;
        }
        assert_int_equal(vec.count, count);
        assert_true(vec.capacity >= count);
        if (count != 0) {
            size_t at = any((uint32_t)count);

            assert_int_equal(*vec_at(&vec, at), model[at]);
            assert_int_equal(vec_last(&vec), model[count - 1]);
        }
    }
    assert_true(count == 0 || memcmp(vec.items, model, count * sizeof(model[0])) == 0);
    arena_done(&arena);
}

static void map_behaves_like_a_list_of_pairs(void **state)
{
    static struct {
        uint64_t key;
        uint32_t value;
        char text[16];
        bool known;
    } model[MODEL];
    struct map_string strings = {0};
    struct map map = {0};
    struct arena arena;
    size_t known = 0;

    (void)state;
    arena_init(&arena);
    for (uint32_t i = 0; i < MODEL; i++) {
        /* keys that collide: equal low bits, equal high bits, and 0 */
        model[i].key = i % 2 == 0 ? (uint64_t)i << 40 : (uint64_t)i * 4096;
        snprintf(model[i].text, sizeof(model[i].text), "k%u", i);
    }
    for (int round = 0; round < ROUNDS; round++) {
        uint32_t i = any(MODEL);
        uint32_t value = 77;

        assert_int_equal(map_get(&map, model[i].key, &value), model[i].known);
        assert_int_equal(value, model[i].known ? model[i].value : 77);
        assert_int_equal(map_string_get(&strings, model[i].text, NULL), model[i].known);
        if (any(3) == 0) {
            model[i].value = any(UINT32_MAX);
            if (any(50) == 0) {
                map_reserve(&map, &arena, any(MODEL));
            }
            assert_int_equal(map_put(&map, &arena, model[i].key, model[i].value), !model[i].known);
            assert_int_equal(map_string_put(&strings, &arena, model[i].text, model[i].value),
                             !model[i].known);
            known += !model[i].known;
            model[i].known = true;
        }
        assert_int_equal(map.count, known);
        assert_int_equal(strings.count, known);
    }
    for (uint32_t i = 0; i < MODEL; i++) {
        uint32_t value;

        if (model[i].known) {
            assert_true(map_string_get(&strings, model[i].text, &value));
            assert_int_equal(value, model[i].value);
        }
    }
    arena_done(&arena);
}

static void intern_gives_one_pointer_for_one_text(void **state)
{
    static const char *model[MODEL];
    struct interner interner;
    struct arena arena;
    size_t known = 0;

    (void)state;
    memset(model, 0, sizeof(model));
    arena_init(&arena);
    intern_init(&interner, &arena);
    for (int round = 0; round < ROUNDS; round++) {
        uint32_t i = any(MODEL);
        char text[16];
        const char *interned;

        snprintf(text, sizeof(text), "%x", i * 7);
        assert_ptr_equal(intern_find(&interner, text), model[i]);
        if (any(50) == 0) {
            intern_reserve(&interner, any(MODEL));
        }
        interned = any(2) ? intern_string(&interner, text) : intern_printf(&interner, "%x", i * 7);
        assert_string_equal(interned, text);
        assert_int_equal(intern_length(interned), strlen(text));
        if (model[i] == NULL) {
            model[i] = interned;
            known++;
        }
        assert_ptr_equal(interned, model[i]);
        assert_int_equal(interner.count, known);
    }
    assert_string_equal(intern_bytes(&interner, "", 0), "");
    arena_done(&arena);
}

/* Objects filled with their own number must keep it until their mark is reset. */
static void arena_objects_do_not_overlap(void **state)
{
    static struct {
        unsigned char *bytes;
        size_t size;
    } model[MODEL];
    struct arena_mark marks[16];
    size_t at_mark[16];
    struct arena arena;
    size_t count = 0;
    size_t depth = 0;

    (void)state;
    arena_init(&arena);
    for (int round = 0; round < ROUNDS; round++) {
        uint32_t action = any(20);

        if (action == 0 && depth < 16) {
            marks[depth] = arena_mark(&arena);
            at_mark[depth++] = count;
        } else if ((action == 1 || count == MODEL) && depth > 0) {
            arena_reset(&arena, marks[--depth]);
            count = at_mark[depth];
        } else if (count < MODEL) {
            size_t align = (size_t)1 << any(7);
            size_t size = any(50) == 0 ? any(200000) : any(100);

            model[count].size = size;
            model[count].bytes = arena_alloc(&arena, size, align);
            assert_int_equal((uintptr_t)model[count].bytes % align, 0);
            for (size_t i = 0; i < size; i++) {
                assert_int_equal(model[count].bytes[i], 0);
            }
            memset(model[count].bytes, (int)(count % 255) + 1, size);
            count++;
        }
        if (count != 0) {
            size_t i = any((uint32_t)count);

            for (size_t j = 0; j < model[i].size; j += 97) {
                assert_int_equal(model[i].bytes[j], i % 255 + 1);
            }
        }
    }
    arena_done(&arena);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vec_behaves_like_an_array),
        cmocka_unit_test(map_behaves_like_a_list_of_pairs),
        cmocka_unit_test(intern_gives_one_pointer_for_one_text),
        cmocka_unit_test(arena_objects_do_not_overlap),
    };

    if (argc > 1) {
        seed = strtoull(argv[1], NULL, 0) | 1;
    }
    fprintf(stderr, "seed %llu\n", (unsigned long long)seed);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
