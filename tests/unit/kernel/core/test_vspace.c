/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Address spaces: ASIDs, tables, frames; errors in the order of riscv64, whose checks the test CPU
 * has.
 */
#include "kernel_world.h"

#include "kernel/vspace.h"

#define POOL_UNTYPED WORLD_FREE
#define ROOT         (WORLD_FREE + 1)
#define TABLE        (WORLD_FREE + 2) /* + 0, 1 */
#define FRAME        (WORLD_FREE + 8) /* + 0..3 */
#define LARGE        (WORLD_FREE + 12)
#define VADDR        UINT64_C(0x10000000)

static uint64_t error;

static struct world_reply map(uint64_t frame, uint64_t root, uint64_t vaddr, uint64_t rights)
{
    struct world_call message = {
        .words = {vaddr,            rights, VM_ATTR_DEFAULT},
          .length = 3, .caps = {root},
          .cap_count = 1
    };
    struct world_reply reply = world_invoke(frame, LABEL_PAGE_MAP, &message);

    error = reply.label;
    return reply;
}

static struct world_reply map_table(uint64_t table, uint64_t vaddr)
{
    struct world_call message = {
        .words = {vaddr, VM_ATTR_DEFAULT},
          .length = 2, .caps = {ROOT    },
          .cap_count = 1
    };
    struct world_reply reply = world_invoke(table, LABEL_PAGE_TABLE_MAP, &message);

    error = reply.label;
    return reply;
}

static uint64_t invoke_plain(uint64_t cap, uint64_t label)
{
    struct world_call message = {.length = 0};

    return world_invoke(cap, label, &message).label;
}

static uint64_t assign(uint64_t root)
{
    struct world_call message = {.length = 0, .caps = {root}, .cap_count = 1};

    return world_invoke(SLOT_INIT_ASID_POOL, LABEL_ASID_POOL_ASSIGN, &message).label;
}

static void set_up(void)
{
    world_boot();
    world_retype(WORLD_UNTYPED, OBJ_VSPACE, 0, ROOT, 1);
    world_retype(WORLD_UNTYPED, OBJ_PAGE_TABLE, 0, TABLE, 3);
    world_retype(WORLD_UNTYPED, OBJ_SMALL_PAGE, 0, FRAME, 4);
    assert_int_equal(assign(ROOT), ERR_NONE);
}

/* What a walk of the new address space finds at vaddr: entry, or 0. */
static uint64_t entry_at(uint64_t vaddr)
{
    struct vspace_walk walk = vspace_walk(cap_object(world_slot(ROOT)->cap), vaddr);

    return walk.level + 1u == arch_paging.levels ? *walk.entry : 0;
}

static void test_missing_tables_are_named(void **state)
{
    struct world_reply reply;

    (void)state;
    set_up();
    reply = map(FRAME, ROOT, VADDR, RIGHTS_ALL);
    assert_int_equal(reply.label, ERR_FAILED_LOOKUP);
    assert_int_equal(reply.words[0], 0);
    assert_int_equal(reply.words[1], LOOKUP_MISSING_CAPABILITY);
    assert_int_equal(reply.words[2], 30);
    map_table(TABLE, VADDR + 0x123);
    assert_int_equal(error, ERR_NONE);
    assert_int_equal(cap_mapped_vaddr(world_slot(TABLE)->cap), 0);
    reply = map(FRAME, ROOT, VADDR, RIGHTS_ALL);
    assert_int_equal(reply.words[2], 21);
    map_table(TABLE + 1, VADDR);
    assert_int_equal(error, ERR_NONE);
    map_table(TABLE + 1, VADDR);
    assert_int_equal(error, ERR_INVALID_CAPABILITY);
    map_table(TABLE + 2, VADDR);
    assert_int_equal(error, ERR_DELETE_FIRST);
    map(FRAME, ROOT, VADDR, RIGHTS_ALL);
    assert_int_equal(error, ERR_NONE);
    assert_int_equal(arch_pte_target(entry_at(VADDR)), cap_address(world_slot(FRAME)->cap));
}

static void set_up_tables(void)
{
    set_up();
    map_table(TABLE, VADDR);
    map_table(TABLE + 1, VADDR);
    assert_int_equal(error, ERR_NONE);
}

static void test_map_errors(void **state)
{
    (void)state;
    set_up_tables();
    map(FRAME, SLOT_INIT_CNODE, VADDR, RIGHTS_ALL);
    assert_int_equal(error, ERR_INVALID_CAPABILITY);
    map(FRAME, ROOT, VADDR + 8, RIGHTS_ALL);
    assert_int_equal(error, ERR_ALIGNMENT);
    map(FRAME, ROOT, arch_paging.user_end, RIGHTS_ALL);
    assert_int_equal(error, ERR_INVALID_ARGUMENT);
    map(FRAME, ROOT, VADDR, RIGHTS_ALL);
    assert_int_equal(error, ERR_NONE);
    map(FRAME + 1, ROOT, VADDR, RIGHTS_ALL);
    assert_int_equal(error, ERR_DELETE_FIRST);
    map(FRAME, ROOT, VADDR + 0x1000, RIGHTS_ALL);
    assert_int_equal(error, ERR_INVALID_ARGUMENT);
    map(FRAME, SLOT_INIT_VSPACE, VADDR, RIGHTS_ALL);
    assert_int_not_equal(error, ERR_NONE);
    map(FRAME, ROOT, VADDR, RIGHT_READ); /* the way to change rights */
    assert_int_equal(error, ERR_NONE);
    assert_false(arch_pte_is_writable(entry_at(VADDR)));
    assert_int_equal(invoke_plain(FRAME, LABEL_TCB_RESUME), ERR_ILLEGAL_OPERATION);
}

/* The entry is cleared only by the capability that is mapped there. */
static void test_unmap_and_delete(void **state)
{
    (void)state;
    set_up_tables();
    map(FRAME, ROOT, VADDR, RIGHTS_ALL);
    assert_int_equal(world_copy(FRAME + 5, FRAME, RIGHTS_ALL), ERR_NONE);
    assert_int_equal(cap_mapped_asid(world_slot(FRAME + 5)->cap), 0);
    assert_int_equal(world_delete(FRAME + 5), ERR_NONE);
    assert_int_not_equal(entry_at(VADDR), 0);
    assert_int_equal(invoke_plain(FRAME, LABEL_PAGE_UNMAP), ERR_NONE);
    assert_int_equal(entry_at(VADDR), 0);
    assert_int_equal(invoke_plain(FRAME, LABEL_PAGE_UNMAP), ERR_NONE);
    map(FRAME, ROOT, VADDR, RIGHTS_ALL);
    assert_int_equal(world_delete(FRAME), ERR_NONE);
    assert_int_equal(entry_at(VADDR), 0);
    map(FRAME + 1, ROOT, VADDR, RIGHTS_ALL);
    assert_int_equal(error, ERR_NONE);
}

static void test_tables(void **state)
{
    (void)state;
    set_up_tables();
    map(FRAME, ROOT, VADDR, RIGHTS_ALL);
    assert_int_equal(world_copy(TABLE + 4, TABLE + 2, RIGHTS_ALL), ERR_ILLEGAL_OPERATION);
    assert_int_equal(world_copy(TABLE + 4, TABLE + 1, RIGHTS_ALL), ERR_NONE);
    assert_int_equal(invoke_plain(TABLE + 1, LABEL_PAGE_TABLE_UNMAP), ERR_REVOKE_FIRST);
    assert_int_equal(world_delete(TABLE + 4), ERR_NONE);
    assert_int_equal(invoke_plain(TABLE + 1, LABEL_PAGE_TABLE_UNMAP), ERR_NONE);
    assert_int_equal(entry_at(VADDR), 0);
    map_table(TABLE + 1, VADDR); /* comes back empty; the frame's capability is stale */
    assert_int_equal(error, ERR_NONE);
    assert_int_equal(entry_at(VADDR), 0);
    map(FRAME + 1, ROOT, VADDR, RIGHTS_ALL);
    assert_int_equal(error, ERR_NONE);
    assert_int_equal(invoke_plain(FRAME, LABEL_PAGE_UNMAP), ERR_NONE);
    assert_int_equal(arch_pte_target(entry_at(VADDR)), cap_address(world_slot(FRAME + 1)->cap));
    assert_int_equal(invoke_plain(ROOT, LABEL_PAGE_TABLE_UNMAP), ERR_REVOKE_FIRST);
}

static void test_asids(void **state)
{
    uint16_t asid;
    struct cap root;

    (void)state;
    set_up();
    root = world_slot(ROOT)->cap;
    asid = cap_mapped_asid(root);
    assert_int_equal(asid, 2); /* 1 is the first thread's */
    assert_int_equal(assign(ROOT), ERR_INVALID_CAPABILITY);
    assert_int_equal(assign(FRAME), ERR_INVALID_CAPABILITY);
    assert_int_equal(vspace_find(asid), cap_address(root));
    assert_int_equal(world_delete(ROOT), ERR_NONE);
    assert_int_equal(vspace_find(asid), 0);
    assert_int_equal(kernel.lookup.kind, LOOKUP_INVALID_ROOT);
    assert_int_equal(fake.current_asid, 1);
}

static uint64_t make_pool(uint64_t untyped, uint64_t dest)
{
    struct world_call message = {
        .words = {dest,    64             },
          .length = 2, .caps = {untyped, SLOT_INIT_CNODE},
          .cap_count = 2
    };

    return world_invoke(SLOT_ASID_CONTROL, LABEL_ASID_CONTROL_MAKE_POOL, &message).label;
}

static void test_asid_pools(void **state)
{
    struct world_call message = {.length = 0, .caps = {TABLE}, .cap_count = 1};
    uint64_t pool = WORLD_FREE + 20;

    (void)state;
    set_up();
    world_retype(WORLD_UNTYPED, OBJ_UNTYPED, 12, POOL_UNTYPED, 1);
    assert_int_equal(make_pool(WORLD_UNTYPED, pool), ERR_INVALID_CAPABILITY);
    assert_int_equal(make_pool(POOL_UNTYPED, SLOT_INIT_TCB), ERR_DELETE_FIRST);
    assert_int_equal(make_pool(POOL_UNTYPED, pool), ERR_NONE);
    assert_int_equal(make_pool(POOL_UNTYPED, pool + 1), ERR_REVOKE_FIRST);
    assert_int_equal(world_invoke(pool, LABEL_ASID_POOL_ASSIGN, &message).label, ERR_NONE);
    assert_int_equal(cap_mapped_asid(world_slot(TABLE)->cap), 512);
    assert_int_equal(world_revoke(POOL_UNTYPED), ERR_NONE);
    assert_null(kernel.asid_pools[1]);
    assert_int_equal(vspace_find(512), 0);
}

/* A thread whose address space goes falls back to one without user mappings. */
static void test_current_space_goes(void **state)
{
    struct world_call space = {
        .words = {0, 0,              0},
          .length = 3, .caps = {SLOT_INIT_CNODE, ROOT},
          .cap_count = 2
    };

    (void)state;
    set_up();
    world_expect(ERR_NONE, SLOT_INIT_TCB, LABEL_TCB_SET_SPACE, &space);
    assert_int_equal(fake.current_root, cap_address(world_slot(ROOT)->cap));
    assert_int_equal(world_revoke(WORLD_UNTYPED), ERR_NONE);
    assert_int_equal(fake.current_root, 0);
    world_check();
}

static void test_large_pages(void **state)
{
    struct world_reply reply;
    uint64_t large = 0;

    (void)state;
    set_up();
    for (uint64_t i = 0; i < world_info->untyped.end - world_info->untyped.start; i++) {
        const struct untyped_desc *desc = &world_info->untyped_list[i];
        if (!desc->is_device && desc->size_bits == 22) {
            large = world_info->untyped.start + i;
        }
    }
    assert_int_not_equal(large, 0);
    world_retype(large, OBJ_LARGE_PAGE, 0, LARGE, 1);
    map_table(TABLE, VADDR);
    map(LARGE, ROOT, VADDR + 0x1000, RIGHTS_ALL);
    assert_int_equal(error, ERR_ALIGNMENT);
    map(LARGE, ROOT, VADDR, RIGHTS_ALL);
    assert_int_equal(error, ERR_NONE);
    reply = map(FRAME, ROOT, VADDR, RIGHTS_ALL);
    assert_int_equal(reply.words[2], 21); /* a larger page is in the way */
    map_table(TABLE + 1, VADDR);
    assert_int_equal(error, ERR_DELETE_FIRST);
    assert_int_equal(world_delete(LARGE), ERR_NONE);
    map_table(TABLE + 1, VADDR);
    assert_int_equal(error, ERR_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_missing_tables_are_named),
        cmocka_unit_test(test_map_errors),
        cmocka_unit_test(test_unmap_and_delete),
        cmocka_unit_test(test_tables),
        cmocka_unit_test(test_asids),
        cmocka_unit_test(test_asid_pools),
        cmocka_unit_test(test_current_space_goes),
        cmocka_unit_test(test_large_pages),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
