/* SPDX-License-Identifier: BSD-2-Clause */
/* Who is whose child: what revoke and delete take with them. */
#include "tests/kernel/chapters.h"
#include "tests/kernel/conformance_machine.h"
#include "tests/kernel/world.h"

enum { ROOT = seL4_CapInitThreadCNode };

static bool there(seL4_CPtr slot)
{
    return world_identify(slot) != 0;
}

static void check_endpoint(void)
{
    seL4_CPtr original = world_endpoint();
    seL4_CPtr copy = world_copy(original, seL4_AllRights);
    seL4_CPtr minted = world_mint(original, seL4_AllRights, 7);
    seL4_CPtr same_badge = world_mint(original, seL4_AllRights, 7);
    seL4_CPtr minted_copy = world_copy(minted, seL4_AllRights);
    seL4_CPtr from_copy = world_mint(copy, seL4_AllRights, 9);
    world_revoke(copy);
    verdict_true("revoke of a copy leaves the original", there(original));
    verdict_true("revoke of a copy leaves what was minted from the original", there(minted));
    world_revoke(minted_copy);
    verdict_true("revoke of a copy of a badged one leaves its source", there(minted));
    world_revoke(minted);
    verdict_true("revoke of a badged one removes its copy", !there(minted_copy));
    verdict_true("but not another with the same badge", there(same_badge));
    verdict_true("and it stays itself", there(minted));
    world_revoke(original);
    verdict_true("revoke of the original removes copies", !there(copy));
    verdict_true("and minted ones", !there(minted) && !there(same_badge));
    verdict_true("and those minted from copies", !there(from_copy));
    verdict_true("but stays", there(original));
}

static void check_moved(void)
{
    seL4_CPtr original = world_endpoint();
    seL4_CPtr minted = world_mint(original, seL4_AllRights, 7);
    seL4_CPtr child = world_copy(minted, seL4_AllRights);
    seL4_CPtr place = world_slot();
    verdict_equal("move a parent",
                  seL4_CNode_Move(ROOT, place, WORLD_DEPTH, ROOT, minted, WORLD_DEPTH), 0);
    world_revoke(place);
    verdict_true("the moved one is still the parent", !there(child) && there(place));
    world_revoke(original);
    verdict_true("and still a child", !there(place));
}

/* Deleting the first badged one hands its flag to its successor. */
static void check_first_badged(void)
{
    seL4_CPtr original = world_endpoint();
    seL4_CPtr other = world_mint(original, seL4_AllRights, 7);
    seL4_CPtr first = world_mint(original, seL4_AllRights, 7);
    seL4_CPtr copy = world_copy(first, seL4_AllRights);
    seL4_CPtr third = world_mint(original, seL4_AllRights, 7);
    world_delete(first);
    world_revoke(third);
    verdict_true("revoke does not reach past a deleted first badged one", there(copy));
    verdict_true("nor one minted before", there(other));
}

static void check_kinds(void)
{
    seL4_CPtr frame = world_frame();
    seL4_CPtr frame_copy = world_copy(frame, seL4_AllRights);
    seL4_CPtr tcb = world_object(seL4_TCBObject, 0);
    seL4_CPtr tcb_copy = world_copy(tcb, seL4_AllRights);
    seL4_CPtr cnode = world_cnode(4);
    seL4_CPtr cnode_copy = world_copy(cnode, seL4_AllRights);
    world_revoke(frame_copy);
    world_revoke(tcb_copy);
    world_revoke(cnode_copy);
    verdict_true("copies have no power over originals", there(frame) && there(tcb) && there(cnode));
    world_revoke(frame);
    world_revoke(tcb);
    world_revoke(cnode);
    verdict_true("originals have it over copies",
                 !there(frame_copy) && !there(tcb_copy) && !there(cnode_copy));
    seL4_CPtr child = world_copy(tcb, seL4_AllRights);
    world_delete(tcb);
    verdict_true("a copy outlives the original", world_identify(child) == 12);
    world_delete(child);
}

static void check_rights(void)
{
    seL4_CPtr endpoint = world_endpoint();
    seL4_CPtr read_only = world_copy(endpoint, seL4_CanRead);
    seL4_CPtr widened = world_copy(read_only, seL4_AllRights);
    struct reply reply = world_call(widened, 1, 0, NULL, 0, NULL);
    verdict_reply("rights do not grow again", &reply, &(struct expected){2, 1, {0}});
    seL4_CPtr notification = world_notification();
    seL4_CPtr deaf = world_copy(notification, seL4_CanRead);
    reply = world_call(deaf, 1, 0, NULL, 0, NULL);
    verdict_reply("a read-only notification cannot be signalled", &reply,
                  &(struct expected){2, 1, {0}});
}

static void check_cnode(void)
{
    seL4_CPtr cnode = world_cnode(4);
    seL4_CPtr original = world_endpoint();
    seL4_CPtr outside = world_slot();
    verdict_equal("copy into a CNode",
                  seL4_CNode_Copy(cnode, 3, 4, ROOT, original, WORLD_DEPTH, seL4_AllRights), 0);
    verdict_equal("copy out of it",
                  seL4_CNode_Copy(ROOT, outside, WORLD_DEPTH, cnode, 3, 4, seL4_AllRights), 0);
    verdict_equal("delete the CNode", world_delete(cnode), 0);
    verdict_true("the copy outside stays", there(outside));
    world_delete(original);
    verdict_true("also without the original", there(outside));

    seL4_CPtr self = world_cnode(4);
    verdict_equal("a CNode holds itself", seL4_CNode_Move(self, 5, 4, ROOT, self, WORLD_DEPTH), 0);
    seL4_CPtr one = world_cnode(4);
    seL4_CPtr two = world_cnode(4);
    verdict_equal("copy one into two",
                  seL4_CNode_Copy(two, 1, 4, ROOT, one, WORLD_DEPTH, seL4_AllRights), 0);
    verdict_equal("move two into one", seL4_CNode_Move(one, 1, 4, ROOT, two, WORLD_DEPTH), 0);
    verdict_equal("delete a CNode of a ring", world_delete(one), 0);
    verdict_true("returns", !there(one));
}

static void check_self_containing(void)
{
    seL4_CPtr untyped = world_untyped(12);
    seL4_CPtr cnode = world_slot();
    seL4_Untyped_Retype(untyped, seL4_CapTableObject, 4, ROOT, 0, 0, cnode, 1);
    verdict_equal("a CNode holds a copy of itself",
                  seL4_CNode_Copy(cnode, 2, 4, ROOT, cnode, WORLD_DEPTH, seL4_AllRights), 0);
    verdict_equal("delete the outer capability", world_delete(cnode), 0);
    verdict_equal("revoke of the memory ends the rest", world_revoke(untyped), 0);
    verdict_equal("all memory is back",
                  seL4_Untyped_Retype(untyped, ADLC_OBJ_SMALL_PAGE, 0, ROOT, 0, 0, world_slot(), 1),
                  0);
}

static void check_two_levels(void)
{
    seL4_CPtr outer = world_cnode(6);
    seL4_CPtr inner = world_cnode(6);
    seL4_CPtr endpoint = world_endpoint();
    seL4_CPtr path = world_slot();
    verdict_equal("inner with guard 2 of 2 bits",
                  seL4_CNode_Mint(outer, 9, 6, ROOT, inner, WORLD_DEPTH, seL4_AllRights,
                                  seL4_CNode_CapData_new(2, 2).words[0]),
                  0);
    verdict_equal("outer with guard 0 of 50 bits",
                  seL4_CNode_Mint(ROOT, path, WORLD_DEPTH, ROOT, outer, WORLD_DEPTH, seL4_AllRights,
                                  seL4_CNode_CapData_new(0, 50).words[0]),
                  0);
    uint64_t index = 9ul << 8 | 2ul << 6 | 33;
    verdict_equal("copy through two levels",
                  seL4_CNode_Copy(path, index, 64, ROOT, endpoint, WORLD_DEPTH, seL4_AllRights), 0);
    verdict_equal("it arrived", seL4_CNode_Delete(inner, 33, 6), 0);
    verdict_equal("wrong inner guard", seL4_CNode_Delete(path, 9ul << 8 | 1ul << 6 | 33, 64),
                  seL4_FailedLookup);
    verdict_equal("guard mismatch is told", seL4_GetMR(1), seL4_GuardMismatch);
    verdict_equal("with the bits left", seL4_GetMR(2), 8);
    verdict_equal("and the guard found", seL4_GetMR(3), 2);
    verdict_equal("and its size", seL4_GetMR(4), 2);
}

void chapter_derivation(void)
{
    verdict_chapter("derivation");
    check_endpoint();
    check_moved();
    check_first_badged();
    check_kinds();
    check_rights();
    check_cnode();
    check_self_containing();
    check_two_levels();
}
