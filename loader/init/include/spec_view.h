/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The spec as the root server uses it, and the only door to it.
 *
 * spec_view_open checks everything before anything is done: that the bytes are whole and every
 * index and offset in them lies in bounds (binary_check, shared with the host), and that the graph
 * asks only for what the root server can do. After it has said yes, the rest of the root server
 * follows indices without further tests. Portable; the host tests it with broken specs.
 *
 * The view points into the spec and the contents; it owns nothing.
 */
#ifndef LOADER_INIT_SPEC_VIEW_H
#define LOADER_INIT_SPEC_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "capdl/include/binary_check.h"
#include "capdl/include/capdl_binary.h"
#include "capdl/plan/page_tables.h"
#include "capdl/plan/untyped_plan.h"

/* Frames of more than 2^this bytes cannot be written to before the system starts. */
#define SPEC_VIEW_CONTENTS_BITS 21u

struct spec_view {
    const struct capdl_header *spec;
    const struct capdl_object *objects;
    const struct capdl_cap *caps;
    const struct page_tables_shape *shape;
    uint32_t object_count;
    const uint8_t *contents; /* 4 KiB pages */
};

/* Why a spec is refused: a text, and the object it is about if `object` is not CAPDL_NONE. */
struct spec_fault {
    const char *text;
    uint32_t object;
};

/* Checks the `size` bytes at `spec` (8-byte aligned), for the CPU `arch` (enum capdl_arch), with
   its `contents_pages` pages of frame contents, and fills `view`. `contents` may be NULL where only
   the graph counts: then their sum is not looked at. The fault's text is NULL if all is well. */
struct spec_fault spec_view_open(struct spec_view *view, const void *spec, size_t size,
                                 uint32_t arch, const void *contents, uint64_t contents_pages);

/* The object's name, for messages; empty if it has none. */
const char *spec_view_name(const struct spec_view *view, uint32_t object);

/* Is the object a page of contents that becomes a frame without being copied? */
static inline bool spec_view_is_image_page(const struct capdl_object *object)
{
    return object->kind == CAPDL_KIND_FRAME && object->page_count == 1 &&
           (object->flags & (CAPDL_OBJECT_HAS_PADDR | CAPDL_OBJECT_COVERED)) == 0;
}

/* An object as the planner sees it. */
static inline struct untyped_plan_object spec_view_plan_object(const struct capdl_object *object)
{
    bool fixed =
        (object->flags & CAPDL_OBJECT_HAS_PADDR) != 0 && object->kind != CAPDL_KIND_ASID_POOL;

    return (struct untyped_plan_object){
        .paddr = fixed ? object->value : 0,
        .size_bits = spec_view_is_image_page(object) ? 0 : object->memory_bits,
        .fixed = fixed,
        .kind = (uint16_t)(object->kind << 4 | object->level),
    };
}

/* The cap in `slot` of object `holder`, or NULL. Linear in the holder's caps. */
const struct capdl_cap *spec_view_cap(const struct spec_view *view, uint32_t holder, uint32_t slot);

/* Index in `caps` of the mapping that `vaddr` goes through in the end, in the address space
   `vspace`; CAPDL_NONE: none. Safe before the address space itself was checked. */
uint32_t spec_view_frame_at(const struct spec_view *view, uint32_t vspace, uint64_t vaddr);

#endif
