/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Ready queues against arrays, and the rules of switching: sel4-abi 7.2.
 */
#include "kernel_world.h"

#include <string.h>

#include "kernel/sched.h"
#include "kernel/thread.h"

#define THREADS 12u

/* The model: order of threads in each of four priorities. */
static struct tcb *order[4][THREADS];
static unsigned length[4];
static struct tcb *threads[THREADS];
static const uint8_t priorities[4] = {0, 63, 64, 255};

static void model_remove(unsigned queue, const struct tcb *thread)
{
    for (unsigned i = 0; i < length[queue]; i++) {
        if (order[queue][i] == thread) {
            memmove(&order[queue][i], &order[queue][i + 1],
                    (length[queue] - i - 1) * sizeof(order[0][0]));
            length[queue]--;
            return;
        }
    }
}

static void model_insert(unsigned queue, struct tcb *thread, unsigned position)
{
    memmove(&order[queue][position + 1], &order[queue][position],
            (length[queue] - position) * sizeof(order[0][0]));
    order[queue][position] = thread;
    length[queue]++;
}

static void compare(void)
{
    for (unsigned queue = 0; queue < 4; queue++) {
        const struct tcb *thread = kernel.ready[0][priorities[queue]].head;
        for (unsigned i = 0; i < length[queue]; i++) {
            assert_ptr_equal(thread, order[queue][i]);
            thread = thread->sched_next;
        }
        assert_null(thread);
    }
    assert_null(invariants_check());
}

static void run_seed(uint64_t seed)
{
    memset(length, 0, sizeof(length));
    for (unsigned step = 0; step < 2000; step++) {
        uint64_t random = world_random(&seed);
        unsigned i = (unsigned)random % THREADS;
        unsigned queue = i % 4;
        struct tcb *thread = threads[i];

        switch ((random >> 16) % 3) {
        case 0:
            if (!thread->queued) {
                model_insert(queue, thread, 0);
            }
            sched_enqueue(thread);
            break;
        case 1:
            if (!thread->queued) {
                model_insert(queue, thread, length[queue]);
            }
            sched_append(thread);
            break;
        default:
            model_remove(queue, thread);
            sched_dequeue(thread);
            break;
        }
        compare();
    }
    for (unsigned i = 0; i < THREADS; i++) {
        sched_dequeue(threads[i]);
    }
}

static void test_queues_against_model(void **state)
{
    static struct tcb objects[THREADS];

    (void)state;
    world_boot();
    memset(objects, 0, sizeof(objects));
    for (unsigned i = 0; i < THREADS; i++) {
        threads[i] = &objects[i];
        threads[i]->priority = priorities[i % 4];
        threads[i]->state = THREAD_RUNNING;
    }
    for (uint64_t seed = 1; seed < 20; seed++) {
        run_seed(seed * UINT64_C(0xbf58476d1ce4e5b9));
    }
}

static struct tcb *make(unsigned i, unsigned priority)
{
    threads[i] = world_thread(WORLD_FREE + i, priority);
    return threads[i];
}

static void set_priority(uint64_t slot, uint64_t priority)
{
    struct world_call message = {{priority}, 1, {SLOT_INIT_TCB}, 1};

    world_invoke(slot, LABEL_TCB_SET_PRIORITY, &message);
}

static struct tcb *boot_at(uint64_t priority)
{
    world_boot();
    set_priority(SLOT_INIT_TCB, priority);
    return kernel.current;
}

static void tick(void)
{
    fake.pending_irq = FAKE_TIMER_IRQ;
    (void)irq_entry();
    assert_null(invariants_check());
}

static void test_round_robin(void **state)
{
    struct tcb *first = boot_at(100);
    struct tcb *second = make(0, 100);
    struct tcb *third = make(1, 100);

    (void)state;
    world_resume(WORLD_FREE);
    world_resume(WORLD_FREE + 1);
    assert_ptr_equal(kernel.current, first); /* equals do not preempt */
    for (unsigned i = 0; i < TIME_SLICE_TICKS - 1; i++) {
        tick();
        assert_ptr_equal(kernel.current, first);
    }
    tick();
    assert_ptr_equal(kernel.current, third); /* resumed last: at the head of the queue */
    for (unsigned i = 0; i < TIME_SLICE_TICKS; i++) {
        tick();
    }
    assert_ptr_equal(kernel.current, second);
    world_syscall(SYS_YIELD, 0, 0);
    assert_ptr_equal(kernel.current, first);
}

static void test_higher_preempts(void **state)
{
    struct tcb *first = boot_at(100);
    struct tcb *high = make(0, 101);

    (void)state;
    world_resume(WORLD_FREE);
    assert_ptr_equal(kernel.current, high);
    world_syscall(SYS_YIELD, 0, 0);
    assert_ptr_equal(kernel.current, high);
    set_priority(WORLD_FREE, 99); /* itself below the other */
    assert_ptr_equal(kernel.current, first);
}

static void test_idle_when_all_wait(void **state)
{
    struct tcb *first = boot_at(100);

    (void)state;
    world_retype(WORLD_UNTYPED, OBJ_NOTIFICATION, 0, WORLD_FREE, 1);
    world_syscall(SYS_RECV, WORLD_FREE, 0);
    assert_ptr_equal(kernel.current, kernel.idle);
    assert_int_equal(fake.current_root, 0);
    tick();
    assert_ptr_equal(kernel.current, kernel.idle);
    assert_int_equal(first->state, THREAD_BLOCKED_ON_NOTIFICATION);
}

static void test_self_suspend_stays_on_the_call(void **state)
{
    struct tcb *first = boot_at(100);
    struct tcb *low = make(0, 50);
    struct world_call nothing = {{0}, 0, {0}, 0};
    uint64_t ip;

    (void)state;
    world_resume(WORLD_FREE);
    arch_context_set(&first->context, ARCH_REG_FAULT_IP, 0x1000);
    ip = arch_context_get(&first->context, ARCH_REG_FAULT_IP);
    world_syscall(SYS_CALL, SLOT_INIT_TCB, message_info_make(LABEL_TCB_SUSPEND, 0, 0, 0));
    assert_ptr_equal(kernel.current, low);
    assert_int_equal(first->state, THREAD_INACTIVE);
    world_invoke(SLOT_INIT_TCB, LABEL_TCB_RESUME, &nothing);
    assert_ptr_equal(kernel.current, first);
    assert_int_equal(arch_context_get(&first->context, ARCH_REG_NEXT_IP), ip);
}

/* The current thread uses the floating point unit, which is off: it gets it with what it had there.
 */
static void start_fpu(uint64_t expected)
{
    struct tcb *thread = kernel.current;

    assert_false(fake.fpu_on);
    assert_ptr_equal(fpu_use_entry(2, 0), &thread->context);
    assert_ptr_equal(kernel.current, thread);
    assert_int_equal(thread->state, THREAD_RUNNING);
    assert_true(fake.fpu_on);
    assert_int_equal(fake.fpu_unit, expected);
}

/* The floating point unit is given to a thread at its first use; from then on it comes and goes
 * with the thread, and the contents stay with it. */
static void test_fpu_follows_threads(void **state)
{
    struct tcb *first = boot_at(100);
    struct tcb *second = make(0, 100);
    struct tcb *third = make(1, 100);

    (void)state;
    start_fpu(0);
    fake.fpu_unit = 11;
    world_resume(WORLD_FREE);
    world_resume(WORLD_FREE + 1);
    world_syscall(SYS_YIELD, 0, 0);
    assert_ptr_equal(kernel.current, third);
    assert_false(fake.fpu_on);
    assert_int_equal(fake.fpu_unit, 11); /* nobody had to move it */
    world_syscall(SYS_YIELD, 0, 0);
    assert_ptr_equal(kernel.current, second);
    start_fpu(0);
    assert_int_equal(first->context.fpu.value, 11);
    fake.fpu_unit = 22;
    world_syscall(SYS_YIELD, 0, 0);
    assert_ptr_equal(kernel.current, first);
    assert_true(fake.fpu_on);
    assert_int_equal(fake.fpu_unit, 11);
    world_syscall(SYS_CALL, WORLD_FREE, message_info_make(LABEL_TCB_SUSPEND, 0, 0, 0));
    assert_int_equal(second->context.fpu.value, 22);
}

static void test_fpu_disabled(void **state)
{
    struct world_call disable = {
        {0, TCB_FLAG_FPU_DISABLED},
        2, {0},
        0
    };
    struct world_call enable = {
        {TCB_FLAG_FPU_DISABLED, 0},
        2, {0                    },
        0
    };
    struct tcb *first = boot_at(100);

    (void)state;
    start_fpu(0);
    fake.fpu_unit = 33;
    world_expect(ERR_NONE, SLOT_INIT_TCB, LABEL_TCB_SET_FLAGS, &disable);
    assert_false(fake.fpu_on);
    assert_int_equal(first->context.fpu.value, 33);
    fake.fpu_unit = 0;
    world_expect(ERR_NONE, SLOT_INIT_TCB, LABEL_TCB_SET_FLAGS, &enable);
    start_fpu(33);
}

/* An exception while the unit is on has nothing to do with it, nor has one of a thread that may not
 * use it: the thread, having no handler, stops. */
static void test_other_exceptions_stay_exceptions(void **state)
{
    struct world_call disable = {
        {0, TCB_FLAG_FPU_DISABLED},
        2, {0},
        0
    };
    struct tcb *first = boot_at(100);

    (void)state;
    start_fpu(0);
    (void)fpu_use_entry(2, 0);
    assert_int_equal(first->state, THREAD_INACTIVE);

    first = boot_at(100);
    world_expect(ERR_NONE, SLOT_INIT_TCB, LABEL_TCB_SET_FLAGS, &disable);
    (void)fpu_use_entry(2, 0);
    assert_int_equal(first->state, THREAD_INACTIVE);
    assert_false(fake.fpu_on);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_queues_against_model),
        cmocka_unit_test(test_round_robin),
        cmocka_unit_test(test_higher_preempts),
        cmocka_unit_test(test_idle_when_all_wait),
        cmocka_unit_test(test_self_suspend_stays_on_the_call),
        cmocka_unit_test(test_fpu_follows_threads),
        cmocka_unit_test(test_fpu_disabled),
        cmocka_unit_test(test_other_exceptions_stay_exceptions),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
