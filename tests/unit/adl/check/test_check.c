/* SPDX-License-Identifier: BSD-2-Clause
 * The checks as a whole, and their tables. */
// link: adl_check adl_model adl_lang adl_base
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "adl/base/compilation.h"
#include "adl/check/c_words.h"
#include "adl/check/check.h"
#include "adl/check/known_settings.h"
#include "adl/lang/load.h"
#include "adl/model/model.h"

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

static bool check_text(struct compilation *c, const char *text)
{
    return check_run(c, model_from_ast(c, load_text(c, "test.camkes", text, strlen(text))));
}

static void a_good_system_passes(void **state)
{
    struct compilation *c = *state;

    assert_true(check_text(c, "component A { control; }\n"
                              "assembly { composition { component A a; } }\n"));
    assert_int_equal(c->diags.list.count, 0);
}

static void warnings_do_not_stop(void **state)
{
    struct compilation *c = *state;

    assert_true(check_text(c, "component A { control; }\n"
                              "assembly { composition { component A a; }\n"
                              "configuration { a.nonsense = 1; } }\n"));
    assert_int_equal(c->diags.warnings, 1);
}

static void errors_stop(void **state)
{
    struct compilation *c = *state;

    assert_false(check_text(c, "component A { control; dataport Buf d; }\n"
                               "assembly { composition { component A a; } }\n"));
    assert_int_equal(c->diags.errors, 1);
    assert_int_equal(c->diags.list.items[0]->id, DIAG_UNCONNECTED_INTERFACE);
}

static void incomplete_models_stop(void **state)
{
    assert_false(check_text(*state, "component A { control; uses Missing m; }\n"
                                    "assembly { composition { component A a; } }\n"));
    assert_false(check_run(*state, NULL));
}

static void a_text_is_reported_once(void **state)
{
    struct compilation *c = *state;

    assert_false(check_text(c, "connector C { from Event; to Event; }\n"
                               "component A { control; dataport Buf d; emits E e; }\n"
                               "component B { composition { component A a;\n"
                               "  connection C c(from a.e, to a.d); } }\n"
                               "assembly { composition { component B b1; component B b2; } }\n"));
    assert_int_equal(c->diags.errors, 1);
    assert_int_equal(c->diags.list.items[0]->id, DIAG_WRONG_END);
}

static void words_of_c_are_found(void **state)
{
    static const char *const words[] = {
#define C_WORD(word, owner) #word,
#include "adl/check/c_words.def"
#undef C_WORD
    };

    (void)state;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        assert_non_null(c_words_owner(words[i])); /* fails if the table is not in order */
    }
    assert_null(c_words_owner("whiles"));
    assert_null(c_words_owner(""));
    assert_null(c_words_owner(NULL));
}

static void patterns_of_settings_fit(void **state)
{
    struct model_interface interfaces[] = {{.name = "in_"}};
    struct model_lock locks[] = {
        {.kind = MODEL_SEMAPHORE,        .name = "sem"},
        {.kind = MODEL_MUTEX,            .name = "mut"},
        {.kind = MODEL_BINARY_SEMAPHORE, .name = "bin"}
    };
    struct model_component component = {
        .interfaces = interfaces, .interface_count = 1, .locks = locks, .lock_count = 3};

    (void)state;
    assert_non_null(known_settings_find(KNOWN_INSTANCE, "_priority", &component));
    assert_non_null(known_settings_find(KNOWN_INSTANCE, "in__priority", &component));
    assert_null(known_settings_find(KNOWN_INSTANCE, "in_priority", &component));
    assert_null(known_settings_find(KNOWN_INSTANCE, "sem_priority", &component));
    assert_non_null(known_settings_find(KNOWN_INSTANCE, "sem_value", &component));
    assert_int_equal(known_settings_find(KNOWN_INSTANCE, "bin_value", &component)->high, 1);
    assert_null(known_settings_find(KNOWN_INSTANCE, "mut_value", &component));
    assert_non_null(known_settings_find(KNOWN_INSTANCE, "untyped22_pool", &component));
    assert_null(known_settings_find(KNOWN_INSTANCE, "untyped_pool", &component));
    assert_null(known_settings_find(KNOWN_INSTANCE, "untyped2x_pool", &component));
    assert_non_null(known_settings_find(KNOWN_INSTANCE, "cnode_size_bits", &component));
    assert_non_null(known_settings_find(KNOWN_SPACE, "cnode_size_bits", NULL));
    assert_null(known_settings_find(KNOWN_SPACE, "heap_size", NULL));
    assert_null(known_settings_find(KNOWN_CONNECTION, "_priority", NULL));
    const struct model_value yes = {.kind = MODEL_VALUE_INTEGER, .integer = 1};
    const struct model_field says = {.name = "standard_settings", .fallback = &yes};
    const struct model_connector standard = {.attributes = &says, .attribute_count = 1};
    const struct model_connector mine = {.name = "seL4RPCCall"};

    assert_true(known_settings_connector(&standard));
    assert_false(known_settings_connector(&mine));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_good_system_passes, setup, teardown),
        cmocka_unit_test_setup_teardown(warnings_do_not_stop, setup, teardown),
        cmocka_unit_test_setup_teardown(errors_stop, setup, teardown),
        cmocka_unit_test_setup_teardown(incomplete_models_stop, setup, teardown),
        cmocka_unit_test_setup_teardown(a_text_is_reported_once, setup, teardown),
        cmocka_unit_test(words_of_c_are_found),
        cmocka_unit_test(patterns_of_settings_fit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
