/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where the root server will put every object of a spec, worked out on the host with the code that
 * the root server runs: its checks of the spec, its need of slots, the planner, the hand-off.
 *
 * The input is what an image would hold: a binary spec, and how large kernel and root server are,
 * which decides what memory is left. All of that is known without an image, too. A layout is data;
 * plan_report.h prints it, plan_static.h turns it into a spec that says all of it itself.
 */
#ifndef LOADER_PACK_PLAN_LAYOUT_H
#define LOADER_PACK_PLAN_LAYOUT_H

#include <stdbool.h>

#include "adl/base/compilation.h"
#include "adl/base/vec.h"
#include "capdl/plan/board_memory.h"
#include "capdl/spec/spec.h"
#include "loader/init/include/hand_off_plan.h"
#include "loader/init/include/slot_plan.h"
#include "loader/init/include/spec_view.h"

enum plan_where {
    PLAN_IN_IMAGE,   /* a page of the root server's image */
    PLAN_IN_MEMORY,  /* made from an untyped of the kernel */
    PLAN_IN_UNTYPED, /* made from an untyped of the spec */
};

/* Something that takes memory. */
struct plan_place {
    uint32_t object; /* of the spec; UNTYPED_PLAN_NONE: memory that is skipped */
    uint32_t from;   /* PLAN_IN_UNTYPED: that object */
    uint32_t memory; /* untyped of the kernel that it ends up in; UNTYPED_PLAN_NONE: in none */
    uint64_t paddr;
    uint8_t size_bits;
    uint8_t where; /* enum plan_where */
};

VEC_STRUCT(plan_places, struct plan_place);

struct plan_input {
    const struct spec *spec;           /* for names and places in messages */
    const struct capdl_header *binary; /* the same graph; 8-byte aligned */
    size_t binary_size;
    const uint8_t *contents; /* of its frames; NULL: not looked at */
    struct board_memory board;
    uint64_t contents_vaddr; /* where they lie in the root server */
    bool own_cnodes_apart;   /* where CNodes of the root server lie, nothing else is to */
    uint64_t slots_least;    /* plan with at least so many slots */
};

struct plan_layout {
    const struct spec *spec;
    struct spec_view view;
    struct board_memory_plan board;        /* untypeds' `used`: where the marks end */
    bool has_board;                        /* otherwise only the untypeds are known */
    uint32_t given[BOARD_MEMORY_UNTYPEDS]; /* per untyped: the object that it is, or CAPDL_NONE */
    struct plan_places places;             /* in the order of creation, image pages first */
    uint32_t retypes, skipped;             /* steps, and how many of those only skip memory */
    struct slot_plan slots;
    struct hand_off_plan hand_off;
};

/* Lays out what an image will hold; false after reporting what does not fit: which object, how much
 * is missing, in which pieces memory is, how many slots. The spec has passed check_graph. */
bool plan_layout_board(struct compilation *c, const struct plan_input *input,
                       struct plan_layout *layout);

/* Lays objects out in `count` untypeds (their addresses, sizes and kinds), whatever else there is:
 * no slots, no hand-off, pages of the image have no address. Same result. */
bool plan_layout_memory(struct compilation *c, const struct plan_input *input,
                        const struct untyped_plan_memory *untypeds, uint32_t count,
                        struct plan_layout *layout);

#endif
