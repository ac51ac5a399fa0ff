/* SPDX-License-Identifier: BSD-2-Clause
 * JSON as a tree of places: what is taken, what is refused and where, numbers and strings. */
// link: capdl_forms capdl_spec adl_base
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "capdl/forms/json_tree.h"

static struct compilation c;

static int set_up(void **state)
{
    (void)state;
    compilation_init(&c);
    c.diags.max_errors = 0; /* all are told */
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    compilation_done(&c);
    return 0;
}

static bool parsed(struct json_tree *tree, const char *text)
{
    return json_tree_parse(tree, &c, source_add_text(&c.sources, "in.json", text, strlen(text)));
}

static void values_are_found(void **state)
{
    struct json_tree tree;
    uint64_t number = 0;
    uint32_t list, last;
    bool truth = false;

    (void)state;
    assert_true(parsed(&tree, " {\"list\": [1, 0, 18446744073709551615], \"yes\": true,\n"
                              "  \"none\": null, \"in\": {\"word\": \"x\"}} "));
    assert_true(json_tree_is_object(&tree, 1));
    list = json_tree_get(&tree, 1, "list");
    assert_true(json_tree_is_array(&tree, list));
    assert_true(json_tree_number(&tree, tree.nodes[list].first, &number));
    assert_int_equal(number, 1);
    last = tree.nodes[tree.nodes[tree.nodes[list].first].next].next;
    assert_true(json_tree_number(&tree, last, &number));
    assert_true(number == UINT64_MAX);
    assert_int_equal(tree.nodes[last].next, 0);
    assert_true(json_tree_truth(&tree, json_tree_get(&tree, 1, "yes"), &truth));
    assert_true(truth);
    assert_true(json_tree_is_null(&tree, json_tree_get(&tree, 1, "none")));
    assert_string_equal(
        json_tree_string(&tree, json_tree_get(&tree, json_tree_get(&tree, 1, "in"), "word")), "x");
    assert_int_equal(json_tree_get(&tree, 1, "lis"), 0);
    assert_int_equal(json_tree_get(&tree, list, "list"), 0);
    assert_false(json_tree_truth(&tree, list, &truth));
    assert_int_equal(json_tree_span(&tree, list).start, 10);
}

/* Only whole numbers without sign of 64 bits at most are numbers here. */
static void numbers_have_64_bits(void **state)
{
    static const struct {
        const char *text;
        bool good;
        uint64_t value;
    } cases[] = {
        {"0",                    true,  0         },
        {"18446744073709551615", true,  UINT64_MAX},
        {"18446744073709551616", false, 0         },
        {"99999999999999999999", false, 0         },
        {"-1",                   false, 0         },
        {"1.5",                  false, 0         },
        {"1e3",                  false, 0         },
        {"\"1\"",                false, 0         },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct json_tree tree;
        uint64_t value = 0;

        assert_true(parsed(&tree, cases[i].text));
        assert_int_equal(json_tree_number(&tree, 1, &value), cases[i].good);
        assert_true(value == cases[i].value || !cases[i].good);
    }
}

static void strings_are_unescaped(void **state)
{
    static const char *const halves[] = {"\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\ud800\""};
    struct json_tree tree;

    (void)state;
    assert_true(
        parsed(&tree, "[\"a\\\"\\\\\\/\\n\\u0041\\u00e9\\ud83d\\ude00\", \"\\u0000\", \"\"]"));
    assert_string_equal(json_tree_string(&tree, tree.nodes[1].first),
                        "a\"\\/\nA\xc3\xa9\xf0\x9f\x98\x80");
    assert_null(json_tree_string(&tree, tree.nodes[tree.nodes[1].first].next));
    assert_string_equal(
        json_tree_string(&tree, tree.nodes[tree.nodes[tree.nodes[1].first].next].next), "");
    assert_null(json_tree_string(&tree, 1));
    for (size_t i = 0; i < sizeof(halves) / sizeof(halves[0]); i++) {
        assert_true(parsed(&tree, halves[i]));
        assert_null(json_tree_string(&tree, 1));
    }
}

/* What is no JSON is refused, with a place in the text. */
static void faults_are_refused(void **state)
{
    static const char *const texts[] = {
        "",        " ",       "{",         "[1,]",  "[1 2]",      "{\"a\" 1}", "{1: 2}",
        "tru",     "nul",     "01",        "1.",    "1e",         "-",         "+1",
        "\"a",     "\"\\x\"", "\"\\u12\"", "[1] 2", "{\"a\":1,}", "[\"\n\"]",  "{\"a\":1,\"a\":2}",
        "// x\n1", "[1}",     "\"\xff\"",  "'a'",   "Infinity",   "{\"a\":}",  "[,]",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        struct json_tree tree;
        size_t before = c.diags.list.count;

        if (parsed(&tree, texts[i])) {
            fail_msg("`%s` is taken", texts[i]);
        }
        assert_true(c.diags.list.count > before);
        assert_true(vec_last(&c.diags.list)->span.start <= strlen(texts[i]));
    }
}

static void nesting_is_bounded(void **state)
{
    static char text[2 * JSON_TREE_DEPTH + 5];
    struct json_tree tree;

    (void)state;
    for (unsigned depth = 1; depth <= JSON_TREE_DEPTH + 2; depth++) {
        memset(text, '[', depth);
        memset(text + depth, ']', depth);
        text[2 * depth] = '\0';
        assert_true(parsed(&tree, text) == (depth <= JSON_TREE_DEPTH));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(values_are_found, set_up, tear_down),
        cmocka_unit_test_setup_teardown(numbers_have_64_bits, set_up, tear_down),
        cmocka_unit_test_setup_teardown(strings_are_unescaped, set_up, tear_down),
        cmocka_unit_test_setup_teardown(faults_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nesting_is_bounded, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
