/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Runs a table of passes (or checks) in order. A pass names the passes it needs; if one of these
 * failed or was skipped, it is skipped too, quietly: the fault was reported where it arose. Every
 * run is timed (monotonic clock) into c->timings for --timings, and named on stderr if the
 * compilation traces it. In builds with assertions the verifier runs after its pass.
 *
 * A needed pass must stand earlier in the table; that is asserted.
 */
#ifndef ADL_BASE_PASS_H
#define ADL_BASE_PASS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct compilation;

#define PASS_MAX_NEEDS 4

struct pass {
    const char *name;
    const char *needs[PASS_MAX_NEEDS]; /* names, NULL after the last */
    /* True if what the pass made can be trusted by those that need it. */
    bool (*run)(struct compilation *c, void *subject);
    /* Asserts the invariants of the result; may be NULL. */
    void (*verify)(struct compilation *c, void *subject);
};

enum pass_status {
    PASS_DONE,
    PASS_FAILED,  /* it ran and its result cannot be trusted */
    PASS_SKIPPED, /* something it needs failed */
};

/* How long a named piece of work took. */
struct pass_timing {
    const char *name;
    uint64_t nanoseconds;
};

/* Runs the passes; true if all are done. `statuses` (room for `count`, or NULL) gets each one's
 * outcome. */
bool pass_run(struct compilation *c, const struct pass *passes, size_t count, void *subject,
              enum pass_status *statuses);

/* Time of the monotonic clock in nanoseconds. */
uint64_t pass_clock(void);

/* Records that work called `name` (kept, not copied) began at `since` and ends now. */
void pass_note_time(struct compilation *c, const char *name, uint64_t since);

/* Prints the recorded times as a table. */
void pass_show_timings(const struct compilation *c, FILE *out);

#endif
