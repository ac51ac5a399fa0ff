/*
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The root server that finds out for how long interrupts are off at most: prints a line for each
 * operation, in instructions, and `latency: done`. Needs kernel_latency.
 */
#include "tests/bench/kernel/bench_measure.h"
#include "tests/bench/kernel/latency_parts.h"
#include "tests/kernel/world.h"

enum { RESET = -19, LONGEST = -20, SPINS = 4000000 };

/* What a system call costs outside of the stretch that the kernel measures. */
static uint64_t outside;

/* Entered from start_<cpu>.S with the boot information. */
void conformance_main(seL4_BootInfo *info);

static uint64_t longest(void)
{
    struct message message = {0};
    world_raw(LONGEST, 0, &message);
    return message.badge;
}

void latency_start(void)
{
    struct message message = {0};
    world_raw(RESET, 0, &message);
}

void latency_show(const char *name)
{
    verdict_print("latency %s %u\n", name, (unsigned)(longest() + outside));
}

static void measure_outside(void)
{
    struct bench_call nothing = {0};
    struct bench_call poll = {.number = (uint64_t)seL4_SysNBRecv, .cap = world_endpoint()};
    bench_nothing(&nothing);
    latency_start();
    bench_syscall(&poll);
    outside = poll.after - poll.before - (nothing.after - nothing.before) - longest();
}

/* Ticks come while we do nothing. */
static void tick(void)
{
    latency_start();
    for (volatile unsigned i = 0; i < SPINS; i++) {
    }
    latency_show("tick");
}

void conformance_main(seL4_BootInfo *info)
{
    world_init(info);
    seL4_TCB_SetPriority(seL4_CapInitThreadTCB, seL4_CapInitThreadTCB, WORLD_MAIN_PRIORITY);
    bench_counter_start();
    measure_outside();
    tick();
    latency_messages();
    latency_objects();
    verdict_print("latency: done\n");
    for (;;) {
        seL4_DebugHalt();
    }
}
