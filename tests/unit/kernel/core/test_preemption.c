/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Operations on many threads, and on much memory, that stop for an interrupt and are made again:
 * what other threads see in between, and that the end is the same.
 */
#include "kernel_world.h"

#include "kernel/cache.h"
#include "kernel/derivation.h"
#include "kernel/endpoint.h"
#include "kernel/invocation.h"
#include "kernel/notification.h"
#include "kernel/sched.h"

enum {
    QUEUE = WORLD_FREE,      /* the endpoint or notification */
    BADGED = WORLD_FREE + 1, /* the endpoint with badge 7, and with 8 */
    OTHER = WORLD_FREE + 3,
    FIRST = WORLD_FREE + 10, /* threads */
    COUNT = 250,             /* more than two looks for interrupts */
};

static struct tcb *threads[COUNT + 2];

static void set_priority(uint64_t tcb, uint64_t priority)
{
    struct world_call message = {{priority}, 1, {SLOT_INIT_TCB}, 1};

    world_expect(ERR_NONE, tcb, LABEL_TCB_SET_PRIORITY, &message);
}

/* Thread `i` makes the system call and waits; then it is less important than the test's own. */
static void block(unsigned i, int64_t number, uint64_t cap)
{
    struct tcb *own = kernel.current;

    threads[i] = world_thread(FIRST + i, 150);
    world_resume(FIRST + i);
    assert_ptr_equal(kernel.current, threads[i]);
    world_syscall(number, cap, 0);
    assert_ptr_equal(kernel.current, own);
    set_priority(FIRST + i, 50);
}

static void boot(uint64_t type)
{
    world_boot();
    set_priority(SLOT_INIT_TCB, 100);
    world_retype(WORLD_UNTYPED, type, 0, QUEUE, 1);
}

/* One attempt at a call of two words, a whole interval away from the next look for interrupts;
 * true: it was stopped. */
static bool is_stopped(uint64_t cap, uint64_t label, uint64_t word0, uint64_t word1)
{
    struct arch_context *context = &kernel.current->context;
    uint64_t ip = arch_context_get(context, ARCH_REG_FAULT_IP);

    arch_context_set(context, ARCH_REG_MSG0, word0);
    arch_context_set(context, ARCH_REG_MSG0 + 1, word1);
    kernel.work_units = 0;
    world_syscall(SYS_CALL, cap, message_info_make(label, 0, 0, 2));
    return arch_context_get(context, ARCH_REG_NEXT_IP) == ip;
}

static unsigned count_in_state(enum thread_state state)
{
    unsigned count = 0;

    for (unsigned i = 0; i < COUNT; i++) {
        count += threads[i]->state == state;
    }
    return count;
}

/* Deletes the object that all threads wait for, with an interrupt at the first look. */
static void delete_queue(uint64_t slot, enum thread_state waiting)
{
    assert_int_equal(count_in_state(waiting), COUNT);
    fake.irq_countdown = 1;
    assert_true(is_stopped(SLOT_INIT_CNODE, LABEL_CNODE_DELETE, slot, 64));
    assert_int_equal(cap_type(world_slot(slot)->cap), CAP_TAG_ZOMBIE);
    assert_int_equal(count_in_state(waiting), COUNT - MAX_WORK_UNITS_PER_PREEMPTION);
    assert_int_equal(world_copy(OTHER, slot, RIGHTS_ALL), ERR_ILLEGAL_OPERATION);
    world_expect(ERR_INVALID_CAPABILITY, slot, 0, &(struct world_call){.length = 0});
    assert_true(derivation_has_children(world_slot(WORLD_UNTYPED)));
    world_check();
    assert_false(is_stopped(SLOT_INIT_CNODE, LABEL_CNODE_DELETE, slot, 64));
    assert_true(cap_is_null(world_slot(slot)->cap));
    assert_int_equal(count_in_state(THREAD_RESTART), COUNT);
    world_check();
}

static void test_end_of_endpoint(void **state)
{
    (void)state;
    boot(OBJ_ENDPOINT);
    for (unsigned i = 0; i < COUNT; i++) {
        block(i, SYS_SEND, QUEUE);
    }
    delete_queue(QUEUE, THREAD_BLOCKED_ON_SEND);
}

static void test_end_of_notification(void **state)
{
    (void)state;
    boot(OBJ_NOTIFICATION);
    for (unsigned i = 0; i < COUNT; i++) {
        block(i, SYS_RECV, QUEUE);
    }
    delete_queue(QUEUE, THREAD_BLOCKED_ON_NOTIFICATION);
}

/* The endpoint's last capability is in a CNode that dies, and the CNode's in its untyped. */
static void test_end_inside_a_cnode(void **state)
{
    struct world_call move = {
        {1,      2, QUEUE, 64},
        4, {SLOT_INIT_CNODE},
        1
    };

    (void)state;
    boot(OBJ_ENDPOINT);
    for (unsigned i = 0; i < COUNT; i++) {
        block(i, SYS_RECV, QUEUE);
    }
    world_retype(WORLD_UNTYPED, OBJ_CNODE, 2, OTHER, 1);
    world_expect(ERR_NONE, OTHER, LABEL_CNODE_MOVE, &move);
    for (unsigned stops = 0; stops < 2; stops++) {
        fake.irq_countdown = 1;
        assert_true(is_stopped(SLOT_INIT_CNODE, LABEL_CNODE_DELETE, OTHER, 64));
        world_check();
    }
    assert_false(is_stopped(SLOT_INIT_CNODE, LABEL_CNODE_DELETE, OTHER, 64));
    assert_int_equal(count_in_state(THREAD_RESTART), COUNT);
    assert_int_equal(world_revoke(WORLD_UNTYPED), ERR_NONE);
    assert_false(derivation_has_children(world_slot(WORLD_UNTYPED)));
    world_check();
}

/* The last capability is the one an interrupt signals; its handler goes. */
static void test_end_of_binding(void **state)
{
    struct world_call get = {
        {5,   OTHER, 64},
        3, {SLOT_INIT_CNODE},
        1
    };
    struct world_call set = {{0}, 0, {QUEUE}, 1};

    (void)state;
    boot(OBJ_NOTIFICATION);
    for (unsigned i = 0; i < COUNT; i++) {
        block(i, SYS_RECV, QUEUE);
    }
    world_expect(ERR_NONE, SLOT_IRQ_CONTROL, LABEL_IRQ_ISSUE_IRQ_HANDLER, &get);
    world_expect(ERR_NONE, OTHER, LABEL_IRQ_SET_IRQ_HANDLER, &set);
    assert_int_equal(world_delete(QUEUE), ERR_NONE);
    assert_int_equal(count_in_state(THREAD_RESTART), 0);
    fake.irq_countdown = 1;
    assert_true(is_stopped(SLOT_INIT_CNODE, LABEL_CNODE_DELETE, OTHER, 64));
    assert_int_equal(cap_type(world_slot(OTHER)->cap), CAP_TAG_IRQ_HANDLER);
    assert_false(is_stopped(SLOT_INIT_CNODE, LABEL_CNODE_DELETE, OTHER, 64));
    assert_true(cap_is_null(world_slot(OTHER)->cap));
    assert_true(cap_is_null(kernel.irq_slots[5].cap));
    assert_int_equal(count_in_state(THREAD_RESTART), COUNT);
    world_check();
}

/* Every third sender waits with badge 8, the others with 7. */
static void queue_senders(void)
{
    boot(OBJ_ENDPOINT);
    assert_int_equal(world_mint(BADGED, QUEUE, RIGHTS_ALL, 7), ERR_NONE);
    assert_int_equal(world_mint(BADGED + 1, QUEUE, RIGHTS_ALL, 8), ERR_NONE);
    for (unsigned i = 0; i < COUNT; i++) {
        block(i, SYS_SEND, i % 3 == 0 ? BADGED + 1 : BADGED);
    }
}

/* Those of badge 7 have gone, but for `late`; the others wait in their old order. */
static void check_senders(const struct tcb *late)
{
    const struct tcb *thread = ((struct endpoint *)cap_object(world_slot(QUEUE)->cap))->head;

    for (unsigned i = 0; i < COUNT; i++) {
        if (i % 3 == 0) {
            assert_ptr_equal(thread, threads[i]);
            thread = thread->wait_next;
        } else {
            assert_int_equal(threads[i]->state, THREAD_RESTART);
        }
    }
    assert_ptr_equal(thread, late);
    world_check();
}

/* While the call is stopped one sender of the badge comes, and some leave, the next one to be
 * looked at and the last one among them. */
static void test_cancel_badged_sends(void **state)
{
    struct world_call nothing = {.length = 0};

    (void)state;
    queue_senders();
    fake.irq_countdown = 1;
    assert_true(is_stopped(SLOT_INIT_CNODE, LABEL_CNODE_CANCEL_BADGED_SENDS, BADGED, 64));
    assert_true(kernel.cancel.is_active);
    assert_ptr_equal(kernel.cancel.next, threads[MAX_WORK_UNITS_PER_PREEMPTION]);
    assert_ptr_equal(kernel.cancel.last, threads[COUNT - 1]);
    block(COUNT, SYS_SEND, BADGED);
    world_expect(ERR_NONE, FIRST + MAX_WORK_UNITS_PER_PREEMPTION, LABEL_TCB_RESUME, &nothing);
    world_expect(ERR_NONE, FIRST + COUNT - 2, LABEL_TCB_RESUME, &nothing);
    assert_ptr_equal(kernel.cancel.next, threads[MAX_WORK_UNITS_PER_PREEMPTION + 1]);
    /* Those calls made the first one forgotten: it begins anew, after the old walk has ended. */
    assert_false(is_stopped(SLOT_INIT_CNODE, LABEL_CNODE_CANCEL_BADGED_SENDS, BADGED, 64));
    assert_int_equal(threads[COUNT]->state, THREAD_RESTART);
    assert_false(kernel.cancel.is_active);
    check_senders(NULL);
}

/* A second thread that cancels ends the first one's walk; the first has nothing left to do, though
 * there is a new sender. */
static void test_two_cancel(void **state)
{
    struct tcb *own;

    (void)state;
    queue_senders();
    own = kernel.current;
    threads[COUNT + 1] = world_thread(FIRST + COUNT + 1, 150);
    fake.irq_countdown = 1;
    assert_true(is_stopped(SLOT_INIT_CNODE, LABEL_CNODE_CANCEL_BADGED_SENDS, BADGED, 64));

    /* As if the interrupt had woken it. */
    threads[COUNT + 1]->state = THREAD_RESTART;
    sched_enqueue(threads[COUNT + 1]);
    sched_reschedule();
    sched_finish_entry();
    assert_ptr_equal(kernel.current, threads[COUNT + 1]);
    fake.irq_countdown = 2;
    assert_true(is_stopped(SLOT_INIT_CNODE, LABEL_CNODE_CANCEL_BADGED_SENDS, BADGED + 1, 64));
    assert_ptr_equal(kernel.cancel.owner, threads[COUNT + 1]);
    assert_false(is_stopped(SLOT_INIT_CNODE, LABEL_CNODE_CANCEL_BADGED_SENDS, BADGED + 1, 64));
    assert_int_equal(count_in_state(THREAD_RESTART), COUNT);
    assert_null(((struct endpoint *)cap_object(world_slot(QUEUE)->cap))->head);
    world_syscall(SYS_SEND, BADGED, 0);
    assert_ptr_equal(kernel.current, own);
    assert_false(is_stopped(SLOT_INIT_CNODE, LABEL_CNODE_CANCEL_BADGED_SENDS, BADGED, 64));
    assert_int_equal(threads[COUNT + 1]->state, THREAD_BLOCKED_ON_SEND);
    world_check();
}

/* The one that cancels is deleted before its walk is over; another one ends it. */
static void test_owner_dies(void **state)
{
    struct tcb *own;

    (void)state;
    queue_senders();
    own = kernel.current;
    threads[COUNT + 1] = world_thread(FIRST + COUNT + 1, 150);
    world_resume(FIRST + COUNT + 1);
    assert_ptr_equal(kernel.current, threads[COUNT + 1]);
    fake.irq_countdown = 1;
    assert_true(is_stopped(SLOT_INIT_CNODE, LABEL_CNODE_CANCEL_BADGED_SENDS, BADGED, 64));
    world_syscall(SYS_RECV, OTHER, 0); /* a fault: nothing is there, and nobody is told */
    assert_ptr_equal(kernel.current, own);
    assert_int_equal(world_delete(FIRST + COUNT + 1), ERR_NONE);
    assert_true(kernel.cancel.is_active);
    assert_null(kernel.cancel.owner);
    assert_false(is_stopped(SLOT_INIT_CNODE, LABEL_CNODE_CANCEL_BADGED_SENDS, BADGED, 64));
    assert_false(kernel.cancel.is_active);
    check_senders(NULL);
}

/* A cache operation goes on where it was stopped, and does so only if it is the same one. */
static void test_cache_operation(void **state)
{
    struct invocation inv = {.length = 2};
    struct arch_context *context;
    uint64_t base;

    (void)state;
    world_boot();
    /* A page of the image is mapped; it plays a part of a large one. */
    inv.cap = world_slot(world_info->user_image_frames.start)->cap;
    base = (uint64_t)(uintptr_t)cap_object(inv.cap);
    context = &kernel.current->context;
    arch_context_set(context, ARCH_REG_MSG0, 0x10);
    arch_context_set(context, ARCH_REG_MSG0 + 1, 0x1000);
    kernel.work_units = MAX_WORK_UNITS_PER_PREEMPTION - 3;
    fake.irq_countdown = 1;
    assert_int_equal(cache_decode_frame(&inv, CACHE_CLEAN), OUTCOME_PREEMPTED);
    assert_int_equal(fake.maintained_start, base + 0x10);
    assert_int_equal(fake.maintained_end, base + 0x300);
    fake.maintained_end = 0;
    assert_int_equal(cache_decode_frame(&inv, CACHE_CLEAN), OUTCOME_OK);
    assert_int_equal(fake.maintained_start, base + 0x300);
    assert_int_equal(fake.maintained_end, base + 0x1000);
    assert_int_equal(cache_decode_frame(&inv, CACHE_UNIFY), OUTCOME_OK);
    assert_int_equal(fake.maintained_start, base + 0x10);
    arch_context_set(context, ARCH_REG_MSG0, 0x20);
    assert_int_equal(cache_decode_frame(&inv, CACHE_CLEAN), OUTCOME_OK);
    assert_int_equal(fake.maintained_start, base + 0x20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_end_of_endpoint),     cmocka_unit_test(test_end_of_notification),
        cmocka_unit_test(test_end_inside_a_cnode),  cmocka_unit_test(test_end_of_binding),
        cmocka_unit_test(test_cancel_badged_sends), cmocka_unit_test(test_two_cancel),
        cmocka_unit_test(test_owner_dies),          cmocka_unit_test(test_cache_operation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
