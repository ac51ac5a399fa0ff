/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * All sequences of what a few threads can do with one endpoint and one notification, and what a
 * manager can do to them: who waits where, who gets what from whom, who runs next, against a naive
 * model. Every system call is tried on the fast path first: takes it the call, the long way must
 * lead from the same state to the same one, byte by byte; does it not, nothing may have changed.
 */
// link: kernel_core
// sources: tests/property/kernel/exhaust.c tests/property/kernel/ipc_model.c
// slow: 5
#include "kernel_world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kernel/endpoint.h"
#include "kernel/notification.h"
#include "kernel/sched.h"
#include "kernel/thread.h"
#include "tests/property/kernel/exhaust.h"
#include "tests/property/kernel/ipc_model.h"

#define ENDPOINT     WORLD_FREE
#define NOTIFICATION (WORLD_FREE + 1)
#define WORKER       (WORLD_FREE + 4)  /* + i */
#define SENDING      (WORLD_FREE + 8)  /* + i: endpoint with badge i + 1 */
#define SIGNALLING   (WORLD_FREE + 12) /* + i: notification with badge 1 << i */

static struct tcb *main_thread;
static struct tcb *workers[MAX_THREADS];
static unsigned bound;

static void show(unsigned number)
{
    static const char *const names[] = {"send",
                                        "nbsend",
                                        "call",
                                        "recv",
                                        "nbrecv",
                                        "reply",
                                        "replyrecv",
                                        "signal",
                                        "wait",
                                        "poll",
                                        "suspend",
                                        "resume",
                                        "priority",
                                        "kill",
                                        "cancel-badged",
                                        "bind",
                                        "unbind",
                                        "delete-endpoint",
                                        "delete-notification"};

    fprintf(stderr, "%s(%u)", names[number / threads], number % threads);
}

/* --- the kernel --- */

static uint64_t call(uint64_t cap, uint64_t label, uint64_t word, uint64_t extra)
{
    struct world_call message = {
        {word, 64},
        2, {extra   },
        1
    };

    return world_invoke(cap, label, &message).label;
}

static uint64_t kernel_manage(unsigned kind, unsigned t)
{
    switch (kind) {
    case SUSPEND:
        return call(WORKER + t, LABEL_TCB_SUSPEND, 0, 0);
    case RESUME:
        return call(WORKER + t, LABEL_TCB_RESUME, 0, 0);
    case PRIORITY:
        return call(WORKER + t, LABEL_TCB_SET_PRIORITY, workers[t]->priority == LOW ? HIGH : LOW,
                    SLOT_INIT_TCB);
    case KILL:
        return world_delete(WORKER + t);
    case CANCEL_BADGED:
        return call(SLOT_INIT_CNODE, LABEL_CNODE_CANCEL_BADGED_SENDS, SENDING + t, 0);
    case BIND:
        return call(WORKER, LABEL_TCB_BIND_NOTIFICATION, 0, NOTIFICATION);
    case UNBIND:
        return call(WORKER, LABEL_TCB_UNBIND_NOTIFICATION, 0, 0);
    case DELETE_ENDPOINT:
        assert_int_equal(world_revoke(ENDPOINT), ERR_NONE);
        return world_delete(ENDPOINT);
    default:
        assert_int_equal(world_revoke(NOTIFICATION), ERR_NONE);
        return world_delete(NOTIFICATION);
    }
}

/* All tracked memory, before a system call and after the fast path. */
static uint64_t *before, *fast;
static unsigned fast_count;

/* The system call of the current thread, both ways. */
static void enter(int64_t number, uint64_t cap, uint64_t info)
{
    struct arch_context *context = &kernel.current->context;
    const struct arch_context *next;

    arch_context_set(context, ARCH_REG_SYSCALL, (uint64_t)number);
    arch_context_set(context, ARCH_REG_CAP, cap);
    arch_context_set(context, ARCH_REG_INFO, info);
    arch_context_set(context, ARCH_REG_NEXT_IP, arch_context_get(context, ARCH_REG_FAULT_IP) + 4);
    exhaust_save(before);
    next = fastpath_entry(cap, info, number, context);
    if (next == NULL) {
        assert_true(exhaust_is(before));
        world_syscall(number, cap, info);
        return;
    }
    fast_count++;
    assert_ptr_equal(next, &kernel.current->context);
    exhaust_save(fast);
    exhaust_restore(before);
    world_syscall(number, cap, info);
    assert_true(exhaust_is(fast));
}

static void kernel_act(unsigned kind, unsigned t)
{
    static const int64_t numbers[] = {SYS_SEND,  SYS_NB_SEND,    SYS_CALL, SYS_RECV, SYS_NB_RECV,
                                      SYS_REPLY, SYS_REPLY_RECV, SYS_SEND, SYS_RECV, SYS_NB_RECV};
    bool sends = kind == SEND || kind == NB_SEND || kind == CALL;
    uint64_t cap = sends                          ? SENDING + t
                   : kind == SIGNAL               ? SIGNALLING + t
                   : kind == WAIT || kind == POLL ? NOTIFICATION
                                                  : ENDPOINT;

    arch_context_set(&workers[t]->context, ARCH_REG_MSG0, 100 + t);
    enter(numbers[kind], cap, message_info_make(7 + t, 0, 0, 1));
}

/* Lets `thread` be the current one, as after time slices of the others. */
static void become(struct tcb *thread)
{
    if (kernel.current != thread) {
        if (thread_is_runnable(kernel.current)) {
            sched_enqueue(kernel.current);
        }
        sched_dequeue(thread);
        thread_switch_to(thread);
    }
    if (thread->state == THREAD_RESTART) {
        thread->state = THREAD_RUNNING;
    }
}

/* --- comparing --- */

static void compare_thread(unsigned t)
{
    static const uint8_t states[] = {[STOPPED] = THREAD_INACTIVE,
                                     [READY] = THREAD_RUNNING,
                                     [SENDS] = THREAD_BLOCKED_ON_SEND,
                                     [RECEIVES] = THREAD_BLOCKED_ON_RECEIVE,
                                     [AWAITS_REPLY] = THREAD_BLOCKED_ON_REPLY,
                                     [WAITS] = THREAD_BLOCKED_ON_NOTIFICATION};
    const struct tcb *thread = workers[t];
    const struct actor *actor = &model.actor[t];
    struct cap reply = thread->slots[TCB_SLOT_CALLER].cap;

    if (actor->standing == DEAD) {
        return;
    }
    if (thread->state != THREAD_RESTART) {
        assert_int_equal(thread->state, states[actor->standing]);
    }
    assert_int_equal(thread_is_runnable(thread), actor->standing == READY);
    assert_int_equal(thread->priority, actor->priority);
    assert_int_equal(!cap_is_null(reply), actor->caller != NOBODY);
    if (actor->caller != NOBODY) {
        assert_ptr_equal(cap_object(reply), workers[actor->caller]);
    }
    if (seen.told[t]) {
        assert_int_equal(arch_context_get(&thread->context, ARCH_REG_CAP), seen.badge[t]);
    }
    if (seen.from[t] != NOBODY) {
        assert_int_equal(arch_context_get(&thread->context, ARCH_REG_MSG0), 100 + seen.from[t]);
        assert_int_equal(arch_context_get(&thread->context, ARCH_REG_INFO),
                         message_info_make(7 + seen.from[t], 0, 0, 1));
    }
}

static void compare_queues(void)
{
    const struct tcb *thread;

    if (model.has_endpoint) {
        thread = ((struct endpoint *)cap_object(world_slot(ENDPOINT)->cap))->head;
        for (unsigned i = 0; i < model.queued; i++, thread = thread->wait_next) {
            assert_ptr_equal(thread, workers[model.queue[i]]);
        }
        assert_null(thread);
    }
    if (model.has_notification) {
        const struct notification *n = cap_object(world_slot(NOTIFICATION)->cap);
        thread = n->head;
        for (unsigned i = 0; i < model.waiting; i++, thread = thread->wait_next) {
            assert_ptr_equal(thread, workers[model.waiters[i]]);
        }
        assert_null(thread);
        assert_int_equal(notification_get_state(n) == NOTIFICATION_ACTIVE, model.active);
        assert_int_equal(model.active ? n->pending : 0, model.pending);
        assert_ptr_equal(n->bound, model.bound ? workers[0] : NULL);
    }
}

/* The first of the highest priority among those that were ready before, in order. */
static unsigned first_ready(unsigned but)
{
    unsigned best = NOBODY;

    for (unsigned i = 0; i < threads; i++) {
        if (i != but && model.actor[i].standing == READY && i != seen.woken[0] &&
            (best == NOBODY || model.actor[i].priority > model.actor[best].priority)) {
            best = i;
        }
    }
    return best;
}

/* Who runs after a system call of `t` that woke at most one other thread. */
static void compare_next(unsigned t)
{
    unsigned woken = seen.woken_count == 1 ? seen.woken[0] : NOBODY;
    unsigned other = first_ready(t);
    unsigned next = t;

    if (seen.woken_count > 1) {
        assert_true(kernel.current != main_thread);
        return;
    }
    if (model.actor[t].standing == READY) {
        if (woken != NOBODY && model.actor[woken].priority > model.actor[t].priority) {
            next = woken;
        }
    } else {
        next = other;
        if (woken != NOBODY &&
            (other == NOBODY || model.actor[woken].priority >= model.actor[other].priority ||
             model.actor[woken].priority >= model.actor[t].priority)) {
            next = woken;
        }
    }
    assert_ptr_equal(kernel.current, next == NOBODY ? main_thread : workers[next]);
}

/* Forgets what no later operation can tell: registers of threads that wait for nothing of theirs,
 * the order of the ready queues, notes in the TCB about a wait that is over. */
static void tidy(void)
{
    become(main_thread);
    exhaust_tidy();
    for (unsigned i = 0; i < threads; i++) {
        struct tcb *thread = workers[i];
        if (model.actor[i].standing == DEAD) {
            memset(&thread->context, 0, sizeof(thread->context));
        } else if (model.actor[i].standing != SENDS) {
            memset(&thread->context.regs, 0, sizeof(thread->context.regs));
            thread->badge = 0;
            thread->is_call = thread->can_grant_reply = 0;
        }
        if (model.actor[i].standing != SENDS && model.actor[i].standing != RECEIVES) {
            thread->can_grant = 0;
            thread->blocked_on = model.actor[i].standing == WAITS ? thread->blocked_on : NULL;
        }
        memset(&thread->fault, 0, sizeof(thread->fault));
        thread->slice = 1;
        if (thread_is_runnable(thread)) {
            sched_dequeue(thread);
            thread->state = THREAD_RUNNING;
        }
    }
    kernel.fpu_owner = NULL;
    for (unsigned i = 0; i < threads; i++) {
        if (model.actor[i].standing == READY) {
            sched_append(workers[i]);
        }
    }
    assert_null(invariants_check());
}

static bool may_run(unsigned t)
{
    for (unsigned i = 0; i < threads; i++) {
        if (model.actor[i].standing == READY && model.actor[i].priority > model.actor[t].priority) {
            return false;
        }
    }
    return model.actor[t].standing == READY;
}

static bool is_possible(unsigned kind, unsigned t)
{
    bool of_notification = kind == SIGNAL || kind == WAIT || kind == POLL || kind == BIND ||
                           kind == DELETE_NOTIFICATION;

    if ((kind >= BIND && t != 0) || (of_notification && !model.has_notification)) {
        return false;
    }
    if (kind < SUSPEND && !may_run(t)) {
        return false;
    }
    if (kind >= SUSPEND && kind <= UNBIND && model.actor[t].standing == DEAD) {
        return false;
    }
    return of_notification || model.has_endpoint || kind == REPLY ||
           (kind >= SUSPEND && kind != CANCEL_BADGED && kind != DELETE_ENDPOINT);
}

static bool step(unsigned number)
{
    unsigned kind = number / threads;
    unsigned t = number % threads;

    if (!is_possible(kind, t)) {
        return false;
    }
    model_begin();
    if (kind < SUSPEND) {
        become(workers[t]);
        /* The manager has a lower priority than all: it runs when nobody else can. */
        kernel_act(kind, t);
        model_act(kind, t);
        compare_next(t);
    } else {
        uint64_t result = kernel_manage(kind, t);
        if (kind == CANCEL_BADGED && !may_grant(t)) {
            assert_int_equal(result, ERR_ILLEGAL_OPERATION);
        } else {
            assert_int_equal(result, model_manage(kind, t));
        }
    }
    for (unsigned i = 0; i < threads; i++) {
        compare_thread(i);
    }
    compare_queues();
    tidy();
    return true;
}

static void set_up(unsigned count)
{
    struct world_call lower = {{100}, 1, {SLOT_INIT_TCB}, 1};

    world_boot();
    main_thread = kernel.current;
    world_expect(ERR_NONE, SLOT_INIT_TCB, LABEL_TCB_SET_PRIORITY, &lower);
    world_retype(WORLD_UNTYPED, OBJ_ENDPOINT, 0, ENDPOINT, 1);
    world_retype(WORLD_UNTYPED, OBJ_NOTIFICATION, 0, NOTIFICATION, 1);
    model_reset(count);
    for (unsigned i = 0; i < threads; i++) {
        uint64_t rights = may_grant(i) ? RIGHTS_ALL : RIGHT_READ | RIGHT_WRITE;
        assert_int_equal(world_mint(SENDING + i, ENDPOINT, rights, i + 1), ERR_NONE);
        assert_int_equal(world_mint(SIGNALLING + i, NOTIFICATION, rights, 1u << i), ERR_NONE);
        workers[i] = world_thread(WORKER + i, LOW);
    }
    for (unsigned i = 0; i < threads; i++) {
        world_resume(WORKER + i);
        become(main_thread);
    }
}

static void run(const char *name, unsigned count, unsigned length)
{
    struct exhaust what = {name, KINDS * count, length, step, show};

    set_up(count);
    exhaust_world();
    exhaust_track(&model, sizeof(model));
    tidy();
    before = malloc(exhaust_size());
    fast = malloc(exhaust_size());
    assert_true(before != NULL && fast != NULL);
    fast_count = 0;
    exhaust_run(&what);
    free(before);
    free(fast);
    assert_true(fast_count > 0);
    printf("%s: %u system calls took the fast path\n", name, fast_count);
}

static void test_three_threads(void **state)
{
    (void)state;
    run("three threads", 3, bound);
}

static void test_four_threads(void **state)
{
    (void)state;
    run("four threads", 4, bound - 1);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_three_threads, exhaust_report),
        cmocka_unit_test_teardown(test_four_threads, exhaust_report),
    };

    bound = exhaust_bound(argc, argv, 3);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
