// SPDX-License-Identifier: BSD-2-Clause
// link: adl_glue adl_base
#include "adl/glue/headers.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct arena arena;
static struct headers headers;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena);
    headers_init(&headers, &arena);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_done(&arena);
    return 0;
}

static uint32_t add(const char *type, const char *instance, const char *text)
{
    struct header_list list = {0};
    vec_push(&arena, &list, (struct header){"camkes.h", text, SPAN_NONE});
    return headers_add(&headers, type, instance, &list);
}

static void same_text_shares_a_folder(void **state)
{
    (void)state;
    uint32_t a = add("T", "a", "int f(void);\n");
    assert_int_equal(a, add("T", "b", "int f(void);\n"));
    assert_string_equal(headers_folder(&headers, a), "types/T");
    assert_string_equal(headers_shape_folder(&headers, a), "types/T");
}

static void types_are_apart(void **state)
{
    (void)state;
    uint32_t a = add("T", "a", "x\n"), b = add("U", "b", "x\n");
    assert_string_equal(headers_folder(&headers, a), "types/T");
    assert_string_equal(headers_folder(&headers, b), "types/U");
}

static void other_shapes_are_numbered(void **state)
{
    (void)state;
    add("T", "a", "int f(void);\n");
    uint32_t b = add("T", "b", "int g(void);\n");
    assert_string_equal(headers_folder(&headers, b), "types/T.1");
}

static void values_make_no_shape(void **state)
{
    (void)state;
    uint32_t a = add("T", "a", "#define id_DEF 1\n#define same_DEF 7\nint f(void);\n");
    uint32_t b = add("T", "b", "#define id_DEF 20\n#define same_DEF 7\nint f(void);\n");
    assert_string_equal(headers_folder(&headers, a), "a");
    assert_string_equal(headers_folder(&headers, b), "b");
    assert_string_equal(headers_shape_folder(&headers, a), "types/T");
    assert_string_equal(headers_shape_folder(&headers, b), "types/T");
    const struct header_shape *shape = vec_at(&headers.shapes, 0);
    assert_int_equal(shape->varying.count, 1);
    assert_string_equal(shape->varying.items[0], "id");

    struct header_list list;
    headers_of_shape(&headers, 0, &list);
    assert_string_equal(list.items[0].text,
                        "/* id_DEF is not the same for all instances of this type. */\n"
                        "#define same_DEF 7\nint f(void);\n");
}

static void only_value_lines_may_differ(void **state)
{
    (void)state;
    add("T", "a", "#define id_DEFAULT 1\n#define port_size ((size_t)1)\n");
    add("T", "b", "#define id_DEFAULT 2\n#define port_size ((size_t)1)\n");
    uint32_t c = add("T", "c", "#define id_DEFAULT 1\n#define port_size ((size_t)2)\n");
    assert_string_equal(headers_folder(&headers, c), "types/T.2");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(same_text_shares_a_folder, set_up, tear_down),
        cmocka_unit_test_setup_teardown(types_are_apart, set_up, tear_down),
        cmocka_unit_test_setup_teardown(other_shapes_are_numbered, set_up, tear_down),
        cmocka_unit_test_setup_teardown(values_make_no_shape, set_up, tear_down),
        cmocka_unit_test_setup_teardown(only_value_lines_may_differ, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
