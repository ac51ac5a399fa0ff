/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Faults: their messages, what a reply does, and threads that nobody looks after.
 */
#include "kernel_world.h"

#include <string.h>

#include "kernel/thread.h"

#define ENDPOINT    WORLD_FREE
#define HANDLER_CAP (WORLD_FREE + 1)
#define WORKER      (WORLD_FREE + 2)

static struct tcb *main_thread;
static struct tcb *worker;

/* Main (priority 100) handles the faults of a worker above it, whose handler capability has
 * badge 7. */
static void set_up(uint64_t rights)
{
    struct world_call lower = {
        .words = {100}, .length = 1, .caps = {SLOT_INIT_TCB}, .cap_count = 1};
    struct world_call space = {
        .words = {HANDLER_CAP, 0,    0},
        .length = 3,
        .caps = {SLOT_INIT_CNODE,           SLOT_INIT_VSPACE},
        .cap_count = 2
    };

    world_boot();
    main_thread = kernel.current;
    world_expect(ERR_NONE, SLOT_INIT_TCB, LABEL_TCB_SET_PRIORITY, &lower);
    world_retype(WORLD_UNTYPED, OBJ_ENDPOINT, 0, ENDPOINT, 1);
    assert_int_equal(world_mint(HANDLER_CAP, ENDPOINT, rights, 7), ERR_NONE);
    worker = world_thread(WORKER, 200);
    world_expect(ERR_NONE, WORKER, LABEL_TCB_SET_SPACE, &space);
    world_resume(WORKER);
    assert_ptr_equal(kernel.current, worker);
    arch_context_set(&worker->context, ARCH_REG_FAULT_IP, 0x4440);
    arch_context_set(&worker->context, ARCH_REG_NEXT_IP, 0x4440);
}

static uint64_t word(unsigned i)
{
    const struct ipc_buffer *buffer = cap_object(world_slot(SLOT_INIT_IPC_BUFFER)->cap);

    return i < NUM_MSG_REGISTERS ? arch_context_get(&main_thread->context, ARCH_REG_MSG0 + i)
                                 : buffer->msg[i];
}

static void receive(uint64_t label, uint64_t length)
{
    assert_ptr_equal(kernel.current, main_thread);
    world_syscall(SYS_RECV, ENDPOINT, 0);
    assert_int_equal(arch_context_get(&main_thread->context, ARCH_REG_CAP), 7);
    assert_int_equal(arch_context_get(&main_thread->context, ARCH_REG_INFO),
                     message_info_make(label, 0, 0, length));
    assert_int_equal(worker->state, THREAD_BLOCKED_ON_REPLY);
}

static void test_vm_fault(void **state)
{
    (void)state;
    set_up(RIGHTS_ALL);
    (void)vm_fault_entry(0x1234, 7, false);
    receive(FAULT_VM, 4);
    assert_int_equal(word(0), 0x4440);
    assert_int_equal(word(1), 0x1234);
    assert_int_equal(word(2), 0);
    assert_int_equal(word(3), 7);
    world_syscall(SYS_REPLY, 0, message_info_make(5, 0, 0, 1)); /* label does not matter */
    assert_ptr_equal(kernel.current, worker);
    assert_int_equal(arch_context_get(&worker->context, ARCH_REG_NEXT_IP), 0x4440);
}

static void test_cap_fault(void **state)
{
    (void)state;
    set_up(RIGHTS_ALL);
    world_syscall(SYS_RECV, UINT64_C(1) << 40, 0);
    receive(FAULT_CAP, 7);
    assert_int_equal(word(1), UINT64_C(1) << 40);
    assert_int_equal(word(2), 1);
    assert_int_equal(word(3), LOOKUP_GUARD_MISMATCH);
    assert_int_equal(word(4), 64);
    assert_int_equal(word(5), 0);
    assert_int_equal(word(6), WORD_BITS - ROOT_CNODE_BITS);
}

static void test_unknown_syscall(void **state)
{
    (void)state;
    set_up(RIGHTS_ALL);
    world_syscall(5, 0x11, 0x22);
    receive(FAULT_UNKNOWN_SYSCALL, 11);
    assert_int_equal(word(0), 0x4440);
    assert_int_equal(word(3), 0x11);
    assert_int_equal(word(10), 5);
    arch_context_set(&main_thread->context, ARCH_REG_MSG0, 0x5550);
    arch_context_set(&main_thread->context, ARCH_REG_MSG0 + 1, 0x99);
    world_syscall(SYS_REPLY, 0, message_info_make(0, 0, 0, 2));
    assert_ptr_equal(kernel.current, worker);
    assert_int_equal(arch_context_get(&worker->context, ARCH_REG_NEXT_IP), 0x5550);
    assert_int_equal(arch_context_get(&worker->context, ARCH_REG_SP), 0x99);
    assert_int_equal(arch_context_get(&worker->context, ARCH_REG_CAP), 0x11);
}

static void test_exception_with_label_stops(void **state)
{
    (void)state;
    set_up(RIGHTS_ALL);
    (void)user_exception_entry(2, 0);
    receive(FAULT_USER_EXCEPTION, 4);
    assert_int_equal(word(2), 2);
    world_syscall(SYS_REPLY, 0, message_info_make(1, 0, 0, 0));
    assert_int_equal(worker->state, THREAD_INACTIVE);
    assert_int_equal(worker->fault.kind, FAULT_NULL);
}

/* A thread whose fault nobody can take stops; a line says who and why; the others run on. */
static void test_no_handler(void **state)
{
    (void)state;
    set_up(RIGHT_WRITE);
    thread_set_name(worker, "lonely");
    (void)vm_fault_entry(0xabc0, 7, false);
    assert_int_equal(worker->state, THREAD_INACTIVE);
    assert_ptr_equal(kernel.current, main_thread);
    assert_non_null(strstr(fake.console, "lonely"));
    assert_non_null(strstr(fake.console, "0xabc0"));
}

static void test_suspend_forgets_the_fault(void **state)
{
    struct world_call nothing = {.length = 0};

    (void)state;
    set_up(RIGHTS_ALL);
    (void)vm_fault_entry(0x1234, 7, false);
    receive(FAULT_VM, 4);
    world_expect(ERR_NONE, WORKER, LABEL_TCB_SUSPEND, &nothing);
    assert_int_equal(worker->fault.kind, FAULT_NULL);
    assert_true(cap_is_null(main_thread->slots[TCB_SLOT_CALLER].cap));
    world_invoke(WORKER, LABEL_TCB_RESUME, &nothing);
    assert_ptr_equal(kernel.current, worker);
    assert_int_equal(arch_context_get(&worker->context, ARCH_REG_NEXT_IP), 0x4440);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_vm_fault),        cmocka_unit_test(test_cap_fault),
        cmocka_unit_test(test_unknown_syscall), cmocka_unit_test(test_exception_with_label_stops),
        cmocka_unit_test(test_no_handler),      cmocka_unit_test(test_suspend_forgets_the_fault),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
