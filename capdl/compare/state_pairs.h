/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The parts of compare_state (private to capdl/compare): pairs of objects (state_pairs.c), what is
 * the root server's (state_rest.c), the comparison itself (compare_state.c).
 */
#ifndef CAPDL_COMPARE_STATE_PAIRS_H
#define CAPDL_COMPARE_STATE_PAIRS_H

#include <stdbool.h>
#include <stdint.h>

#include "adl/base/compilation.h"
#include "adl/base/map.h"
#include "capdl/forms/form_snapshot.h"
#include "capdl/spec/spec.h"

#define STATE_NONE UINT32_MAX

struct state {
    struct compilation *c;
    const struct spec *spec;    /* what should be */
    const struct spec *running; /* what is */
    const struct form_snapshot *snapshot;
    uint32_t *running_of;   /* per object of spec: its counterpart, or STATE_NONE */
    uint32_t *spec_of;      /* per object of running */
    uint32_t *owner;        /* per object of running: the untyped it lies in, or STATE_NONE */
    uint32_t root;          /* TCB of the root server in running, or STATE_NONE */
    bool *is_roots;         /* per object of running: the root server's own */
    struct map fault_slots; /* slot of a CNode of spec -> thread whose fault endpoint goes there */
    uint32_t faults;
    uint32_t caps_compared;
};

/* Reports a difference. */
void state_fault(struct state *state, struct span span, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Finds the root server and pairs of objects. */
void state_pairs_find(struct state *state);

/* The capability a CPtr leads to from the CSpace in `cspace`; NULL when there is none. */
const struct spec_cap *state_pairs_resolve(const struct spec *spec, const struct spec_cap *cspace,
                                           uint64_t cptr);

/* Marks what is the root server's own, and reports what is nobody's. */
void state_rest_check(struct state *state);

/* Compares the domain schedules (state_schedule.c). */
void state_schedule_check(struct state *state);

#endif
