/*
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The parts of the stress root server: the main loop gives randomness and keeps the sum, the steps
 * choose what to do.
 */
#ifndef TESTS_KERNEL_STRESS_H
#define TESTS_KERNEL_STRESS_H

#include <stdint.h>

#include <sel4/sel4.h>

/* The slots the steps work on; the first few are filled at the beginning. */
enum { STRESS_WINDOW = 3000, STRESS_SLOTS = 40 };

/* A number from 0 to below - 1. */
uint64_t stress_random(uint64_t below);

/* Takes a word into the sum. */
void stress_note(uint64_t word);

/* Counts a random system call that was not made with stress_invoke. */
void stress_count(void);

/* Makes an invocation and takes the answer into the sum. */
void stress_invoke(seL4_CPtr service, uint64_t label, uint64_t length, const uint64_t *words,
                   unsigned caps, const seL4_CPtr *cap);

/* Fills the window and starts the workers. */
void stress_prepare(void);

/* Makes one random step. */
void stress_step(void);

/* Workers: a random system call by one that is idle, or a restart of one that is not. */
void stress_workers_prepare(void);
void stress_workers_step(void);

#endif
