/* SPDX-License-Identifier: BSD-2-Clause
 * capDL text to graph: what the graph holds and where it says it came from. */
// link: capdl_text capdl_spec adl_base
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "capdl/text/read_text.h"

static struct compilation c;

static int set_up(void **state)
{
    (void)state;
    compilation_init(&c);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    compilation_done(&c);
    return 0;
}

static struct spec *parsed(const char *text)
{
    return read_text(&c, text, strlen(text), "in.cdl");
}

static const struct spec_cap *cap(const struct spec *spec, const char *holder, uint32_t slot)
{
    return spec_cap_at(spec, spec_find(spec, holder), slot);
}

/* Elements of arrays are objects called x[i]; ranges run both ways and make slots follow. */
static void arrays_become_objects(void **state)
{
    const struct spec *spec = parsed("arch aarch64 objects { e[4] = ep c = cnode (4 bits) }"
                                     "caps { c { 3: e[3..1] (RW, badge: 9)  e[0] (G)  9: e[] } }");

    (void)state;
    assert_non_null(spec);
    assert_int_equal(spec->object_count, 5);
    assert_string_equal(spec_object(spec, cap(spec, "c", 3)->object)->name, "e[3]");
    assert_string_equal(spec_object(spec, cap(spec, "c", 5)->object)->name, "e[1]");
    assert_string_equal(spec_object(spec, cap(spec, "c", 6)->object)->name, "e[0]");
    assert_int_equal(cap(spec, "c", 6)->rights, SPEC_GRANT);
    assert_int_equal(cap(spec, "c", 5)->badge, 9);
    assert_int_equal(spec_object(spec, spec_find(spec, "e[2]"))->element, 2);
    assert_non_null(cap(spec, "c", 12));
    assert_null(cap(spec, "c", 13));
}

/* A right that one copy takes away does not come back in a copy of the copy. */
static void masks_add_up(void **state)
{
    const struct spec *spec =
        parsed("arch aarch64 objects { e = ep c = cnode (4 bits) }"
               "caps { c { 2: <b> (masked: RWG)  1: b = <a> (masked: RG)  0: a = e (RW) } }");

    (void)state;
    assert_non_null(spec);
    assert_int_equal(cap(spec, "c", 0)->rights, SPEC_READ | SPEC_WRITE);
    assert_int_equal(cap(spec, "c", 1)->rights, SPEC_READ);
    assert_int_equal(cap(spec, "c", 2)->rights, SPEC_READ);
}

/* Spans point at the declaration and at the entry. */
static void places_are_kept(void **state)
{
    const char *text =
        "arch aarch64\nobjects { e = ep\n c = cnode (4 bits) }\ncaps { c { 7: e (R) } }";
    const struct spec *spec = parsed(text);
    const struct spec_cap *entry;

    (void)state;
    assert_non_null(spec);
    entry = cap(spec, "c", 7);
    assert_int_equal(spec_object(spec, spec_find(spec, "c"))->span.start,
                     strstr(text, "c = ") - text);
    assert_int_equal(entry->span.start, strstr(text, "7: e") - text);
    assert_int_equal(entry->span.end, strstr(text, " } }") - text);
}

/* How deep a table lies on riscv is its level. */
static void levels_are_found(void **state)
{
    const struct spec *spec = parsed("arch riscv objects { a = pt b = pt d = pt f = frame (4k) }"
                                     "caps { b { 1: d } a { 0: b } d { 0: f (RX) } }");

    (void)state;
    assert_non_null(spec);
    assert_int_equal(spec_object(spec, spec_find(spec, "a"))->level, 0);
    assert_int_equal(spec_object(spec, spec_find(spec, "b"))->level, 1);
    assert_int_equal(spec_object(spec, spec_find(spec, "d"))->level, 2);
    assert_true(cap(spec, "d", 0)->executable);
}

/* Sizes beyond reason are refused before memory is taken for them. */
static void memory_is_in_proportion(void **state)
{
    (void)state;
    assert_null(parsed("arch riscv objects { x[0x8000000000000000] = ep }"));
    assert_null(parsed("arch riscv objects { e = ep c[4000] = cnode (20 bits) d[4000] = ep }"
                       "caps { c[] { 0: d[] } }"));
    assert_int_equal(c.diags.errors, 2);
    assert_true(c.arena.reserved < (size_t)64 << 20);
}

/* Faults of all steps come in one run, and text without faults gives none. */
static void all_faults_in_one_run(void **state)
{
    (void)state;
    assert_null(parsed("arch riscv objects { a = nothing b = ep b = ep }"
                       "caps { q { 0: b } } irq maps { 1: b } cdt { zz { (b, 0) } }"
                       "domains { schedule: [(1, 0)] }"));
    assert_int_equal(c.diags.errors, 6);
}

/* A list whose names come later means the same as one that is made while the text is read; slots
 * filled by both are told, the second one in the text. */
static void sections_come_in_any_order(void **state)
{
    const char *late = "arch riscv caps { c { 3: f (R) 1: e (W, badge: 4) } t { cspace: c } }"
                       "objects { e = ep f = frame (4k) t = tcb c = cnode (4 bits) }";
    const char *mixed = "arch riscv objects { e = ep c = cnode (4 bits) t = tcb }"
                        "caps { c { 3: f (R) } c { 1: e (W, badge: 4) } t { cspace: c } }"
                        "objects { f = frame (4k) }";
    const char *texts[] = {late, mixed};

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        const struct spec *spec = parsed(texts[i]);

        assert_non_null(spec);
        assert_int_equal(spec_object(spec, spec_find(spec, "c"))->cap_count, 2);
        assert_int_equal(cap(spec, "c", 1)->badge, 4);
        assert_string_equal(spec_object(spec, cap(spec, "c", 3)->object)->name, "f");
        assert_string_equal(spec_object(spec, cap(spec, "t", 0)->object)->name, "c");
    }
    assert_null(parsed("arch riscv objects { e = ep c = cnode (4 bits) }"
                       "caps { c { 1: f } c { 1: e } } objects { f = ep }"));
    assert_int_equal(c.diags.list.count, 1);
    assert_int_equal(vec_last(&c.diags.list)->span.start, 70);
}

/* A word longer than the lexer's buffer is one word. */
static void a_name_can_be_long(void **state)
{
    enum { LENGTH = 100000 };
    static const char head[] = "arch riscv objects { ", tail[] = " = ep }";
    static char text[LENGTH + sizeof(head) + sizeof(tail)];
    const struct spec *spec;
    char *at = text + sizeof(head) - 1;

    (void)state;
    memcpy(text, head, sizeof(head));
    for (size_t i = 0; i < LENGTH; i++) {
        at[i] = (char)('a' + i % 26);
    }
    memcpy(at + LENGTH, tail, sizeof(tail));
    spec = parsed(text);
    assert_non_null(spec);
    assert_int_equal(strlen(spec->objects[0].name), LENGTH);
    assert_memory_equal(spec->objects[0].name, at, LENGTH);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(arrays_become_objects, set_up, tear_down),
        cmocka_unit_test_setup_teardown(masks_add_up, set_up, tear_down),
        cmocka_unit_test_setup_teardown(places_are_kept, set_up, tear_down),
        cmocka_unit_test_setup_teardown(levels_are_found, set_up, tear_down),
        cmocka_unit_test_setup_teardown(memory_is_in_proportion, set_up, tear_down),
        cmocka_unit_test_setup_teardown(all_faults_in_one_run, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sections_come_in_any_order, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_name_can_be_long, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
