/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How many slots the root server needs, and what shape its CSpace takes if those of the initial
 * CNode do not suffice.
 *
 * The kernel gives us one CNode, whose guard and radix take all 64 bits of a capability pointer.
 * More slots are more CNodes ("chunks"), of SLOT_PLAN_CHUNK_BITS each, under a new root:
 *
 *     63                    width + root_bits      width                 0
 *     | guard, zero          | index in the root    | index in a chunk    |
 *
 * Chunk 0 is the initial CNode, so that every pointer from before keeps its meaning; chunk k stands
 * at k << width. A chunk smaller than 2^width slots has a guard of zeros in front.
 *
 * Portable arithmetic; the host tests it.
 */
#ifndef LOADER_INIT_SLOT_PLAN_H
#define LOADER_INIT_SLOT_PLAN_H

#include <stdbool.h>
#include <stdint.h>

#include "loader/init/include/spec_view.h"

#define SLOT_PLAN_WORD_BITS  64u
#define SLOT_PLAN_CHUNK_BITS 12u

/* Value in `alias_of` for a mapping whose capability will be given away. */
#define SLOT_PLAN_ALIAS UINT32_MAX

struct slot_plan {
    uint64_t need;   /* slots in all */
    uint64_t have;   /* free ones in the initial CNode */
    uint64_t more;   /* NULL chunks: 0; else slots of the initial CNode that the chunks and the root
                        themselves take: if have < more, there is no way */
    uint32_t chunks; /* besides the initial CNode */
    uint8_t width, root_bits, root_guard_bits;
    uint8_t initial_guard_bits, chunk_guard_bits; /* of the CNodes under the root */
};

/* Address spaces with an identifier from one ASID pool; of the kernel's first pool two are not to
   be had: none, and the root server's. */
#define SLOT_PLAN_POOL_SPACES  512u
#define SLOT_PLAN_FIRST_SPACES 510u
/* Pools that the kernel can have besides the first one. */
#define SLOT_PLAN_POOLS_MAX 127u
/* log2 bytes of the untyped that a pool is made from */
#define SLOT_PLAN_POOL_BITS 12u

/* How many ASID pools are needed besides the kernel's first one and those of the spec. */
uint32_t slot_plan_pools(const struct spec_view *view);

/* Slots that making the spec's objects takes at most. `alias_of` has an entry per cap of the spec:
   0, or SLOT_PLAN_ALIAS; `mapped` one per object, is used and left zeroed. */
uint64_t slot_plan_need(const struct spec_view *view, const uint32_t *alias_of, bool *mapped);

/* The CSpace for `need` slots, given an initial CNode of 2^initial_bits slots with `have` free
   ones. Returns false if the initial CNode has no room for the chunks, or pointers would not fit 32
   bits: then only `need`, `have` and `more` count. */
bool slot_plan_make(struct slot_plan *plan, uint64_t need, uint64_t have, uint8_t initial_bits);

#endif
