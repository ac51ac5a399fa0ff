/* SPDX-License-Identifier: BSD-2-Clause */
/* Who runs when: priorities, equals, time slices, floating point across switches. */
#include "tests/kernel/chapters.h"
#include "tests/kernel/conformance_machine.h"
#include "tests/kernel/world.h"

static volatile uint64_t order, spins[2], stop, float_faults, float_done;
static seL4_CPtr notification;

static void note(uint64_t digit)
{
    order = order * 10 + digit;
}

static void note_and_yield(uint64_t digit)
{
    note(digit);
    seL4_Yield();
    note(digit);
}

static void wait_and_note(uint64_t digit)
{
    seL4_Wait(notification, NULL);
    note(digit);
}

static void main_priority(uint64_t priority)
{
    seL4_TCB_SetPriority(seL4_CapInitThreadTCB, seL4_CapInitThreadTCB, priority);
}

static void check_priorities(void)
{
    struct worker *low = world_worker(30, 0);
    struct worker *high = world_worker(40, 0);
    order = 0;
    world_run(low, note, 1);
    world_run(high, note, 2);
    verdict_equal("threads below do not run", order, 0);
    main_priority(20);
    verdict_equal("when we step down the higher runs first", order, 21);
    main_priority(WORLD_MAIN_PRIORITY);
    world_end(low);
    world_end(high);
}

/* What two equals noted: before we yield, after that, after one more. */
struct turns {
    uint64_t before, once, twice;
};

static struct turns take_turns(void)
{
    struct turns turns;
    struct worker *one = world_worker(WORLD_MAIN_PRIORITY, 0);
    struct worker *two = world_worker(WORLD_MAIN_PRIORITY, 0);
    order = 0;
    world_run(one, note_and_yield, 1);
    world_run(two, note_and_yield, 2);
    turns.before = order;
    seL4_Yield();
    turns.once = order;
    seL4_Yield();
    turns.twice = order;
    world_end(one);
    world_end(two);
    return turns;
}

/* A time slice may end between two steps, but not again and again. */
static void check_equals(void)
{
    struct turns turns = take_turns();
    for (unsigned tries = 0; turns.twice != 2121 && tries < 3; tries++) {
        turns = take_turns();
    }
    verdict_equal("equals do not preempt", turns.before, 0);
    /* A resumed thread goes to the head of its queue, so the one resumed last is first. */
    verdict_equal("a yield lets each run once", turns.once, 21);
    verdict_equal("and again in the same order", turns.twice, 2121);
}

static void check_wake_up(void)
{
    notification = world_notification();
    struct worker *equal = world_worker(WORLD_MAIN_PRIORITY, 0);
    struct worker *high = world_worker(60, 0);
    order = 0;
    world_run(equal, wait_and_note, 1);
    seL4_Yield();
    world_run(high, wait_and_note, 2);
    seL4_Signal(notification);
    verdict_equal("waking an equal does not switch", order, 0);
    seL4_Signal(notification);
    verdict_equal("waking a higher one does", order, 2);
    seL4_Yield();
    verdict_equal("the equal runs when we yield", order, 21);
    world_end(equal);
    world_end(high);
}

static void check_set_priority(void)
{
    struct worker *one = world_worker(30, 0);
    struct worker *two = world_worker(30, 0);
    order = 0;
    world_run(one, note, 1);
    world_run(two, note, 2);
    seL4_TCB_SetPriority(two->tcb, seL4_CapInitThreadTCB, 55);
    verdict_equal("raising a ready thread runs it", order, 2);
    seL4_TCB_SetPriority(one->tcb, seL4_CapInitThreadTCB, 40);
    verdict_equal("raising it below us does not", order, 2);
    main_priority(35);
    verdict_equal("it runs when we step below it", order, 21);
    main_priority(WORLD_MAIN_PRIORITY);
    world_end(one);
    world_end(two);
}

static void spin(uint64_t index)
{
    while (!stop) {
        spins[index]++;
    }
}

/* Two threads that never give way, and this one: all must get on. */
static void check_slices(void)
{
    struct worker *one = world_worker(WORLD_MAIN_PRIORITY, 0);
    struct worker *two = world_worker(WORLD_MAIN_PRIORITY, 0);
    stop = 0;
    world_run(one, spin, 0);
    world_run(two, spin, 1);
    verdict_equal("nobody spun yet", spins[0] + spins[1], 0);
    uint64_t tries = 0;
    while ((spins[0] == 0 || spins[1] == 0) && tries < 2000000000) {
        tries++;
    }
    verdict_true("the tick gives the first its turn", spins[0] > 0);
    verdict_true("and the second", spins[1] > 0);
    uint64_t before = spins[0];
    for (tries = 0; spins[0] == before && tries < 2000000000; tries++) {
    }
    verdict_true("again and again", spins[0] != before);
    stop = 1;
    seL4_Yield();
    seL4_Yield();
    world_end(one);
    world_end(two);
}

static void float_worker(uint64_t seed)
{
    float_faults += machine_float_test(seed, 200);
    float_done++;
}

static void check_float(void)
{
    struct worker *one = world_worker(WORLD_MAIN_PRIORITY, 0);
    struct worker *two = world_worker(WORLD_MAIN_PRIORITY, 0);
    world_run(one, float_worker, 0x3ff0000000000000);
    world_run(two, float_worker, 0x4010000000000000);
    uint64_t wrong = machine_float_test(0x4030000000000000, 300);
    verdict_equal("our floating point registers survive", wrong, 0);
    while (float_done < 2) {
        seL4_Yield();
    }
    verdict_equal("and those of two other threads", float_faults, 0);
    world_end(one);
    world_end(two);
}

static void check_flag(void)
{
    seL4_CPtr endpoint = world_endpoint();
    struct worker *worker = world_worker(60, endpoint);
    seL4_TCB_SetFlags_t flags = seL4_TCB_SetFlags(worker->tcb, 0, seL4_TCBFlag_fpuDisabled);
    verdict_equal("disable floating point", flags.flags, seL4_TCBFlag_fpuDisabled);
    float_done = 0;
    world_run(worker, float_worker, 1);
    struct message message = {0};
    world_raw(seL4_SysRecv, endpoint, &message);
    verdict_equal("its use is an exception", message.info >> 12, seL4_Fault_UserException);
    seL4_TCB_SetFlags(worker->tcb, seL4_TCBFlag_fpuDisabled, 0);
    struct message answer = {.info = 0};
    world_raw(seL4_SysReply, 0, &answer);
    verdict_equal("enabled again it goes on", float_done, 1);
    world_end(worker);
}

void chapter_scheduling(void)
{
    verdict_chapter("scheduling");
    check_priorities();
    check_equals();
    check_wake_up();
    check_set_priority();
    check_slices();
    check_float();
    check_flag();
}
