/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/spec/program.h"

#include <string.h>

static bool same_place(struct program_place a, struct program_place b)
{
    return a.connection == b.connection && a.end == b.end && a.to_side == b.to_side;
}

const struct program_region *program_region(const struct program *program,
                                            struct program_place place, const char *name)
{
    for (uint32_t i = 0; i < program->region_count; i++) {
        const struct program_region *region = &program->regions[i];
        if (same_place(region->place, place) && strcmp(region->name, name) == 0) {
            return region;
        }
    }
    return NULL;
}
