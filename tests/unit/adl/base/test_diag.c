/* SPDX-License-Identifier: BSD-2-Clause */
// link: adl_base
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "adl/base/compilation.h"
#include "adl/base/diag_show.h"
#include "adl/base/strbuf.h"

static struct compilation c;

static int set_up(void **state)
{
    (void)state;
    compilation_init(&c);
    c.sources.no_files = true;
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    compilation_done(&c);
    return 0;
}

static uint32_t add(const char *name, const char *text)
{
    return source_add_text(&c.sources, name, text, strlen(text));
}

static const char *shown(struct diag_show_style style)
{
    struct strbuf buf;

    strbuf_init(&buf, &c.arena);
    diag_show_text(&buf, &c.diags, &c.sources, style);
    return buf.text;
}

static void source_locates_lines_and_columns(void **state)
{
    uint32_t file = add("f", "ab\n\n\xc3\xa9x\r\nlast");
    struct source_place place;

    (void)state;
    assert_true(source_locate(&c.sources, (struct span){file, 6, 7}, &place));
    assert_int_equal(place.line, 3);
    assert_int_equal(place.column, 2); /* characters, not bytes */
    assert_int_equal(place.text_size, 3);
    assert_true(source_locate(&c.sources, (struct span){file, 3, 3}, &place));
    assert_int_equal(place.line, 2);
    assert_int_equal(place.mark_size, 0);
    assert_true(source_locate(&c.sources, (struct span){file, 9, 13}, &place));
    assert_int_equal(place.line, 4);
    assert_true(source_locate(&c.sources, (struct span){file, 13, 13}, &place));
    assert_int_equal(place.column, 5);
    assert_false(source_locate(&c.sources, SPAN_NONE, &place));
}

static void source_maps_line_markers(void **state)
{
    uint32_t file = add("f", "one\n# 40 \"g\"\ntwo\nthree\n");
    struct source_place place;

    (void)state;
    source_add_marker(&c.sources, file, 13, 40, "g");
    assert_true(source_locate(&c.sources, (struct span){file, 0, 3}, &place));
    assert_string_equal(place.name, "f");
    assert_int_equal(place.line, 1);
    assert_true(source_locate(&c.sources, (struct span){file, 17, 22}, &place));
    assert_string_equal(place.name, "g");
    assert_int_equal(place.line, 41);
    assert_int_equal(place.column, 1);
}

static void source_joins_spans(void **state)
{
    struct span joined = source_span_join((struct span){1, 5, 7}, (struct span){1, 2, 6});

    (void)state;
    assert_int_equal(joined.start, 2);
    assert_int_equal(joined.end, 7);
    assert_int_equal(source_span_join(SPAN_NONE, (struct span){1, 2, 3}).file, 1);
    assert_int_equal(source_span_join((struct span){1, 2, 3}, (struct span){2, 0, 9}).end, 3);
}

static void diag_shows_place_label_and_hint(void **state)
{
    uint32_t file = add("m.camkes", "\tcomponent Adder a;\nother\n");
    struct diag *diag =
        diag_report(&c.diags, DIAG_SYNTAX_ERROR, (struct span){file, 11, 16}, "no `%s`", "Adder");

    (void)state;
    diag_label(diag, (struct span){file, 20, 25}, "there is this");
    diag_note(diag, "a remark");
    diag_hint(diag, "did you mean `%s`?", "Added");
    assert_string_equal(shown((struct diag_show_style){0}),
                        "error[ADL0101]: no `Adder` [syntax-error]\n"
                        "  --> m.camkes:1:12\n"
                        "   |\n"
                        " 1 |     component Adder a;\n"
                        "   |               ^^^^^ did you mean `Added`?\n"
                        "   |\n"
                        "  ::: m.camkes:2:1\n"
                        " 2 | other\n"
                        "   | ----- there is this\n"
                        "   = note: a remark\n");
}

static void diag_shows_no_place(void **state)
{
    (void)state;
    diag_report(&c.diags, DIAG_FILE_UNREADABLE, SPAN_NONE, "cannot read x");
    assert_string_equal(shown((struct diag_show_style){0}),
                        "error[ADL0202]: cannot read x [file-unreadable]\n");
    assert_non_null(strstr(shown((struct diag_show_style){.colour = true}),
                           "\033[1;31merror[ADL0202]\033[0m: "));
}

static void diag_cuts_long_lines_around_the_caret(void **state)
{
    char text[1001];
    uint32_t file;
    const char *out;

    (void)state;
    memset(text, 'a', 1000);
    memcpy(text + 600, "HERE", 4);
    text[1000] = '\0';
    file = add("long", text);
    diag_report(&c.diags, DIAG_SYNTAX_ERROR, (struct span){file, 600, 604}, "x");
    out = shown((struct diag_show_style){.width = 40});
    assert_string_equal(out, "error[ADL0101]: x [syntax-error]\n"
                             "  --> long:1:601\n"
                             "   |\n"
                             " 1 | ...aaaaaaaaaaaaaHEREaaaaaaaaaaaaaaaaaaaaaaa...\n"
                             "   |                 ^^^^\n");
}

static void diag_shows_the_chain_of_imports_once(void **state)
{
    uint32_t main_file = add("main", "import \"lib\";\n");
    uint32_t lib = add("lib", "bad bad\n");

    (void)state;
    source_get(&c.sources, lib)->imported_from = (struct span){main_file, 7, 12};
    diag_report(&c.diags, DIAG_SYNTAX_ERROR, (struct span){lib, 0, 3}, "x");
    diag_report(&c.diags, DIAG_SYNTAX_ERROR, (struct span){lib, 4, 7}, "y");
    assert_string_equal(shown((struct diag_show_style){0}), "error[ADL0101]: x [syntax-error]\n"
                                                            "  --> lib:1:1\n"
                                                            "   |\n"
                                                            " 1 | bad bad\n"
                                                            "   | ^^^\n"
                                                            "   = imported at main:1\n"
                                                            "\n"
                                                            "error[ADL0101]: y [syntax-error]\n"
                                                            "  --> lib:1:5\n"
                                                            "   |\n"
                                                            " 1 | bad bad\n"
                                                            "   |     ^^^\n");
}

static void diag_drops_repetitions_and_stops_at_the_limit(void **state)
{
    uint32_t file = add("f", "text");

    (void)state;
    c.diags.max_errors = 2;
    for (int i = 0; i < 3; i++) {
        diag_report(&c.diags, DIAG_SYNTAX_ERROR, (struct span){file, 0, 1}, "same");
    }
    assert_int_equal(c.diags.errors, 1);
    assert_false(diag_limit_reached(&c.diags));
    for (int i = 0; i < 3; i++) {
        diag_hint(diag_report(&c.diags, DIAG_SYNTAX_ERROR, (struct span){file, 0, 1}, "%d", i),
                  "decorating a dropped one is fine");
    }
    assert_true(diag_limit_reached(&c.diags));
    assert_int_equal(c.diags.list.count, 2);
    assert_int_equal(c.diags.errors, 4);
    assert_int_equal(c.diags.dropped, 2);
    assert_non_null(strstr(shown((struct diag_show_style){0}), "2 more not shown"));
}

/* Any kind that is a warning by default. */
static enum diag_id some_warning(void)
{
    for (unsigned i = 0; i < DIAG_COUNT; i++) {
        if (diag_kind((enum diag_id)i)->severity == SEVERITY_WARNING) {
            return (enum diag_id)i;
        }
    }
    return DIAG_COUNT;
}

static void diag_options_change_severities(void **state)
{
    enum diag_id id = some_warning();
    const char *name;

    (void)state;
    assert_int_not_equal(id, DIAG_COUNT);
    name = diag_kind(id)->name;
    assert_int_equal(diag_report(&c.diags, id, SPAN_NONE, "1")->severity, SEVERITY_WARNING);
    assert_true(diag_set_option(&c.diags, "error"));
    assert_int_equal(diag_report(&c.diags, id, SPAN_NONE, "2")->severity, SEVERITY_ERROR);
    assert_true(diag_set_option(&c.diags, arena_printf(&c.arena, "no-error=%s", name)));
    assert_int_equal(diag_report(&c.diags, id, SPAN_NONE, "3")->severity, SEVERITY_WARNING);
    assert_true(diag_set_option(&c.diags, arena_printf(&c.arena, "no-%s", name)));
    assert_int_equal(diag_report(&c.diags, id, SPAN_NONE, "4")->severity, SEVERITY_OFF);
    assert_int_equal(c.diags.list.count, 3);
    assert_true(
        diag_set_option(&c.diags, arena_printf(&c.arena, "ADL%04u", diag_kind(id)->number)));
    assert_true(diag_set_option(&c.diags, "none"));
    assert_int_equal(diag_report(&c.diags, id, SPAN_NONE, "5")->severity, SEVERITY_OFF);
    assert_false(diag_set_option(&c.diags, "no-such-thing"));
    assert_false(diag_set_option(&c.diags, "no-syntax-error"));
    assert_int_equal(c.diags.errors, 1);
    assert_int_equal(c.diags.warnings, 2);
}

static void diag_catalogue_is_sound(void **state)
{
    (void)state;
    for (unsigned i = 0; i < DIAG_COUNT; i++) {
        const struct diag_kind *kind = diag_kind((enum diag_id)i);

        assert_int_equal(diag_find(kind->name), i); /* names are unique */
        assert_int_equal(diag_find(arena_printf(&c.arena, "ADL%04u", kind->number)), i);
        assert_true(kind->number >= 100 && kind->number < 1000);
        assert_true(strlen(kind->meaning) > 0);
        assert_int_equal(strspn(kind->name, "abcdefghijklmnopqrstuvwxyz0123456789-"),
                         strlen(kind->name));
    }
    assert_int_equal(diag_find("ADL"), DIAG_COUNT);
    assert_int_equal(diag_find("ADL0101x"), DIAG_COUNT);
}

static void diag_counts_in_words(void **state)
{
    struct strbuf buf;

    (void)state;
    strbuf_init(&buf, &c.arena);
    diag_show_counts(&buf, &c.diags);
    strbuf_putc(&buf, '|');
    c.diags.errors = 2;
    c.diags.warnings = 1;
    diag_show_counts(&buf, &c.diags);
    assert_string_equal(buf.text, "no errors|2 errors and 1 warning");
}

static void diag_takes_back_what_was_reported(void **state)
{
    struct diag_mark mark;

    (void)state;
    (void)diag_report(&c.diags, DIAG_UNKNOWN_NAME, SPAN_NONE, "first");
    mark = diag_mark(&c.diags);
    assert_false(diag_since(&c.diags, mark));
    (void)diag_report(&c.diags, DIAG_UNKNOWN_NAME, SPAN_NONE, "second");
    assert_true(diag_since(&c.diags, mark));
    diag_withdraw(&c.diags, mark);
    assert_false(diag_since(&c.diags, mark));
    (void)diag_report(&c.diags, DIAG_UNKNOWN_NAME, SPAN_NONE, "first");
    assert_int_equal(c.diags.list.count, 1); /* said before the mark: a repetition still */
    (void)diag_report(&c.diags, DIAG_UNKNOWN_NAME, SPAN_NONE, "second");
    assert_int_equal(c.diags.list.count, 2); /* withdrawn: said anew */
    assert_int_equal(c.diags.errors, 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(source_locates_lines_and_columns),
        TEST(source_maps_line_markers),
        TEST(source_joins_spans),
        TEST(diag_shows_place_label_and_hint),
        TEST(diag_shows_no_place),
        TEST(diag_cuts_long_lines_around_the_caret),
        TEST(diag_shows_the_chain_of_imports_once),
        TEST(diag_drops_repetitions_and_stops_at_the_limit),
        TEST(diag_options_change_severities),
        TEST(diag_catalogue_is_sound),
        TEST(diag_counts_in_words),
        TEST(diag_takes_back_what_was_reported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
