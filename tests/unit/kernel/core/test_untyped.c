/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Retype: the watermark against a model that keeps nothing but a byte offset; what memory looks
 * like afterwards; errors in the order of the reference.
 */
#include "kernel_world.h"

#include <string.h>

#include "kernel/object.h"

#define PARENT      1001u
#define PARENT_BITS 16u

static struct world_call retype_message(uint64_t type, uint64_t bits, uint64_t dest, uint64_t count)
{
    return (struct world_call){
        {type, bits, 0, 0, dest, count},
        6, {SLOT_INIT_CNODE  },
        1
    };
}

static uint64_t retype(uint64_t untyped, uint64_t type, uint64_t bits, uint64_t dest,
                       uint64_t count)
{
    struct world_call message = retype_message(type, bits, dest, count);

    return world_invoke(untyped, LABEL_UNTYPED_RETYPE, &message).label;
}

static bool is_zero(const void *start, size_t size)
{
    const unsigned char *p = start;

    for (size_t i = 0; i < size; i++) {
        if (p[i] != 0) {
            return false;
        }
    }
    return true;
}

/* All slots the model uses, emptied. */
static void delete_children(uint64_t count)
{
    for (uint64_t i = 0; i < count; i++) {
        assert_int_equal(world_delete(WORLD_FREE + i), ERR_NONE);
    }
}

static void run_seed(uint64_t seed)
{
    const uint64_t size = UINT64_C(1) << PARENT_BITS;
    static const uint64_t types[] = {OBJ_ENDPOINT,   OBJ_NOTIFICATION, OBJ_TCB,    OBJ_SMALL_PAGE,
                                     OBJ_PAGE_TABLE, OBJ_CNODE,        OBJ_UNTYPED};
    uint64_t used = 0;
    uint64_t children = 0;
    paddr_t base = cap_address(world_slot(PARENT)->cap);

    for (unsigned step = 0; step < 200; step++) {
        uint64_t random = world_random(&seed);
        uint64_t type = types[random % 7];
        uint64_t bits = type == OBJ_CNODE ? 1 + (random >> 8) % 5 : 4 + (random >> 8) % 9;
        uint64_t count = 1 + (random >> 16) % 4;
        unsigned object = object_bits(type, bits);
        uint64_t free_bytes = children == 0 ? size : size - used;
        struct world_call message = retype_message(type, bits, WORLD_FREE + children, count);
        struct world_reply reply = world_invoke(PARENT, LABEL_UNTYPED_RETYPE, &message);

        if (free_bytes >> object < count) {
            assert_int_equal(reply.label, ERR_NOT_ENOUGH_MEMORY);
            assert_int_equal(reply.words[0], free_bytes);
            if ((random >> 32) % 3 == 0) {
                delete_children(children);
                children = 0;
            }
            continue;
        }
        assert_int_equal(reply.label, ERR_NONE);
        used = children == 0 ? 0 : used;
        used = (used + (UINT64_C(1) << object) - 1) >> object << object;
        for (uint64_t i = 0; i < count; i++) {
            struct cap cap = world_slot(WORLD_FREE + children + i)->cap;
            assert_int_equal(cap_address(cap), base + used);
            used += UINT64_C(1) << object;
        }
        children += count;
        assert_int_equal(cap_untyped_used(world_slot(PARENT)->cap), used);
    }
    delete_children(children);
}

static void test_watermark_against_model(void **state)
{
    (void)state;
    world_boot();
    world_retype(WORLD_UNTYPED, OBJ_UNTYPED, PARENT_BITS, PARENT, 1);
    for (uint64_t seed = 1; seed < 40; seed++) {
        run_seed(seed * UINT64_C(0x2545f4914f6cdd1d));
    }
    world_check();
}

/* Memory that a former owner wrote is zero when it becomes an object again. */
static void test_memory_is_clean(void **state)
{
    void *memory;

    (void)state;
    world_boot();
    world_retype(WORLD_UNTYPED, OBJ_UNTYPED, PARENT_BITS, PARENT, 1);
    world_retype(PARENT, OBJ_SMALL_PAGE, 0, WORLD_FREE, 4);
    memory = cap_object(world_slot(WORLD_FREE)->cap);
    memset(memory, 0x5a, 4 * 4096);
    assert_int_equal(world_revoke(PARENT), ERR_NONE);
    world_retype(PARENT, OBJ_SMALL_PAGE, 0, WORLD_FREE, 1);
    assert_ptr_equal(cap_object(world_slot(WORLD_FREE)->cap), memory);
    assert_true(is_zero(memory, 4 * 4096));
}

/* An interrupt stops the clearing; the system call starts again and comes to its end. */
static void test_reset_is_preemptible(void **state)
{
    void *memory;
    unsigned acks;

    (void)state;
    world_boot();
    world_retype(WORLD_UNTYPED, OBJ_UNTYPED, 18, PARENT, 1);
    world_retype(PARENT, OBJ_SMALL_PAGE, 0, WORLD_FREE, 60);
    memory = cap_object(world_slot(WORLD_FREE)->cap);
    memset(memory, 0x5a, 60 * 4096);
    assert_int_equal(world_revoke(PARENT), ERR_NONE);
    acks = fake.timer_acks;
    fake.irq_countdown = 3;
    assert_int_equal(retype(PARENT, OBJ_SMALL_PAGE, 0, WORLD_FREE, 60), ERR_NONE);
    assert_int_equal(fake.timer_acks, acks + 1);
    assert_true(is_zero(memory, 60 * 4096));
}

static void test_errors(void **state)
{
    struct world_call message;
    struct world_reply reply;

    (void)state;
    world_boot();
    message = retype_message(OBJ_COUNT, 0, WORLD_FREE, 1);
    reply = world_expect(ERR_INVALID_ARGUMENT, WORLD_UNTYPED, LABEL_UNTYPED_RETYPE, &message);
    assert_int_equal(reply.words[0], 0);
    assert_int_equal(retype(WORLD_UNTYPED, OBJ_CNODE, 59, WORLD_FREE, 1), ERR_RANGE);
    assert_int_equal(retype(WORLD_UNTYPED, OBJ_CNODE, 0, WORLD_FREE, 1), ERR_INVALID_ARGUMENT);
    assert_int_equal(retype(WORLD_UNTYPED, OBJ_UNTYPED, 3, WORLD_FREE, 1), ERR_INVALID_ARGUMENT);
    assert_int_equal(retype(WORLD_UNTYPED, OBJ_ENDPOINT, 64, WORLD_FREE, 1), ERR_RANGE);
    message = retype_message(OBJ_ENDPOINT, 0, UINT64_C(1) << ROOT_CNODE_BITS, 1);
    reply = world_expect(ERR_RANGE, WORLD_UNTYPED, LABEL_UNTYPED_RETYPE, &message);
    assert_int_equal(reply.words[1], (UINT64_C(1) << ROOT_CNODE_BITS) - 1);
    message = retype_message(OBJ_ENDPOINT, 0, (UINT64_C(1) << ROOT_CNODE_BITS) - 6, 7);
    reply = world_expect(ERR_RANGE, WORLD_UNTYPED, LABEL_UNTYPED_RETYPE, &message);
    assert_int_equal(reply.words[0], 1);
    assert_int_equal(reply.words[1], 6);
    assert_int_equal(retype(WORLD_UNTYPED, OBJ_ENDPOINT, 0, WORLD_FREE, 257), ERR_RANGE);
    assert_int_equal(retype(WORLD_UNTYPED, OBJ_ENDPOINT, 0, SLOT_INIT_TCB, 1), ERR_DELETE_FIRST);
    assert_int_equal(retype(world_info->untyped.start, OBJ_ENDPOINT, 0, WORLD_FREE, 1),
                     ERR_INVALID_ARGUMENT); /* a device */
    message = retype_message(OBJ_ENDPOINT, 0, WORLD_FREE, 1);
    message.caps[0] = SLOT_INIT_TCB;
    reply = world_expect(ERR_FAILED_LOOKUP, WORLD_UNTYPED, LABEL_UNTYPED_RETYPE, &message);
    assert_int_equal(reply.words[1], LOOKUP_MISSING_CAPABILITY);
}

/* A copy of an untyped takes the memory with it; when the copy goes the original has it again. */
static void test_copy_takes_the_memory(void **state)
{
    (void)state;
    world_boot();
    world_retype(WORLD_UNTYPED, OBJ_UNTYPED, PARENT_BITS, PARENT, 1);
    assert_int_equal(world_copy(PARENT + 1, PARENT, RIGHTS_ALL), ERR_NONE);
    assert_int_equal(retype(PARENT, OBJ_ENDPOINT, 0, WORLD_FREE, 1), ERR_NOT_ENOUGH_MEMORY);
    assert_int_equal(retype(PARENT + 1, OBJ_ENDPOINT, 0, WORLD_FREE, 1), ERR_NONE);
    assert_int_equal(world_copy(PARENT + 2, PARENT + 1, RIGHTS_ALL), ERR_REVOKE_FIRST);
    assert_int_equal(world_delete(WORLD_FREE), ERR_NONE);
    assert_int_equal(world_delete(PARENT + 1), ERR_NONE);
    assert_int_equal(retype(PARENT, OBJ_ENDPOINT, 0, WORLD_FREE, 1), ERR_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_watermark_against_model), cmocka_unit_test(test_memory_is_clean),
        cmocka_unit_test(test_reset_is_preemptible),    cmocka_unit_test(test_errors),
        cmocka_unit_test(test_copy_takes_the_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
