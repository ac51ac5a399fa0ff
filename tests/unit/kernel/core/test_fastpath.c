/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The fast path against the long way: threads of near priorities, in different address spaces, with
 * capabilities of all rights make random system calls. Each one is tried on the fast path first.
 * Takes it the call, then the machine is put back and the long way must lead to exactly the same
 * state, byte by byte; does it not, then nothing may have changed.
 */
#include "kernel_world.h"

#include <stdlib.h>
#include <string.h>

#include "kernel/thread.h"

#define STEPS         30000u
#define WORKERS       6u
#define ENDPOINTS     2u
#define NOTIFICATIONS 3u
#define VARIANTS      6u /* capabilities to each of them */
#define BASE          WORLD_FREE
#define WORKER        (BASE + 100)
#define BUFFER        (BASE + 110)
#define SPACE         (BASE + 120)
#define SPACE_MEMORY  (BASE + 121)
#define INNER         (BASE + 130)
#define OUTER         (BASE + 131)
#define OBJECT_BYTES  0x40000u

static struct tcb *main_thread;
static struct tcb *workers[WORKERS];
static unsigned char *objects; /* the memory of all objects made here */
static uint64_t seed;

static uint64_t pick(uint64_t below)
{
    return (world_random(&seed) >> 20) % below;
}

/* --- the machine's state --- */

struct image {
    struct kernel_state kernel;
    struct fake_machine fake;
    struct tcb main;
    unsigned char objects[OBJECT_BYTES];
};
static struct image before, fast, slow;

static void save(struct image *image)
{
    image->kernel = kernel;
    image->fake = fake;
    memcpy(&image->main, main_thread, sizeof(image->main));
    memcpy(image->objects, objects, OBJECT_BYTES);
}

static void restore(const struct image *image)
{
    kernel = image->kernel;
    fake = image->fake;
    memcpy(main_thread, &image->main, sizeof(image->main));
    memcpy(objects, image->objects, OBJECT_BYTES);
}

static void assert_same(const struct image *a, const struct image *b)
{
    assert_memory_equal(&a->kernel, &b->kernel, sizeof(a->kernel));
    assert_memory_equal(&a->fake, &b->fake, sizeof(a->fake));
    assert_memory_equal(&a->main, &b->main, sizeof(a->main));
    assert_memory_equal(a->objects, b->objects, OBJECT_BYTES);
}

/* --- the world --- */

/* Slot of variant v of endpoint or notification `object`. */
static uint64_t cap_slot(uint64_t object, uint64_t variant)
{
    return BASE + object * VARIANTS + variant;
}

static void make_caps(void)
{
    static const uint64_t rights[VARIANTS] = {
        RIGHTS_ALL,  RIGHTS_ALL, RIGHT_WRITE | RIGHT_READ | RIGHT_GRANT_REPLY,
        RIGHT_WRITE, RIGHT_READ, RIGHT_WRITE | RIGHT_GRANT,
    };

    for (uint64_t object = 0; object < ENDPOINTS + NOTIFICATIONS; object++) {
        world_retype(WORLD_UNTYPED, object < ENDPOINTS ? OBJ_ENDPOINT : OBJ_NOTIFICATION, 0,
                     cap_slot(object, 0), 1);
        for (uint64_t v = 1; v < VARIANTS; v++) {
            assert_int_equal(
                world_mint(cap_slot(object, v), cap_slot(object, 0), rights[v], 1 << v), 0);
        }
    }
}

/* The last worker's CSpace has two levels: OUTER (4 bits) with INNER (8 bits, guard of 52) in slot
 * 3 and endpoints and notifications in both. */
static void make_deep_cspace(void)
{
    world_retype(WORLD_UNTYPED, OBJ_CNODE, 4, OUTER, 1);
    world_retype(WORLD_UNTYPED, OBJ_CNODE, 8, INNER, 1);
    for (uint64_t i = 0; i < (ENDPOINTS + NOTIFICATIONS) * VARIANTS; i++) {
        struct world_call copy = {
            {i,         8, BASE + i, 64, RIGHTS_ALL},
            5, {SLOT_INIT_CNODE},
            1
        };
        world_expect(ERR_NONE, INNER, LABEL_CNODE_COPY, &copy);
    }
    for (uint64_t i = 4; i < 16; i++) {
        struct world_call copy = {
            {i,         4, BASE + i, 64, RIGHTS_ALL},
            5, {SLOT_INIT_CNODE},
            1
        };
        world_expect(ERR_NONE, OUTER, LABEL_CNODE_COPY, &copy);
    }
    for (uint64_t i = 2; i < 4; i++) {
        struct world_call mint = {
            {i,      4, INNER, 64, RIGHTS_ALL, i == 3 ? 52 : 56},
            6, {SLOT_INIT_CNODE},
            1
        };
        world_expect(ERR_NONE, OUTER, LABEL_CNODE_MINT, &mint);
    }
}

/* A second address space, in memory of its own so that revoking that takes it from all. */
static void make_space(void)
{
    struct world_call assign = {{0}, 0, {SPACE}, 1};

    world_retype(WORLD_UNTYPED, OBJ_UNTYPED, 12, SPACE_MEMORY, 1);
    world_retype(SPACE_MEMORY, OBJ_VSPACE, 0, SPACE, 1);
    world_expect(ERR_NONE, SLOT_INIT_ASID_POOL, LABEL_ASID_POOL_ASSIGN, &assign);
}

static void set_priority(uint64_t tcb_slot, uint64_t priority)
{
    struct world_call call = {{priority}, 1, {SLOT_INIT_TCB}, 1};

    world_expect(ERR_NONE, tcb_slot, LABEL_TCB_SET_PRIORITY, &call);
}

static void make_worker(unsigned i)
{
    struct world_call configure = {
        .words = {0, 0,                                         0,                                     0x10000000},
        .length = 4,
        .caps = {i == WORKERS - 1 ? OUTER : SLOT_INIT_CNODE, i % 2 != 0 ? SPACE : SLOT_INIT_VSPACE,
                  BUFFER + i},
        .cap_count = 3,
    };
    struct world_call bind = {{0}, 0, {cap_slot(ENDPOINTS + 1 + i, 0)}, 1};

    world_retype(WORLD_UNTYPED, OBJ_SMALL_PAGE, 0, BUFFER + i, 1);
    workers[i] = world_thread(WORKER + i, 100 + pick(3));
    if (i != 2) { /* that one shares the buffer of the main thread */
        world_expect(ERR_NONE, WORKER + i, LABEL_TCB_CONFIGURE, &configure);
    }
    if (i < 2) {
        world_expect(ERR_NONE, WORKER + i, LABEL_TCB_BIND_NOTIFICATION, &bind);
    }
    world_resume(WORKER + i);
}

static void set_up(uint64_t with_seed)
{
    seed = with_seed;
    world_boot();
    main_thread = kernel.current;
    objects = cap_object(world_slot(WORLD_UNTYPED)->cap);
    make_caps();
    make_deep_cspace();
    make_space();
    for (unsigned i = 0; i < WORKERS; i++) {
        make_worker(i);
    }
    set_priority(SLOT_INIT_TCB, 90); /* the workers run when they can */
}

/* --- the steps --- */

static uint64_t some_cap(void)
{
    uint64_t index = pick((ENDPOINTS + NOTIFICATIONS) * VARIANTS + 2);

    if (pick(2) != 0) {
        index = pick(ENDPOINTS) * VARIANTS; /* the unrestricted ones meet more often */
    }
    if (pick(50) == 0) {
        return world_random(&seed);
    }
    if (kernel.current != workers[WORKERS - 1]) {
        return BASE + index;
    }
    if (pick(4) != 0) {
        return UINT64_C(3) << 60 | index;
    }
    if (pick(4) == 0) {
        return UINT64_C(2) << 60;
    }
    return pick(16) << 60 | pick(1000);
}

static uint64_t some_info(void)
{
    uint64_t length = pick(3) != 0 ? pick(6) : pick(128);

    return message_info_make(pick(1 << 20), pick(8), pick(6) == 0 ? pick(4) : 0, length);
}

static void fill_message(struct tcb *thread)
{
    for (unsigned i = 0; i < NUM_MSG_REGISTERS; i++) {
        arch_context_set(&thread->context, ARCH_REG_MSG0 + i, world_random(&seed));
    }
    for (unsigned i = 0; i < WORKERS; i++) {
        if (thread == workers[i] && i != 2) {
            struct cap cap = thread->slots[TCB_SLOT_BUFFER].cap;
            if (cap_type(cap) == CAP_TAG_FRAME) {
                struct ipc_buffer *buffer = cap_object(cap);
                buffer->msg[pick(MSG_MAX_LENGTH)] = world_random(&seed);
                buffer->caps_or_badges[pick(3)] = some_cap();
            }
        }
    }
}

/* How often the fast path was taken, by number of the system call. */
static unsigned taken[16], refused[16];

/* A system call of the current thread, on both ways. */
static void compare(int64_t number, uint64_t cap, uint64_t info)
{
    struct tcb *thread = kernel.current;
    struct arch_context *next;

    arch_context_set(&thread->context, ARCH_REG_SYSCALL, (uint64_t)number);
    arch_context_set(&thread->context, ARCH_REG_CAP, cap);
    arch_context_set(&thread->context, ARCH_REG_INFO, info);
    arch_context_set(&thread->context, ARCH_REG_NEXT_IP,
                     arch_context_get(&thread->context, ARCH_REG_FAULT_IP) + 4);
    save(&before);
    next = fastpath_entry(cap, info, number, &thread->context);
    save(&fast);
    if (next == NULL) {
        refused[-number]++;
        assert_same(&before, &fast);
    } else {
        taken[-number]++;
        assert_ptr_equal(next, &kernel.current->context);
        restore(&before);
    }
    (void)syscall_entry();
    if (next != NULL) {
        save(&slow);
        assert_same(&fast, &slow);
    }
    assert_null(invariants_check());
}

/* What a well-behaved client or server would do next: without this most threads wait for ever or
 * have a fault, and nobody answers. */
static void sensible_step(void)
{
    bool may_reply = !cap_is_null(kernel.current->slots[TCB_SLOT_CALLER].cap);
    uint64_t endpoint = cap_slot(pick(ENDPOINTS), 0);
    uint64_t info = message_info_make(pick(1 << 20), 0, 0, pick(3) != 0 ? pick(6) : pick(121));

    if (kernel.current == workers[WORKERS - 1]) {
        endpoint = UINT64_C(3) << 60 | (endpoint - BASE);
    }
    if (may_reply) {
        compare(SYS_REPLY_RECV, endpoint, info);
    } else {
        compare(pick(3) != 0 ? SYS_CALL : SYS_RECV, endpoint, info);
    }
}

static void worker_step(void)
{
    static const int8_t numbers[] = {
        SYS_CALL, SYS_CALL, SYS_CALL,    SYS_REPLY_RECV, SYS_REPLY_RECV, SYS_REPLY_RECV, SYS_RECV,
        SYS_SEND, SYS_SEND, SYS_NB_SEND, SYS_NB_RECV,    SYS_REPLY,      SYS_YIELD};

    if (pick(40) == 0) {
        (void)fpu_use_entry(2, 0);
        fake.fpu_unit = world_random(&seed);
        return;
    }
    fill_message(kernel.current);
    if (pick(3) != 0) {
        sensible_step();
    } else {
        compare(numbers[pick(sizeof(numbers))], some_cap(), some_info());
    }
}

/* The main thread sets the others going again and changes their priorities; it never waits, and
 * makes no calls that could be a fault. */
static void main_step(void)
{
    static const uint64_t labels[] = {LABEL_TCB_RESUME, LABEL_TCB_RESUME, LABEL_TCB_SUSPEND};
    struct world_call nothing = {{0}, 0, {0}, 0};
    uint64_t worker = WORKER + pick(WORKERS);

    switch (pick(4)) {
    case 0:
        set_priority(worker, pick(8) == 0 ? pick(90) : 100 + pick(3));
        break;
    case 1:
        fill_message(main_thread);
        if (pick(2) != 0) {
            compare(SYS_NB_SEND, some_cap(), some_info());
        } else {
            compare(SYS_NB_RECV, cap_slot(pick(ENDPOINTS), 0), some_info());
        }
        break;
    case 2:
        compare(SYS_SEND, cap_slot(ENDPOINTS + pick(NOTIFICATIONS), pick(4)),
                message_info_make(pick(100), 0, 0, pick(128)));
        break;
    default:
        world_expect(ERR_NONE, worker, labels[pick(3)], &nothing);
        break;
    }
    if (main_thread->state == THREAD_INACTIVE) {
        fail_msg("the main thread has stopped");
    }
}

static void run(uint64_t with_seed, unsigned steps)
{
    bool has_space = true;

    set_up(with_seed);
    for (unsigned step = 0; step < steps; step++) {
        if (kernel.current == main_thread) {
            main_step();
        } else {
            worker_step();
        }
        if (has_space && step >= steps * 3 / 4 && kernel.current == main_thread) {
            has_space = false;
            assert_int_equal(world_revoke(SPACE_MEMORY), ERR_NONE);
        }
    }
    assert_false(has_space);
}

static void test_same_state_on_both_ways(void **state)
{
    (void)state;
    for (uint64_t i = 1; i <= 10; i++) {
        run(i * UINT64_C(0x9e3779b97f4a7c15), STEPS / 10);
    }
    /* The test means something only if both ways have been gone often. */
    assert_true(taken[-SYS_CALL] > 100 && refused[-SYS_CALL] > 100);
    assert_true(taken[-SYS_REPLY_RECV] > 100 && refused[-SYS_REPLY_RECV] > 100);
    assert_true(taken[-SYS_SEND] > 100 && refused[-SYS_SEND] > 100);
    assert_int_equal(taken[-SYS_RECV], 0);
    if (getenv("FASTPATH_SHOW") != NULL) {
        print_message("call %u/%u reply_recv %u/%u send %u/%u\n", taken[-SYS_CALL],
                      refused[-SYS_CALL], taken[-SYS_REPLY_RECV], refused[-SYS_REPLY_RECV],
                      taken[-SYS_SEND], refused[-SYS_SEND]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_state_on_both_ways),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
