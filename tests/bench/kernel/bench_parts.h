/*
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The parts of the benchmark root server. Each measures its things and prints their lines.
 */
#ifndef TESTS_BENCH_KERNEL_BENCH_PARTS_H
#define TESTS_BENCH_KERNEL_BENCH_PARTS_H

#include <sel4/sel4.h>

/* Messages, signals and faults between two threads. */
void bench_ipc(void);

/* Making, revoking and mapping objects. */
void bench_objects(void);

/* A new address space that maps all pages of this program where they are mapped here. */
seL4_CPtr bench_space_make(void);

#endif
