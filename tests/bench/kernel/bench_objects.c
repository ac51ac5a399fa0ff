/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests/bench/kernel/bench_measure.h"
#include "tests/bench/kernel/bench_parts.h"
#include "tests/kernel/world.h"

enum { OBJECTS = 256, COPIES = 1000, RADIX = 10, MEMORY_BITS = 20 };
static const uint64_t place = 0x20000000;

/* An invocation that must succeed. */
static void invoke(struct bench_series *series, seL4_CPtr service, uint64_t label, uint64_t length,
                   const uint64_t *words)
{
    struct bench_call call = {.number = (uint64_t)seL4_SysCall,
                              .cap = service,
                              .info = world_message(label, seL4_GetCap(0) != 0 ? 1 : 0, length)};

    for (unsigned i = 0; i < length; i++) {
        if (i < 4) {
            call.words[i] = words[i];
        } else {
            seL4_SetMR((int)i, words[i]);
        }
    }
    bench_syscall(&call);
    if (call.info >> 12 != 0) {
        world_stop("an operation on objects failed");
    }
    bench_measure_add(series, call.before, call.after);
}

/* 256 objects in one call, from memory that has been used before. */
static void retype(const char *name, uint64_t type, uint64_t size_bits, seL4_CPtr cnode)
{
    seL4_CPtr untyped = world_untyped(MEMORY_BITS);
    const uint64_t words[6] = {type, size_bits, cnode, WORLD_DEPTH, 0, OBJECTS};
    struct bench_series series = {.name = name};

    for (unsigned i = 0; i < BENCH_ROUNDS; i++) {
        seL4_SetCap(0, seL4_CapInitThreadCNode);
        invoke(&series, untyped, UntypedRetype, 6, words);
        world_revoke(untyped);
    }
    bench_measure_show(&series);
}

static void revoke(seL4_CPtr cnode)
{
    seL4_CPtr endpoint = world_endpoint();
    const uint64_t words[2] = {endpoint, WORLD_DEPTH};
    struct bench_series series = {.name = "revoke_1000"};

    for (unsigned i = 0; i < BENCH_ROUNDS; i++) {
        for (unsigned copy = 0; copy < COPIES; copy++) {
            if (seL4_CNode_Mint(cnode, copy, RADIX, seL4_CapInitThreadCNode, endpoint, WORLD_DEPTH,
                                seL4_AllRights, copy + 1) != seL4_NoError) {
                world_stop("a capability cannot be minted");
            }
        }
        seL4_SetCap(0, 0);
        invoke(&series, seL4_CapInitThreadCNode, CNodeRevoke, 2, words);
    }
    bench_measure_show(&series);
}

static void map_and_unmap(void)
{
    seL4_CPtr frame = world_frame();
    const uint64_t words[3] = {place, 3, ADLC_VM_DEFAULT};
    struct bench_series map = {.name = "page_map"};
    struct bench_series unmap = {.name = "page_unmap"};

    while (adlc_page_map(frame, seL4_CapInitThreadVSpace, place, seL4_AllRights, ADLC_VM_DEFAULT) ==
           seL4_FailedLookup) {
        if (adlc_page_table_map(world_object(ADLC_OBJ_PAGE_TABLE, 0), seL4_CapInitThreadVSpace,
                                place, ADLC_VM_DEFAULT) != seL4_NoError) {
            world_stop("a page table cannot be mapped");
        }
    }
    if (adlc_page_unmap(frame) != seL4_NoError) {
        world_stop("a page cannot be unmapped");
    }
    for (unsigned i = 0; i < BENCH_ROUNDS; i++) {
        seL4_SetCap(0, seL4_CapInitThreadVSpace);
        invoke(&map, frame, ADLC_LABEL_PAGE_MAP, 3, words);
        seL4_SetCap(0, 0);
        invoke(&unmap, frame, ADLC_LABEL_PAGE_UNMAP, 0, NULL);
    }
    bench_measure_show(&map);
    bench_measure_show(&unmap);
}

void bench_objects(void)
{
    seL4_CPtr cnode = world_cnode(RADIX);

    retype("retype_256_endpoints", seL4_EndpointObject, 0, cnode);
    retype("retype_256_threads", seL4_TCBObject, 0, cnode);
    revoke(cnode);
    map_and_unmap();
}
