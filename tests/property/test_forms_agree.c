/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The binary form carries everything: every capDL text of the golden cases and of the recorded
 * answers (shared/oracle/capdl, where it is there) that is a sound graph comes out of text ->
 * binary -> text as it went in, and is written in every form; what can be read is read and written
 * again.
 */
// link: capdl_forms capdl_check capdl_plan capdl_text capdl_spec adl_base
#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "adl/base/file.h"
#include "capdl/check/check_graph.h"
#include "capdl/text/read_text.h"
#include "tests/fuzz/all_forms.h"

/* Every form that can be read gives the same bytes again; the text, the binary form and JSON can.
 */
static void check_forms(struct compilation *c, struct spec *spec, const char *path)
{
    unsigned readable;
    const char *form = all_forms_differ(c, spec, &readable);

    if (form != NULL) {
        fail_msg("%s: changed on the way through the form %s", path, form);
    }
    assert_true(readable >= 2);
}

/* The texts of the golden cases alone are more than these. */
#define LEAST_SPECS 8u

/* 1 when the file is a sound spec, which then must survive; 0 when it is none. */
static unsigned survives(const char *path)
{
    struct compilation c;
    struct form_binary binary;
    struct strbuf before, after;
    struct spec *spec;
    char *text = NULL;
    size_t size = 0;
    unsigned sound = 0;

    compilation_init(&c);
    strbuf_init(&before, &c.arena);
    strbuf_init(&after, &c.arena);
    assert_int_equal(file_read(&c.arena, path, 0, &text, &size), FILE_OK);
    spec = read_text(&c, text, size, path);
    if (spec != NULL && check_graph(&c, spec) && form_text_write(&c, spec, &before)) {
        check_forms(&c, spec, path);
        assert_true(form_binary_write(&c, spec, NULL, 0, &binary));
        spec = form_binary_read(&c, binary.spec, binary.spec_size, path);
        if (spec == NULL || !form_text_write(&c, spec, &after) ||
            strcmp(before.text, after.text) != 0) {
            fail_msg("%s: changed on the way through the binary form", path);
        }
        sound = 1;
    }
    compilation_done(&c);
    return sound;
}

static unsigned all_survive(const char *pattern)
{
    unsigned sound = 0;
    glob_t found = {0};

    if (glob(pattern, 0, NULL, &found) == 0) {
        for (size_t i = 0; i < found.gl_pathc; i++) {
            sound += survives(found.gl_pathv[i]);
        }
    }
    globfree(&found);
    return sound;
}

static void golden_texts_survive(void **state)
{
    (void)state;
    assert_true(all_survive(ADLC_SOURCE_DIR "/tests/golden/lower/*/out") +
                    all_survive(ADLC_SOURCE_DIR "/tests/golden/capdl/*/in.cdl") >=
                LEAST_SPECS);
}

static void recorded_texts_survive(void **state)
{
    (void)state;
    if (!file_is_directory(ADLC_SHARED_DIR "/oracle/capdl")) {
        skip();
    }
    assert_true(all_survive(ADLC_SHARED_DIR "/oracle/capdl/*/*.cdl") > 0);
}

/* One of everything that has a field of its own in the binary form. */
static void everything_survives(void **state)
{
    (void)state;
    assert_int_equal(all_survive(ADLC_SOURCE_DIR "/tests/property/everything_*.cdl"), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(golden_texts_survive),
        cmocka_unit_test(recorded_texts_survive),
        cmocka_unit_test(everything_survives),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
