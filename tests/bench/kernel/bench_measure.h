/*
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Counting instructions from user mode. A count goes from just before the instruction that enters
 * the kernel to just after the one that comes out of it, maybe in another thread; the reading of
 * the counter itself is taken off. Under QEMU's `-icount shift=0` the counters give executed
 * instructions, so counts are exact and the same on every machine; on other machines they are
 * whatever the CPU counts.
 *
 * Stamps are stored in the calls, which all threads of the program share, so that one thread can
 * take the difference to the other's.
 */
#ifndef TESTS_BENCH_KERNEL_BENCH_MEASURE_H
#define TESTS_BENCH_KERNEL_BENCH_MEASURE_H

#include <stdint.h>

/* A system call with its registers, and the counter before and after it. The assembler code knows
 * this layout. */
struct bench_call {
    uint64_t number, cap, info, words[4];
    uint64_t before, after;
};

/* bench_<cpu>.S: starts the counter, as far as a user must. */
void bench_counter_start(void);
/* Makes the system call; the registers that come back are stored in `call`. */
void bench_syscall(struct bench_call *call);
/* Only sets before and after. */
void bench_nothing(struct bench_call *call);
/* An instruction that every CPU refuses (4 bytes long), with the counter before and after it. */
void bench_trap(struct bench_call *call);
/* Uses the floating point unit. */
void bench_float(void);

/* Entries of threads without a stack: wait at, send to the capability, again and again. */
void bench_wait(uint64_t cap);
void bench_send(uint64_t cap);

/* 16 samples, after two rounds that are not counted. */
enum { BENCH_WARM_UP = 2, BENCH_SAMPLES = 16, BENCH_ROUNDS = BENCH_WARM_UP + BENCH_SAMPLES };

struct bench_series {
    const char *name;
    unsigned count; /* rounds so far, the first ones included */
    uint64_t least, most;
};

/* Measures what the reading of the counter costs; call once, before all others. */
void bench_measure_start(void);

/* Takes one more round into the series: from `before` to `after`. */
void bench_measure_add(struct bench_series *series, uint64_t before, uint64_t after);

/* Prints `bench NAME LEAST DEVIATION`; deviation: the difference between the largest and the least
 * sample. */
void bench_measure_show(const struct bench_series *series);

#endif
