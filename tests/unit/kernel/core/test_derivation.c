/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Derivation against a naive model. The model knows no list and no flags: every capability
 * remembers all capabilities it came from, dead or alive, and whether it has the power to revoke.
 * Random CNode operations are made on both.
 */
#include "kernel_world.h"

#include <stdio.h>
#include <string.h>

#include "kernel/derivation.h"

#define SLOTS     24u
#define MAX_NODES 4096u

/* One capability that has existed. */
struct node {
    unsigned parent; /* node it was made from, 0: the object's maker */
    unsigned object; /* index of the object */
    uint64_t badge;
    bool can_revoke;
};

static struct node nodes[MAX_NODES];
static unsigned node_count;
static unsigned in_slot[SLOTS]; /* node in each slot, 0: empty */

static bool descends(unsigned node, unsigned ancestor)
{
    for (; node != 0; node = nodes[node].parent) {
        if (nodes[node].parent == ancestor) {
            return true;
        }
    }
    return false;
}

static unsigned add_node(unsigned parent, unsigned object, uint64_t badge, bool can_revoke)
{
    node_count++;
    assert_true(node_count < MAX_NODES);
    nodes[node_count] = (struct node){parent, object, badge, can_revoke};
    return node_count;
}

static void compare(void)
{
    for (unsigned i = 0; i < SLOTS; i++) {
        struct cap cap = world_slot(WORLD_FREE + i)->cap;
        assert_int_equal(!cap_is_null(cap), in_slot[i] != 0);
        if (in_slot[i] != 0 && cap_type(cap) == CAP_TAG_ENDPOINT) {
            assert_int_equal(cap_value(cap), nodes[in_slot[i]].badge);
        }
    }
    world_check();
}

static void do_copy(unsigned dest, unsigned source)
{
    uint64_t result = world_copy(WORLD_FREE + dest, WORLD_FREE + source, RIGHTS_ALL);

    if (in_slot[dest] != 0) {
        assert_int_equal(result, ERR_DELETE_FIRST);
        return;
    }
    if (in_slot[source] == 0) {
        assert_int_equal(result, ERR_FAILED_LOOKUP);
        return;
    }
    assert_int_equal(result, ERR_NONE);
    in_slot[dest] = add_node(in_slot[source], nodes[in_slot[source]].object,
                             nodes[in_slot[source]].badge, false);
}

static void do_mint(unsigned dest, unsigned source, uint64_t badge)
{
    uint64_t result = world_mint(WORLD_FREE + dest, WORLD_FREE + source, RIGHTS_ALL, badge);
    const struct node *from = &nodes[in_slot[source]];
    bool is_endpoint = cap_type(world_slot(WORLD_FREE + source)->cap) == CAP_TAG_ENDPOINT;

    if (in_slot[dest] != 0) {
        assert_int_equal(result, ERR_DELETE_FIRST);
        return;
    }
    if (in_slot[source] == 0) {
        assert_int_equal(result, ERR_FAILED_LOOKUP);
        return;
    }
    if (is_endpoint && from->badge != 0) {
        assert_int_equal(result, ERR_ILLEGAL_OPERATION);
        return;
    }
    assert_int_equal(result, ERR_NONE);
    badge = is_endpoint ? badge : 0;
    in_slot[dest] = add_node(in_slot[source], from->object, badge, badge != 0);
}

static void do_move(unsigned dest, unsigned source)
{
    uint64_t result = world_move(WORLD_FREE + dest, WORLD_FREE + source);

    if (in_slot[dest] != 0) {
        assert_int_equal(result, ERR_DELETE_FIRST);
    } else if (in_slot[source] == 0) {
        assert_int_equal(result, ERR_FAILED_LOOKUP);
    } else {
        assert_int_equal(result, ERR_NONE);
        in_slot[dest] = in_slot[source];
        in_slot[source] = 0;
    }
}

static void do_delete(unsigned slot)
{
    assert_int_equal(world_delete(WORLD_FREE + slot), ERR_NONE);
    in_slot[slot] = 0;
}

static void do_revoke(unsigned slot)
{
    assert_int_equal(world_revoke(WORLD_FREE + slot), ERR_NONE);
    if (in_slot[slot] == 0 || !nodes[in_slot[slot]].can_revoke) {
        return;
    }
    for (unsigned i = 0; i < SLOTS; i++) {
        if (in_slot[i] != 0 && descends(in_slot[i], in_slot[slot])) {
            in_slot[i] = 0;
        }
    }
}

/* A fresh object in an empty slot: endpoint, TCB or frame. */
static void do_create(unsigned dest, uint64_t choice)
{
    static const uint64_t types[] = {OBJ_ENDPOINT, OBJ_ENDPOINT, OBJ_TCB, OBJ_SMALL_PAGE};

    if (in_slot[dest] != 0) {
        return;
    }
    world_retype(WORLD_UNTYPED, types[choice % 4], 0, WORLD_FREE + dest, 1);
    in_slot[dest] = add_node(0, node_count + 1, 0, true);
}

static void run_seed(uint64_t seed)
{
    world_boot();
    memset(in_slot, 0, sizeof(in_slot));
    node_count = 0;
    for (unsigned step = 0; step < 600; step++) {
        uint64_t random = world_random(&seed);
        unsigned dest = (unsigned)(random >> 8) % SLOTS;
        unsigned source = (unsigned)(random >> 24) % SLOTS;

        switch (random % 16) {
        case 0:
            do_create(dest, random >> 40);
            break;
        case 1:
        case 2:
        case 3:
        case 4:
            do_copy(dest, source);
            break;
        case 5:
        case 6:
        case 7:
        case 8:
            do_mint(dest, source, (random >> 40) % 4);
            break;
        case 9:
        case 10:
            do_move(dest, source);
            break;
        case 11:
        case 12:
            do_delete(dest);
            break;
        default:
            if (random >> 60 < 6) {
                do_revoke(dest);
            }
            break;
        }
        compare();
    }
    assert_int_equal(world_revoke(WORLD_UNTYPED), ERR_NONE);
    memset(in_slot, 0, sizeof(in_slot));
    compare();
}

static void test_random_against_model(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        run_seed(seed * UINT64_C(0x9e3779b97f4a7c15));
    }
}

/* Exchanging neighbours in the list, in both directions. */
static void test_swap_neighbours(void **state)
{
    struct slot *slots[4];
    struct cap cap;

    (void)state;
    world_boot();
    world_retype(WORLD_UNTYPED, OBJ_TCB, 0, WORLD_FREE, 4);
    for (unsigned i = 0; i < 4; i++) {
        slots[i] = world_slot(WORLD_FREE + i); /* list order: 3 2 1 0 */
    }
    cap = slots[2]->cap;
    derivation_swap(slots[1]->cap, slots[1], slots[2]->cap, slots[2]);
    assert_int_equal(slots[1]->cap.word[0], cap.word[0]);
    assert_ptr_equal(derivation_next(slots[3]), slots[1]);
    assert_ptr_equal(derivation_next(slots[1]), slots[2]);
    assert_ptr_equal(derivation_next(slots[2]), slots[0]);
    world_check();
    derivation_swap(slots[1]->cap, slots[1], slots[2]->cap, slots[2]);
    assert_int_equal(slots[2]->cap.word[0], cap.word[0]);
    assert_ptr_equal(derivation_next(slots[3]), slots[2]);
    world_check();
}

/* A badged capability must not take over copies of another with the same badge when one between
 * them goes. */
static void test_first_badged_is_inherited(void **state)
{
    (void)state;
    world_boot();
    world_retype(WORLD_UNTYPED, OBJ_ENDPOINT, 0, WORLD_FREE, 1);
    assert_int_equal(world_mint(WORLD_FREE + 1, WORLD_FREE, RIGHTS_ALL, 5), ERR_NONE);
    assert_int_equal(world_copy(WORLD_FREE + 2, WORLD_FREE + 1, RIGHTS_ALL), ERR_NONE);
    assert_int_equal(world_mint(WORLD_FREE + 3, WORLD_FREE, RIGHTS_ALL, 5), ERR_NONE);
    assert_int_equal(world_delete(WORLD_FREE + 1), ERR_NONE);
    assert_int_equal(world_revoke(WORLD_FREE + 3), ERR_NONE);
    assert_false(cap_is_null(world_slot(WORLD_FREE + 2)->cap));
    assert_int_equal(world_revoke(WORLD_FREE), ERR_NONE);
    assert_true(cap_is_null(world_slot(WORLD_FREE + 2)->cap));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_against_model),
        cmocka_unit_test(test_swap_neighbours),
        cmocka_unit_test(test_first_badged_is_inherited),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
