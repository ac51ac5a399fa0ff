/* SPDX-License-Identifier: BSD-2-Clause */
/* The capDL text of the running system. */
#include "kernel_world.h"

#include <stdio.h>
#include <string.h>

#define ENDPOINT (WORLD_FREE + 1)
#define BADGED   (WORLD_FREE + 2)
#define NODE     (WORLD_FREE + 3)
#define THREAD   (WORLD_FREE + 4)
#define FRAME    (WORLD_FREE + 5)
#define HANDLER  (WORLD_FREE + 6)
#define SIGNAL   (WORLD_FREE + 7)
#define SPLIT    (WORLD_FREE + 8)

static char text[sizeof(fake.console) + 1];

static void take(void)
{
    fake.console_length = 0;
    world_syscall(SYS_DEBUG_SNAPSHOT, 0, 0);
    assert_true(fake.console_length + 1 < sizeof(fake.console));
    memcpy(text, fake.console, fake.console_length);
    text[fake.console_length] = '\0';
}

static unsigned long address(uint64_t slot)
{
    return cap_address(world_slot(slot)->cap);
}

/* How often `line` stands in the text as a line of its own. */
static unsigned count_line(const char *line)
{
    size_t length = strlen(line);
    unsigned count = 0;

    for (const char *at = strstr(text, line); at != NULL; at = strstr(at + 1, line)) {
        count += at > text && at[-1] == '\n' && at[length] == '\n';
    }
    return count;
}

#define EXPECT_LINE(...)                                                                           \
    do {                                                                                           \
        char line_[256];                                                                           \
        snprintf(line_, sizeof(line_), __VA_ARGS__);                                               \
        if (count_line(line_) != 1) {                                                              \
            fprintf(stderr, "%u times: %s\n%s", count_line(line_), line_, text);                   \
            fail();                                                                                \
        }                                                                                          \
    } while (0)

static void test_frame_of_text(void **state)
{
    (void)state;
    world_boot();
    take();
    assert_memory_equal(text, "-- snapshot\narch riscv\n\nobjects {\n", 34);
    EXPECT_LINE("-- end of snapshot");
    EXPECT_LINE("-- cdt 0x%lx 0x%lx", (unsigned long)arch_virt_to_phys(&kernel.current->slots[0]),
                (unsigned long)arch_virt_to_phys(world_slot(2)));
    assert_string_equal(text + strlen(text) - 19, "-- end of snapshot\n");
    EXPECT_LINE("  cnode@0x%lx = cnode (12 bits)", address(SLOT_INIT_CNODE));
    EXPECT_LINE("  asid_pool@0x%lx = asid_pool (asid_high: 0x0)", address(SLOT_INIT_ASID_POOL));
    EXPECT_LINE("  1: pt@0x%lx", address(SLOT_INIT_VSPACE));
    EXPECT_LINE("  4: irq_control");
    EXPECT_LINE("  5: asid_control");
    EXPECT_LINE("  11: domain");
    EXPECT_LINE("  2: cnode@0x%lx (guard: 0, guard_size: 52)", address(SLOT_INIT_CNODE));
}

static void make_objects(void)
{
    struct world_call get = {
        .words = {40,  HANDLER, 64},
        .length = 3,
        .caps = {SLOT_INIT_CNODE},
        .cap_count = 1,
    };
    struct world_call listen = {.length = 0, .caps = {SIGNAL}, .cap_count = 1};

    world_retype(WORLD_UNTYPED, OBJ_ENDPOINT, 0, ENDPOINT, 1);
    assert_int_equal(world_mint(BADGED, ENDPOINT, RIGHT_WRITE | RIGHT_GRANT_REPLY, 77), ERR_NONE);
    world_retype(WORLD_UNTYPED, OBJ_CNODE, 4, NODE, 1);
    world_retype(WORLD_UNTYPED, OBJ_SMALL_PAGE, 0, FRAME, 1);
    world_retype(WORLD_UNTYPED, OBJ_NOTIFICATION, 0, SIGNAL, 1);
    world_retype(WORLD_UNTYPED, OBJ_UNTYPED, 12, SPLIT, 1);
    world_retype(SPLIT, OBJ_ENDPOINT, 0, SPLIT + 1, 1);
    world_thread(THREAD, 100);
    world_expect(ERR_NONE, SLOT_IRQ_CONTROL, LABEL_IRQ_ISSUE_IRQ_HANDLER, &get);
    world_expect(ERR_NONE, HANDLER, LABEL_IRQ_SET_IRQ_HANDLER, &listen);
}

static void test_objects(void **state)
{
    (void)state;
    world_boot();
    make_objects();
    take();
    EXPECT_LINE("  ep@0x%lx = ep", address(ENDPOINT));
    EXPECT_LINE("  %u: ep@0x%lx (RWGP)", ENDPOINT, address(ENDPOINT));
    EXPECT_LINE("  %u: ep@0x%lx (WP, badge: 77)", BADGED, address(ENDPOINT));
    EXPECT_LINE("  cnode@0x%lx = cnode (4 bits)", address(NODE));
    EXPECT_LINE("cnode@0x%lx {\n}", address(NODE));
    EXPECT_LINE("  frame@0x%lx = frame (4k, paddr: 0x%lx)", address(FRAME), address(FRAME));
    EXPECT_LINE("  %u: frame@0x%lx (RW)", FRAME, address(FRAME));
    EXPECT_LINE("  irq@40 = irq");
    EXPECT_LINE("  %u: irq@40", HANDLER);
    EXPECT_LINE("irq@40 {\n  0: notification@0x%lx (RW)\n}", address(SIGNAL));
    EXPECT_LINE("  40: irq@40");
    EXPECT_LINE("  ut@0x%lx@12 = ut (12 bits, paddr: 0x%lx) {\n    ep@0x%lx\n  }", address(SPLIT),
                address(SPLIT), address(SPLIT + 1));
    EXPECT_LINE("    ep@0x%lx", address(SPLIT + 1)); /* in the inner untyped only */
    EXPECT_LINE("    ep@0x%lx", address(ENDPOINT));
    EXPECT_LINE("tcb@0x%lx {\n  0: cnode@0x%lx (guard: 0, guard_size: 52)\n  1: pt@0x%lx (asid: "
                "(0x0, 0x1))\n  2: tcb@0x%lx (master_reply)",
                address(SLOT_INIT_TCB), address(SLOT_INIT_CNODE), address(SLOT_INIT_VSPACE),
                address(SLOT_INIT_TCB));
}

/* Image frames say where they are mapped, and the tables say the same. */
static void test_mappings(void **state)
{
    uint64_t first;
    uint64_t leaf;

    (void)state;
    world_boot();
    take();
    first = world_info->user_image_frames.start;
    leaf = world_info->user_image_paging.end - 1;
    for (unsigned i = 0; i < 3; i++) {
        EXPECT_LINE("  %u: frame@0x%lx (RW, asid: (0x0, 0x1), mapping: (pt@0x%lx, %u))",
                    (unsigned)first + i, address(first + i), address(leaf), i);
        EXPECT_LINE("  %u: frame@0x%lx (RW)", i, address(first + i));
    }
    EXPECT_LINE("pt@0x%lx {\n  0: pt@0x%lx\n}", address(SLOT_INIT_VSPACE), address(leaf - 1));
}

/* A thread's name is a comment, whatever is in it. */
static void test_hostile_name(void **state)
{
    (void)state;
    world_boot();
    strcpy(kernel.current->name, "x\n}\n-- end of snapshot\n\x1b[2J");
    take();
    assert_int_equal(count_line("-- end of snapshot"), 1);
    assert_null(strchr(text, '\x1b'));
    assert_non_null(strstr(text, " -- x?}?-- end of snapshot??[2J\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_frame_of_text),
        cmocka_unit_test(test_objects),
        cmocka_unit_test(test_mappings),
        cmocka_unit_test(test_hostile_name),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
