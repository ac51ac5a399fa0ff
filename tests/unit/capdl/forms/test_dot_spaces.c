/* SPDX-License-Identifier: BSD-2-Clause
 * Which address space an object belongs to. */
// link: capdl_forms capdl_text capdl_spec adl_base
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "capdl/forms/dot_spaces.h"
#include "capdl/text/read_text.h"

static struct compilation c;
static struct spec *spec;
static struct dot_spaces spaces;

static void find(const char *text)
{
    compilation_init(&c);
    spec = read_text(&c, text, strlen(text), "in.cdl");
    assert_non_null(spec);
    dot_spaces_find(&c, spec, &spaces);
}

static uint32_t space_of(const char *name)
{
    return spaces.of[spec_find(spec, name).index];
}

/* Two programs: what both reach is shared, what one reaches is its own, also through CNodes in
 * CNodes; what nobody reaches is of no one. */
static void what_both_reach_is_shared(void **state)
{
    (void)state;
    find("arch aarch64 objects { t[2] = tcb c[2] = cnode (4 bits) inner = cnode (4 bits) v[2] = pgd"
         " u = pud f[3] = frame (4k) e = ep own = ep deep = notification lost = ep }"
         "caps { t[0] { cspace: c[0] vspace: v[0] ipc_buffer_slot: f[0] }"
         " t[1] { cspace: c[1] vspace: v[1] ipc_buffer_slot: f[1] }"
         " c[0] { 1: e (R) 2: own (R) 3: inner 4: t[1] 5: v[1] } c[1] { 1: e (W) }"
         " inner { 0: deep (R) } v[0] { 0: u } u { 0: f[2] (R) } }");
    assert_int_equal(spaces.count, 2);
    assert_int_not_equal(space_of("t[0]"), space_of("t[1]"));
    assert_int_equal(space_of("e"), DOT_SPACES_SHARED);
    assert_int_equal(space_of("lost"), DOT_SPACES_SHARED);
    assert_int_equal(space_of("own"), space_of("t[0]"));
    assert_int_equal(space_of("deep"), space_of("t[0]"));
    assert_int_equal(space_of("f[2]"), space_of("t[0]"));
    assert_int_equal(space_of("f[1]"), space_of("t[1]"));
    assert_int_equal(space_of("v[1]"), space_of("t[1]")); /* although the other can name it */
    assert_int_equal(spaces.roots[space_of("t[0]")], spec_find(spec, "v[0]").index);
    compilation_done(&c);
}

/* Threads of one VSpace are of one space; a cycle of CNodes ends. */
static void threads_share_a_space(void **state)
{
    (void)state;
    find("arch aarch64 objects { t[2] = tcb c = cnode (4 bits) d = cnode (4 bits) v = pgd e = ep }"
         "caps { t[0] { cspace: c vspace: v } t[1] { cspace: d vspace: v }"
         " c { 0: d 1: e (R) } d { 0: c } }");
    assert_int_equal(spaces.count, 1);
    assert_int_equal(space_of("t[0]"), space_of("t[1]"));
    assert_int_equal(space_of("e"), space_of("t[0]"));
    assert_int_equal(space_of("d"), space_of("t[0]"));
    compilation_done(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_both_reach_is_shared),
        cmocka_unit_test(threads_share_a_space),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
