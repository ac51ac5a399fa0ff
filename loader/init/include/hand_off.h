/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What becomes of the memory that is left. Without a CNode marked `untyped` the root server keeps
 * it, and is there for ever, suspended. The CNodes so marked ("receivers") get
 *
 *     slot F          the first receiver: the holding CNode; the others: nothing
 *     from F + 1 on   untypeds, in the kernel's order, those of devices too
 *     behind them     the first receiver: untypeds that the root server itself was made from
 *
 * where F is the first slot behind the receiver's own of the spec. Of several receivers the first
 * in the spec gets devices; each plain untyped goes to the one that has the least memory so far.
 * Frames with the page of boot information show the receiver's slots in place of ours, with a
 * list of what it gets in which the first byte of `padding` is 1 for untypeds of the last kind:
 * frames that a thread whose CSpace the receiver is sees, or, if there is only one receiver, all.
 *
 * Revoking an untyped of the last kind ends the root server and makes its memory usable. With its
 * CNode its capabilities go; so the only ones to objects that must stay move into the holding
 * CNode before, with all that the receiver might want to rule over. Pages of our image that
 * components were given must not go, and no untyped with one of those inside is given away; the
 * boot loader has placed the image so that no untyped has both (capdl/include/root_place.h).
 */
#ifndef LOADER_INIT_HAND_OFF_H
#define LOADER_INIT_HAND_OFF_H

#include <sel4/sel4.h>
#include <stdbool.h>
#include <stdint.h>

#include "loader/init/include/hand_off_plan.h"

struct init;

/* The kernel's list of untypeds that the root server was made from; empty if it tells of none. */
struct hand_off_list {
    seL4_CPtr first;
    uint32_t count;
};

struct hand_off_list hand_off_pieces(const struct init *init);

/* Finds the receivers and decides who gets what. Stops if one of them has too few slots. */
void hand_off_prepare(struct init *init);

/* The page of boot information as frame `object` is to show it: the kernel's, or ours in place of
   it, which the next call overwrites. */
const uint8_t *hand_off_boot_page(const struct init *init, uint32_t object);

/* Gives everything away, after all else but the start of the domain schedule. Afterwards the root
   server has only what it needs to suspend itself. */
void hand_off_give(struct init *init);

/* Suspends the root server. */
_Noreturn void hand_off_end(const struct init *init);

#endif
