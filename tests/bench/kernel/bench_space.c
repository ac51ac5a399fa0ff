/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests/bench/kernel/bench_parts.h"
#include "tests/kernel/world.h"

enum { PAGE = 4096, LEVELS = 4 };

/* Maps a copy of the frame at `address`, making the tables it needs. */
static void map_page(seL4_CPtr space, uint64_t address)
{
    seL4_CPtr frame =
        world_copy(world_image_frame((const void *)(uintptr_t)address), seL4_AllRights);

    for (unsigned tables = 0; tables <= LEVELS; tables++) {
        seL4_Error error = adlc_page_map(frame, space, address, seL4_AllRights, ADLC_VM_DEFAULT);
        if (error == seL4_NoError) {
            return;
        }
        if (error != seL4_FailedLookup) {
            break;
        }
        seL4_CPtr table = world_object(ADLC_OBJ_PAGE_TABLE, 0);
        if (adlc_page_table_map(table, space, address, ADLC_VM_DEFAULT) != seL4_NoError) {
            break;
        }
    }
    world_stop("a page of the other address space cannot be mapped");
}

seL4_CPtr bench_space_make(void)
{
    seL4_CPtr space = world_object(ADLC_OBJ_VSPACE, 0);

    if (adlc_asid_pool_assign(seL4_CapInitThreadASIDPool, space) != seL4_NoError) {
        world_stop("no number for another address space");
    }
    for (uint64_t at = world_image_start(); at < world_image_end(); at += PAGE) {
        map_page(space, at);
    }
    return space;
}
