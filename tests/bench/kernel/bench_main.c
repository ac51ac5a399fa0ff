/*
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The benchmark root server: prints what the kernel's operations cost in instructions, a line each,
 * and `bench: done`. Runs on any kernel with seL4's classic interface that lets users read a
 * counter.
 */
#include "tests/bench/kernel/bench_measure.h"
#include "tests/bench/kernel/bench_parts.h"
#include "tests/kernel/world.h"

/* Entered from start_<cpu>.S with the boot information. */
void conformance_main(seL4_BootInfo *info);

void conformance_main(seL4_BootInfo *info)
{
    world_init(info);
    seL4_TCB_SetPriority(seL4_CapInitThreadTCB, seL4_CapInitThreadTCB, WORLD_MAIN_PRIORITY);
    bench_measure_start();
    bench_ipc();
    bench_objects();
    verdict_print("bench: done\n");
    for (;;) {
        seL4_DebugHalt();
    }
}
