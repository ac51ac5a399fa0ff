/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The one verifier of the binary spec, for host and root server (freestanding C, no allocation).
 *
 * After binary_check() has said yes, every index, range and offset in the spec may be followed
 * without further test; the tables are then reached through the small accessors below. It looks
 * at structure only: whether the graph makes sense is for capdl/check to say, on the host.
 */
#ifndef CAPDL_INCLUDE_BINARY_CHECK_H
#define CAPDL_INCLUDE_BINARY_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "capdl/include/capdl_binary.h"

/* Verifies the `size` bytes at `spec` (8-byte aligned) against the invariants in capdl_binary.h.
 * NULL when all hold; otherwise a static text, one line, that says what is wrong. `size` may be
 * larger than the spec (a page-rounded region). Time is linear in the size. */
const char *binary_check(const void *spec, size_t size);

/* The tables of a verified spec. */
#define CAPDL_TABLE_ACCESSOR(function, type, table)                                                \
    static inline const type *function(const struct capdl_header *spec)                            \
    {                                                                                              \
        return (const type *)(const void *)((const char *)spec + spec->table.offset);              \
    }
CAPDL_TABLE_ACCESSOR(capdl_objects, struct capdl_object, objects)
CAPDL_TABLE_ACCESSOR(capdl_caps, struct capdl_cap, caps)
CAPDL_TABLE_ACCESSOR(capdl_tcbs, struct capdl_tcb, tcbs)
CAPDL_TABLE_ACCESSOR(capdl_irqs, struct capdl_irq, irqs)
CAPDL_TABLE_ACCESSOR(capdl_scheds, struct capdl_sched, scheds)
CAPDL_TABLE_ACCESSOR(capdl_devices, struct capdl_device, devices)
CAPDL_TABLE_ACCESSOR(capdl_fills, struct capdl_fill, fills)
CAPDL_TABLE_ACCESSOR(capdl_parents, struct capdl_parent, parents)
CAPDL_TABLE_ACCESSOR(capdl_asids, struct capdl_asid, asids)
CAPDL_TABLE_ACCESSOR(capdl_schedule, struct capdl_domain, schedule)
CAPDL_TABLE_ACCESSOR(capdl_words, uint64_t, words)
#undef CAPDL_TABLE_ACCESSOR

/* Does an object of this kind have a record in devices? */
static inline bool capdl_kind_has_device(uint8_t kind)
{
    return kind == CAPDL_KIND_SCHED_CONTROL || kind == CAPDL_KIND_SGI_SIGNAL ||
           kind == CAPDL_KIND_CONTEXTBANK ||
           (kind >= CAPDL_KIND_IO_PORTS && kind <= CAPDL_KIND_IO_PT);
}

/* The object in whose slots the cap `index` of a verified spec lies. Logarithmic in the objects. */
static inline uint32_t capdl_holder(const struct capdl_header *spec, uint32_t index)
{
    const struct capdl_object *objects = capdl_objects(spec);
    uint32_t low = 0;
    uint32_t high = spec->objects.count;

    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;

        if (objects[middle].first_cap <= index) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

/* The string at `name` of a verified spec. */
static inline const char *capdl_name(const struct capdl_header *spec, uint32_t name)
{
    return (const char *)spec + spec->names.offset + name;
}

#endif
