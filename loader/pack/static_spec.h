/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A copy of a spec in which the places of a layout are members of untypeds.
 */
#ifndef LOADER_PACK_STATIC_SPEC_H
#define LOADER_PACK_STATIC_SPEC_H

#include "loader/pack/plan_layout.h"

/* Makes the copy, see plan_static.h; in the end `padding` untypeds of 16 bytes that nobody uses are
 * added where there is room, of which `*padded` gets how many. new_ids[i] gets the number of object
 * i in the copy. */
struct spec *static_spec_make(struct compilation *c, const struct plan_layout *layout,
                              uint32_t padding, uint32_t *padded, uint32_t *new_ids);

#endif
