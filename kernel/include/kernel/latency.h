/* SPDX-License-Identifier: BSD-2-Clause
 *
 * How long interrupts are off: the longest stretch, in counts of arch_counter, from a door of the
 * kernel to its end, or from one look for waiting interrupts to the next. Only in kernels built
 * with KERNEL_MEASURE_LATENCY=1 (tests/bench); in all others these functions are empty.
 *
 * Such a kernel has two of seL4's benchmark calls: BenchmarkResetLog forgets what was measured,
 * BenchmarkFinalizeLog puts the longest stretch since then into the capability register. The
 * stretches of these two are not counted.
 */
#ifndef KERNEL_LATENCY_H
#define KERNEL_LATENCY_H

#include <stdbool.h>
#include <stdint.h>

#include "arch/machine.h"

#ifndef KERNEL_MEASURE_LATENCY
#define KERNEL_MEASURE_LATENCY 0
#endif

struct latency {
    bool is_running;
    uint64_t since;
    uint64_t longest;
};

extern struct latency latency;

/* A stretch ends (there may be none), and another one begins. */
static inline void latency_look(void)
{
    if (KERNEL_MEASURE_LATENCY != 0) {
        uint64_t now = arch_counter();

        if (latency.is_running && now - latency.since > latency.longest) {
            latency.longest = now - latency.since;
        }
        latency.is_running = true;
        latency.since = arch_counter();
    }
}

/* At the doors; the second of two for the same entry does nothing. */
static inline void latency_begin(void)
{
    if (KERNEL_MEASURE_LATENCY != 0 && !latency.is_running) {
        latency_look();
    }
}

static inline void latency_end(void)
{
    if (KERNEL_MEASURE_LATENCY != 0) {
        latency_look();
        latency.is_running = false;
    }
}

/* The two calls; false: it is neither. */
bool latency_syscall(int64_t number);

#endif
