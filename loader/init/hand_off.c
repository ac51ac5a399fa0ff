/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The end of the root server. It has the highest priority, so nobody runs before it suspends
 * itself; after that the capabilities it still has stay where they are, out of everybody's reach.
 * Should somebody resume it, it suspends itself again.
 */
#include "loader/init/include/hand_off.h"

#include "loader/init/include/init.h"
#include "loader/init/include/init_report.h"
#include "loader/init/include/init_slots.h"

/* Moves our capability in `from`, about object `object`, to a slot of a receiver's CNode. */
static void give(const struct init *init, const struct hand_off_receiver *to, seL4_CPtr cnode,
                 uint32_t slot, seL4_CPtr from)
{
    init_report_check(init, to->cnode, "seL4_CNode_Move (hand-off)",
                      seL4_CNode_Move(cnode, slot, init->view.objects[to->cnode].size_bits,
                                      init_slots_root(init), from, seL4_WordBits));
}

static uint8_t log2_slots(uint64_t count)
{
    uint8_t bits = 1;

    while (UINT64_C(1) << bits < count) {
        bits++;
    }
    return bits;
}

/* Makes a CNode of 2^bits slots from the first plain untyped with room for it. */
static seL4_CPtr make_holding(struct init *init, uint8_t bits)
{
    const seL4_BootInfo *b = init->bootinfo;
    seL4_CPtr slot = init_slots_take(init, CAPDL_NONE);
    seL4_Error error = seL4_NotEnoughMemory;

    for (seL4_CPtr u = b->untyped.start; u < b->untyped.end && error != seL4_NoError; u++) {
        if (b->untypedList[u - b->untyped.start].isDevice == 0) {
            error = init_slots_retype(init, u, seL4_CapTableObject, bits, slot, 1);
        }
    }
    init_report_check(init, CAPDL_NONE, "seL4_Untyped_Retype (holding CNode)", error);
    return slot;
}

/* The holding CNode while it is filled. */
struct holding {
    seL4_CPtr cnode;
    uint8_t bits;
    uint32_t next;
};

/* Moves our capability in `from` into the holding CNode. Nothing may be left there: the spec has
   given some away. */
static void hold(const struct init *init, struct holding *h, seL4_CPtr from)
{
    seL4_Error error =
        seL4_CNode_Move(h->cnode, h->next, h->bits, init_slots_root(init), from, seL4_WordBits);

    if (error == seL4_FailedLookup) {
        return;
    }
    init_report_check(init, CAPDL_NONE, "seL4_CNode_Move (to the holding CNode)", error);
    h->next++;
}

/* Fills the holding CNode with all that would go with our CNode: kernel control, what we took slots
   for up to `end`, CNodes of our own CSpace among it, and pages of our image. */
static void hold_all(const struct init *init, struct holding *h, seL4_CPtr end)
{
    hold(init, h, seL4_CapIRQControl);
    hold(init, h, seL4_CapASIDControl);
    hold(init, h, seL4_CapInitThreadASIDPool);
    init_report_check(init, CAPDL_NONE, "seL4_CNode_Copy (to the holding CNode)",
                      seL4_CNode_Copy(h->cnode, h->next++, h->bits, init_slots_root(init),
                                      seL4_CapDomain, seL4_WordBits, seL4_AllRights));
    for (seL4_CPtr slot = init->bootinfo->empty.start; slot < end; slot++) {
        if (slot != init_slots_root(init)) {
            hold(init, h, slot);
        }
    }
    for (uint32_t i = 0; i < init->view.object_count; i++) {
        if (spec_view_is_image_page(&init->view.objects[i])) {
            hold(init, h, init->slot_of[i]);
        }
    }
}

/* Upper bound of what hold_all moves. */
static uint64_t held_count(const struct init *init, seL4_CPtr end)
{
    uint64_t count = 4 + end - init->bootinfo->empty.start;

    for (uint32_t i = 0; i < init->view.object_count; i++) {
        count += spec_view_is_image_page(&init->view.objects[i]) ? 1 : 0;
    }
    return count;
}

/* Gives the untypeds away, to CNodes whose capabilities are in `cnodes`. */
static void give_untypeds(const struct init *init, const seL4_CPtr *cnodes)
{
    const struct hand_off_plan *h = &init->hand_off;
    const seL4_BootInfo *b = init->bootinfo;
    uint32_t given[HAND_OFF_MAX] = {0};
    struct hand_off_list pieces = hand_off_pieces(init);

    for (uint32_t i = 0; i < b->untyped.end - b->untyped.start; i++) {
        uint32_t to = h->receiver_of[i];

        given[to]++;
        give(init, &h->receivers[to], cnodes[to], h->receivers[to].free + given[to],
             b->untyped.start + i);
    }
    for (uint32_t i = 0; i < pieces.count; i++) {
        if (h->gives_piece[i]) {
            given[0]++;
            give(init, &h->receivers[0], cnodes[0], h->receivers[0].free + given[0],
                 pieces.first + i);
        }
    }
}

void hand_off_give(struct init *init)
{
    const struct hand_off_plan *h = &init->hand_off;
    seL4_CPtr end = init->chunk == 0 ? init->next_slot : init->bootinfo->empty.end;
    struct holding holding = {.bits = log2_slots(held_count(init, end))};
    seL4_CPtr cnodes[HAND_OFF_MAX];

    if (h->count == 0) {
        return;
    }
    for (uint32_t i = 0; i < h->count; i++) {
        cnodes[i] = init_slots_take(init, h->receivers[i].cnode);
        init_slots_copy(init, h->receivers[i].cnode, cnodes[i], seL4_AllRights);
    }
    holding.cnode = make_holding(init, holding.bits);
    give_untypeds(init, cnodes);
    hold_all(init, &holding, end);
    give(init, &h->receivers[0], cnodes[0], h->receivers[0].free, holding.cnode);
    for (uint32_t i = 0; i < h->count; i++) {
        init_slots_delete(init, h->receivers[i].cnode, cnodes[i]);
    }
}

_Noreturn void hand_off_end(const struct init *init)
{
    for (;;) {
        init_report_check(init, CAPDL_NONE, "seL4_TCB_Suspend",
                          seL4_TCB_Suspend(seL4_CapInitThreadTCB));
    }
}
