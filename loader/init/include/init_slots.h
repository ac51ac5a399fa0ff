/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The root server's capability storage: slots are taken upward and never given back, first those
 * that are free in the initial CNode, then those of CNodes made for it (see slot_plan.h). A slot is
 * its capability pointer: it can be invoked, and it is the index, with depth seL4_WordBits, under
 * the CNode that init_slots_root() names. Failures end in init_report.
 */
#ifndef LOADER_INIT_INIT_SLOTS_H
#define LOADER_INIT_INIT_SLOTS_H

#include <sel4/sel4.h>
#include <stdint.h>

struct init;

/* Makes sure of enough slots for everything in the spec, from untyped memory if need be, which
   init->taken then tells. Before any other function here; init->alias_of must be prepared. */
void init_slots_prepare(struct init *init);

/* The CNode for the kernel's calls that take root, index and depth. */
seL4_CPtr init_slots_root(const struct init *init);

/* Takes the next slot, for object `object` (CAPDL_NONE: for the root server itself). */
seL4_CPtr init_slots_take(struct init *init, uint32_t object);

/* Takes `count` slots side by side and returns the first. `count` is at most what init_slots_left
   says, and if there is none left, 1. */
seL4_CPtr init_slots_take_run(struct init *init, uint32_t object, uint32_t count);

/* How many slots can be taken next that lie side by side in one CNode; 1 if none is left. */
uint32_t init_slots_left(const struct init *init);

/* Makes `count` objects of an untyped in slots side by side, the first of which is `slot`. */
seL4_Error init_slots_retype(const struct init *init, seL4_CPtr untyped, seL4_Word type,
                             seL4_Word size_bits, seL4_CPtr slot, uint32_t count);

/* Copies the capability of object `object` with these rights to the empty slot `slot`. */
void init_slots_copy(const struct init *init, uint32_t object, seL4_CPtr slot,
                     seL4_CapRights_t rights);

/* Empties a slot. */
void init_slots_delete(const struct init *init, uint32_t object, seL4_CPtr slot);

#endif
