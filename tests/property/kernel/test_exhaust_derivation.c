/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * All sequences of capability operations on a few slots. The model knows no list and no flags: a
 * slot knows from which others, still there, its capability was made, and whether it may revoke.
 */
// link: kernel_core
// sources: tests/property/kernel/exhaust.c
// slow: 6
#include "kernel_world.h"

#include <stdio.h>
#include <string.h>

#include "kernel/derivation.h"
#include "tests/property/kernel/exhaust.h"

#define SLOTS  4u
#define FIRST  WORLD_FREE
#define SOURCE (WORLD_FREE + 8) /* untyped that the objects are made of */
#define WAITER (WORLD_FREE + 10)

/* What the model knows of a slot. */
struct place {
    uint8_t object; /* 0: empty, else number */
    uint8_t badge;
    uint8_t can_revoke;
    uint8_t ancestors; /* slots, bit by bit */
};

/* Padded to whole words, since it is part of the state. */
static union {
    struct place place[SLOTS];
    uint64_t words[SLOTS];
} model;

static struct cap objects[3]; /* 1 and 2 */
static struct tcb *waiter;    /* waits on object 1 if that is an endpoint or a notification */
static unsigned bound;

enum kind { COPY, MINT0, MINT1, MINT2, MOVE, MUTATE, SWAP, ROTATE, DELETE, REVOKE, REVOKE_ALL };

struct operation {
    uint8_t kind;
    uint8_t dest;
    uint8_t source;
    uint8_t pivot;
};

static struct operation operations[256];
static unsigned operation_count;

static void add(unsigned kind, unsigned dest, unsigned source, unsigned pivot)
{
    operations[operation_count++] =
        (struct operation){(uint8_t)kind, (uint8_t)dest, (uint8_t)source, (uint8_t)pivot};
}

static void make_operations(void)
{
    operation_count = 0;
    for (unsigned dest = 0; dest < SLOTS; dest++) {
        add(DELETE, dest, 0, 0);
        add(REVOKE, dest, 0, 0);
        for (unsigned source = 0; source < SLOTS; source++) {
            for (unsigned kind = COPY; kind <= SWAP; kind++) {
                add(kind, dest, source, 0);
            }
            for (unsigned pivot = 0; pivot < SLOTS; pivot++) {
                if (dest != source && source != pivot && pivot != dest) {
                    add(ROTATE, dest, source, pivot);
                }
            }
        }
    }
    add(REVOKE_ALL, 0, 0, 0);
}

static void show(unsigned number)
{
    static const char *const names[] = {"copy", "mint0",  "mint1",  "mint2",  "move",      "mutate",
                                        "swap", "rotate", "delete", "revoke", "revoke-all"};
    const struct operation *o = &operations[number];

    fprintf(stderr, "%s(%u,%u,%u)", names[o->kind], o->dest, o->source, o->pivot);
}

static bool has_badge(unsigned slot)
{
    unsigned type = cap_type(objects[model.place[slot].object]);

    return type == CAP_TAG_ENDPOINT || type == CAP_TAG_NOTIFICATION;
}

static bool has_children(unsigned slot)
{
    bool found = false;

    for (unsigned i = 0; i < SLOTS; i++) {
        found = found || (model.place[i].object != 0 && (model.place[i].ancestors >> slot & 1));
    }
    return found && model.place[slot].can_revoke;
}

static void forget(unsigned slot)
{
    model.place[slot] = (struct place){0};
    for (unsigned i = 0; i < SLOTS; i++) {
        model.place[i].ancestors &= (uint8_t) ~(1u << slot);
    }
}

static void exchange(unsigned a, unsigned b)
{
    struct place kept = model.place[a];

    model.place[a] = model.place[b];
    model.place[b] = kept;
    for (unsigned i = 0; i < SLOTS; i++) {
        unsigned old = model.place[i].ancestors;
        unsigned new = old & ~(1u << a) & ~(1u << b);
        new |= (old >> a & 1u) << b | (old >> b & 1u) << a;
        model.place[i].ancestors = (uint8_t) new;
    }
}

/* Copy and Mint on the model. */
static uint64_t model_copy(const struct operation *o)
{
    const struct place *from = &model.place[o->source];
    unsigned badge = o->kind == COPY || !has_badge(o->source) ? from->badge : o->kind - MINT0;
    bool is_untyped = cap_type(objects[from->object]) == CAP_TAG_UNTYPED;

    if (o->kind != COPY && has_badge(o->source) && from->badge != 0) {
        return ERR_ILLEGAL_OPERATION;
    }
    if (is_untyped && has_children(o->source)) {
        return ERR_REVOKE_FIRST;
    }
    model.place[o->dest] =
        (struct place){from->object, (uint8_t)badge, is_untyped || badge != from->badge,
                       (uint8_t)(from->ancestors | 1u << o->source)};
    return ERR_NONE;
}

/* Rotate: source to pivot, pivot to dest; with source = dest an exchange. */
static uint64_t model_rotate(unsigned dest, unsigned pivot, unsigned source)
{
    if (pivot == source || pivot == dest) {
        return ERR_ILLEGAL_OPERATION;
    }
    if (source != dest && model.place[dest].object != 0) {
        return ERR_DELETE_FIRST;
    }
    if (model.place[source].object == 0 || model.place[pivot].object == 0) {
        return ERR_FAILED_LOOKUP;
    }
    if (has_badge(source) || has_badge(pivot)) {
        return ERR_ILLEGAL_OPERATION;
    }
    exchange(pivot, dest);
    if (source != dest) {
        exchange(source, pivot);
    }
    return ERR_NONE;
}

static void model_revoke(unsigned slot)
{
    unsigned all = model.place[slot].can_revoke;

    for (unsigned i = 0; all != 0 && i < SLOTS; i++) {
        if (model.place[i].object != 0 && (model.place[i].ancestors >> slot & 1)) {
            forget(i);
        }
    }
}

static uint64_t on_model(const struct operation *o)
{
    switch (o->kind) {
    case SWAP:
        return model_rotate(o->dest, o->source, o->dest);
    case ROTATE:
        return model_rotate(o->dest, o->pivot, o->source);
    case DELETE:
        forget(o->dest);
        return ERR_NONE;
    case REVOKE:
        model_revoke(o->dest);
        return ERR_NONE;
    case REVOKE_ALL:
        memset(&model, 0, sizeof(model));
        return ERR_NONE;
    default:
        break;
    }
    if (model.place[o->dest].object != 0) {
        return ERR_DELETE_FIRST;
    }
    if (model.place[o->source].object == 0) {
        return ERR_FAILED_LOOKUP;
    }
    if (o->kind == MOVE || o->kind == MUTATE) {
        if (o->kind == MUTATE && has_badge(o->source)) {
            return ERR_ILLEGAL_OPERATION;
        }
        exchange(o->dest, o->source);
        return ERR_NONE;
    }
    return model_copy(o);
}

static uint64_t mutate(unsigned dest, unsigned source)
{
    struct world_call message = {
        {FIRST + dest,    64, FIRST + source, 64, 0},
        5, {SLOT_INIT_CNODE},
        1
    };

    return world_invoke(SLOT_INIT_CNODE, LABEL_CNODE_MUTATE, &message).label;
}

static uint64_t rotate(unsigned dest, unsigned pivot, unsigned source)
{
    struct world_call message = {
        {FIRST + dest,   64, 0, FIRST + pivot, 64, 0, FIRST + source, 64},
        8,
        {SLOT_INIT_CNODE, SLOT_INIT_CNODE},
        2
    };

    return world_invoke(SLOT_INIT_CNODE, LABEL_CNODE_ROTATE, &message).label;
}

static uint64_t on_kernel(const struct operation *o)
{
    switch (o->kind) {
    case COPY:
        return world_copy(FIRST + o->dest, FIRST + o->source, RIGHTS_ALL);
    case MOVE:
        return world_move(FIRST + o->dest, FIRST + o->source);
    case MUTATE:
        return mutate(o->dest, o->source);
    case SWAP:
        return rotate(o->dest, o->source, o->dest);
    case ROTATE:
        return rotate(o->dest, o->pivot, o->source);
    case DELETE:
        return world_delete(FIRST + o->dest);
    case REVOKE:
        return world_revoke(FIRST + o->dest);
    case REVOKE_ALL:
        return world_revoke(SOURCE);
    default:
        return world_mint(FIRST + o->dest, FIRST + o->source, RIGHTS_ALL, o->kind - MINT0);
    }
}

static bool is_thread(const void *object)
{
    for (const struct tcb *thread = kernel.all_threads; thread != NULL; thread = thread->all_next) {
        if (thread == object) {
            return true;
        }
    }
    return false;
}

/* The objects live as long as there is a capability: threads are in the list of threads, whoever
 * waits for an endpoint or a notification goes on waiting. */
static void compare_objects(void)
{
    for (unsigned object = 1; object <= 2; object++) {
        bool lives = false;
        unsigned type = cap_type(objects[object]);
        for (unsigned i = 0; i < SLOTS; i++) {
            lives = lives || model.place[i].object == object;
        }
        if (type == CAP_TAG_TCB) {
            assert_int_equal(is_thread(cap_object(objects[object])), lives);
        } else if (object == 1 && type == CAP_TAG_ENDPOINT) {
            assert_int_equal(waiter->state, lives ? THREAD_BLOCKED_ON_RECEIVE : THREAD_RESTART);
        } else if (object == 1 && type == CAP_TAG_NOTIFICATION) {
            assert_int_equal(waiter->state,
                             lives ? THREAD_BLOCKED_ON_NOTIFICATION : THREAD_RESTART);
        }
    }
}

static void compare(void)
{
    for (unsigned i = 0; i < SLOTS; i++) {
        const struct slot *slot = world_slot(FIRST + i);
        const struct place *place = &model.place[i];
        assert_null(invariants_check_list(slot));
        assert_int_equal(cap_is_null(slot->cap), place->object == 0);
        if (place->object == 0) {
            continue;
        }
        assert_int_equal(cap_type(slot->cap), cap_type(objects[place->object]));
        assert_int_equal(cap_address(slot->cap), cap_address(objects[place->object]));
        if (has_badge(i)) {
            assert_int_equal(cap_value(slot->cap), place->badge);
        }
        assert_int_equal(derivation_has_children(slot), has_children(i));
    }
    compare_objects();
}

static bool step(unsigned number)
{
    const struct operation *o = &operations[number];

    if (o->kind == SWAP && o->dest > o->source) {
        return false; /* the same as the other way round */
    }
    assert_int_equal(on_kernel(o), on_model(o));
    compare();
    exhaust_tidy();
    return true;
}

static uint64_t bits_of(uint64_t type)
{
    return type == OBJ_UNTYPED ? 8 : type == OBJ_CNODE ? 1 : 0;
}

#define BADGED UINT64_MAX /* instead of a second object: slot 1 has object 1 with badge 1 */

/* Starts with object 1 in slot 0 and object 2 in slot 1. */
static void run(const char *name, uint64_t type1, uint64_t type2)
{
    struct exhaust what = {name, operation_count, bound, step, show};

    world_boot();
    waiter = world_thread(WAITER, 50);
    world_retype(WORLD_UNTYPED, OBJ_UNTYPED, 14, SOURCE, 1);
    world_retype(SOURCE, type1, bits_of(type1), FIRST, 1);
    memset(&model, 0, sizeof(model));
    model.place[0] = (struct place){1, 0, 1, 0};
    if (type2 == BADGED) {
        assert_int_equal(world_mint(FIRST + 1, FIRST, RIGHTS_ALL, 1), ERR_NONE);
        model.place[1] = (struct place){1, 1, 1, 1};
    } else {
        world_retype(SOURCE, type2, bits_of(type2), FIRST + 1, 1);
        model.place[1] = (struct place){2, 0, 1, 0};
    }
    objects[1] = world_slot(FIRST)->cap;
    objects[2] = world_slot(FIRST + 1)->cap;
    if (type1 == OBJ_ENDPOINT || type1 == OBJ_NOTIFICATION) {
        struct world_call lower = {{40}, 1, {SLOT_INIT_TCB}, 1};
        struct world_call higher = {{255}, 1, {SLOT_INIT_TCB}, 1};
        struct tcb *self = kernel.current;
        world_invoke(SLOT_INIT_TCB, LABEL_TCB_SET_PRIORITY, &lower);
        world_resume(WAITER);
        assert_ptr_equal(kernel.current, waiter);
        world_syscall(SYS_RECV, FIRST, 0);
        assert_ptr_equal(kernel.current, self);
        world_invoke(SLOT_INIT_TCB, LABEL_TCB_SET_PRIORITY, &higher);
    }
    exhaust_world();
    exhaust_track(&model, sizeof(model));
    exhaust_tidy();
    exhaust_run(&what);
}

static void test_endpoints(void **state)
{
    (void)state;
    run("two endpoints", OBJ_ENDPOINT, OBJ_ENDPOINT);
}

static void test_badged_endpoint(void **state)
{
    (void)state;
    run("endpoint with a badge", OBJ_ENDPOINT, BADGED);
}

static void test_notification_and_thread(void **state)
{
    (void)state;
    run("notification, thread", OBJ_NOTIFICATION, OBJ_TCB);
}

static void test_cnode_and_frame(void **state)
{
    (void)state;
    run("CNode, frame", OBJ_CNODE, OBJ_SMALL_PAGE);
}

static void test_untyped_and_thread(void **state)
{
    (void)state;
    run("untyped, thread", OBJ_UNTYPED, OBJ_TCB);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_endpoints, exhaust_report),
        cmocka_unit_test_teardown(test_badged_endpoint, exhaust_report),
        cmocka_unit_test_teardown(test_notification_and_thread, exhaust_report),
        cmocka_unit_test_teardown(test_cnode_and_frame, exhaust_report),
        cmocka_unit_test_teardown(test_untyped_and_thread, exhaust_report),
    };

    bound = exhaust_bound(argc, argv, 3);
    make_operations();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
