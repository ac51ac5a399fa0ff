/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Which address space an object belongs to (private to capdl/forms): the one whose threads reach it
 * through their CSpace and VSpace.  What two of them reach is shared; threads and VSpaces belong to
 * their own space whoever has capabilities to them.  Time is linear: an object changes its space
 * twice at most.
 */
#ifndef CAPDL_FORMS_DOT_SPACES_H
#define CAPDL_FORMS_DOT_SPACES_H

#include <stdint.h>

#include "adl/base/compilation.h"
#include "capdl/spec/spec.h"

#define DOT_SPACES_SHARED 0u

/* Spaces, counted from 1. */
struct dot_spaces {
    uint32_t *of;    /* per object: its space; DOT_SPACES_SHARED: of no one, or of several */
    uint32_t *roots; /* per space: its VSpace, an object index; `roots[0]` means nothing */
    uint32_t count;
};

/* Finds the space of every object of `spec`. */
void dot_spaces_find(struct compilation *c, const struct spec *spec, struct dot_spaces *spaces);

#endif
