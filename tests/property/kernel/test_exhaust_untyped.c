/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * All sequences of Retype, Copy, Delete and Revoke on a small untyped and what is made of it: where
 * objects lie, how the watermark moves, when it goes back, also if the resetting is interrupted.
 * Dead memory is scribbled over after every operation; free memory must be zero all the same.
 */
// link: kernel_core
// sources: tests/property/kernel/exhaust.c
// slow: 5
#include "kernel_world.h"

#include <stdio.h>
#include <string.h>

#include "tests/property/kernel/exhaust.h"

#define SLOTS     5u /* the first holds the untyped */
#define FIRST     WORLD_FREE
#define ROOT_BITS 10u

struct place {
    uint64_t address; /* 0: empty */
    uint16_t used;    /* bytes, of an untyped */
    uint8_t bits;
    uint8_t is_untyped;
    uint8_t ancestors;
    uint8_t can_revoke; /* an untyped, or no copy */
    uint8_t unused[2];
};

static struct place model[SLOTS];
static uint64_t seen_free; /* what NotEnoughMemory has to say */
static unsigned bound;

enum kind { RETYPE, COPY, DELETE, REVOKE };

/* What is made: the type, its size, how many. */
static const struct {
    uint64_t type;
    unsigned size_bits;
    unsigned bits;
    unsigned count;
} makes[] = {
    {OBJ_ENDPOINT, 0,  ENDPOINT_BITS, 1},
    {OBJ_ENDPOINT, 0,  ENDPOINT_BITS, 2},
    {OBJ_CNODE,    1,  1 + SLOT_BITS, 1},
    {OBJ_UNTYPED,  8,  8,             1},
    {OBJ_UNTYPED,  9,  9,             1},
    {OBJ_UNTYPED,  10, 10,            1},
    {OBJ_TCB,      0,  TCB_BITS,      1},
};
#define MAKES (sizeof(makes) / sizeof(makes[0]))

struct operation {
    uint8_t kind;
    uint8_t source;
    uint8_t dest;
    uint8_t make;
    uint8_t units; /* interrupted after so many steps; 0: not */
};

static struct operation operations[512];
static unsigned operation_count;

static void add(unsigned kind, unsigned source, unsigned dest, unsigned make, unsigned units)
{
    operations[operation_count++] = (struct operation){
        (uint8_t)kind, (uint8_t)source, (uint8_t)dest, (uint8_t)make, (uint8_t)units};
}

static void make_operations(void)
{
    for (unsigned source = 0; source < SLOTS; source++) {
        add(REVOKE, source, 0, 0, 0);
        add(REVOKE, source, 0, 0, 1);
        add(DELETE, source, 0, 0, 0);
        for (unsigned dest = 1; dest < SLOTS; dest++) {
            add(COPY, source, dest, 0, 0);
            for (unsigned make = 0; make < MAKES && source < 3; make++) {
                add(RETYPE, source, dest, make, 0);
                add(RETYPE, source, dest, make, 1);
                add(RETYPE, source, dest, make, 2);
            }
        }
    }
}

static void show(unsigned number)
{
    static const char *const names[] = {"retype", "copy", "delete", "revoke"};
    const struct operation *o = &operations[number];

    fprintf(stderr, "%s(%u,%u,%u,%u)", names[o->kind], o->source, o->dest, o->make, o->units);
}

/* --- the model --- */

static bool has_children(unsigned slot)
{
    for (unsigned i = 0; i < SLOTS; i++) {
        if (model[i].address != 0 && (model[i].ancestors >> slot & 1) != 0) {
            return true;
        }
    }
    return false;
}

static void forget(unsigned slot)
{
    memset(&model[slot], 0, sizeof(model[slot]));
    for (unsigned i = 0; i < SLOTS; i++) {
        model[i].ancestors &= (uint8_t) ~(1u << slot);
    }
}

static uint64_t model_retype(const struct operation *o)
{
    struct place *from = &model[o->source];
    unsigned size = 1u << makes[o->make].bits;
    unsigned used = has_children(o->source) ? from->used : 0;
    unsigned offset = (used + size - 1) / size * size;

    if (o->dest + makes[o->make].count > SLOTS) {
        return ERR_NONE; /* left out by the step */
    }
    for (unsigned i = 0; i < makes[o->make].count; i++) {
        if (model[o->dest + i].address != 0) {
            return ERR_DELETE_FIRST;
        }
    }
    if (offset + makes[o->make].count * size > 1u << from->bits) {
        seen_free = (1u << from->bits) - used;
        return ERR_NOT_ENOUGH_MEMORY;
    }
    for (unsigned i = 0; i < makes[o->make].count; i++) {
        model[o->dest + i] = (struct place){from->address + offset + i * size,
                                            0,
                                            (uint8_t)makes[o->make].bits,
                                            makes[o->make].type == OBJ_UNTYPED,
                                            (uint8_t)(from->ancestors | 1u << o->source),
                                            1,
                                            {0}};
    }
    from->used = (uint16_t)(offset + makes[o->make].count * size);
    return ERR_NONE;
}

static uint64_t model_copy(const struct operation *o)
{
    struct place *from = &model[o->source];

    if (model[o->dest].address != 0) {
        return ERR_DELETE_FIRST;
    }
    if (from->address == 0) {
        return ERR_FAILED_LOOKUP;
    }
    if (has_children(o->source) && from->is_untyped) {
        return ERR_REVOKE_FIRST;
    }
    model[o->dest] = *from;
    model[o->dest].ancestors |= (uint8_t)(1u << o->source);
    model[o->dest].can_revoke = from->is_untyped;
    if (from->is_untyped) {
        from->used = (uint16_t)(1u << from->bits);
    }
    return ERR_NONE;
}

static uint64_t on_model(const struct operation *o)
{
    bool can_revoke = model[o->source].can_revoke != 0;

    switch (o->kind) {
    case RETYPE:
        return model_retype(o);
    case COPY:
        return model_copy(o);
    case DELETE:
        forget(o->source);
        return ERR_NONE;
    default:
        for (unsigned i = 0; i < SLOTS && can_revoke; i++) {
            if (model[i].address != 0 && (model[i].ancestors >> o->source & 1) != 0) {
                forget(i);
            }
        }
        return ERR_NONE;
    }
}

/* --- the kernel --- */

static uint64_t on_kernel(const struct operation *o)
{
    struct world_call retype = {
        {makes[o->make].type, makes[o->make].size_bits, 0, 0, FIRST + o->dest,
         makes[o->make].count},
        6,
        {SLOT_INIT_CNODE                 },
        1
    };
    struct world_reply reply;

    if (o->units != 0) {
        kernel.work_units = MAX_WORK_UNITS_PER_PREEMPTION - o->units;
        fake.pending_irq = FAKE_TIMER_IRQ;
    }
    switch (o->kind) {
    case RETYPE:
        reply = world_invoke(FIRST + o->source, LABEL_UNTYPED_RETYPE, &retype);
        if (reply.label == ERR_NOT_ENOUGH_MEMORY) {
            assert_int_equal(reply.words[0], seen_free);
        }
        return reply.label;
    case COPY:
        return world_copy(FIRST + o->dest, FIRST + o->source, RIGHTS_ALL);
    case DELETE:
        return world_delete(FIRST + o->source);
    default:
        return world_revoke(FIRST + o->source);
    }
}

static bool is_zero(uint64_t address, uint64_t end)
{
    for (; address < end; address++) {
        if (*(const uint8_t *)(uintptr_t)address != 0) {
            return false;
        }
    }
    return true;
}

static void compare(void)
{
    for (unsigned i = 0; i < SLOTS; i++) {
        const struct slot *slot = world_slot(FIRST + i);
        const struct place *place = &model[i];
        assert_null(invariants_check_list(slot));
        assert_int_equal(cap_is_null(slot->cap), place->address == 0);
        if (place->address == 0) {
            continue;
        }
        assert_int_equal(cap_address(slot->cap), place->address);
        assert_int_equal(cap_object_bits(slot->cap), place->bits);
        assert_int_equal(cap_type(slot->cap) == CAP_TAG_UNTYPED, place->is_untyped);
        if (!place->is_untyped) {
            assert_true(is_zero(place->address, place->address + (1u << place->bits)));
            continue;
        }
        assert_int_equal(cap_untyped_used(slot->cap), place->used);
        if (place->used < 1u << place->bits) {
            assert_true(
                is_zero(place->address + place->used, place->address + (1u << place->bits)));
        }
    }
}

/* Is the byte part of an object, or of an untyped's free part? */
static bool is_live(uint64_t address)
{
    for (unsigned i = 0; i < SLOTS; i++) {
        uint64_t start = model[i].address + (model[i].is_untyped ? model[i].used : 0u);
        if (model[i].address != 0 && address >= start &&
            address < model[i].address + (1u << model[i].bits)) {
            return true;
        }
    }
    return false;
}

static void scribble(uint64_t base)
{
    for (uint64_t address = base; address < base + (1u << ROOT_BITS); address++) {
        if (!is_live(address)) {
            *(uint8_t *)(uintptr_t)address = 0xa5;
        }
    }
}

static uint64_t root_address;

static bool step(unsigned number)
{
    const struct operation *o = &operations[number];
    uint64_t want;

    if (o->kind == RETYPE &&
        (!model[o->source].is_untyped || o->dest + makes[o->make].count > SLOTS)) {
        return false;
    }
    want = on_model(o);
    assert_int_equal(on_kernel(o), want);
    compare();
    scribble(root_address);
    exhaust_tidy();
    return true;
}

static void start(void)
{
    world_boot();
    world_retype(WORLD_UNTYPED, OBJ_UNTYPED, ROOT_BITS, FIRST, 1);
    root_address = cap_address(world_slot(FIRST)->cap);
    memset(model, 0, sizeof(model));
    model[0] = (struct place){root_address, 0, ROOT_BITS, 1, 0, 1, {0}};
    exhaust_world();
    exhaust_track(model, sizeof(model));
    exhaust_tidy();
}

static void test_small_untyped(void **state)
{
    struct exhaust what = {"a small untyped", operation_count, bound, step, show};

    (void)state;
    start();
    exhaust_run(&what);
}

/* With a watermark in the middle of the second chunk of a reset, and all of it handed out once. */
static void test_used_untyped(void **state)
{
    struct exhaust what = {"an untyped in use", operation_count, bound, step, show};

    (void)state;
    start();
    world_retype(FIRST, OBJ_UNTYPED, 8, FIRST + 1, 1);
    world_retype(FIRST, OBJ_ENDPOINT, 0, FIRST + 2, 1);
    model[1] = (struct place){root_address, 0, 8, 1, 1, 1, {0}};
    model[2] = (struct place){root_address + 256, 0, ENDPOINT_BITS, 0, 1, 1, {0}};
    model[0].used = 256 + (1u << ENDPOINT_BITS);
    compare();
    exhaust_run(&what);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_small_untyped, exhaust_report),
        cmocka_unit_test_teardown(test_used_untyped, exhaust_report),
    };

    bound = exhaust_bound(argc, argv, 2);
    make_operations();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
