/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Who gets which of the untypeds that are left, and whether there is room for them: arithmetic on
 * the spec and a list of untypeds, which the host does before there is an image and the root server
 * before it makes anything. What is given is told in hand_off.h.
 *
 * Use: hand_off_plan_begin(), then each untyped of the boot information in its order, then each of
 * the root server's own, then hand_off_plan_fits().
 */
#ifndef LOADER_INIT_HAND_OFF_PLAN_H
#define LOADER_INIT_HAND_OFF_PLAN_H

#include <stdbool.h>
#include <stdint.h>

#include "loader/init/include/spec_view.h"

#define HAND_OFF_MAX      16u  /* receivers */
#define HAND_OFF_PIECES   64u  /* untypeds that the kernel made the root server from */
#define HAND_OFF_UNTYPEDS 230u /* that boot information tells of */

struct hand_off_receiver {
    uint32_t cnode;    /* object */
    uint32_t free;     /* the first slot behind those that the spec fills */
    uint32_t untypeds; /* how many it gets, those of the root server's own memory not counted */
    uint64_t bytes;    /* size of the plain ones */
};

struct hand_off_plan {
    uint32_t count;
    struct hand_off_receiver receivers[HAND_OFF_MAX];
    uint8_t receiver_of[HAND_OFF_UNTYPEDS]; /* per untyped of the boot info */
    bool gives_piece[HAND_OFF_PIECES];
    uint32_t pieces; /* how many of those are true */
};

/* Finds the receivers. Returns CAPDL_NONE, or the first one that there is no room for. */
uint32_t hand_off_plan_begin(struct hand_off_plan *plan, const struct spec_view *view);

/* Gives untyped `index` of the boot information to a receiver, of which there must be one. */
void hand_off_plan_untyped(struct hand_off_plan *plan, uint32_t index, uint8_t size_bits,
                           bool device);

/* Decides whether untyped `index` of the root server's own memory can go: no page of the frame
   contents, which are [start, start + size), may be in it. */
void hand_off_plan_piece(struct hand_off_plan *plan, uint32_t index, uint64_t paddr,
                         uint8_t size_bits, uint64_t start, uint64_t size);

/* Has each receiver slots enough? Otherwise `*receiver` is the first that has not, and `*need` how
   many it needs in all. */
bool hand_off_plan_fits(const struct hand_off_plan *plan, const struct spec_view *view,
                        uint32_t *receiver, uint64_t *need);

#endif
