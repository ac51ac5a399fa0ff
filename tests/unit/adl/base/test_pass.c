/* SPDX-License-Identifier: BSD-2-Clause */
// link: adl_base
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "adl/base/compilation.h"
#include "adl/base/suggest.h"

static bool good(struct compilation *c, void *subject)
{
    (void)c;
    ++*(int *)subject;
    return true;
}

static bool bad(struct compilation *c, void *subject)
{
    (void)c;
    (void)subject;
    return false;
}

static void verifies(struct compilation *c, void *subject)
{
    (void)c;
    *(int *)subject += 100;
}

static void pass_skips_what_lacks_its_needs(void **state)
{
    static const struct pass passes[] = {
        {.name = "a", .run = good,         .verify = verifies},
        {.name = "b", .run = bad,          .verify = verifies},
        {.name = "c", .needs = {"a"},      .run = good       },
        {.name = "d", .needs = {"a", "b"}, .run = good       },
        {.name = "e", .needs = {"d"},      .run = good       },
    };
    enum pass_status statuses[5];
    struct compilation c;
    int count = 0;

    (void)state;
    compilation_init(&c);
    assert_false(pass_run(&c, passes, 5, &count, statuses));
    assert_int_equal(statuses[0], PASS_DONE);
    assert_int_equal(statuses[1], PASS_FAILED);
    assert_int_equal(statuses[2], PASS_DONE);
    assert_int_equal(statuses[3], PASS_SKIPPED);
    assert_int_equal(statuses[4], PASS_SKIPPED);
#ifdef NDEBUG
    assert_int_equal(count, 2);
#else
    assert_int_equal(count, 102); /* two ran, the verifier of one that was done */
#endif
    assert_int_equal(c.timings.count, 3);
    assert_string_equal(c.timings.items[2].name, "c");
    assert_true(pass_run(&c, passes, 1, &count, NULL));
    compilation_done(&c);
}

static void compilation_traces_by_name(void **state)
{
    struct compilation c;

    (void)state;
    compilation_init(&c);
    assert_false(compilation_traces(&c, "merge"));
    vec_push(&c.arena, &c.options.trace, "merge");
    assert_true(compilation_traces(&c, "merge"));
    assert_false(compilation_traces(&c, "lower"));
    vec_push(&c.arena, &c.options.trace, "all");
    assert_true(compilation_traces(&c, "lower"));
    compilation_done(&c);
}

static void suggest_finds_the_nearest(void **state)
{
    static const char *const names[] = {"component", "composition", "connector", "control"};
    static const char *const cases[] = {"ab", "ba", "abc"};

    (void)state;
    assert_string_equal(suggest_from_array("compnent", names, 4), "component");
    assert_string_equal(suggest_from_array("conector", names, 4), "connector");
    assert_string_equal(suggest_from_array("Control", names, 4), "control");
    assert_string_equal(suggest_from_array("cotnrol", names, 4), "control");
    assert_null(suggest_from_array("zebra", names, 4));
    assert_null(suggest_from_array("x", names, 4));
    assert_null(suggest_from_array("anything", names, 0));
    assert_string_equal(suggest_from_array("ab", cases, 3), "ab");
}

static bool is_certain(const char *word, const char *first, const char *second)
{
    struct suggest suggest;

    suggest_start(&suggest, word);
    suggest_consider(&suggest, first);
    suggest_consider(&suggest, second);
    suggest_consider(&suggest, first);
    return suggest_is_certain(&suggest);
}

static void suggest_is_certain_of_one_candidate_only(void **state)
{
    (void)state;
    assert_true(is_certain("greter", "greeter", "polite"));
    assert_true(is_certain("greter", "polite", "greeter"));
    assert_true(is_certain("prority", "_priority", "_domain"));
    assert_true(is_certain("Asker", "asker", NULL));
    assert_false(is_certain("fork2", "fork1", "other")); /* digits */
    assert_false(is_certain("left", "lift", "loft"));    /* two as near */
    assert_false(is_certain("cat", "dog", NULL));
    assert_false(is_certain("aksed", "asker", NULL)); /* too far for so short a word */
    assert_false(is_certain("word", NULL, NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pass_skips_what_lacks_its_needs),
        cmocka_unit_test(compilation_traces_by_name),
        cmocka_unit_test(suggest_finds_the_nearest),
        cmocka_unit_test(suggest_is_certain_of_one_candidate_only),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
