/* SPDX-License-Identifier: BSD-2-Clause */
#include "kernel/latency.h"

#include "kernel/state.h"

/* Numbers of the ABI, reserved in kernels without benchmarks. */
#define SYS_BENCHMARK_RESET_LOG    (-19)
#define SYS_BENCHMARK_FINALIZE_LOG (-20)

struct latency latency;

bool latency_syscall(int64_t number)
{
    struct arch_context *context = &kernel.current->context;

    if (KERNEL_MEASURE_LATENCY == 0) {
        return false;
    }
    if (number == SYS_BENCHMARK_RESET_LOG) {
        latency.longest = 0;
    } else if (number == SYS_BENCHMARK_FINALIZE_LOG) {
        arch_context_set(context, ARCH_REG_CAP, latency.longest);
    } else {
        return false;
    }
    latency.is_running = false;
    return true;
}
