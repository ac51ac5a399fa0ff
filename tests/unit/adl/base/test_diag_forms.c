/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The forms for other programs are what their readers expect: JSON that parses, SARIF with the
 * members and only the members that version 2.1.0 has, regions inside their lines, indices that
 * lead somewhere; all of it also with texts that are not UTF-8.
 */
// link: PkgConfig::JANSSON
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>
#include <string.h>

#include "adl/base/compilation.h"
#include "adl/base/diag_forms.h"
#include "adl/base/diag_place.h"
#include "adl/base/strbuf.h"

static struct compilation c;
static const struct diag_tool tool = {"adlc", "1.2"};

static int setup(void **state)
{
    (void)state;
    compilation_init(&c);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    compilation_done(&c);
    return 0;
}

static uint32_t add(const char *name, const char *text)
{
    return source_add_text(&c.sources, name, text, strlen(text));
}

/* A bit of everything: several files, a span over lines, no place, bytes that are not UTF-8. */
static void fill(void)
{
    uint32_t file = add("a b.camkes", "x \xf0\x9d\x84\x9e bad\nsecond\n");
    uint32_t other = add("<builtin>/x", "one\ntwo\nthree");
    struct diag *diag = diag_report(&c.diags, DIAG_UNKNOWN_NAME, (struct span){file, 7, 10},
                                    "no `%s` \xff \"quoted\"", "bad");

    diag_label(diag, (struct span){other, 4, 7}, "there");
    diag_note(diag, "remark");
    diag_hint(diag, "did you mean `bat`?");
    diag_fix(diag, (struct span){file, 7, 10}, "bat");
    diag_fix(diag, (struct span){file, 11, 11}, ";");
    diag_report(&c.diags, DIAG_FILE_UNREADABLE, SPAN_NONE, "line one\nline two, 100%%");
    diag_report(&c.diags, DIAG_UNKNOWN_SETTING, (struct span){other, 0, 10}, "over lines");
    diag_report(&c.diags, DIAG_UNKNOWN_NAME, (struct span){other, 8, 13}, "again");
}

static struct strbuf written(diag_form_function *form)
{
    struct strbuf out;

    strbuf_init(&out, &c.arena);
    form(&out, &c.diags, &c.sources, &tool);
    return out;
}

static json_t *parsed(diag_form_function *form)
{
    struct strbuf out = written(form);
    json_error_t error;
    json_t *root = json_loadb(out.text, out.size, JSON_REJECT_DUPLICATES, &error);

    if (root == NULL) {
        fail_msg("%s at line %d:\n%s", error.text, error.line, out.text);
    }
    return root;
}

/* Fails on a member that is not in the blank-separated list. */
static void only(json_t *object, const char *allowed)
{
    const char *key;
    json_t *value;

    assert_true(json_is_object(object));
    json_object_foreach(object, key, value)
    {
        const char *at = strstr(allowed, key);
        size_t size = strlen(key);

        if (at == NULL || (at > allowed && at[-1] != ' ') ||
            (at[size] != '\0' && at[size] != ' ')) {
            fail_msg("SARIF has no `%s` here (%s)", key, allowed);
        }
    }
}

static json_int_t number(json_t *object, const char *key)
{
    assert_true(json_is_integer(json_object_get(object, key)));
    return json_integer_value(json_object_get(object, key));
}

static const char *text(json_t *object, const char *key)
{
    const char *value = json_string_value(json_object_get(object, key));

    assert_non_null(value);
    return value;
}

static void check_physical(json_t *location)
{
    json_t *physical = json_object_get(location, "physicalLocation");
    json_t *artifact = json_object_get(physical, "artifactLocation");
    json_t *region = json_object_get(physical, "region");

    only(physical, "artifactLocation region");
    only(artifact, "uri");
    only(region, "startLine startColumn endLine endColumn");
    assert_null(strpbrk(text(artifact, "uri"), " <>"));
    assert_true(number(region, "startLine") >= 1 && number(region, "startColumn") >= 1);
    assert_true(number(region, "endLine") >= number(region, "startLine"));
}

static void check_fix(json_t *fix)
{
    json_t *change = json_array_get(json_object_get(fix, "artifactChanges"), 0);
    json_t *replacement = json_array_get(json_object_get(change, "replacements"), 0);

    only(fix, "artifactChanges description");
    only(change, "artifactLocation replacements");
    only(replacement, "deletedRegion insertedContent");
    assert_non_null(text(json_object_get(replacement, "insertedContent"), "text"));
}

static void check_result(json_t *result, json_t *rules)
{
    size_t i;
    json_t *item;
    json_t *rule = json_array_get(rules, (size_t)number(result, "ruleIndex"));

    only(result, "ruleId ruleIndex level message locations relatedLocations partialFingerprints "
                 "fixes");
    assert_string_equal(text(rule, "id"), text(result, "ruleId"));
    assert_non_null(strstr("error warning note", text(result, "level")));
    only(json_object_get(result, "message"), "text");
    json_array_foreach(json_object_get(result, "locations"), i, item)
    {
        check_physical(item);
    }
    json_array_foreach(json_object_get(result, "relatedLocations"), i, item)
    {
        only(item, "id physicalLocation message");
        check_physical(item);
    }
    json_array_foreach(json_object_get(result, "fixes"), i, item)
    {
        check_fix(item);
    }
    assert_int_equal(
        strlen(text(json_object_get(result, "partialFingerprints"), "adlcFingerprint/v1")), 16);
}

static void sarif_has_what_the_standard_has(void **state)
{
    (void)state;
    fill();
    json_t *root = parsed(diag_sarif);
    json_t *run = json_array_get(json_object_get(root, "runs"), 0);
    json_t *driver = json_object_get(json_object_get(run, "tool"), "driver");
    json_t *results = json_object_get(run, "results");
    size_t i;
    json_t *item;

    only(root, "$schema version runs");
    assert_string_equal(text(root, "version"), "2.1.0");
    only(run, "tool columnKind results");
    only(driver, "name version rules");
    assert_int_equal(json_array_size(json_object_get(driver, "rules")), 3);
    assert_int_equal(json_array_size(results), 4);
    json_array_foreach(json_object_get(driver, "rules"), i, item)
    {
        only(item, "id name shortDescription help defaultConfiguration");
    }
    json_array_foreach(results, i, item)
    {
        check_result(item, json_object_get(driver, "rules"));
    }
    json_t *first = json_array_get(json_object_get(json_array_get(results, 0), "locations"), 0);
    json_t *region = json_object_get(json_object_get(first, "physicalLocation"), "region");
    assert_int_equal(number(region, "startColumn"), 6); /* the clef is two UTF-16 units */
    assert_int_equal(number(region, "endColumn"), 9);
    json_decref(root);
}

static void json_has_the_pinned_form(void **state)
{
    (void)state;
    fill();
    json_t *root = parsed(diag_json);
    json_t *findings = json_object_get(root, "findings");
    json_t *first = json_array_get(findings, 0);
    json_t *place = json_array_get(json_object_get(first, "locations"), 0);
    json_t *lines = json_array_get(json_object_get(json_array_get(findings, 2), "locations"), 0);

    assert_string_equal(text(root, "schema"), "adlc.findings/1");
    assert_int_equal(json_array_size(findings), 4);
    assert_string_equal(text(first, "rule"), "ADL0301");
    assert_string_equal(text(first, "message"), "no `bad` \xef\xbf\xbd \"quoted\"");
    assert_int_equal(number(place, "column"), 5); /* the clef is one character */
    assert_int_equal(number(place, "end_column"), 8);
    assert_int_equal(json_array_size(json_object_get(first, "locations")), 2);
    assert_int_equal(json_array_size(json_object_get(first, "fixes")), 2);
    assert_int_equal(number(lines, "end_line"), 3);
    assert_int_equal(number(lines, "end_column"), 3);
    assert_string_equal(text(json_array_get(findings, 2), "rule"), "A001");
    json_decref(root);
}

static void a_fingerprint_survives_moved_lines(void **state)
{
    struct strbuf before, after, other;

    (void)state;
    strbuf_init(&before, &c.arena);
    strbuf_init(&after, &c.arena);
    strbuf_init(&other, &c.arena);
    uint32_t first = add("f", "line with bad\n");
    diag_place_fingerprint(
        &before, diag_report(&c.diags, DIAG_UNKNOWN_NAME, (struct span){first, 10, 13}, "no bad"),
        &c.sources);
    uint32_t second = add("f", "new\nlines\nline with bad\n");
    diag_place_fingerprint(
        &after, diag_report(&c.diags, DIAG_UNKNOWN_NAME, (struct span){second, 20, 23}, "no bad"),
        &c.sources);
    diag_place_fingerprint(
        &other, diag_report(&c.diags, DIAG_UNKNOWN_NAME, (struct span){second, 20, 23}, "no dab"),
        &c.sources);
    assert_string_equal(before.text, after.text);
    assert_string_not_equal(before.text, other.text);
}

static void github_escapes_and_always_names_a_line(void **state)
{
    (void)state;
    fill();
    for (char *line = strtok(written(diag_github).text, "\n"); line != NULL;
         line = strtok(NULL, "\n")) {
        assert_true(strncmp(line, "::error ", 8) == 0 || strncmp(line, "::warning ", 10) == 0);
        assert_non_null(strstr(line, ",line="));
    }
    assert_non_null(strstr(written(diag_github).text, "::line one%0Aline two, 100%25"));
}

static void github_shows_ten_of_a_level(void **state)
{
    (void)state;
    c.diags.max_errors = 0;
    for (int i = 0; i < 15; i++) {
        diag_report(&c.diags, DIAG_FILE_UNREADABLE, SPAN_NONE, "file %d", i);
    }
    assert_non_null(strstr(written(diag_github).text, "file 9\n"));
    assert_null(strstr(written(diag_github).text, "file 10\n"));
    assert_non_null(strstr(written(diag_github).text, "::5 more are not shown here"));
}

static void junit_escapes(void **state)
{
    (void)state;
    fill();
    assert_non_null(strstr(written(diag_junit).text, "&quot;quoted&quot;"));
    assert_non_null(strstr(written(diag_junit).text, "&lt;builtin&gt;/x:3:1"));
    assert_non_null(strstr(written(diag_junit).text, "line one&#10;line two"));
}

static void nothing_found_is_well_formed(void **state)
{
    (void)state;
    json_decref(parsed(diag_json));
    json_decref(parsed(diag_sarif));
    assert_non_null(strstr(written(diag_junit).text, "no findings"));
    assert_int_equal(written(diag_compact).size + written(diag_github).size, 0);
}

int main(void)
{
#define CASE(function) cmocka_unit_test_setup_teardown(function, setup, teardown)
    const struct CMUnitTest cases[] = {
        CASE(sarif_has_what_the_standard_has),    CASE(json_has_the_pinned_form),
        CASE(a_fingerprint_survives_moved_lines), CASE(github_escapes_and_always_names_a_line),
        CASE(github_shows_ten_of_a_level),        CASE(junit_escapes),
        CASE(nothing_found_is_well_formed),
    };

    return cmocka_run_group_tests(cases, NULL, NULL);
}
