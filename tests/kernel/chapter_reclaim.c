/* SPDX-License-Identifier: BSD-2-Clause */
/* The initial thread's memory goes back: a copy of this program in memory of its own takes over the
   untypeds the kernel made the first one from, revokes them and uses them. Last of all chapters:
   the program that began the run does not survive it. */
#include "tests/kernel/chapters.h"
#include "tests/kernel/conformance_machine.h"
#include "tests/kernel/world.h"

/* The copy's CNode: first what it looks at, then the untypeds, then room for new objects. */
enum {
    OWN_RADIX = 10,
    OWN_CNODE = 1,
    OWN_TCB,
    OWN_VSPACE,
    OWN_POOL,
    FIRST_TCB,
    FIRST_CNODE,
    FIRST_FRAME,
    OWN_UNTYPEDS = 16,
    OWN_NEW = 100,
    OWN_KEPT = 200,
    COPY_PRIORITY = 200,
};

/* Where the pages of the copy are filled; no other chapter uses this address. */
#define SCRATCH 0x70000000ul

static _Alignas(16) char copy_stack[4096];
static _Alignas(16) char copy_tls[64];
static uint64_t copy_buffer, count, kept;
static seL4_CPtr copy_cnode;

/* Everything the first program's capabilities led to is gone. */
static void check_first_is_gone(void)
{
    verdict_equal("the first thread is gone", seL4_DebugCapIdentify(FIRST_TCB), 0);
    verdict_equal("its CNode is gone", seL4_DebugCapIdentify(FIRST_CNODE), 0);
    verdict_equal("the frame of its first page is gone", seL4_DebugCapIdentify(FIRST_FRAME), 0);
    verdict_equal("the copy's thread is there", seL4_DebugCapIdentify(OWN_TCB), 12);
    verdict_equal("the ASID pool is there", seL4_DebugCapIdentify(OWN_POOL), 13);
}

/* Runs in the copy. Its capability addresses have the radix of its own CNode. */
static void take_over(uint64_t unused)
{
    const adlc_BootInfoReclaim *own = world_reclaim();
    unsigned refused = 0, unusable = 0;
    uint64_t bytes = 0;
    (void)unused;
    seL4_SetIPCBuffer((seL4_IPCBuffer *)copy_buffer);
    for (uint64_t i = 0; i < count; i++) {
        refused += seL4_CNode_Revoke(OWN_CNODE, OWN_UNTYPEDS + i, WORLD_DEPTH) != seL4_NoError;
    }
    verdict_equal("all untypeds can be revoked", refused, 0);
    check_first_is_gone();
    for (uint64_t i = 0; i < count; i++) {
        uint64_t bits = own->list[i].sizeBits;
        unusable += seL4_Untyped_Retype(OWN_UNTYPEDS + i, seL4_UntypedObject, bits, OWN_CNODE, 0, 0,
                                        OWN_NEW + i, 1) != seL4_NoError;
        bytes += 1ul << bits;
    }
    verdict_equal("all of each can be used again", unusable, 0);
    verdict_true("at least the image and the CNode came back",
                 bytes >= world_image_end() - world_image_start() + (1ul << 17));
    verdict_print("reclaim: 0x%lx bytes came back, 0x%lx stay with the kernel\n", bytes,
                  own->kernelReserved);
    verdict_summary();
    for (;;) {
        seL4_DebugHalt();
    }
}

/* What the copy's memory is mapped with must not end with the first program's CNode. */
static void keep(seL4_CPtr slot)
{
    if (seL4_CNode_Move(copy_cnode, OWN_KEPT + kept, OWN_RADIX, seL4_CapInitThreadCNode, slot,
                        WORLD_DEPTH) != seL4_NoError) {
        world_stop("the copy cannot get its memory");
    }
    kept++;
}

/* Maps a frame for all uses, with as many tables as are missing. */
static void map(seL4_CPtr frame, seL4_CPtr vspace, uint64_t address)
{
    for (unsigned i = 0; i <= machine.paging_levels; i++) {
        if (adlc_page_map(frame, vspace, address, seL4_AllRights, ADLC_VM_DEFAULT) ==
            seL4_NoError) {
            return;
        }
        seL4_CPtr table = world_object(ADLC_OBJ_PAGE_TABLE, 0);
        adlc_page_table_map(table, vspace, address, ADLC_VM_DEFAULT);
        if (vspace != seL4_CapInitThreadVSpace) {
            keep(table);
        }
    }
    world_stop("a page of the copy cannot be mapped");
}

/* Puts a copy of a page of this program to its address in the new address space. */
static void copy_page(uint64_t address, seL4_CPtr vspace)
{
    seL4_CPtr frame = world_frame();
    map(frame, seL4_CapInitThreadVSpace, SCRATCH);
    memcpy((void *)SCRATCH, (const void *)address, 4096);
    machine_sync_code((void *)SCRATCH, 4096);
    adlc_page_unmap(frame);
    map(frame, vspace, address);
    keep(frame);
}

static void give(seL4_CPtr cnode, uint64_t slot, seL4_CPtr source)
{
    if (seL4_CNode_Copy(cnode, slot, OWN_RADIX, seL4_CapInitThreadCNode, source, WORLD_DEPTH,
                        seL4_AllRights) != seL4_NoError) {
        world_stop("the copy cannot get a capability");
    }
}

/* The CNode of the copy: its own objects, some of the first program's, the untypeds. */
static void fill_cnode(seL4_CPtr cnode, seL4_CPtr guarded, seL4_CPtr tcb, seL4_CPtr vspace)
{
    const adlc_BootInfoReclaim *own = world_reclaim();
    unsigned refused = 0;
    give(cnode, OWN_CNODE, guarded);
    give(cnode, OWN_TCB, tcb);
    give(cnode, OWN_VSPACE, vspace);
    give(cnode, OWN_POOL, seL4_CapInitThreadASIDPool);
    give(cnode, FIRST_TCB, seL4_CapInitThreadTCB);
    give(cnode, FIRST_CNODE, seL4_CapInitThreadCNode);
    give(cnode, FIRST_FRAME, world_info()->userImageFrames.start);
    for (uint64_t i = 0; i < count; i++) {
        refused += seL4_CNode_Move(cnode, OWN_UNTYPEDS + i, OWN_RADIX, seL4_CapInitThreadCNode,
                                   own->untyped.start + i, WORLD_DEPTH) != seL4_NoError;
    }
    verdict_equal("the untypeds can be handed over", refused, 0);
}

static void configure_copy(seL4_CPtr tcb, seL4_CPtr cnode, seL4_CPtr vspace, seL4_CPtr buffer)
{
    if (seL4_TCB_Configure(tcb, 0, cnode, 0, vspace, 0, copy_buffer, buffer) != seL4_NoError ||
        seL4_TCB_SetSchedParams(tcb, seL4_CapInitThreadTCB, COPY_PRIORITY, COPY_PRIORITY) !=
            seL4_NoError) {
        world_stop("the copy cannot be configured");
    }
}

static void start_copy(seL4_CPtr tcb)
{
    seL4_UserContext context = {0};
    machine_start(&context, take_over, copy_stack + sizeof(copy_stack), 0, copy_tls);
    if (seL4_TCB_WriteRegisters(tcb, 1, 0, machine.registers, &context) != seL4_NoError) {
        world_stop("the copy cannot be started");
    }
}

void chapter_reclaim(void)
{
    const adlc_BootInfoReclaim *own = world_reclaim();
    seL4_CPtr vspace, tcb, cnode, guarded = world_slot();
    unsigned wrong = 0;
    if (!own) {
        return;
    }
    verdict_chapter("reclaim");
    count = own->untyped.end - own->untyped.start;
    for (uint64_t i = 0; i < count; i++) {
        wrong += world_identify(own->untyped.start + i) != 2;
    }
    verdict_true("there are untypeds", count >= 2 && count <= 64);
    verdict_equal("all are untypeds", wrong, 0);
    vspace = world_object(ADLC_OBJ_VSPACE, 0);
    if (adlc_asid_pool_assign(seL4_CapInitThreadASIDPool, vspace) != seL4_NoError) {
        world_stop("no ASID for the copy");
    }
    cnode = world_cnode(OWN_RADIX);
    copy_cnode = cnode;
    tcb = world_object(seL4_TCBObject, 0);
    seL4_CNode_Mint(seL4_CapInitThreadCNode, guarded, WORLD_DEPTH, seL4_CapInitThreadCNode, cnode,
                    WORLD_DEPTH, seL4_AllRights, WORLD_DEPTH - OWN_RADIX);
    fill_cnode(cnode, guarded, tcb, vspace);
    /* The variables last, so that the copy continues the count of checks. */
    copy_buffer = world_image_end();
    seL4_CPtr buffer = world_frame();
    map(buffer, vspace, copy_buffer);
    configure_copy(tcb, guarded, vspace, buffer);
    keep(buffer);
    for (uint64_t at = world_image_start(); at < world_image_end(); at += 4096) {
        copy_page(at, vspace);
    }
    start_copy(tcb);
    verdict_true("the first program is not reached again", false);
}
