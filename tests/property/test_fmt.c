/* SPDX-License-Identifier: BSD-2-Clause */
// link: adl_lang adl_base
// `adl fmt` over every description there is (examples, golden cases, our own declarations, the
// oracle's inputs): what is formatted means the same, and formatting it again changes nothing.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glob.h>
#include <stdio.h>
#include <string.h>

#include "adl/base/compilation.h"
#include "adl/base/file.h"
#include "adl/base/strbuf.h"
#include "adl/lang/ast.h"
#include "adl/lang/ast_print.h"
#include "adl/lang/fmt.h"
#include "adl/lang/parse.h"

static const char *const places[] = {
    ADLC_SOURCE_DIR "/examples/*/*.camkes",           ADLC_SOURCE_DIR "/tests/golden/*/*/*.camkes",
    ADLC_SOURCE_DIR "/tests/boot/systems/*/*.camkes", ADLC_SOURCE_DIR "/tests/cmake/*/*.camkes",
    ADLC_SOURCE_DIR "/templates/builtin/*",           ADLC_SOURCE_DIR "/templates/builtin/*/*/*",
    ADLC_SHARED_DIR "/oracle/adl/*/*.camkes",         ADLC_SHARED_DIR "/oracle/adl/*/*.idl4",
    ADLC_SHARED_DIR "/oracle/adl/*/*/*.camkes",
};

/* The syntax tree of a text as text, "" if it has faults. */
static const char *tree(struct compilation *c, const char *text, size_t size)
{
    size_t errors = c->diags.errors;
    struct strbuf out;
    struct ast_file *file = parse_source(c, source_add_text(&c->sources, "x", text, size));

    strbuf_init(&out, &c->arena);
    if (c->diags.errors == errors) {
        ast_print(&out, file);
    }
    return out.text;
}

/* One file; true if it could be formatted. */
static bool try_file(const char *path)
{
    static struct compilation c;
    char *text;
    size_t size;
    struct strbuf once, twice;
    bool formatted;

    compilation_init(&c);
    c.diags.max_errors = 0;
    strbuf_init(&once, &c.arena);
    strbuf_init(&twice, &c.arena);
    assert_int_equal(file_read(&c.arena, path, 1u << 24, &text, &size), FILE_OK);
    formatted = fmt_file(&c, source_add_text(&c.sources, path, text, size), &once);
    if (formatted) {
        const char *before = tree(&c, text, size);

        if (strcmp(before, tree(&c, once.text, once.size)) != 0) {
            fail_msg("%s: formatting changes what it says", path);
        }
        assert_true(fmt_file(&c, source_add_text(&c.sources, path, once.text, once.size), &twice));
        if (strcmp(once.text, twice.text) != 0) {
            fail_msg("%s: formatting twice is not formatting once\n%s----\n%s", path, once.text,
                     twice.text);
        }
    } else {
        assert_true(c.diags.errors > 0);
        assert_int_equal(once.size, 0);
    }
    compilation_done(&c);
    return formatted;
}

static void formatting_changes_only_the_layout(void **state)
{
    size_t files = 0, formatted = 0;

    (void)state;
    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        glob_t found = {0};

        if (glob(places[i], 0, NULL, &found) == 0) {
            for (size_t k = 0; k < found.gl_pathc; k++) {
                if (!file_is_directory(found.gl_pathv[k])) {
                    files++;
                    formatted += try_file(found.gl_pathv[k]);
                }
            }
        }
        globfree(&found);
    }
    printf("%zu files, %zu formatted\n", files, formatted);
    assert_true(formatted > 100);
}

int main(void)
{
    const struct CMUnitTest cases[] = {cmocka_unit_test(formatting_changes_only_the_layout)};

    return cmocka_run_group_tests(cases, NULL, NULL);
}
