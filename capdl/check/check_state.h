/* SPDX-License-Identifier: BSD-2-Clause
 *
 * What the checks of the capability graph share (private to capdl/check): how they report.
 */
#ifndef CAPDL_CHECK_CHECK_STATE_H
#define CAPDL_CHECK_CHECK_STATE_H

#include <stdbool.h>
#include <stdint.h>

#include "adl/base/compilation.h"
#include "adl/base/map.h"
#include "capdl/spec/spec.h"

struct checker {
    struct compilation *c;
    const struct spec *spec;
    struct spec_place *parents; /* of page tables: the entry they hang from */
    struct spec_place *pools;   /* of page tables: their place in an ASID pool */
    struct map mappings; /* page table entry -> the frame cap that stands for it, by holder */
    bool failed;
};

/* The keyword of an object that may be of an unknown kind. */
const char *check_keyword(const struct checker *k, const struct spec_object *object);

/* Reports a fault of one object. */
struct diag *check_fault(struct checker *k, enum diag_id id, const struct spec_object *object,
                         const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Reports a fault of one capability; the text goes on from "the capability to `x` in slot 3". */
struct diag *check_cap_fault(struct checker *k, enum diag_id id, const struct spec_object *holder,
                             const struct spec_cap *cap, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* The checks, in the order they run. */
void check_objects(struct checker *k, uint32_t index); /* check_objects.c: one object alone */
void check_caps(struct checker *k, uint32_t index);    /* check_caps.c: the caps in one object */
void check_unique(struct checker *k);      /* check_unique.c: interrupts, bindings ... */
void check_memory(struct checker *k);      /* check_memory.c: addresses and covers */
void check_derivations(struct checker *k); /* check_derivations.c */

#endif
