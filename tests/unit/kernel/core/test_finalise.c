/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Deletion of CNodes and TCBs: nested, cyclic, preempted at every step. After revoking the untyped
 * nothing may be left, whatever the capabilities looked like.
 */
#include "kernel_world.h"

#include "kernel/derivation.h"
#include "kernel/finalise.h"

#define NODE_BITS 2u
#define NODES     6u

/* Slot j of CNode i (cap in WORLD_FREE + i at first). */
static struct slot *node_slot(struct cap node, unsigned j)
{
    return (struct slot *)cap_object(node) + j;
}

static bool node_is_empty(struct cap node)
{
    for (unsigned j = 0; j < 1u << NODE_BITS; j++) {
        if (!cap_is_null(node_slot(node, j)->cap)) {
            return false;
        }
    }
    return true;
}

/* Moves the capability in slot `source` of the initial CNode into slot `j` of the CNode capability
 * in `node`. */
static uint64_t move_into(uint64_t node, unsigned j, uint64_t source)
{
    struct world_call message = {
        {j,       NODE_BITS, source, 64},
        4, {SLOT_INIT_CNODE},
        1
    };

    return world_invoke(node, LABEL_CNODE_MOVE, &message).label;
}

static void test_contents_are_deleted(void **state)
{
    struct cap node;

    (void)state;
    world_boot();
    world_retype(WORLD_UNTYPED, OBJ_CNODE, NODE_BITS, WORLD_FREE, 1);
    node = world_slot(WORLD_FREE)->cap;
    world_retype(WORLD_UNTYPED, OBJ_ENDPOINT, 0, WORLD_FREE + 1, 3);
    for (unsigned j = 0; j < 3; j++) {
        assert_int_equal(move_into(WORLD_FREE, j, WORLD_FREE + 1 + j), ERR_NONE);
    }
    assert_int_equal(world_copy(WORLD_FREE + 8, WORLD_FREE, RIGHTS_ALL), ERR_NONE);
    assert_int_equal(world_delete(WORLD_FREE), ERR_NONE);
    assert_false(node_is_empty(node)); /* the copy keeps it alive */
    assert_int_equal(world_delete(WORLD_FREE + 8), ERR_NONE);
    assert_true(node_is_empty(node));
    assert_false(derivation_has_children(world_slot(WORLD_UNTYPED)));
    world_check();
}

/* A CNode whose only capability lies in itself is unreachable; revoking its untyped takes it apart.
 */
static void test_self_containing(void **state)
{
    struct cap node;

    (void)state;
    for (unsigned j = 0; j < 1u << NODE_BITS; j++) {
        world_boot();
        world_retype(WORLD_UNTYPED, OBJ_CNODE, NODE_BITS, WORLD_FREE, 1);
        node = world_slot(WORLD_FREE)->cap;
        assert_int_equal(move_into(WORLD_FREE, j, WORLD_FREE), ERR_NONE);
        assert_true(cap_is_null(world_slot(WORLD_FREE)->cap));
        assert_int_equal(world_revoke(WORLD_UNTYPED), ERR_NONE);
        assert_true(node_is_empty(node));
        assert_false(derivation_has_children(world_slot(WORLD_UNTYPED)));
        world_check();
    }
}

/* Random graphs of CNodes and TCBs that contain each other; deletion of random ones with interrupts
 * in between; then the untyped is revoked and all memory must be free. */
static void run_seed(uint64_t seed)
{
    struct cap caps[NODES];
    unsigned countdown;

    world_boot();
    world_retype(WORLD_UNTYPED, OBJ_CNODE, NODE_BITS, WORLD_FREE, NODES);
    world_retype(WORLD_UNTYPED, OBJ_TCB, 0, WORLD_FREE + NODES, 2);
    for (unsigned i = 0; i < NODES; i++) {
        caps[i] = world_slot(WORLD_FREE + i)->cap;
    }
    for (unsigned step = 0; step < 30; step++) {
        uint64_t random = world_random(&seed);
        uint64_t node = WORLD_FREE + random % NODES;
        uint64_t source = WORLD_FREE + (random >> 8) % (NODES + 6);
        unsigned j = (unsigned)(random >> 16) % (1u << NODE_BITS);

        if (random >> 60 < 5) {
            (void)world_copy(WORLD_FREE + NODES + 2 + (random >> 24) % 4, source, RIGHTS_ALL);
        } else if (random >> 60 < 7) {
            fake.irq_countdown = 1 + (unsigned)(random >> 32) % 3;
            assert_int_equal(world_delete(source), ERR_NONE);
        } else if (cap_type(world_slot(node)->cap) == CAP_TAG_CNODE) {
            (void)move_into(node, j, source);
        }
        world_check();
    }
    countdown = 1 + (unsigned)(world_random(&seed) % 4);
    fake.irq_countdown = countdown;
    assert_int_equal(world_revoke(WORLD_UNTYPED), ERR_NONE);
    world_check();
    assert_false(derivation_has_children(world_slot(WORLD_UNTYPED)));
    for (unsigned i = 0; i < NODES; i++) {
        assert_true(node_is_empty(caps[i]));
    }
}

static void test_random_graphs(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 300; seed++) {
        run_seed(seed * UINT64_C(0xd1342543de82ef95));
    }
}

/* A large CNode is deleted over several interrupts. */
static void test_preempted_deletion(void **state)
{
    struct cap node;
    unsigned acks;

    (void)state;
    world_boot();
    world_retype(WORLD_UNTYPED, OBJ_CNODE, 10, WORLD_FREE, 1);
    node = world_slot(WORLD_FREE)->cap;
    world_retype(WORLD_UNTYPED, OBJ_ENDPOINT, 0, WORLD_FREE + 1, 1);
    for (unsigned j = 0; j < 1024; j++) {
        struct world_call message = {
            {j,               10, WORLD_FREE + 1, 64, RIGHTS_ALL},
            5, {SLOT_INIT_CNODE},
            1
        };
        world_expect(ERR_NONE, WORLD_FREE, LABEL_CNODE_COPY, &message);
    }
    acks = fake.timer_acks;
    fake.irq_countdown = 2;
    assert_int_equal(world_delete(WORLD_FREE), ERR_NONE);
    assert_int_equal(fake.timer_acks, acks + 1);
    for (unsigned j = 0; j < 1024; j++) {
        assert_true(cap_is_null(((struct slot *)cap_object(node) + j)->cap));
    }
    world_check();
}

/* Deleting the last capability to a thread takes its CSpace away, so a Configure is impossible
 * meanwhile and the thread leaves every list. */
static void test_thread_goes(void **state)
{
    struct tcb *thread;

    (void)state;
    world_boot();
    thread = world_thread(WORLD_FREE, 50);
    world_resume(WORLD_FREE);
    assert_int_equal(thread->queued, 1);
    assert_int_equal(world_delete(WORLD_FREE), ERR_NONE);
    for (const struct tcb *t = kernel.all_threads; t != NULL; t = t->all_next) {
        assert_ptr_not_equal(t, thread);
    }
    assert_int_equal(thread->queued, 0);
    for (unsigned i = 0; i < TCB_SLOT_COUNT; i++) {
        assert_true(cap_is_null(thread->slots[i].cap));
    }
    world_check();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_contents_are_deleted), cmocka_unit_test(test_self_containing),
        cmocka_unit_test(test_random_graphs),        cmocka_unit_test(test_preempted_deletion),
        cmocka_unit_test(test_thread_goes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
