/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests/bench/kernel/bench_measure.h"

#include "tests/kernel/verdict.h"
#include "tests/kernel/world.h"

static uint64_t overhead;

void bench_measure_start(void)
{
    struct bench_call nothing = {0};

    bench_counter_start();
    bench_nothing(&nothing);
    bench_nothing(&nothing);
    overhead = nothing.after - nothing.before;
}

void bench_measure_add(struct bench_series *series, uint64_t before, uint64_t after)
{
    uint64_t cost = after - before - overhead;

    series->count++;
    if (series->count <= BENCH_WARM_UP) {
        return;
    }
    if (series->count == BENCH_WARM_UP + 1 || cost < series->least) {
        series->least = cost;
    }
    if (cost > series->most) {
        series->most = cost;
    }
}

void bench_measure_show(const struct bench_series *series)
{
    if (series->count != BENCH_ROUNDS) {
        world_stop("a benchmark did not run to its end");
    }
    verdict_print("bench %s %u %u\n", series->name, (unsigned)series->least,
                  (unsigned)(series->most - series->least));
}
