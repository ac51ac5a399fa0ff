/* SPDX-License-Identifier: BSD-2-Clause
 * Canonical capDL text: layout, every kind of object and capability, names that need changing. */
// link: capdl_forms capdl_spec adl_base
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "capdl/forms/form_text.h"

struct fixture {
    struct compilation c;
    struct spec *spec;
};

static struct fixture fixture;

static void begin(enum spec_arch arch)
{
    fixture.spec = spec_new(&fixture.c.arena, &fixture.c.interner, arch);
}

static int setup(void **state)
{
    (void)state;
    compilation_init(&fixture.c);
    begin(SPEC_ARCH_AARCH64);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    compilation_done(&fixture.c);
    return 0;
}

static struct spec_object_id add(enum spec_kind kind, const char *name, uint8_t size_bits)
{
    struct spec_object_id id = spec_add_object(fixture.spec, kind, name);

    spec_object(fixture.spec, id)->size_bits = size_bits;
    return id;
}

static void put(struct spec_object_id holder, struct spec_cap cap)
{
    assert_true(spec_put_cap(fixture.spec, holder, cap));
}

static const char *text(void)
{
    struct strbuf out;

    strbuf_init(&out, &fixture.c.arena);
    assert_true(form_text_write(&fixture.c, fixture.spec, &out));
    return out.text;
}

static void an_empty_spec_has_all_sections(void **state)
{
    (void)state;
    begin(SPEC_ARCH_RISCV64);
    assert_string_equal(text(), "arch riscv\n\nobjects {\n\n\n\n} caps {\n\n} cdt {\n\n} "
                                "irq maps {\n\n}\n");
}

static void objects_and_containers_are_sorted(void **state)
{
    struct spec_object_id ep = add(SPEC_KIND_ENDPOINT, "zep", 0);
    struct spec_object_id two = add(SPEC_KIND_CNODE, "two", 4);
    struct spec_object_id one = add(SPEC_KIND_CNODE, "one", 12);

    (void)state;
    put(two, (struct spec_cap){.slot = 2, .object = ep, .badge = 5, .rights = 3});
    put(two, (struct spec_cap){.slot = 0, .object = ep, .rights = SPEC_ALL_RIGHTS});
    put(two, (struct spec_cap){.slot = 1, .object = two, .guard = 3, .guard_size = 60});
    put(two, (struct spec_cap){.slot = 3, .object = ep});
    put(one, (struct spec_cap){.slot = 10, .object = two, .guard_size = 60});
    assert_string_equal(text(), "arch aarch64\n\nobjects {\n\n"
                                "  one = cnode (12 bits)\n"
                                "  two = cnode (4 bits)\n"
                                "  zep = ep\n"
                                "\n\n} caps {\n\n"
                                "  one {10: two (guard_size: 60)}\n"
                                "  \n"
                                "  two {\n"
                                "    0: zep (RWGP)\n"
                                "    1: two (guard: 3, guard_size: 60)\n"
                                "    2: zep (badge: 5, RW)\n"
                                "    3: zep\n"
                                "  }\n"
                                "  \n"
                                "} cdt {\n\n} irq maps {\n\n}\n");
}

static void threads_print_their_parameters(void **state)
{
    static const uint64_t init[] = {9, UINT64_MAX};
    struct spec_object_id full = add(SPEC_KIND_TCB, "full", 0);
    struct spec_object_id plain = add(SPEC_KIND_TCB, "plain", 0);

    (void)state;
    *spec_object(fixture.spec, full)->tcb = (struct spec_tcb){
        .ipc_buffer = 4096,
        .ip = 2,
        .sp = 3,
        .prio = 254,
        .max_prio = 255,
        .affinity = 1,
        .fault_ep = 8,
        .domain = 7,
        .init = init,
        .init_count = 2,
    };
    spec_object(fixture.spec, plain)->tcb->resume = true;
    assert_non_null(strstr(text(), "\n  full = tcb (addr: 4096, ip: 2, sp: 3, prio: 254, "
                                   "max_prio: 255, affinity: 1, resume: False, fault_ep: 8, "
                                   "dom: 7, init: [9, 18446744073709551615])\n"
                                   "  plain = tcb (addr: 0, ip: 0, sp: 0, prio: 0, max_prio: 0, "
                                   "affinity: 0, dom: 0)\n"));
}

static void frames_print_size_address_and_fills(void **state)
{
    struct spec_object_id code = add(SPEC_KIND_FRAME, "code", 12);
    struct spec_object_id uart = add(SPEC_KIND_FRAME, "uart", 12);
    struct spec_fill fill = {.kind = SPEC_FILL_FILE,
                             .dest_offset = 16,
                             .length = 20,
                             .file = "a.elf",
                             .file_offset = 30};

    (void)state;
    (void)add(SPEC_KIND_FRAME, "large", 21);
    spec_add_fill(fixture.spec, code, fill);
    fill.dest_offset = 0;
    fill.length = 16;
    spec_add_fill(fixture.spec, code, fill);
    spec_object(fixture.spec, uart)->has_paddr = true;
    spec_object(fixture.spec, uart)->paddr = 0x9000000;
    assert_non_null(strstr(text(),
                           "  code = frame (4k, fill: [{0 16 CDL_FrameFill_FileData \"a.elf\" 30}, "
                           "{16 20 CDL_FrameFill_FileData \"a.elf\" 30}])\n"
                           "  large = frame (2M)\n"
                           "  uart = frame (4k, paddr: 0x9000000)\n"));
}

static void tables_and_mappings(void **state)
{
    static const char *const names[] = {"l0", "l1", "l2", "l3"};
    struct spec_object_id tables[4];
    struct spec_object_id frame = add(SPEC_KIND_FRAME, "f", 12);
    struct spec_object_id node = add(SPEC_KIND_CNODE, "n", 2);

    (void)state;
    for (uint8_t i = 0; i < 4; i++) {
        tables[i] = add(SPEC_KIND_PAGE_TABLE, names[i], 0);
        spec_object(fixture.spec, tables[i])->level = i;
        if (i > 0) {
            put(tables[i - 1], (struct spec_cap){.slot = i, .object = tables[i]});
        }
    }
    put(tables[3],
        (struct spec_cap){.slot = 256, .object = frame, .rights = 2, .executable = true});
    put(tables[3], (struct spec_cap){.slot = 511, .object = frame, .rights = 3, .uncached = true});
    put(node, (struct spec_cap){.slot = 1,
                                .object = frame,
                                .rights = 3,
                                .mapped_alias = true,
                                .mapping_table = tables[3],
                                .mapping_slot = 511});
    assert_non_null(strstr(text(), "  l0 = pgd\n  l1 = pud\n  l2 = pd\n  l3 = pt\n  n = cnode"));
    assert_non_null(strstr(text(), "  l0 {1: l1}\n  \n"));
    assert_non_null(strstr(text(), "    256: f (RX)\n    511: f (RW, uncached)\n"));
    assert_non_null(strstr(text(), "  n {1: f (RW, mapping: (l3, 511))}\n"));
    fixture.spec->arch = SPEC_ARCH_RISCV64;
    assert_non_null(strstr(text(), "  l0 = pt\n  l1 = pt\n"));
    fixture.spec->arch = SPEC_ARCH_X86_64;
    assert_non_null(strstr(text(), "  l0 = pml4\n  l1 = pdpt\n  l2 = pd\n  l3 = pt\n"));
}

static void interrupts_are_mapped_by_number(void **state)
{
    struct spec_object_id b = add(SPEC_KIND_IRQ, "b", 0);
    struct spec_object_id a = add(SPEC_KIND_IRQ, "a", 0);
    struct spec_object_id tick = add(SPEC_KIND_NOTIFICATION, "tick", 0);

    (void)state;
    spec_object(fixture.spec, b)->irq->number = 27;
    spec_object(fixture.spec, a)->irq->number = 100;
    spec_object(fixture.spec, a)->irq->trigger_given = true;
    spec_object(fixture.spec, a)->irq->edge = true;
    put(b, (struct spec_cap){.slot = 0, .object = tick, .badge = 1});
    assert_non_null(strstr(text(), "  a = arm_irq (trigger: edge, target: 0)\n  b = irq\n"));
    assert_non_null(strstr(text(), "  b {0: tick (badge: 1)}\n"));
    assert_non_null(strstr(text(), "irq maps {\n\n  27: b\n  100: a\n  \n}\n"));
    fixture.spec->arch = SPEC_ARCH_RISCV64;
    assert_non_null(strstr(text(), "  a = irq\n"));
}

static void control_caps_are_words(void **state)
{
    struct spec_object_id node = add(SPEC_KIND_CNODE, "c", 4);

    (void)state;
    put(node, (struct spec_cap){.slot = 0, .object = add(SPEC_KIND_IRQ_CONTROL, "x", 0)});
    put(node, (struct spec_cap){.slot = 1, .object = add(SPEC_KIND_ASID_CONTROL, "y", 0)});
    put(node, (struct spec_cap){.slot = 2, .object = add(SPEC_KIND_DOMAIN, "z", 0)});
    assert_string_equal(text(),
                        "arch aarch64\n\nobjects {\n\n  c = cnode (4 bits)\n\n\n} caps {\n\n"
                        "  c {\n    0: irq_control\n    1: asid_control\n    2: domain\n"
                        "  }\n  \n} cdt {\n\n} irq maps {\n\n}\n");
}

static void covers_fill_their_lines(void **state)
{
    struct spec_object_id ut = add(SPEC_KIND_UNTYPED, "u", 20);
    char name[16];

    (void)state;
    spec_object(fixture.spec, ut)->has_paddr = true;
    spec_object(fixture.spec, ut)->paddr = 0x80200000;
    for (uint32_t i = 0; i < 12; i++) {
        (void)snprintf(name, sizeof(name), "member_%02u", i);
        put(ut, (struct spec_cap){.slot = i, .object = add(SPEC_KIND_ENDPOINT, name, 0)});
    }
    assert_non_null(strstr(text(),
                           "  member_11 = ep\n\n"
                           "  u = ut (20 bits, paddr: 0x80200000) {member_00, member_01,\n"
                           "                                       member_02, member_03, member_04,"
                           " member_05, member_06,\n"
                           "                                       member_07, member_08, member_09,"
                           " member_10, member_11}\n\n} caps {\n\n}"));
}

static void names_are_made_legal(void **state)
{
    (void)state;
    (void)add(SPEC_KIND_ENDPOINT, "_under", 0);
    (void)add(SPEC_KIND_ENDPOINT, "o_under", 0);
    (void)add(SPEC_KIND_ENDPOINT, "a b", 0);
    (void)add(SPEC_KIND_ENDPOINT, "caps", 0);
    (void)add(SPEC_KIND_ENDPOINT, "fine-_@.9", 0);
    assert_non_null(strstr(text(), "  fine-_@.9 = ep\n  o_under = ep\n  o_under_1 = ep\n"
                                   "  oa_b = ep\n  ocaps = ep\n"));
}

static void what_has_no_words_is_refused(void **state)
{
    struct strbuf out;

    (void)state;
    strbuf_init(&out, &fixture.c.arena);
    (void)add(SPEC_KIND_FRAME, "tiny", 9);
    spec_object(fixture.spec, add(SPEC_KIND_TCB, "t", 0))->tcb->tls_base = 1;
    assert_false(form_text_write(&fixture.c, fixture.spec, &out));
    assert_int_equal(fixture.c.diags.errors, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_empty_spec_has_all_sections, setup, teardown),
        cmocka_unit_test_setup_teardown(objects_and_containers_are_sorted, setup, teardown),
        cmocka_unit_test_setup_teardown(threads_print_their_parameters, setup, teardown),
        cmocka_unit_test_setup_teardown(frames_print_size_address_and_fills, setup, teardown),
        cmocka_unit_test_setup_teardown(tables_and_mappings, setup, teardown),
        cmocka_unit_test_setup_teardown(interrupts_are_mapped_by_number, setup, teardown),
        cmocka_unit_test_setup_teardown(control_caps_are_words, setup, teardown),
        cmocka_unit_test_setup_teardown(covers_fill_their_lines, setup, teardown),
        cmocka_unit_test_setup_teardown(names_are_made_legal, setup, teardown),
        cmocka_unit_test_setup_teardown(what_has_no_words_is_refused, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
