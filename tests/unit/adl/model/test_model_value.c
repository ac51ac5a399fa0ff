/* SPDX-License-Identifier: BSD-2-Clause
 * Values of settings: equality, indexing, writing. */
// link: adl_model adl_lang adl_base
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "adl/base/arena.h"
#include "adl/base/strbuf.h"
#include "adl/model/model_value.h"

#define INTEGER(n)                                                                                 \
    {                                                                                              \
        .kind = MODEL_VALUE_INTEGER, .integer = (n)                                                \
    }
#define REAL(n)                                                                                    \
    {                                                                                              \
        .kind = MODEL_VALUE_FLOAT, .real = (n)                                                     \
    }
#define STRING(s)                                                                                  \
    {                                                                                              \
        .kind = MODEL_VALUE_STRING, .string = (s)                                                  \
    }

static int setup(void **state)
{
    static struct arena arena;

    arena_init(&arena);
    *state = &arena;
    return 0;
}

static int teardown(void **state)
{
    arena_done(*state);
    return 0;
}

static const char *text_of(struct arena *arena, const struct model_value *value, bool json)
{
    struct strbuf out;

    strbuf_init(&out, arena);
    (json ? model_value_put_json : model_value_put_text)(&out, value);
    return out.text;
}

static void numbers_are_equal_across_kinds(void **state)
{
    struct model_value three = INTEGER(3), real = REAL(3.0), half = REAL(3.5), text = STRING("3");

    (void)state;
    assert_true(model_value_equal(&three, &real));
    assert_false(model_value_equal(&three, &half));
    assert_false(model_value_equal(&three, &text));
}

static void dicts_are_equal_in_any_order(void **state)
{
    struct model_value ab[2] = {STRING("a"), STRING("b")}, ba[2] = {STRING("b"), STRING("a")};
    struct model_value one_two[2] = {INTEGER(1), INTEGER(2)}, two_one[2] = {INTEGER(2), INTEGER(1)};
    struct model_value first = {.kind = MODEL_VALUE_DICT, .keys = ab, .items = one_two, .count = 2};
    struct model_value second = {
        .kind = MODEL_VALUE_DICT, .keys = ba, .items = two_one, .count = 2};
    struct model_value third = {.kind = MODEL_VALUE_DICT, .keys = ba, .items = one_two, .count = 2};

    (void)state;
    assert_true(model_value_equal(&first, &second));
    assert_false(model_value_equal(&first, &third));
    assert_int_equal(model_value_field(&second, "a")->integer, 1);
    assert_null(model_value_field(&second, "c"));
}

static void lists_are_indexed_from_both_ends(void **state)
{
    struct model_value items[3] = {INTEGER(10), INTEGER(20), INTEGER(30)};
    struct model_value list = {.kind = MODEL_VALUE_LIST, .items = items, .count = 3};
    struct model_value first = INTEGER(0), last = INTEGER(-1), beyond = INTEGER(3),
                       before = INTEGER(-4), text = STRING("0");

    (void)state;
    assert_ptr_equal(model_value_at(&list, &first), &items[0]);
    assert_ptr_equal(model_value_at(&list, &last), &items[2]);
    assert_null(model_value_at(&list, &beyond));
    assert_null(model_value_at(&list, &before));
    assert_null(model_value_at(&list, &text));
    assert_null(model_value_at(&first, &first));
}

static void wide_integers_are_written_in_full(void **state)
{
    __int128 most = (__int128)((unsigned __int128)-1 >> 1);
    struct model_value high = INTEGER(most), low = INTEGER(-most - 1), zero = INTEGER(0);

    assert_string_equal(text_of(*state, &high, true), "170141183460469231731687303715884105727");
    assert_string_equal(text_of(*state, &low, true), "-170141183460469231731687303715884105728");
    assert_string_equal(text_of(*state, &zero, false), "0");
}

static void floats_keep_their_point(void **state)
{
    struct model_value three = REAL(3.0), tenth = REAL(0.1), large = REAL(1e22);

    assert_string_equal(text_of(*state, &three, true), "3.0");
    assert_string_equal(text_of(*state, &tenth, true), "0.1");
    assert_string_equal(text_of(*state, &large, true), "1e+22");
}

static void json_escapes_and_quotes_keys(void **state)
{
    struct model_value keys[2] = {INTEGER(7), STRING("a\"b")};
    struct model_value items[2] = {STRING("back\\slash"), {.kind = MODEL_VALUE_LIST}};
    struct model_value dict = {.kind = MODEL_VALUE_DICT, .keys = keys, .items = items, .count = 2};

    assert_string_equal(text_of(*state, &dict, true), "{\"7\": \"back\\\\slash\", \"a\\\"b\": []}");
    assert_string_equal(text_of(*state, &dict, false), "{7: \"back\\slash\", \"a\"b\": []}");
}

static void strings_of_digits_are_integers(void **state)
{
    static const struct {
        const char *text;
        bool good;
        long long value;
    } cases[] = {
        {"12",   true,  12},
        {"0x1F", true,  31},
        {"-3",   true,  -3},
        {"",     false, 0 },
        {"-",    false, 0 },
        {"0x",   false, 0 },
        {"1a",   false, 0 },
        {"0xg",  false, 0 },
        {" 1",   false, 0 }
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct model_value value = STRING(cases[i].text);
        __int128 integer = 0;

        assert_int_equal(model_value_to_integer(&value, &integer), cases[i].good);
        assert_true(!cases[i].good || integer == cases[i].value);
    }
    struct model_value wide = STRING("340282366920938463463374607431768211456");
    __int128 integer;

    assert_false(model_value_to_integer(&wide, &integer));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_equal_across_kinds),
        cmocka_unit_test(dicts_are_equal_in_any_order),
        cmocka_unit_test(lists_are_indexed_from_both_ends),
        cmocka_unit_test(wide_integers_are_written_in_full),
        cmocka_unit_test(floats_keep_their_point),
        cmocka_unit_test(json_escapes_and_quotes_keys),
        cmocka_unit_test(strings_of_digits_are_integers),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
