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

#include <stddef.h>
#include <stdint.h>

#include "capdl/include/capdl_binary.h"

/* Verifies the `size` bytes at `spec` (8-byte aligned) against the invariants in capdl_binary.h.
 * NULL when all hold; otherwise a static text, one line, that says what is wrong. `size` may be
 * larger than the spec (a page-rounded region). Time is linear in the size. */
const char *binary_check(const void *spec, size_t size);

/* The tables of a verified spec. */
static inline const struct capdl_object *capdl_objects(const struct capdl_header *spec)
{
    return (const struct capdl_object *)(const void *)((const char *)spec + spec->objects.offset);
}

static inline const struct capdl_cap *capdl_caps(const struct capdl_header *spec)
{
    return (const struct capdl_cap *)(const void *)((const char *)spec + spec->caps.offset);
}

static inline const struct capdl_tcb *capdl_tcbs(const struct capdl_header *spec)
{
    return (const struct capdl_tcb *)(const void *)((const char *)spec + spec->tcbs.offset);
}

static inline const struct capdl_irq *capdl_irqs(const struct capdl_header *spec)
{
    return (const struct capdl_irq *)(const void *)((const char *)spec + spec->irqs.offset);
}

static inline const struct capdl_fill *capdl_fills(const struct capdl_header *spec)
{
    return (const struct capdl_fill *)(const void *)((const char *)spec + spec->fills.offset);
}

static inline const uint64_t *capdl_words(const struct capdl_header *spec)
{
    return (const uint64_t *)(const void *)((const char *)spec + spec->words.offset);
}

/* The string at `name` of a verified spec. */
static inline const char *capdl_name(const struct capdl_header *spec, uint32_t name)
{
    return (const char *)spec + spec->names.offset + name;
}

#endif
