/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Exhaustive small-scope checking of the kernel in a test program (tests/unit/kernel/core): from a
 * start state every operation is made in every state, breadth first, up to a number of operations.
 * A state is the contents of all tracked memory, the kernel's and the naive model's alike; two
 * states are the same only if every byte is. So a state is left only once, and yet all sequences
 * of operations up to the bound are covered; their number is counted along.
 *
 * A step function makes the operation on kernel and model, compares them with cmocka's assertions
 * and tidies away what has no influence on what comes (registers, error words). If an assertion
 * fails, the sequence that led there is printed.
 */
#ifndef TESTS_EXHAUST_H
#define TESTS_EXHAUST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct exhaust {
    const char *name;
    unsigned operations; /* numbered from 0 */
    unsigned bound;      /* longest sequence */
    /* False: the operation makes no sense here, nothing was done. */
    bool (*step)(unsigned operation);
    /* Prints the operation, for people. */
    void (*show)(unsigned operation);
};

/* Forgets all tracked memory and tracks what every booted world has: kernel, first thread, its IPC
 * buffer, the slots in use, and what has been made from the test untyped so far. */
void exhaust_world(void);

/* Adds memory to the state. It must be 8-byte aligned, size a multiple of 8. */
void exhaust_track(void *start, size_t size);

/* All tracked memory: how many bytes, copied away, put back, compared with such a copy. */
size_t exhaust_size(void);
void exhaust_save(uint64_t *copy);
void exhaust_restore(const uint64_t *copy);
bool exhaust_is(const uint64_t *copy);

/* Explores from the current state, prints how much it covered, and ends in the start state. Fails
 * the test if untracked memory of the machine has changed. */
void exhaust_run(const struct exhaust *what);

/* The bound: the test program's first argument, or `small`. Sets up the report of failures. */
unsigned exhaust_bound(int argc, char **argv, unsigned small);

/* Teardown for cmocka: prints the sequence if the test failed within a step. */
int exhaust_report(void **state);

/* Makes the registers, errors and counters alike that no operation leaves a trace in. */
void exhaust_tidy(void);

#endif
