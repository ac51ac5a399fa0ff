/* SPDX-License-Identifier: BSD-2-Clause
 * The verifier: a graph with everything in it passes; each single fault put into it is found. */
// link: capdl_check capdl_plan capdl_spec adl_base
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "capdl/check/check_graph.h"
#include "capdl/plan/page_tables.h"
#include "capdl/spec/sizes.h"

/* Objects of the good graph, by what they are. */
struct graph {
    struct compilation c;
    struct spec *spec;
    struct spec_object_id ep, ntfn, node, tcb, frame, large, uart, irq, irq2, pool, untyped;
    struct spec_object_id tables[4];
};

static struct graph g;

static struct spec_object_id add(enum spec_kind kind, const char *name, uint8_t size_bits)
{
    struct spec_object_id id = spec_add_object(g.spec, kind, name);

    spec_object(g.spec, id)->size_bits = size_bits;
    return id;
}

static void put(struct spec_object_id holder, struct spec_cap cap)
{
    assert_true(spec_put_cap(g.spec, holder, cap));
}

static struct spec_object *object(struct spec_object_id id)
{
    return spec_object(g.spec, id);
}

static void add_objects(void)
{
    static const char *const names[] = {"l0", "l1", "l2", "l3"};

    g.ep = add(SPEC_KIND_ENDPOINT, "ep", 0);
    g.ntfn = add(SPEC_KIND_NOTIFICATION, "ntfn", 0);
    g.node = add(SPEC_KIND_CNODE, "node", 4);
    g.tcb = add(SPEC_KIND_TCB, "tcb", 0);
    g.frame = add(SPEC_KIND_FRAME, "frame", 12);
    g.large = add(SPEC_KIND_FRAME, "large", 21);
    g.uart = add(SPEC_KIND_FRAME, "uart", 12);
    g.irq = add(SPEC_KIND_IRQ, "irq", 0);
    g.irq2 = add(SPEC_KIND_IRQ, "irq2", 0);
    g.pool = add(SPEC_KIND_ASID_POOL, "pool", 0);
    g.untyped = add(SPEC_KIND_UNTYPED, "untyped", 20);
    for (uint8_t i = 0; i < 4; i++) {
        g.tables[i] = add(SPEC_KIND_PAGE_TABLE, names[i], 0);
        object(g.tables[i])->level = i;
    }
    object(g.uart)->has_paddr = true;
    object(g.uart)->paddr = 0x9000000;
    object(g.irq)->irq->number = 33;
    object(g.irq2)->irq->number = 34;
}

static int setup(void **state)
{
    (void)state;
    g = (struct graph){.ep = {0}};
    compilation_init(&g.c);
    g.spec = spec_new(&g.c.arena, &g.c.interner, SPEC_ARCH_AARCH64);
    add_objects();
    for (uint8_t i = 1; i < 4; i++) {
        put(g.tables[i - 1], (struct spec_cap){.slot = 1, .object = g.tables[i]});
    }
    put(g.tables[3], (struct spec_cap){.slot = 4, .object = g.frame, .rights = 3});
    put(g.tables[3],
        (struct spec_cap){.slot = 511, .object = g.uart, .rights = 3, .uncached = true});
    put(g.tables[2],
        (struct spec_cap){.slot = 5, .object = g.large, .rights = 2, .executable = true});
    put(g.node, (struct spec_cap){.slot = 15, .object = g.ep, .rights = 15, .badge = UINT64_MAX});
    put(g.node, (struct spec_cap){.slot = 1,
                                  .object = g.frame,
                                  .rights = 3,
                                  .mapped_alias = true,
                                  .mapping_table = g.tables[3],
                                  .mapping_slot = 4});
    put(g.tcb, (struct spec_cap){.slot = SPEC_TCB_CSPACE, .object = g.node, .guard_size = 60});
    put(g.tcb, (struct spec_cap){.slot = SPEC_TCB_VSPACE, .object = g.tables[0]});
    put(g.tcb, (struct spec_cap){.slot = SPEC_TCB_IPC_BUFFER, .object = g.frame, .rights = 3});
    put(g.tcb, (struct spec_cap){.slot = SPEC_TCB_BOUND_NTFN, .object = g.ntfn});
    put(g.irq, (struct spec_cap){.slot = 0, .object = g.ntfn, .badge = 1});
    put(g.pool, (struct spec_cap){.slot = 0, .object = g.tables[0]});
    put(g.untyped, (struct spec_cap){.slot = 0, .object = g.ep});
    spec_add_fill(g.spec, g.frame,
                  (struct spec_fill){.kind = SPEC_FILL_FILE, .length = 4096, .file = "a"});
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    compilation_done(&g.c);
    return 0;
}

static void a_good_graph_passes(void **state)
{
    (void)state;
    assert_true(check_graph(&g.c, g.spec));
    assert_int_equal(g.c.diags.errors, 0);
}

static void an_empty_graph_passes(void **state)
{
    (void)state;
    assert_true(check_graph(&g.c, spec_new(&g.c.arena, &g.c.interner, SPEC_ARCH_RISCV64)));
}

/* One way to spoil the good graph. */
struct fault {
    const char *what;
    void (*spoil)(void);
    enum diag_id rule;
};

static void put_at(struct spec_object_id holder, uint32_t slot, struct spec_object_id what)
{
    put(holder, (struct spec_cap){.slot = slot, .object = what});
}

static void frame_size(void)
{
    object(g.frame)->size_bits = 13;
}
static void frame_huge(void)
{
    object(g.large)->size_bits = 200;
}
static void frame_address(void)
{
    object(g.uart)->paddr = 0x9000010;
}
static void fill_length(void)
{
    object(g.frame)->fills[0].length = 4097;
}
static void fill_wraps(void)
{
    object(g.frame)->fills[0].dest_offset = UINT32_MAX;
}
static void fill_source(void)
{
    object(g.frame)->fills[0].kind = SPEC_FILL_NONE;
}
static void fill_overlap(void)
{
    spec_add_fill(
        g.spec, g.frame,
        (struct spec_fill){.kind = SPEC_FILL_FILE, .dest_offset = 4095, .length = 1, .file = "a"});
}
static void fill_device(void)
{
    spec_add_fill(g.spec, g.uart, (struct spec_fill){.kind = SPEC_FILL_FILE, .file = "a"});
}
static void node_no_slots(void)
{
    object(g.node)->size_bits = 0;
}
static void node_huge(void)
{
    object(g.node)->size_bits = 64;
}
static void untyped_small(void)
{
    object(g.untyped)->size_bits = 3;
}
static void untyped_huge(void)
{
    object(g.untyped)->size_bits = 48;
}
static void table_level(void)
{
    object(g.tables[3])->level = 4;
}
static void fixed_endpoint(void)
{
    object(g.ep)->has_paddr = true;
}
static void kind_unknown(void)
{
    object(g.ep)->kind = SPEC_KIND_COUNT;
}
static void name_stolen(void)
{
    object(g.ep)->name = object(g.tcb)->name;
}
static void name_empty(void)
{
    object(g.ep)->name = "";
}
static void caps_without_slots(void)
{
    put_at(g.ep, 0, g.ep);
}
static void cap_to_nothing(void)
{
    put_at(g.node, 2, (struct spec_object_id){9999});
}
static void cap_past_radix(void)
{
    put_at(g.node, 16, g.ep);
}
static void caps_unsorted(void)
{
    object(g.node)->caps[0].slot = 15;
}
static void tcb_slot(void)
{
    put_at(g.tcb, 9, g.ntfn);
}
static void tcb_reply_slot(void)
{
    put_at(g.tcb, SPEC_TCB_REPLY, g.tcb);
}
static void tcb_cspace_kind(void)
{
    object(g.tcb)->caps[0].object = g.ep;
}
static void tcb_vspace_level(void)
{
    object(g.tcb)->caps[1].object = g.tables[1];
}
static void tcb_device_buffer(void)
{
    object(g.tcb)->caps[2].object = g.uart;
}
static void table_slot(void)
{
    put_at(g.tables[3], 512, g.frame);
}
static void table_wrong_level(void)
{
    put_at(g.tables[0], 7, g.tables[2]);
}
static void table_in_leaf(void)
{
    put_at(g.tables[3], 7, g.tables[0]);
}
static void table_frame_level(void)
{
    put_at(g.tables[3], 7, g.large);
}
static void table_small_in_large(void)
{
    put_at(g.tables[2], 7, g.frame);
}
static void table_twice(void)
{
    put_at(g.tables[2], 7, g.tables[3]);
}
static void table_holds_endpoint(void)
{
    put_at(g.tables[3], 7, g.ep);
}
static void irq_slot(void)
{
    put_at(g.irq, 1, g.ntfn);
}
static void irq_kind(void)
{
    put_at(g.irq2, 0, g.ep);
}
static void irq_number(void)
{
    object(g.irq2)->irq->number = 33;
}
static void pool_kind(void)
{
    put_at(g.pool, 1, g.tables[1]);
}
static void untyped_holds_irq(void)
{
    put_at(g.untyped, 1, g.irq);
}
static void badge_on_frame(void)
{
    object(g.tables[3])->caps[0].badge = 1;
}
static void guard_on_endpoint(void)
{
    object(g.node)->caps[1].guard_size = 1;
}
static void guard_too_long(void)
{
    object(g.tcb)->caps[0].guard_size = 61;
}
static void guard_too_large(void)
{
    object(g.tcb)->caps[0].guard_size = 2;
    object(g.tcb)->caps[0].guard = 4;
}
static void rights_unknown(void)
{
    object(g.node)->caps[1].rights = 16;
}
static void executable_endpoint(void)
{
    object(g.node)->caps[1].executable = true;
}
static void alias_missing(void)
{
    object(g.node)->caps[0].mapping_slot = 5;
}
static void alias_other_frame(void)
{
    object(g.node)->caps[0].mapping_slot = 511;
}
static void alias_no_table(void)
{
    object(g.node)->caps[0].mapping_table = g.ep;
}
static void alias_nowhere(void)
{
    object(g.node)->caps[0].mapping_table = SPEC_NO_OBJECT;
}
static void alias_of_endpoint(void)
{
    object(g.node)->caps[1].mapped_alias = true;
}
static void device_overlap(void)
{
    struct spec_object_id other = add(SPEC_KIND_FRAME, "other", 12);

    object(other)->has_paddr = true;
    object(other)->paddr = 0x9000000;
}

/* What spoils the graph, and the rule that finds it. */
#define FAULT(name, rule)                                                                          \
    {                                                                                              \
#name, name, DIAG_SPEC_##rule                                                              \
    }

static void every_fault_is_found(void **state)
{
    static const struct fault faults[] = {
        FAULT(frame_size, SIZE),
        FAULT(frame_huge, SIZE),
        FAULT(frame_address, ADDRESS),
        FAULT(fill_length, FILL),
        FAULT(fill_wraps, FILL),
        FAULT(fill_source, FILL),
        FAULT(fill_overlap, FILL),
        FAULT(fill_device, FILL),
        FAULT(node_no_slots, SIZE),
        FAULT(node_huge, SIZE),
        FAULT(untyped_small, SIZE),
        FAULT(untyped_huge, SIZE),
        FAULT(table_level, SIZE),
        FAULT(fixed_endpoint, PARAMETER),
        FAULT(kind_unknown, INVALID),
        FAULT(name_stolen, INVALID),
        FAULT(name_empty, INVALID),
        FAULT(caps_without_slots, INVALID),
        FAULT(cap_to_nothing, INVALID),
        FAULT(cap_past_radix, SLOT),
        FAULT(caps_unsorted, INVALID),
        FAULT(tcb_slot, CONTENT),
        FAULT(tcb_reply_slot, CONTENT),
        FAULT(tcb_cspace_kind, CONTENT),
        FAULT(tcb_vspace_level, CONTENT),
        FAULT(tcb_device_buffer, CONTENT),
        FAULT(table_slot, SLOT),
        FAULT(table_wrong_level, CONTENT),
        FAULT(table_in_leaf, CONTENT),
        FAULT(table_frame_level, CONTENT),
        FAULT(table_small_in_large, CONTENT),
        FAULT(table_twice, SHARED),
        FAULT(table_holds_endpoint, CONTENT),
        FAULT(irq_slot, SLOT),
        FAULT(irq_kind, CONTENT),
        FAULT(irq_number, IRQ),
        FAULT(pool_kind, CONTENT),
        FAULT(untyped_holds_irq, CONTENT),
        FAULT(badge_on_frame, ATTRIBUTE),
        FAULT(guard_on_endpoint, ATTRIBUTE),
        FAULT(guard_too_long, GUARD),
        FAULT(guard_too_large, GUARD),
        FAULT(rights_unknown, ATTRIBUTE),
        FAULT(executable_endpoint, ATTRIBUTE),
        FAULT(alias_missing, MAPPING),
        FAULT(alias_other_frame, MAPPING),
        FAULT(alias_no_table, MAPPING),
        FAULT(alias_nowhere, MAPPING),
        FAULT(alias_of_endpoint, MAPPING),
        FAULT(device_overlap, MEMORY),
    };

    for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
        faults[i].spoil();
        if (check_graph(&g.c, g.spec)) {
            fail_msg("not found: %s", faults[i].what);
        }
        assert_true(g.c.diags.errors > 0);
        if (g.c.diags.list.items[0]->id != faults[i].rule) {
            fail_msg("%s is found by the rule %s", faults[i].what,
                     diag_kind(g.c.diags.list.items[0]->id)->name);
        }
        (void)teardown(state);
        (void)setup(state);
    }
}

static void faults_are_reported_together(void **state)
{
    (void)state;
    irq_number();
    cap_past_radix();
    frame_address();
    assert_false(check_graph(&g.c, g.spec));
    assert_int_equal(g.c.diags.errors, 3);
}

/* The planner's table of levels and that of the graph must not drift apart. */
static void levels_agree_with_the_planner(void **state)
{
    (void)state;
    for (uint32_t arch = 0; arch < 3; arch++) {
        const struct page_tables_shape *shape = page_tables_shape(arch);

        assert_int_equal(sizes_page_table_levels((enum spec_arch)arch), shape->levels);
        for (uint8_t bits = 0; bits < 64; bits++) {
            assert_int_equal(sizes_frame_level((enum spec_arch)arch, bits),
                             page_tables_frame_level(shape, bits));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_good_graph_passes, setup, teardown),
        cmocka_unit_test_setup_teardown(an_empty_graph_passes, setup, teardown),
        cmocka_unit_test_setup_teardown(every_fault_is_found, setup, teardown),
        cmocka_unit_test_setup_teardown(faults_are_reported_together, setup, teardown),
        cmocka_unit_test(levels_agree_with_the_planner),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
