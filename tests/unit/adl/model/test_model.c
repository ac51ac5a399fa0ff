/* SPDX-License-Identifier: BSD-2-Clause
 * The resolved system's queries, and what it keeps from texts in memory. */
// link: adl_model adl_lang adl_base
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "adl/base/compilation.h"
#include "adl/base/strbuf.h"
#include "adl/lang/ast.h"
#include "adl/lang/load.h"
#include "adl/model/model.h"
#include "adl/model/model_json.h"

#define TYPES                                                                                      \
    "procedure P { void go(in int n); }\n"                                                         \
    "connector Call { from Procedures with 0 threads; to Procedure; }\n"                           \
    "component A { control; uses P w; attribute int n = 1; attribute string s = \"x\"; }\n"        \
    "component B { provides P w; has semaphore lock; }\n"

static int setup(void **state)
{
    static struct compilation c;

    compilation_init(&c);
    c.options.no_files = true;
    *state = &c;
    return 0;
}

static int teardown(void **state)
{
    compilation_done(*state);
    return 0;
}

static struct model *model_of(struct compilation *c, const char *text)
{
    struct ast_file *file = load_text(c, "test.camkes", text, strlen(text));

    return model_from_ast(c, file);
}

static struct model *two_clients(struct compilation *c)
{
    return model_of(c,
                    TYPES "assembly { composition {\n"
                          "  component A a1; component A a2; component B b; component A a3;\n"
                          "  component B b2;\n"
                          "  connection Call z(from a1.w, to b.w);\n"
                          "  connection Call other(from a3.w, to b2.w);\n"
                          "  connection Call y(from a2.w, to b.w);\n"
                          "} configuration { a1.n = 7; a2.n = \"0x10\"; y.size = 5; z.kind = 6;\n"
                          "  a1.s <- a2.s; a1.list = [1]; } }\n");
}

static void merged_connections_keep_their_settings(void **state)
{
    struct model *model = two_clients(*state);
    uint32_t merged = model_connection_named(model, "y.z");

    assert_int_equal(model->connection_count, 2);
    assert_string_equal(model->connections[0].name, "other");
    assert_int_equal(merged, 1);
    assert_int_equal(model->connections[merged].alias_count, 2);
    assert_int_equal(model_connection_named(model, "z"), merged);
    assert_int_equal(model_connection_named(model, "y"), merged);
    assert_int_equal(model->connections[merged].from_count, 2);
    assert_int_equal(model_integer(model, "y.z", "size", -1, 0, 100), 5);
    assert_int_equal(model_integer(model, "y.z", "kind", -1, 0, 100), 6);
    assert_int_equal(model_integer(model, "y", "kind", -1, 0, 100), -1);
}

static void names_lead_to_indices(void **state)
{
    struct model *model = two_clients(*state);

    assert_int_equal(model_instance_named(model, "b"), 2);
    assert_int_equal(model_instance_named(model, "nobody"), UINT32_MAX);
    assert_int_equal(model_connection_named(model, "nothing"), UINT32_MAX);
    assert_int_equal(model_interface_named(model_component_of(model, 2), "w"), 0);
    assert_int_equal(model_interface_named(model_component_of(model, 2), "lock"), UINT32_MAX);
    assert_string_equal(model_interface_of(model, &model->connections[1].to[0])->procedure->name,
                        "P");
}

static void integers_have_bounds_and_fallbacks(void **state)
{
    struct compilation *c = *state;
    struct model *model = two_clients(c);
    size_t errors = c->diags.errors;

    assert_int_equal(model_integer(model, "a1", "n", 0, 0, 10), 7);
    assert_int_equal(model_integer(model, "a2", "n", 0, 0, 100), 16); /* a string of digits */
    assert_int_equal(model_integer(model, "a3", "n", 0, 0, 10), 1);   /* the default */
    assert_int_equal(model_integer(model, "a3", "unset", 42, 0, 10), 42);
    assert_int_equal(c->diags.errors, errors);
    assert_int_equal(model_integer(model, "a1", "n", 3, 0, 6), 3);
    assert_int_equal(c->diags.errors, errors + 1);
    assert_int_equal(model_integer(model, "a1", "n", 3, 0, 6), 3); /* said once */
    assert_int_equal(c->diags.errors, errors + 1);
    assert_int_equal(model_integer(model, "a1", "list", 9, 0, 6), 9);
    assert_int_equal(c->diags.errors, errors + 2);
}

static void references_bring_values(void **state)
{
    struct model *model = two_clients(*state);

    assert_string_equal(model_setting(model, "a1", "s")->value.string, "x");
    assert_null(model_setting(model, "a1", "unset"));
}

static void defaults_are_marked(void **state)
{
    struct model *model = two_clients(*state);

    assert_false(model_setting(model, "a1", "n")->is_default);
    assert_true(model_setting(model, "a3", "n")->is_default);
    assert_true(model_setting(model, "a2", "s")->is_default);
    assert_null(model_setting(model, "b", "n"));
    assert_null(model_setting(model, "nobody", "n"));
}

static void long_reference_chains_settle(void **state)
{
    struct compilation *c = *state;
    struct strbuf text;

    strbuf_init(&text, &c->arena);
    strbuf_puts(&text, TYPES "assembly { composition { component A a; } configuration {\n");
    for (int i = 0; i < 20000; i++) {
        strbuf_printf(&text, "x.v%d <- x.v%d;\n", i, i + 1);
    }
    strbuf_puts(&text, "x.v20000 = 5; a.n <- x.v0; } }\n");
    assert_int_equal(model_integer(model_of(c, text.text), "a", "n", 0, 0, 10), 5);
}

static void faults_leave_an_incomplete_model(void **state)
{
    struct compilation *c = *state;
    struct model *model = model_of(c, TYPES "assembly { composition { component A a; "
                                            "connection Call c(from a.w, to nobody.w); } }");

    assert_non_null(model);
    assert_true(model->incomplete);
    assert_true(model->incomplete_wiring);
    assert_int_equal(model->connection_count, 0);
    assert_int_equal(c->diags.errors, 1);
    assert_null(model_of(c, "component A { control "));
}

static void text_and_json_are_the_same_twice(void **state)
{
    struct compilation *c = *state;
    struct strbuf first;
    struct strbuf second;

    strbuf_init(&first, &c->arena);
    strbuf_init(&second, &c->arena);
    model_json(two_clients(c), &first);
    model_print(two_clients(c), &first);
    model_json(two_clients(c), &second);
    model_print(two_clients(c), &second);
    assert_string_equal(first.text, second.text);
    assert_non_null(strstr(first.text, "\"name\": \"y.z\""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(merged_connections_keep_their_settings, setup, teardown),
        cmocka_unit_test_setup_teardown(names_lead_to_indices, setup, teardown),
        cmocka_unit_test_setup_teardown(integers_have_bounds_and_fallbacks, setup, teardown),
        cmocka_unit_test_setup_teardown(references_bring_values, setup, teardown),
        cmocka_unit_test_setup_teardown(defaults_are_marked, setup, teardown),
        cmocka_unit_test_setup_teardown(long_reference_chains_settle, setup, teardown),
        cmocka_unit_test_setup_teardown(faults_leave_an_incomplete_model, setup, teardown),
        cmocka_unit_test_setup_teardown(text_and_json_are_the_same_twice, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
