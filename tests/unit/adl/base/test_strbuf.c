/* SPDX-License-Identifier: BSD-2-Clause */
// link: adl_base
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "adl/base/arena.h"
#include "adl/base/strbuf.h"
#include "adl/base/utf8.h"

static struct arena arena;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_done(&arena);
    return 0;
}

static void strbuf_grows_and_shrinks(void **state)
{
    struct strbuf buf;

    (void)state;
    strbuf_init(&buf, &arena);
    assert_string_equal(buf.text, "");
    for (int i = 0; i < 10000; i++) {
        strbuf_printf(&buf, "%d,", i);
        if (i % 1000 == 0) {
            arena_alloc(&arena, 1, 1); /* so that it must move */
        }
    }
    assert_int_equal(buf.size, strlen(buf.text));
    assert_string_equal(buf.text + buf.size - 10, "9998,9999,");
    strbuf_truncate(&buf, 4);
    strbuf_fill(&buf, '-', 3);
    strbuf_putc(&buf, '!');
    assert_string_equal(buf.text, "0,1,---!");
    strbuf_clear(&buf);
    assert_string_equal(buf.text, "");
}

typedef void strbuf_escaper(struct strbuf *, const char *, size_t);

static void check_escape(strbuf_escaper *escape, const char *text, size_t size, const char *want)
{
    struct strbuf buf;

    strbuf_init(&buf, &arena);
    escape(&buf, text, size);
    assert_string_equal(buf.text, want);
}

static void strbuf_escapes_for_c(void **state)
{
    (void)state;
    check_escape(strbuf_put_c_escaped,
                 "a\"\\\n\t\x01"
                 "1\xc3",
                 8, "a\\\"\\\\\\n\\t\\0011\\303");
    check_escape(strbuf_put_c_escaped, "?\?=?", 4, "?\\?=?");
    check_escape(strbuf_put_c_escaped, "a\0b", 3, "a\\000b");
}

static void strbuf_escapes_for_json(void **state)
{
    (void)state;
    check_escape(strbuf_put_json_escaped, "\"\\\n\r\t\x02/", 7, "\\\"\\\\\\n\\r\\t\\u0002/");
    check_escape(strbuf_put_json_escaped, "\xc3\xa9\xff\xe2\x82", 5,
                 "\xc3\xa9\\ufffd\\ufffd\\ufffd");
}

static void strbuf_escapes_for_dot_and_html(void **state)
{
    (void)state;
    check_escape(strbuf_put_dot_escaped, "a\"b\\\nc", 6, "a\\\"b\\\\\\nc");
    check_escape(strbuf_put_html_escaped, "<a&\"'>", 6, "&lt;a&amp;&quot;&#39;&gt;");
}

static void utf8_knows_what_is_well_formed(void **state)
{
    static const struct {
        const char *text;
        size_t length;
    } cases[] = {
        {"a",                1},
        {"\xc3\xa9",         2},
        {"\xe2\x82\xac",     3},
        {"\xf0\x9f\x98\x80", 4},
        {"\xc0\x80",         0}, /* overlong */
        {"\xe0\x80\x80",     0}, /* overlong */
        {"\xed\xa0\x80",     0}, /* surrogate */
        {"\xf4\x90\x80\x80", 0}, /* above U+10FFFF */
        {"\x80",             0},
        {"\xc3",             0},
        {"\xc3(",            0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_int_equal(utf8_sequence(cases[i].text, strlen(cases[i].text)), cases[i].length);
    }
    assert_int_equal(utf8_sequence("", 0), 0);
    assert_int_equal(utf8_count("a\xc3\xa9\xff", 4), 3);
    assert_int_equal(utf8_valid_prefix("ab\xc3\xa9\xff", 5), 4);
    assert_int_equal(utf8_valid_prefix("ab", 2), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strbuf_grows_and_shrinks),
        cmocka_unit_test(strbuf_escapes_for_c),
        cmocka_unit_test(strbuf_escapes_for_json),
        cmocka_unit_test(strbuf_escapes_for_dot_and_html),
        cmocka_unit_test(utf8_knows_what_is_well_formed),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
