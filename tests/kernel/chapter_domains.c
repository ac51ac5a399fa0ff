/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Domains: what the capability refuses, and that the schedule is kept. A kernel with one domain has
 * nothing to keep. Lengths of turns are compared as ratios of how often two equal loops ran.
 */
#include "tests/kernel/chapters.h"
#include "tests/kernel/conformance_machine.h"
#include "tests/kernel/world.h"

enum { WORKER_PRIORITY = 10, TURNS = 24 };

/* Turns, as the loops below see them: who, and how often the loop ran. */
static volatile struct {
    uint64_t who, loops;
} turns[TURNS];
static volatile uint64_t turn_count, worker_faults, answered;

static struct reply configure(uint64_t index, uint64_t domain, uint64_t duration)
{
    uint64_t words[3] = {index, domain, duration};
    return world_call(seL4_CapDomain, DomainScheduleConfigure, 3, words, 0, NULL);
}

static struct reply set_start(uint64_t index)
{
    return world_call(seL4_CapDomain, DomainScheduleSetStart, 1, &index, 0, NULL);
}

static struct reply set_domain(seL4_CPtr tcb, uint64_t domain)
{
    return world_call(seL4_CapDomain, DomainSetSet, 1, &domain, 1, &tcb);
}

/* Invokes the domain capability and checks the answer. */
static void check(const char *name, uint64_t label, const uint64_t words[3], unsigned length,
                  seL4_CPtr cap, struct expected expected)
{
    struct reply reply = world_call(seL4_CapDomain, label, length, words, cap != 0 ? 1 : 0, &cap);
    verdict_reply(name, &reply, &expected);
}

#define CHECK(name, label, length, cap, a, b, c, ...)                                              \
    check(name, label, (uint64_t[3]){a, b, c}, length, cap, (struct expected)__VA_ARGS__)
#define TURN(name, index, domain, duration, ...)                                                   \
    CHECK(name, DomainScheduleConfigure, 3, 0, index, domain, duration, __VA_ARGS__)

static void check_threads(uint64_t domains)
{
    seL4_CPtr tcb = world_object(seL4_TCBObject, 0);
    CHECK("set without thread", DomainSetSet, 1, 0, 0, 0, 0, {seL4_TruncatedMessage, 0, {0}});
    CHECK("unknown method", CNodeCopy, 3, tcb, 0, 0, 0, {seL4_IllegalOperation, 0, {0}});
    CHECK("no such domain", DomainSetSet, 1, tcb, domains, 0, 0, {seL4_InvalidArgument, 1, {0}});
    CHECK("no thread", DomainSetSet, 1, seL4_CapDomain, 0, 0, 0, {seL4_InvalidArgument, 1, {1}});
    CHECK("the last domain", DomainSetSet, 1, tcb, domains - 1, 0, 0, {seL4_NoError, 0, {0}});
    world_delete(tcb);
}

static void check_entries(uint64_t domains, uint64_t entries)
{
    CHECK("turn short", DomainScheduleConfigure, 2, 0, 0, 0, 1, {seL4_TruncatedMessage, 0, {0}});
    TURN("the last entry stays an end marker", entries - 1, 0, 1,
         {
             seL4_RangeError, 2, {0, entries - 2}
    });
    TURN("a turn of no domain", 0, domains, 1,
         {
             seL4_RangeError, 2, {0, domains - 1}
    });
    TURN("a turn too long", 0, 0, 1ul << 56, {seL4_InvalidArgument, 1, {2}});
    TURN("no end marker at the start", 0, 0, 0, {seL4_InvalidArgument, 1, {2}});
}

static void check_starts(uint64_t entries)
{
    CHECK("start short", DomainScheduleSetStart, 0, 0, 0, 0, 0, {seL4_TruncatedMessage, 0, {0}});
    CHECK("no such start", DomainScheduleSetStart, 1, 0, entries, 0, 0,
          {
              seL4_RangeError, 2, {0, entries - 1}
    });
    CHECK("no start at an end marker", DomainScheduleSetStart, 1, 0, entries - 1, 0, 0,
          {seL4_InvalidArgument, 1, {0}});
    CHECK("start at the beginning", DomainScheduleSetStart, 1, 0, 0, 0, 0, {seL4_NoError, 0, {0}});
}

/* Counts loops until all turns are noted. */
static void loop(uint64_t who)
{
    uint64_t turn;
    while ((turn = turn_count) < TURNS) {
        if (turn == 0 || turns[turn - 1].who != who) {
            turns[turn].who = who;
            turns[turn].loops = 0;
            turn_count = turn + 1;
        } else {
            turns[turn - 1].loops++;
        }
    }
}

/* Is `one` to `other` as `one_ticks` to `other_ticks`, give or take a tenth? */
static bool is_ratio(uint64_t one, uint64_t one_ticks, uint64_t other, uint64_t other_ticks)
{
    uint64_t found = one * other_ticks, wanted = other * one_ticks;
    return found * 10 > wanted * 9 && found * 10 < wanted * 11;
}

/* The schedule, behind entry 0, where we are for ever; then the way back. */
static void begin_schedule(void)
{
    configure(1, 0, 4);
    configure(2, 1, 6);
    configure(3, 2, 1);
    configure(4, 0, 0);
    struct reply reply = set_start(1);
    verdict_done("begin the schedule", &reply);
}

static void end_schedule(void)
{
    struct reply reply = set_start(0);
    verdict_done("end the schedule", &reply);
    for (uint64_t i = 1; i < 4; i++) {
        reply = configure(i, 0, 0);
        verdict_done("an entry made an end marker", &reply);
    }
}

/* A thread of low priority in domain 1, us in domain 0, nobody in domain 2. The first turns, which
   begin before the loops, and the last are not measured. */
static void check_turns(void)
{
    struct worker *worker = world_worker(WORKER_PRIORITY, 0);
    set_domain(worker->tcb, 1);
    turn_count = 0;
    world_run(worker, loop, 1);
    begin_schedule();
    loop(0);
    end_schedule();
    unsigned wrong = 0, ratios = 0;
    for (unsigned i = 1; i < TURNS; i++) {
        wrong += turns[i].who == turns[i - 1].who;
    }
    for (unsigned i = 2; i + 2 < TURNS; i++) {
        bool ours = turns[i].who == 0;
        ratios += is_ratio(turns[i].loops, ours ? 4 : 6, turns[i + 1].loops, ours ? 6 : 4);
    }
    verdict_equal("the domains take turns", wrong, 0);
    verdict_equal("each for its number of ticks", ratios, TURNS - 4);
    world_end(worker);
}

static void answer(uint64_t endpoint)
{
    struct message message = {0};
    world_raw(seL4_SysRecv, endpoint, &message);
    answered = message.words[0];
    message.words[0]++;
    worker_faults = machine_float_test(0x4010000000000000, 2000);
    world_raw(seL4_SysReply, 0, &message);
    for (;;) {
        worker_faults += machine_float_test(0x4010000000000000, 2000);
    }
}

/* A call to a domain that has no turn now; floating point registers on both sides. */
static void check_messages(void)
{
    seL4_CPtr endpoint = world_endpoint();
    struct worker *worker = world_worker(WORLD_MAIN_PRIORITY + 10, 0);
    set_domain(worker->tcb, 1);
    world_run(worker, answer, endpoint);
    struct message nothing = {.info = world_message(1, 0, 1), .words = {7}};
    world_raw(seL4_SysNBSend, endpoint, &nothing);
    verdict_equal("a thread of another domain has not run", answered, 0);
    begin_schedule();
    struct message message = {.info = world_message(1, 0, 1), .words = {41}};
    world_raw(seL4_SysCall, endpoint, &message);
    verdict_equal("a call to another domain arrives", answered, 41);
    verdict_equal("and is answered", message.words[0], 42);
    uint64_t faults = machine_float_test(0x3ff0000000000000, 20000);
    verdict_equal("floating point registers survive other domains", faults, 0);
    end_schedule();
    verdict_equal("and those of the other domain", worker_faults, 0);
    world_end(worker);
}

static void check_moves(void)
{
    begin_schedule();
    struct reply reply = set_domain(seL4_CapInitThreadTCB, 1);
    verdict_done("a thread moves itself into another domain", &reply);
    struct worker *worker = world_worker(WORLD_MAIN_PRIORITY, 0);
    turn_count = 0;
    world_run(worker, loop, 1);
    loop(0);
    verdict_true("a new thread is of its maker's domain", turn_count == TURNS);
    reply = set_domain(seL4_CapInitThreadTCB, 0);
    verdict_done("and back", &reply);
    end_schedule();
    world_end(worker);
}

void chapter_domains(void)
{
    uint64_t domains = world_domains(), entries = world_schedule_entries();
    verdict_chapter("domains");
    verdict_print("domains: %u, entries of the schedule: %u\n", (unsigned)domains,
                  (unsigned)entries);
    check_threads(domains);
    check_entries(domains, entries);
    check_starts(entries);
    if (domains > 2 && entries > 5) {
        check_turns();
        check_messages();
        check_moves();
    }
}
