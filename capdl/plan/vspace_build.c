/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/plan/vspace_build.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

#include "capdl/plan/page_tables.h"

#define PAGE_BITS 12

/* Adds the table of `level` (its own, not its parent's) on the way to `vaddr`. */
static struct spec_object_id add_table(struct spec *spec, struct spec_object_id vspace,
                                       const struct page_tables_shape *shape, uint8_t level,
                                       uint64_t vaddr)
{
    uint8_t covered = page_tables_entry_bits(shape, (uint8_t)(level - 1));
    uint64_t start = vaddr >> covered << covered;
    const char *root = spec_object(spec, vspace)->name;
    const char *name = arena_printf(spec->arena, "%s_pt%u_%06" PRIx64, root, level, start);
    struct spec_object_id id;

    for (unsigned n = 1; spec_find(spec, name).index != SPEC_NO_OBJECT.index; n++) {
        name = arena_printf(spec->arena, "%s_pt%u_%06" PRIx64 "_%u", root, level, start, n);
    }
    id = spec_add_object(spec, SPEC_KIND_PAGE_TABLE, name);
    spec_object(spec, id)->level = level;
    return id;
}

/* The table whose entries are of `level`, on the way to `vaddr`; made with those above it where it
 * is not there. False: a larger frame is in the way. */
static bool table_for(struct spec *spec, struct spec_object_id vspace,
                      const struct page_tables_shape *shape, uint64_t vaddr, uint8_t last,
                      struct spec_object_id *table)
{
    *table = vspace;
    for (uint8_t level = 0; level < last; level++) {
        uint32_t slot = page_tables_index(shape, level, vaddr);
        const struct spec_cap *next = spec_cap_at(spec, *table, slot);

        if (next == NULL) {
            struct spec_object_id fresh =
                add_table(spec, vspace, shape, (uint8_t)(level + 1), vaddr);

            (void)spec_put_cap(spec, *table, (struct spec_cap){.slot = slot, .object = fresh});
            *table = fresh;
        } else if (spec_object(spec, next->object)->kind == SPEC_KIND_PAGE_TABLE) {
            *table = next->object;
        } else {
            return false;
        }
    }
    return true;
}

bool vspace_build_map(struct spec *spec, struct spec_object_id vspace, uint64_t vaddr,
                      struct spec_cap cap)
{
    const struct page_tables_shape *shape = page_tables_shape((uint32_t)spec->arch);
    uint8_t bits = spec_object(spec, cap.object)->size_bits;
    uint8_t last = page_tables_frame_level(shape, bits);
    struct spec_object_id table;

    assert(spec_object(spec, vspace)->kind == SPEC_KIND_PAGE_TABLE);
    assert(spec_object(spec, cap.object)->kind == SPEC_KIND_FRAME);
    if (!page_tables_mappable(shape, vaddr, bits) ||
        !table_for(spec, vspace, shape, vaddr, last, &table)) {
        return false;
    }
    cap.slot = page_tables_index(shape, last, vaddr);
    return spec_put_cap(spec, table, cap);
}

bool vspace_build_reserve(struct spec *spec, struct spec_object_id vspace, uint64_t vaddr)
{
    const struct page_tables_shape *shape = page_tables_shape((uint32_t)spec->arch);
    struct spec_object_id table;

    return page_tables_mappable(shape, vaddr, PAGE_BITS) &&
           table_for(spec, vspace, shape, vaddr, page_tables_frame_level(shape, PAGE_BITS), &table);
}

bool vspace_build_place(const struct spec *spec, struct spec_object_id vspace, uint64_t vaddr,
                        struct spec_object_id *table, uint32_t *slot)
{
    const struct page_tables_shape *shape = page_tables_shape((uint32_t)spec->arch);

    *table = vspace;
    for (uint8_t level = 0; level < shape->levels && vaddr < shape->user_end; level++) {
        const struct spec_cap *cap;

        *slot = page_tables_index(shape, level, vaddr);
        cap = spec_cap_at(spec, *table, *slot);
        if (cap == NULL) {
            return false;
        }
        if (spec_object(spec, cap->object)->kind == SPEC_KIND_FRAME) {
            return true;
        }
        *table = cap->object;
    }
    return false;
}

const struct spec_cap *vspace_build_find(const struct spec *spec, struct spec_object_id vspace,
                                         uint64_t vaddr)
{
    struct spec_object_id table;
    uint32_t slot;

    return vspace_build_place(spec, vspace, vaddr, &table, &slot) ? spec_cap_at(spec, table, slot)
                                                                  : NULL;
}
