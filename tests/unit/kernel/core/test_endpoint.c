/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Endpoints and notifications: who waits where, in which order they are served, what arrives. The
 * main thread has priority 100; the workers above it run as soon as they can, so a system call of
 * main may end in a worker.
 */
#include "kernel_world.h"

#include "kernel/endpoint.h"
#include "kernel/notification.h"

#define ENDPOINT     WORLD_FREE
#define NOTIFICATION (WORLD_FREE + 1)
#define BADGED       (WORLD_FREE + 2) /* + i: endpoint with badge i + 1 */
#define WORKER       (WORLD_FREE + 10)
#define WORKERS      5u

static struct tcb *main_thread;
static struct tcb *workers[WORKERS];

static void set_up(void)
{
    struct world_call lower = {{100}, 1, {SLOT_INIT_TCB}, 1};

    world_boot();
    main_thread = kernel.current;
    world_expect(ERR_NONE, SLOT_INIT_TCB, LABEL_TCB_SET_PRIORITY, &lower);
    world_retype(WORLD_UNTYPED, OBJ_ENDPOINT, 0, ENDPOINT, 1);
    world_retype(WORLD_UNTYPED, OBJ_NOTIFICATION, 0, NOTIFICATION, 1);
    for (unsigned i = 0; i < WORKERS; i++) {
        assert_int_equal(world_mint(BADGED + i, ENDPOINT, RIGHTS_ALL, i + 1), ERR_NONE);
        workers[i] = world_thread(WORKER + i, 200);
    }
}

/* Starts worker i and makes it do one system call; it must be current then. */
static void worker_syscall(unsigned i, int64_t number, uint64_t cap, uint64_t info)
{
    if (workers[i]->state == THREAD_INACTIVE) {
        world_resume(WORKER + i);
    }
    assert_ptr_equal(kernel.current, workers[i]);
    for (unsigned word = 0; word < NUM_MSG_REGISTERS; word++) {
        arch_context_set(&workers[i]->context, ARCH_REG_MSG0 + word, 10 * i + word);
    }
    world_syscall(number, cap, info);
}

static uint64_t current_reg(unsigned reg)
{
    return arch_context_get(&kernel.current->context, reg);
}

static struct endpoint *endpoint(void)
{
    return cap_object(world_slot(ENDPOINT)->cap);
}

static void test_senders_are_served_in_order(void **state)
{
    (void)state;
    set_up();
    for (unsigned i = 0; i < WORKERS; i++) {
        worker_syscall(i, SYS_SEND, BADGED + i, message_info_make(7 + i, 0, 0, 2));
        assert_int_equal(workers[i]->state, THREAD_BLOCKED_ON_SEND);
        assert_ptr_equal(kernel.current, main_thread);
    }
    assert_int_equal(endpoint_get_state(endpoint()), ENDPOINT_SEND);
    for (unsigned i = 0; i < WORKERS; i++) {
        assert_ptr_equal(endpoint()->head, workers[i]);
        world_syscall(SYS_RECV, ENDPOINT, 0);
        assert_ptr_equal(kernel.current, workers[i]); /* it may go on and has the higher priority */
        assert_int_equal(arch_context_get(&main_thread->context, ARCH_REG_CAP), i + 1);
        assert_int_equal(arch_context_get(&main_thread->context, ARCH_REG_INFO),
                         message_info_make(7 + i, 0, 0, 2));
        assert_int_equal(arch_context_get(&main_thread->context, ARCH_REG_MSG0), 10 * i);
        assert_int_equal(arch_context_get(&main_thread->context, ARCH_REG_MSG0 + 1), 10 * i + 1);
        world_syscall(SYS_RECV, NOTIFICATION, 0); /* out of the way */
        assert_ptr_equal(kernel.current, main_thread);
    }
    assert_int_equal(endpoint_get_state(endpoint()), ENDPOINT_IDLE);
}

static void test_receivers_are_served_in_order(void **state)
{
    (void)state;
    set_up();
    for (unsigned i = 0; i < WORKERS; i++) {
        worker_syscall(i, SYS_RECV, ENDPOINT, 0);
        assert_int_equal(workers[i]->state, THREAD_BLOCKED_ON_RECEIVE);
    }
    for (unsigned i = 0; i < WORKERS; i++) {
        world_syscall(SYS_SEND, BADGED + 2, message_info_make(0, 0, 0, 0));
        assert_ptr_equal(kernel.current, workers[i]);
        assert_int_equal(current_reg(ARCH_REG_CAP), 3);
        world_syscall(SYS_RECV, NOTIFICATION, 0);
    }
    world_syscall(SYS_NB_SEND, BADGED, 0); /* nobody waits: nothing happens */
    assert_ptr_equal(kernel.current, main_thread);
    assert_int_equal(endpoint_get_state(endpoint()), ENDPOINT_IDLE);
}

static void test_poll_leaves_the_message_registers(void **state)
{
    (void)state;
    set_up();
    arch_context_set(&main_thread->context, ARCH_REG_MSG0, 77);
    world_syscall(SYS_NB_RECV, BADGED, 0x123);
    assert_int_equal(current_reg(ARCH_REG_CAP), 0);
    assert_int_equal(current_reg(ARCH_REG_INFO), 0x123);
    assert_int_equal(current_reg(ARCH_REG_MSG0), 77);
}

static void test_call_and_reply(void **state)
{
    (void)state;
    set_up();
    worker_syscall(0, SYS_CALL, BADGED, message_info_make(0x77, 0, 0, 4));
    world_syscall(SYS_RECV, ENDPOINT, 0);
    assert_ptr_equal(kernel.current, main_thread);
    assert_int_equal(workers[0]->state, THREAD_BLOCKED_ON_REPLY);
    assert_int_equal(cap_type(main_thread->slots[TCB_SLOT_CALLER].cap), CAP_TAG_REPLY);
    arch_context_set(&main_thread->context, ARCH_REG_MSG0, 5);
    world_syscall(SYS_REPLY, 0, message_info_make(9, 0, 0, 1));
    assert_ptr_equal(kernel.current, workers[0]);
    assert_int_equal(current_reg(ARCH_REG_CAP), 0);
    assert_int_equal(current_reg(ARCH_REG_INFO), message_info_make(9, 0, 0, 1));
    assert_int_equal(current_reg(ARCH_REG_MSG0), 5);
    assert_int_equal(current_reg(ARCH_REG_MSG0 + 2), 2); /* its own old register */
    assert_true(cap_is_null(main_thread->slots[TCB_SLOT_CALLER].cap));
}

/* Only one reply capability to a caller exists; a second Recv on an endpoint drops it, on a
 * notification does not. */
static void test_receive_drops_the_caller(void **state)
{
    (void)state;
    set_up();
    worker_syscall(0, SYS_CALL, BADGED, 0);
    world_syscall(SYS_RECV, ENDPOINT, 0);
    world_syscall(SYS_NB_RECV, NOTIFICATION, 0);
    assert_false(cap_is_null(main_thread->slots[TCB_SLOT_CALLER].cap));
    world_syscall(SYS_NB_RECV, ENDPOINT, 0);
    assert_true(cap_is_null(main_thread->slots[TCB_SLOT_CALLER].cap));
    world_syscall(SYS_REPLY, 0, 0);
    assert_int_equal(workers[0]->state, THREAD_BLOCKED_ON_REPLY);
}

/* The right to send capabilities in a reply is that of the capability it was received through,
 * whoever came first. */
static void expect_reply_grant(bool main_waits_first, uint64_t rights, bool expected)
{
    struct cap caller;

    set_up();
    assert_int_equal(world_copy(WORLD_FREE + 20, ENDPOINT, rights), ERR_NONE);
    if (main_waits_first) {
        world_resume(WORKER);
        world_syscall(SYS_RECV, NOTIFICATION, 0);
        assert_int_equal(world_mint(WORLD_FREE + 21, NOTIFICATION, RIGHTS_ALL, 1), ERR_NONE);
        worker_syscall(1, SYS_YIELD, 0, 0);
        world_syscall(SYS_RECV, WORLD_FREE + 20, 0);
        world_syscall(SYS_SEND, WORLD_FREE + 21, 0);
        assert_ptr_equal(kernel.current, workers[0]);
        world_syscall(SYS_CALL, BADGED, 0);
        caller = workers[1]->slots[TCB_SLOT_CALLER].cap;
    } else {
        worker_syscall(0, SYS_CALL, BADGED, 0);
        world_syscall(SYS_RECV, WORLD_FREE + 20, 0);
        caller = main_thread->slots[TCB_SLOT_CALLER].cap;
    }
    assert_int_equal(cap_type(caller), CAP_TAG_REPLY);
    assert_int_equal((cap_aux(caller) & CAP_AUX_REPLY_GRANT) != 0, expected);
}

static void test_reply_grant_is_the_receivers(void **state)
{
    (void)state;
    expect_reply_grant(false, RIGHTS_ALL, true);
    expect_reply_grant(false, RIGHT_READ | RIGHT_WRITE, false);
    expect_reply_grant(true, RIGHTS_ALL, true);
    expect_reply_grant(true, RIGHT_READ | RIGHT_WRITE, false);
}

static void test_call_without_grant_never_returns(void **state)
{
    (void)state;
    set_up();
    assert_int_equal(world_copy(WORLD_FREE + 20, BADGED, RIGHT_WRITE), ERR_NONE);
    worker_syscall(0, SYS_CALL, WORLD_FREE + 20, 0);
    world_syscall(SYS_RECV, ENDPOINT, 0);
    assert_int_equal(workers[0]->state, THREAD_INACTIVE);
    assert_true(cap_is_null(main_thread->slots[TCB_SLOT_CALLER].cap));
}

static void test_deletion_restarts_the_waiting(void **state)
{
    (void)state;
    set_up();
    worker_syscall(0, SYS_CALL, BADGED, 0);
    worker_syscall(1, SYS_SEND, BADGED + 1, 0);
    assert_int_equal(world_revoke(ENDPOINT), ERR_NONE);
    assert_int_equal(workers[0]->state, THREAD_BLOCKED_ON_SEND); /* the object lives */
    assert_int_equal(world_delete(ENDPOINT), ERR_NONE);
    assert_ptr_not_equal(kernel.current, main_thread);
    assert_int_equal(current_reg(ARCH_REG_NEXT_IP), current_reg(ARCH_REG_FAULT_IP));
    assert_true(workers[0]->state == THREAD_RESTART || workers[0]->state == THREAD_RUNNING);
    assert_true(workers[1]->state == THREAD_RESTART || workers[1]->state == THREAD_RUNNING);
}

static void test_cancel_badged_sends(void **state)
{
    struct world_call cancel = {
        {BADGED + 1, 64},
        2, {0         },
        0
    };

    (void)state;
    set_up();
    for (unsigned i = 0; i < 4; i++) {
        worker_syscall(i, SYS_SEND, BADGED + i % 2, 0);
    }
    world_invoke(SLOT_INIT_CNODE, LABEL_CNODE_CANCEL_BADGED_SENDS, &cancel);
    assert_int_equal(workers[0]->state, THREAD_BLOCKED_ON_SEND);
    assert_int_equal(workers[2]->state, THREAD_BLOCKED_ON_SEND);
    assert_ptr_equal(endpoint()->head, workers[0]);
    assert_ptr_equal(workers[0]->wait_next, workers[2]);
    assert_null(workers[2]->wait_next);
    assert_ptr_equal(kernel.current, workers[3]); /* restarted last, so at the head */
}

static void test_signals(void **state)
{
    (void)state;
    set_up();
    assert_int_equal(world_mint(WORLD_FREE + 20, NOTIFICATION, RIGHTS_ALL, 0x5), ERR_NONE);
    assert_int_equal(world_mint(WORLD_FREE + 21, NOTIFICATION, RIGHTS_ALL, 0x12), ERR_NONE);
    world_syscall(SYS_SEND, WORLD_FREE + 20, 0);
    world_syscall(SYS_SEND, WORLD_FREE + 21, 0);
    world_syscall(SYS_RECV, NOTIFICATION, 0x321);
    assert_int_equal(current_reg(ARCH_REG_CAP), 0x17);
    assert_int_equal(current_reg(ARCH_REG_INFO), 0x321);
    worker_syscall(0, SYS_RECV, NOTIFICATION, 0);
    worker_syscall(1, SYS_RECV, NOTIFICATION, 0);
    world_syscall(SYS_SEND, WORLD_FREE + 20, 0);
    assert_ptr_equal(kernel.current, workers[0]); /* the first, and only it */
    assert_int_equal(workers[1]->state, THREAD_BLOCKED_ON_NOTIFICATION);
}

static void test_bound_notification_comes_first(void **state)
{
    struct world_call bind = {{0}, 0, {NOTIFICATION}, 1};

    (void)state;
    set_up();
    world_expect(ERR_NONE, SLOT_INIT_TCB, LABEL_TCB_BIND_NOTIFICATION, &bind);
    assert_int_equal(world_mint(WORLD_FREE + 20, NOTIFICATION, RIGHTS_ALL, 0x800), ERR_NONE);
    worker_syscall(0, SYS_SEND, BADGED, 0);
    world_syscall(SYS_SEND, WORLD_FREE + 20, 0);
    world_syscall(SYS_RECV, ENDPOINT, 0);
    assert_int_equal(current_reg(ARCH_REG_CAP), 0x800);
    assert_ptr_equal(kernel.current, main_thread);
    world_syscall(SYS_RECV, ENDPOINT, 0);
    assert_int_equal(arch_context_get(&main_thread->context, ARCH_REG_CAP), 1);
}

/* The bound thread waits on an endpoint: a signal takes it out of that queue. */
static void test_signal_interrupts_receive(void **state)
{
    struct world_call bind = {{0}, 0, {NOTIFICATION}, 1};

    (void)state;
    set_up();
    world_expect(ERR_NONE, WORKER, LABEL_TCB_BIND_NOTIFICATION, &bind);
    worker_syscall(0, SYS_RECV, ENDPOINT, 0);
    world_syscall(SYS_SEND, NOTIFICATION, 0);
    assert_ptr_equal(kernel.current, workers[0]);
    assert_int_equal(current_reg(ARCH_REG_CAP), 0);
    assert_int_equal(endpoint_get_state(endpoint()), ENDPOINT_IDLE);
}

/* Main offers a receive slot; a worker with a buffer of its own sends capabilities. */
static void test_capability_transfer(void **state)
{
    struct world_call buffer = {{0x10000000}, 1, {WORLD_FREE + 30}, 1};
    struct ipc_buffer *to;
    struct ipc_buffer *from;

    (void)state;
    set_up();
    world_retype(WORLD_UNTYPED, OBJ_SMALL_PAGE, 0, WORLD_FREE + 30, 1);
    world_expect(ERR_NONE, WORKER, LABEL_TCB_SET_IPC_BUFFER, &buffer);
    from = cap_object(world_slot(WORLD_FREE + 30)->cap);
    to = cap_object(world_slot(SLOT_INIT_IPC_BUFFER)->cap);
    from->caps_or_badges[0] = NOTIFICATION;
    from->caps_or_badges[1] = BADGED + 3;
    from->caps_or_badges[2] = SLOT_INIT_TCB;
    worker_syscall(0, SYS_SEND, BADGED, message_info_make(0, 0, 3, 0));
    to->receive_cnode = SLOT_INIT_CNODE;
    to->receive_index = WORLD_FREE + 40;
    to->receive_depth = 64;
    world_syscall(SYS_RECV, ENDPOINT, 0);
    assert_int_equal(arch_context_get(&main_thread->context, ARCH_REG_INFO),
                     message_info_make(0, 2, 2, 0));
    assert_int_equal(to->caps_or_badges[1], 4);
    assert_int_equal(cap_type(world_slot(WORLD_FREE + 40)->cap), CAP_TAG_NOTIFICATION);
    world_check();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_senders_are_served_in_order),
        cmocka_unit_test(test_receivers_are_served_in_order),
        cmocka_unit_test(test_poll_leaves_the_message_registers),
        cmocka_unit_test(test_call_and_reply),
        cmocka_unit_test(test_receive_drops_the_caller),
        cmocka_unit_test(test_reply_grant_is_the_receivers),
        cmocka_unit_test(test_call_without_grant_never_returns),
        cmocka_unit_test(test_deletion_restarts_the_waiting),
        cmocka_unit_test(test_cancel_badged_sends),
        cmocka_unit_test(test_signals),
        cmocka_unit_test(test_bound_notification_comes_first),
        cmocka_unit_test(test_signal_interrupts_receive),
        cmocka_unit_test(test_capability_transfer),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
