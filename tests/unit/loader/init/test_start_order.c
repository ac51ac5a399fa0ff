/* SPDX-License-Identifier: BSD-2-Clause */
// sources: loader/init/start_order.c loader/init/spec_view.c capdl/plan/binary_check.c capdl/plan/page_tables.c
/* Threads are started by name, members of an array in the order of the spec; what is no thread or
   does not run is left out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "loader/init/include/start_order.h"

enum { MOST = 64, NAME = 12 };

/* A spec with nothing but what the order depends on. */
struct sample {
    struct capdl_header header;
    struct capdl_object objects[MOST];
    struct capdl_tcb tcbs[MOST];
    char names[MOST][NAME];
};

static struct sample s;
static uint32_t order[MOST];

static void add(const char *name, uint8_t kind, uint32_t flags)
{
    uint32_t i = s.header.objects.count++;

    strncpy(s.names[i], name, NAME - 1);
    s.tcbs[i].flags = (uint8_t)flags;
    s.objects[i] = (struct capdl_object){.kind = kind, .name = i * NAME, .detail = i};
}

static void begin(void)
{
    memset(&s, 0, sizeof s);
    s.header.tcbs.offset = offsetof(struct sample, tcbs);
    s.header.names.offset = offsetof(struct sample, names);
}

static uint32_t make(void)
{
    struct spec_view view = {
        .spec = &s.header,
        .objects = s.objects,
        .object_count = s.header.objects.count,
    };

    return start_order_make(&view, order);
}

static void runs(const char *name)
{
    add(name, CAPDL_KIND_TCB, CAPDL_TCB_RESUME);
}

static void by_name(void **state)
{
    /* `a` and the array `a` have one name; the order of the spec decides */
    static const char *const wanted[] = {"a", "a[0]", "a[1]", "a.b", "a_0", "b", "da.ba", "da.fo"};

    (void)state;
    begin();
    runs("da.fo");
    add("aa", CAPDL_KIND_ENDPOINT, 0);
    runs("b");
    runs("a");
    runs("a[0]");
    runs("da.ba");
    add("ab", CAPDL_KIND_TCB, 0);
    runs("a[1]");
    runs("a_0");
    runs("a.b");
    assert_int_equal(make(), sizeof wanted / sizeof wanted[0]);
    for (uint32_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        assert_string_equal(s.names[order[i]], wanted[i]);
    }
}

static void every_size(void **state)
{
    (void)state;
    for (uint32_t count = 0; count <= MOST; count++) {
        uint32_t random = 12345 + count;

        begin();
        for (uint32_t i = 0; i < count; i++) {
            char name[3] = {0};

            random = random * 1103515245u + 12345u;
            name[0] = (char)('a' + (random >> 16) % 4);
            name[1] = (char)('a' + (random >> 20) % 4);
            runs(name);
        }
        assert_int_equal(make(), count);
        for (uint32_t i = 1; i < count; i++) {
            int difference = strcmp(s.names[order[i - 1]], s.names[order[i]]);

            assert_true(difference < 0 || (difference == 0 && order[i - 1] < order[i]));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(by_name), cmocka_unit_test(every_size)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
