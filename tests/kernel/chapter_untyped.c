/* SPDX-License-Identifier: BSD-2-Clause */
/* Untyped memory: where objects lie, that they are clean, where their capabilities go. */
#include "tests/kernel/chapters.h"
#include "tests/kernel/conformance_machine.h"
#include "tests/kernel/world.h"

enum { ROOT = seL4_CapInitThreadCNode };
static const uint64_t window = 0x14000000; /* a page table's worth of addresses for this chapter */

static uint64_t address_of(seL4_CPtr frame)
{
    struct reply reply = world_call(frame, ADLC_LABEL_PAGE_GET_ADDRESS, 0, NULL, 0, NULL);
    return reply.label == 0 && reply.length == 1 ? reply.words[0] : 0;
}

static bool map(seL4_CPtr frame, uint64_t address)
{
    return adlc_page_map(frame, seL4_CapInitThreadVSpace, address, seL4_ReadWrite,
                         ADLC_VM_DEFAULT) == seL4_NoError;
}

static void check_places(void)
{
    seL4_CPtr untyped = world_untyped(16);
    seL4_CPtr frames = world_slots(4);
    verdict_equal("an endpoint first",
                  seL4_Untyped_Retype(untyped, seL4_EndpointObject, 0, ROOT, 0, 0, world_slot(), 1),
                  0);
    verdict_equal("then four frames",
                  seL4_Untyped_Retype(untyped, ADLC_OBJ_SMALL_PAGE, 0, ROOT, 0, 0, frames, 4), 0);
    uint64_t first = address_of(frames);
    verdict_equal("frames are aligned", first & 4095, 0);
    verdict_equal("first frame follows the endpoint, aligned", first & 0xffff, 4096);
    verdict_equal("frames lie side by side", address_of(frames + 3), first + 3 * 4096);
    verdict_equal("revoke removes them all", world_revoke(untyped), 0);
    verdict_equal("the slot is empty", world_identify(frames + 2), 0);
    verdict_equal("the untyped is still there", world_identify(untyped), 2);
    verdict_equal("retype starts again",
                  seL4_Untyped_Retype(untyped, ADLC_OBJ_SMALL_PAGE, 0, ROOT, 0, 0, frames, 1), 0);
    verdict_equal("from the beginning", address_of(frames), first - 4096);
}

static void check_clean(void)
{
    seL4_CPtr untyped = world_untyped(12);
    seL4_CPtr frame = world_slot();
    seL4_CPtr table = world_object(ADLC_OBJ_PAGE_TABLE, 0);
    volatile uint64_t *page = (volatile uint64_t *)window;
    verdict_equal("table for the window",
                  adlc_page_table_map(table, seL4_CapInitThreadVSpace, window, ADLC_VM_DEFAULT), 0);
    seL4_Untyped_Retype(untyped, ADLC_OBJ_SMALL_PAGE, 0, ROOT, 0, 0, frame, 1);
    if (!verdict_true("map the frame", map(frame, window))) {
        return;
    }
    uint64_t sum = 0;
    for (unsigned i = 0; i < 512; i++) {
        sum |= page[i];
        page[i] = ~0ul;
    }
    verdict_equal("a new frame is zero", sum, 0);
    world_revoke(untyped);
    seL4_Untyped_Retype(untyped, ADLC_OBJ_SMALL_PAGE, 0, ROOT, 0, 0, frame, 1);
    if (!verdict_true("map the new frame", map(frame, window))) {
        return;
    }
    sum = 0;
    for (unsigned i = 0; i < 512; i++) {
        sum |= page[i];
    }
    verdict_equal("a reused frame is zero", sum, 0);
    verdict_equal("delete unmaps", world_delete(frame), 0);
}

static void check_many(void)
{
    seL4_CPtr untyped = world_untyped(14);
    seL4_CPtr outer = world_cnode(8);
    seL4_CPtr slot = world_slot();
    verdict_equal("guard for the table",
                  seL4_CNode_Mint(ROOT, slot, WORLD_DEPTH, ROOT, outer, WORLD_DEPTH, seL4_AllRights,
                                  seL4_CNode_CapData_new(0, 0).words[0]),
                  0);
    verdict_equal(
        "256 objects at once",
        seL4_Untyped_Retype(untyped, seL4_EndpointObject, 0, ROOT, outer, WORLD_DEPTH, 0, 256), 0);
    verdict_equal("the table is full",
                  seL4_Untyped_Retype(untyped, seL4_EndpointObject, 0, slot, 0, 0, 255, 1),
                  seL4_DeleteFirst);
    verdict_equal("one can be deleted by an 8-bit address", seL4_CNode_Delete(slot, 255, 8), 0);
    verdict_equal("and made again",
                  seL4_Untyped_Retype(untyped, seL4_EndpointObject, 0, slot, 0, 0, 255, 1), 0);
    verdict_equal("memory is not free again by deleting one",
                  seL4_Untyped_Retype(untyped, ADLC_OBJ_SMALL_PAGE, 0, ROOT, 0, 0, world_slot(), 4),
                  seL4_NotEnoughMemory);
    verdict_equal("bytes left are told", seL4_GetMR(0), (1ul << 14) - 257 * 16);
    verdict_equal("delete a copy of the table", world_delete(slot), 0);
    verdict_equal("delete the table", world_delete(outer), 0);
    verdict_equal(
        "so that all memory is free",
        seL4_Untyped_Retype(untyped, ADLC_OBJ_SMALL_PAGE, 0, ROOT, 0, 0, world_slots(4), 4), 0);
}

static void check_nested(void)
{
    seL4_CPtr untyped = world_untyped(14);
    seL4_CPtr small = world_slot();
    seL4_CPtr frame = world_slot();
    verdict_equal("untyped in untyped",
                  seL4_Untyped_Retype(untyped, seL4_UntypedObject, 13, ROOT, 0, 0, small, 1), 0);
    verdict_equal("frame in the inner one",
                  seL4_Untyped_Retype(small, ADLC_OBJ_SMALL_PAGE, 0, ROOT, 0, 0, frame, 1), 0);
    verdict_equal("revoke of the outer removes both", world_revoke(untyped), 0);
    verdict_equal("inner gone", world_identify(small), 0);
    verdict_equal("frame gone", world_identify(frame), 0);
    verdict_equal("retype makes the same address",
                  seL4_Untyped_Retype(untyped, ADLC_OBJ_SMALL_PAGE, 0, ROOT, 0, 0, frame, 1), 0);
    verdict_equal(
        "a copy of the untyped is refused",
        seL4_CNode_Copy(ROOT, small, WORLD_DEPTH, ROOT, untyped, WORLD_DEPTH, seL4_AllRights),
        seL4_RevokeFirst);
}

void chapter_untyped(void)
{
    verdict_chapter("untyped");
    check_places();
    check_clean();
    check_many();
    check_nested();
}
