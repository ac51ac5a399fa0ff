/* SPDX-License-Identifier: BSD-2-Clause */
// link: adl_lang adl_base
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "adl/base/compilation.h"
#include "adl/base/strbuf.h"
#include "adl/lang/ast.h"
#include "adl/lang/load.h"
#include "adl/lang/parse.h"

static struct compilation c;

static int set_up(void **state)
{
    (void)state;
    compilation_init(&c);
    c.options.no_files = true;
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    compilation_done(&c);
    return 0;
}

static struct ast_file *parse(const char *text)
{
    return load_text(&c, "in", text, strlen(text));
}

static void check_span(struct span span, const char *want)
{
    const struct source_file *file = source_get(&c.sources, span.file);

    assert_int_equal(span.end - span.start, strlen(want));
    assert_memory_equal(file->text + span.start, want, strlen(want));
}

static void every_part_knows_its_place(void **state)
{
    struct ast_file *file = parse("/* x */ component  A { maybe  dataport Buf( 2+2 ) p ; } ;"
                                  "configuration { a . b = g({1: 2}) [ 3 ] ; c.d <- e.f[\"k\"]; }");
    struct ast_component *component;
    struct ast_interface *interface;
    struct ast_configuration *settings;

    (void)state;
    assert_false(file->faulty);
    assert_int_equal(file->decls.count, 2);
    component = ast_as_component(file->decls.items[0]);
    check_span(component->node.span, "component  A { maybe  dataport Buf( 2+2 ) p ; }");
    check_span(component->name.span, "A");
    interface = component->interfaces.items[0];
    check_span(interface->node.span, "maybe  dataport Buf( 2+2 ) p ;");
    check_span(interface->type_span, "Buf( 2+2 )");
    check_span(interface->name.span, "p");
    check_span(interface->size->span, "2+2");
    check_span(interface->size->op_span, "+");
    settings = ast_as_configuration(file->decls.items[1]);
    assert_null(settings->name.text);
    check_span(settings->name.span, "configuration");
    check_span(settings->settings.items[0]->value_span, "g({1: 2}) [ 3 ]");
    check_span(settings->settings.items[0]->target.span, "a");
    check_span(settings->settings.items[1]->value_span, "e.f[\"k\"]");
    check_span(settings->settings.items[1]->reference.span, "e.f");
}

static void texts_are_interned(void **state)
{
    struct ast_file *file = parse("component A {} component B { uses A a; } struct s { X a; }");
    const struct ast_interface *interface;

    (void)state;
    interface = ast_as_component(file->decls.items[1])->interfaces.items[0];
    assert_ptr_equal(ast_as_component(file->decls.items[0])->name.text, interface->type.text);
    assert_ptr_equal(interface->name.text,
                     ast_as_struct(file->decls.items[2])->fields.items[0]->name.text);
}

static void buf_is_a_name_too(void **state)
{
    struct ast_file *file =
        parse("component Buf { dataport Buf a; dataport Buf(1) b; emits Buf c; dataport x d; }");
    const struct ast_component *component = ast_as_component(file->decls.items[0]);

    (void)state;
    assert_string_equal(component->name.text, "Buf");
    assert_true(component->interfaces.items[0]->is_buf);
    assert_null(component->interfaces.items[0]->size);
    assert_true(component->interfaces.items[1]->is_buf);
    assert_non_null(component->interfaces.items[1]->size);
    assert_false(component->interfaces.items[2]->is_buf);
    assert_false(component->interfaces.items[3]->is_buf);
}

/* The number of errors in a text. */
static size_t errors_in(const char *text)
{
    size_t before = c.diags.errors;

    c.diags.max_errors = 0;
    parse(text);
    return c.diags.errors - before;
}

static void independent_faults_are_all_reported_and_no_others(void **state)
{
    static const struct {
        const char *text;
        size_t errors;
    } cases[] = {
        {"component A { control }",                                                         1},
        {"component A { control; } component B { x; } component C { y; }",                  2},
        {"component A { a; b; c; control; }",                                               3},
        {"assembly { composition { component X { a; b; } y; component Z; } }",              2},
        {"configuration { a.b = [1, {2: }, 3]; a.c = 1; a.d = ; }",                         2},
        {"configuration { a.b = {1: {2: {3 4}}}; a.c = (((1); a.d = 1; }",                  2},
        {"procedure P { void f(in); } procedure Q { void g(}; } component A { x; }",        3},
        {"connector C { to Event; from Event; } component A { x; }",                        2},
        {"assembly { composition { group { group { component A a; } } component B; } }",    2},
        {"component A { control; \n component B { control; } assembly { composition { } }", 1},
        {"} } component A { x; }",                                                          2},
        {"component A { $ } component B { ' }",                                             2},
        {"struct S { int; int x; } struct T { }",                                           2},
        {"assembly { schedule { [ (0, 1) } composition { component; } }",                   2},
        {"\"unclosed",                                                                      1},
        {"component A { /* unclosed",                                                       1},
        {"component A {",                                                                   1},
        {"struct S { $ } struct T { }",                                                     2},
        {"component A { uses $ X y; composition { $ } } component B { x; }",                3},
        {"= = = = =",                                                                       1},
        {"",                                                                                0},
        {";;;",                                                                             0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        if (errors_in(cases[i].text) != cases[i].errors) {
            fail_msg("%s: not %zu errors", cases[i].text, cases[i].errors);
        }
    }
}

static void good_parts_survive_faults(void **state)
{
    struct ast_file *file =
        parse("component A { control; x y z; uses P p; } connector ( ; component B { control; }");

    (void)state;
    assert_true(file->faulty);
    assert_int_equal(file->decls.count, 2);
    assert_non_null(ast_as_component(file->decls.items[0])->control);
    assert_int_equal(ast_as_component(file->decls.items[0])->interfaces.count, 1);
    assert_string_equal(ast_as_component(file->decls.items[1])->name.text, "B");
}

static void parsing_ends_at_the_limit_of_errors(void **state)
{
    struct strbuf text;

    (void)state;
    strbuf_init(&text, &c.arena);
    for (int i = 0; i < 1000; i++) {
        strbuf_puts(&text, "component A { x; }\n");
    }
    c.diags.max_errors = 5;
    parse(text.text);
    assert_int_equal(c.diags.errors, 5);
}

/* Parses a text in which a piece is repeated. */
static struct ast_file *parse_repeated(const char *begin, const char *piece, size_t times,
                                       const char *end)
{
    struct strbuf text;

    strbuf_init(&text, &c.arena);
    strbuf_puts(&text, begin);
    for (size_t i = 0; i < times; i++) {
        strbuf_puts(&text, piece);
    }
    strbuf_puts(&text, end);
    return parse(text.text);
}

static void bounds_hold(void **state)
{
    static const struct {
        const char *begin, *repeated, *end;
        size_t fits, times;
    } cases[] = {
        {"configuration { a.b = ",   "(",      "",      0,       100000 },
        {"configuration { a.b = ",   "-",      "1; }",  900,     100000 },
        {"configuration { a.b = 1",  "+1",     "; }",   900,     100000 },
        {"configuration { a.b = 1",  "?1:1?1", ":1; }", 0,       1000   },
        {"configuration { a.b = ",   "[",      "",      0,       100000 },
        {"configuration { a.b = ",   "{1:",    "",      0,       100000 },
        {"struct s { ",              "{",      "",      0,       100000 },
        {"configuration { a.b = \"", "x",      "\"; }", 1000000, 1100000},
    };

    (void)state;
    c.diags.max_errors = 0;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        if (cases[i].fits != 0) {
            assert_false(
                parse_repeated(cases[i].begin, cases[i].repeated, cases[i].fits, cases[i].end)
                    ->faulty);
        }
        assert_true(parse_repeated(cases[i].begin, cases[i].repeated, cases[i].times, cases[i].end)
                        ->faulty);
        assert_true(c.diags.errors > i);
    }
}

static void line_markers_move_the_place(void **state)
{
    struct ast_file *file =
        parse("# 10 \"a \\\"b\\\".c\" 1\ncomponent A {}\n#line 3\n\ncomponent B {}\n");
    struct source_place place;

    (void)state;
    assert_int_equal(file->decls.count, 2);
    assert_true(source_locate(&c.sources, file->decls.items[0]->span, &place));
    assert_string_equal(place.name, "a \"b\".c");
    assert_int_equal(place.line, 10);
    assert_true(source_locate(&c.sources, file->decls.items[1]->span, &place));
    assert_string_equal(place.name, "a \"b\".c");
    assert_int_equal(place.line, 4);
}

static void values_of_numbers(void **state)
{
    static const struct {
        const char *text;
        bool is_real;
        int64_t integer;
        double real;
    } cases[] = {
        {"2**3**2",           false, 64, 0   },
        {"-7/2",              false, -4, 0   },
        {"-7%3",              false, 2,  0   },
        {"7%-3",              false, -2, 0   },
        {"true && 3",         false, 3,  0   },
        {"1 && 0.5",          false, 0,  0   },
        {"0 || 5",            false, 5,  0   },
        {"2**-1",             true,  0,  0.5 },
        {"7.0/2",             true,  0,  3.5 },
        {"~1.5",              true,  0,  -2.5},
        {"(1<<100)>>98",      false, 4,  0   },
        {"-1 >> 1000",        false, -1, 0   },
        {"0 ** 0",            false, 1,  0   },
        {"(-1) ** 99999999",  false, -1, 0   },
        {"1<2<3",             false, 1,  0   },
        {"0.0 ? 1 : 2",       false, 2,  0   },
        {"1 == 1.0",          false, 1,  0   },
        {"(1<<126) / -1 < 0", false, 1,  0   },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char *text = arena_printf(&c.arena, "configuration { a.b = %s; }", cases[i].text);
        struct ast_file *file = parse(text);
        const struct ast_setting *setting =
            ast_as_configuration(file->decls.items[0])->settings.items[0];
        struct ast_number number = setting->value->expr->number;

        assert_false(number.faulty);
        assert_int_equal(number.is_real, cases[i].is_real);
        assert_true(number.integer == cases[i].integer);
        assert_true(number.real == cases[i].real);
    }
}

static void a_faulty_number_is_reported_once(void **state)
{
    struct ast_file *file = parse("configuration { a.b = (1/0 + 2) * 3 ** (1/0); a.c = 1; }");
    const struct ast_configuration *settings = ast_as_configuration(file->decls.items[0]);

    (void)state;
    assert_int_equal(c.diags.errors, 2); /* the two divisions, not what is built on them */
    assert_true(settings->settings.items[0]->value->expr->number.faulty);
    assert_false(settings->settings.items[1]->value->expr->number.faulty);
}

static void two_compilations_live_side_by_side(void **state)
{
    struct compilation other;
    struct ast_file *first = parse("component A { uses X y; }");
    struct ast_file *second;

    (void)state;
    compilation_init(&other);
    other.options.no_files = true;
    second = load_text(&other, "in", "component A { x; }", 18);
    assert_true(second->faulty);
    assert_false(first->faulty);
    assert_int_equal(c.diags.errors, 0);
    compilation_done(&other);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_part_knows_its_place),
        TEST(texts_are_interned),
        TEST(buf_is_a_name_too),
        TEST(independent_faults_are_all_reported_and_no_others),
        TEST(good_parts_survive_faults),
        TEST(parsing_ends_at_the_limit_of_errors),
        TEST(bounds_hold),
        TEST(line_markers_move_the_place),
        TEST(values_of_numbers),
        TEST(a_faulty_number_is_reported_once),
        TEST(two_compilations_live_side_by_side),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
