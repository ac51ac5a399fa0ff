/*
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * For how long interrupts are off: each part makes the worst operations of its kind on a kernel
 * that measures itself (kernel/latency.h) and prints a line for each.
 */
#ifndef TESTS_BENCH_KERNEL_LATENCY_PARTS_H
#define TESTS_BENCH_KERNEL_LATENCY_PARTS_H

/* Forgets what was measured. */
void latency_start(void);

/* Prints `latency NAME COUNT`, the longest stretch since then: from the instruction that enters the
 * kernel to the one after it, or between two looks for interrupts. */
void latency_show(const char *name);

/* Longest messages, deepest look-ups. */
void latency_messages(void);

/* Many capabilities, much memory, many threads, many address spaces. */
void latency_objects(void);

#endif
