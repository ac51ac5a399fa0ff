/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/spec/levels.h"

void levels_find(struct spec *spec)
{
    struct arena *arena = spec->arena;
    uint32_t *queue = arena_array(arena, uint32_t, spec->object_count);
    bool *below = arena_array(arena, bool, spec->object_count);
    uint32_t head = 0, tail = 0;

    for (uint32_t i = 0; i < spec->object_count; i++) {
        const struct spec_object *object = &spec->objects[i];

        for (uint32_t k = 0; object->kind == SPEC_KIND_PAGE_TABLE && k < object->cap_count; k++) {
            below[object->caps[k].object.index] = true;
        }
    }
    for (uint32_t i = 0; i < spec->object_count; i++) {
        if (spec->objects[i].kind == SPEC_KIND_PAGE_TABLE && spec->objects[i].level != UINT8_MAX) {
            spec->objects[i].level = below[i] ? UINT8_MAX : 0;
            if (!below[i]) {
                queue[tail++] = i;
            }
        }
    }
    while (head < tail) {
        const struct spec_object *table = &spec->objects[queue[head++]];

        for (uint32_t k = 0; k < table->cap_count; k++) {
            struct spec_object *next = spec_object(spec, table->caps[k].object);

            if (next->kind == SPEC_KIND_PAGE_TABLE && next->level == UINT8_MAX) {
                next->level =
                    table->level < UINT8_MAX - 2 ? (uint8_t)(table->level + 1) : UINT8_MAX - 1;
                queue[tail++] = table->caps[k].object.index;
            }
        }
    }
}
