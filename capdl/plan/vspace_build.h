/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Mapping frames into the address spaces of a graph: makes the page tables that are missing.
 *
 * A VSpace is a PAGE_TABLE object of level 0; the tables below it and the frames at the end are
 * capabilities in its slots.  A table made here is called "<vspace>_pt<level>_<address>", where
 * address is the first one it covers, so that a name tells what it is and stays the same when
 * other parts of the program change.
 */
#ifndef CAPDL_PLAN_VSPACE_BUILD_H
#define CAPDL_PLAN_VSPACE_BUILD_H

#include <stdbool.h>
#include <stdint.h>

#include "capdl/spec/spec.h"

/* Makes the tables that a page at `vaddr` needs. False when none could be mapped there. */
bool vspace_build_reserve(struct spec *spec, struct spec_object_id vspace, uint64_t vaddr);

/* Puts `cap` (to a frame; its slot is set here) where `vaddr` lies in `vspace`, with the tables on
 * the way. False, and nothing is changed, when something is mapped there already or when a frame
 * of this size cannot be mapped at this address. */
bool vspace_build_map(struct spec *spec, struct spec_object_id vspace, uint64_t vaddr,
                      struct spec_cap cap);

/* The capability that `vaddr` goes through in the end: to a frame; NULL when nothing is mapped. */
const struct spec_cap *vspace_build_find(const struct spec *spec, struct spec_object_id vspace,
                                         uint64_t vaddr);

/* Table and slot in which a mapping of `vaddr` ends; false when nothing is mapped there. */
bool vspace_build_place(const struct spec *spec, struct spec_object_id vspace, uint64_t vaddr,
                        struct spec_object_id *table, uint32_t *slot);

#endif
