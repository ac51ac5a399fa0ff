/*
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The stress root server: random legal and illegal operations on a window of slots, by this thread
 * and by four workers of higher priority, from a seed, until STRESS_CALLS of them have been made;
 * what the test asks to choose them and to look at the outcome is not counted. After each step the
 * answer and, every STRESS_LOOK-th step, the types in the window go into a running sum, so two
 * kernels that behave alike print the same text. Every STRESS_SHOW-th step prints the sum;
 * STRESS_TRACE prints each step, to find the first difference.
 */
#include "tests/kernel/conformance_machine.h"
#include "tests/kernel/stress.h"
#include "tests/kernel/world.h"

#ifndef STRESS_CALLS
#define STRESS_CALLS 30000
#endif
#ifndef STRESS_SHOW
#define STRESS_SHOW (STRESS_CALLS / 8)
#endif
#ifndef STRESS_LOOK
#define STRESS_LOOK 4
#endif
#ifndef STRESS_SEED
#define STRESS_SEED 1
#endif
#ifndef STRESS_TRACE
#define STRESS_TRACE 0
#endif

/* Entered from start_<cpu>.S with the boot information. */
void conformance_main(seL4_BootInfo *info);

static uint64_t sum = 0xcbf29ce484222325, random_state = STRESS_SEED * 2654435761ul + 1;
static uint64_t system_calls;

uint64_t stress_random(uint64_t below)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (random_state >> 11) % below;
}

void stress_note(uint64_t word)
{
    sum = (sum ^ word) * 0x100000001b3;
    sum ^= sum >> 29;
    if (STRESS_TRACE) {
        verdict_print(" %lx", word);
    }
}

void stress_invoke(seL4_CPtr service, uint64_t label, uint64_t length, const uint64_t *words,
                   unsigned caps, const seL4_CPtr *cap)
{
    unsigned type = world_identify(service);
    if (type == 4 || type == 8) {
        return; /* a call to a thread: we must not wait for one */
    }
    if (STRESS_TRACE) {
        verdict_print("call %lx label %lx:", service, label);
        for (unsigned i = 0; i < length && i < 10; i++) {
            verdict_print(" %lx", words[i]);
        }
        for (unsigned i = 0; i < caps; i++) {
            verdict_print(" cap %lx", cap[i]);
        }
        verdict_print(" ->");
    }
    struct reply reply = world_call(service, label, length, words, caps, cap);
    stress_count();
    stress_note(reply.label);
    stress_note(reply.length);
    for (unsigned i = 0; i < reply.length && i < 6 && reply.label != 0; i++) {
        stress_note(reply.words[i]);
    }
}

void stress_count(void)
{
    system_calls++;
}

/* The types in the window, four bits short of a hash of their own. */
static void note_window(void)
{
    uint64_t types = 0;
    for (unsigned i = 0; i < STRESS_SLOTS; i++) {
        types = types * 33 + world_identify(STRESS_WINDOW + i);
    }
    stress_note(types);
}

void conformance_main(seL4_BootInfo *info)
{
    world_init(info);
    seL4_TCB_SetPriority(seL4_CapInitThreadTCB, seL4_CapInitThreadTCB, WORLD_MAIN_PRIORITY);
    stress_prepare();
    for (uint64_t step = 1; system_calls < STRESS_CALLS; step++) {
        if (STRESS_TRACE) {
            verdict_print("step %lx: ", step);
        }
        stress_step();
        if (step % STRESS_LOOK == 0) {
            note_window();
        }
        if (STRESS_TRACE) {
            verdict_print("\n");
        }
        if (step % STRESS_SHOW == 0) {
            verdict_print("stress: step %u, %u calls, sum 0x%lx\n", (unsigned)step,
                          (unsigned)system_calls, sum);
        }
    }
    verdict_print("stress: done, %u random system calls, sum 0x%lx\n", (unsigned)system_calls, sum);
    for (;;) {
        seL4_DebugHalt();
    }
}
