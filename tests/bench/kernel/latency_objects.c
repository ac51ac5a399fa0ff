/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests/bench/kernel/bench_measure.h"
#include "tests/bench/kernel/latency_parts.h"
#include "tests/kernel/conformance_machine.h"
#include "tests/kernel/world.h"

enum { OBJECTS = 256, RADIX = 10, WAITERS = 300, MEMORY_BITS = 21, SPACES = 512, PRIORITY = 60 };
static const uint64_t place = 0x20000000;

static void must(seL4_Error error, const char *what)
{
    if (error != seL4_NoError) {
        world_stop(what);
    }
}

static void retype(void)
{
    seL4_CPtr cnode = world_cnode(RADIX);
    seL4_CPtr untyped = world_untyped(MEMORY_BITS);
    must(seL4_Untyped_Retype(untyped, seL4_TCBObject, 0, seL4_CapInitThreadCNode, cnode,
                             WORLD_DEPTH, 0, OBJECTS),
         "no threads");
    must(seL4_Untyped_Retype(untyped, seL4_CapTableObject, 15, seL4_CapInitThreadCNode, cnode,
                             WORLD_DEPTH, OBJECTS, 1),
         "no large CNode");
    must(world_revoke(untyped), "no revoke");
    latency_start();
    must(seL4_Untyped_Retype(untyped, seL4_TCBObject, 0, seL4_CapInitThreadCNode, cnode,
                             WORLD_DEPTH, 0, OBJECTS),
         "no threads again");
    latency_show("retype_256_threads_in_2_MiB_used");
    latency_start();
    must(world_revoke(untyped), "no second revoke");
    latency_show("revoke_256_threads");
    world_delete(cnode);
}

/* A full CNode: revoked, filled again, deleted. */
static void many_capabilities(void)
{
    seL4_CPtr endpoint = world_endpoint();
    seL4_CPtr cnode = world_cnode(RADIX);
    for (unsigned round = 0; round < 2; round++) {
        for (unsigned i = 0; i < 1u << RADIX; i++) {
            must(seL4_CNode_Mint(cnode, i, RADIX, seL4_CapInitThreadCNode, endpoint, WORLD_DEPTH,
                                 seL4_AllRights, i + 1),
                 "no badge");
        }
        latency_start();
        must(round == 0 ? world_revoke(endpoint) : world_delete(cnode), "no end of capabilities");
        latency_show(round == 0 ? "revoke_1024_capabilities" : "delete_cnode_of_1024_capabilities");
    }
}

/* A thread without stack that makes one system call and stays in it. */
static void start_waiter(seL4_CPtr tcb, void (*entry)(uint64_t), seL4_CPtr cap)
{
    seL4_UserContext context;
    char *bytes = (char *)&context;
    for (unsigned i = 0; i < sizeof(context); i++) {
        bytes[i] = 0;
    }
    machine_start(&context, entry, NULL, cap, NULL);
    must(seL4_TCB_Configure(tcb, 0, seL4_CapInitThreadCNode, 0, seL4_CapInitThreadVSpace, 0, 0,
                            seL4_CapInitThreadIPCBuffer),
         "no waiter");
    must(seL4_TCB_SetPriority(tcb, seL4_CapInitThreadTCB, PRIORITY), "no priority");
    must(seL4_TCB_WriteRegisters(tcb, 1, 0, machine.registers, &context), "no start");
    must(seL4_TCB_SetPriority(tcb, seL4_CapInitThreadTCB, 1), "no low priority");
}

/* Threads that wait come, and all of them are sent away by the end of what they wait for, or by the
 * badge of their capability. */
static void many_waiters(void)
{
    seL4_CPtr first = world_slots(WAITERS);
    seL4_CPtr untyped = world_untyped(20);
    for (unsigned i = 0; i < WAITERS; i += WAITERS / 3) {
        must(seL4_Untyped_Retype(untyped, seL4_TCBObject, 0, seL4_CapInitThreadCNode, 0, 0,
                                 first + i, WAITERS / 3),
             "no waiters");
    }
    seL4_CPtr endpoint = world_endpoint(), notification = world_notification();
    seL4_CPtr badged = world_mint(endpoint, seL4_AllRights, 1);
    for (unsigned i = 0; i < WAITERS; i++) {
        start_waiter(first + i, bench_send, badged);
    }
    latency_start();
    must(seL4_CNode_CancelBadgedSends(seL4_CapInitThreadCNode, badged, WORLD_DEPTH), "no cancel");
    latency_show("cancel_300_badged_sends");
    must(world_delete(badged), "no end of badge");
    for (unsigned i = 0; i < WAITERS; i++) {
        must(seL4_TCB_Suspend(first + i), "no stop");
        start_waiter(first + i, bench_wait, endpoint);
    }
    latency_start();
    must(world_delete(endpoint), "no end of endpoint");
    latency_show("delete_endpoint_of_300_threads");
    for (unsigned i = 0; i < WAITERS; i++) {
        must(seL4_TCB_Suspend(first + i), "no stop");
        start_waiter(first + i, bench_wait, notification);
    }
    latency_start();
    must(world_delete(notification), "no end of notification");
    latency_show("delete_notification_of_300_threads");
    world_revoke(untyped);
}

static void many_spaces(void)
{
    seL4_CPtr untyped = world_untyped(22), slots = world_slots(SPACES);
    seL4_CPtr memory = world_untyped(12), asid_pool = world_slot();
    for (unsigned i = 0; i < SPACES; i += OBJECTS) {
        must(seL4_Untyped_Retype(untyped, ADLC_OBJ_VSPACE, 0, seL4_CapInitThreadCNode, 0, 0,
                                 slots + i, OBJECTS),
             "no address spaces");
    }
    must(adlc_asid_control_make_pool(seL4_CapASIDControl, memory, seL4_CapInitThreadCNode,
                                     asid_pool, WORLD_DEPTH),
         "no pool");
    latency_start();
    for (unsigned i = 0; i < SPACES; i++) {
        must(adlc_asid_pool_assign(asid_pool, slots + i), "no number");
    }
    latency_show("assign_512_address_spaces");
    latency_start();
    must(world_delete(asid_pool), "no end of pool");
    latency_show("delete_asid_pool_of_512");
    world_revoke(untyped);
}

/* A page of 2 MiB: its table comes and goes, its cache lines are cleaned. */
static void large_page(void)
{
    seL4_CPtr frame = world_object(ADLC_OBJ_LARGE_PAGE, 0), table = 0;
    while (adlc_page_map(frame, seL4_CapInitThreadVSpace, place, seL4_AllRights, ADLC_VM_DEFAULT) ==
           seL4_FailedLookup) {
        table = world_object(ADLC_OBJ_PAGE_TABLE, 0);
        must(adlc_page_table_map(table, seL4_CapInitThreadVSpace, place, ADLC_VM_DEFAULT),
             "no table");
    }
    if (machine.cpu == MACHINE_AARCH64) {
        static const char *const names[] = {"clean_2_MiB", "invalidate_2_MiB",
                                            "clean_invalidate_2_MiB", "unify_2_MiB"};
        const uint64_t words[2] = {0, 1ul << 21};
        for (unsigned i = 0; i < 4; i++) {
            latency_start();
            struct reply reply =
                world_call(frame, ADLC_LABEL_PAGE_UNMAP + 1 + i, 2, words, 0, NULL);
            must((seL4_Error)reply.label, "no cache operation");
            latency_show(names[i]);
        }
    }
    must(adlc_page_unmap(frame), "no unmap");
    seL4_CPtr small = world_frame();
    table = world_object(ADLC_OBJ_PAGE_TABLE, 0);
    must(adlc_page_table_map(table, seL4_CapInitThreadVSpace, place, ADLC_VM_DEFAULT), "no table");
    must(adlc_page_map(small, seL4_CapInitThreadVSpace, place, seL4_AllRights, ADLC_VM_DEFAULT),
         "no map");
    latency_start();
    must(adlc_page_table_unmap(table), "no unmap of table");
    latency_show("unmap_page_table");
}

void latency_objects(void)
{
    retype();
    many_capabilities();
    many_waiters();
    many_spaces();
    large_page();
}
