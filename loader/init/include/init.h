/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The root server: makes the system that the spec describes, then gets out of the way.
 *
 *     spec_view      is the spec sound?                 (before anything is done)
 *     init_slots     room for capabilities              (slot_plan tells how much)
 *     init_objects   every object from untyped memory   (untyped_plan tells the order)
 *     init_frames    contents of frames that are not simply pages of the root server's image
 *     init_vspaces   ASIDs, page tables, pages
 *     init_cspaces   interrupts; then the CNodes, in the end, when all caps exist
 *     init_threads   TCBs; at the very end they start (start_order tells how)
 *     init_domains   the domain schedule; after the threads
 *     hand_off       memory that is left is given away, if the spec says so; the root server
 *                    suspends itself
 *
 * One struct init carries all state through these steps; what grows with the spec lies in memory
 * that the packer added to the image (init_payload.h). Object i's capability is in slot slot_of[i]
 * of the root server's own CSpace (init_slots.h). Nothing returns an error: a kernel call that
 * fails ends in init_report_fail, which tells which object and which call, and stops.
 *
 * A frame with contents and of one page is not made from untyped memory: it is a page of the
 * root server's own image, and its slot is the kernel's capability to that page. No byte of it is
 * copied, and it takes no further slot.
 */
#ifndef LOADER_INIT_INIT_H
#define LOADER_INIT_INIT_H

#include <sel4/sel4.h>
#include <stdbool.h>
#include <stdint.h>

#include "capdl/plan/untyped_plan.h"
#include "loader/init/include/hand_off.h"
#include "loader/init/include/slot_plan.h"
#include "loader/init/include/spec_view.h"

struct init {
    struct spec_view view;
    const seL4_BootInfo *bootinfo;
    seL4_CPtr contents_slot; /* capability of page 0 of the frame contents */
    uint8_t *contents;       /* the pages themselves: the kernel maps all of the image writable */

    seL4_CPtr
        window_slot; /* init_frames: copies of capabilities, to write to frames; 0: none yet */

    /* init_slots */
    struct slot_plan slots;
    seL4_CPtr root;                                       /* our CSpace as one CNode */
    seL4_CPtr chunk_slot;                                 /* of the first CNode made for it */
    seL4_CPtr next_slot, end_slot;                        /* in the present chunk */
    uint32_t chunk;                                       /* 0: the initial CNode */
    uint64_t taken[CONFIG_MAX_NUM_BOOTINFO_UNTYPED_CAPS]; /* bytes of each untyped, for CNodes */

    seL4_CPtr pools[SLOT_PLAN_POOLS_MAX]; /* ASID pools made for more address spaces than fit one */
    uint32_t pool_count, pool_next;

    struct hand_off_plan hand_off;

    /* per object; the first two are the planner's */
    struct untyped_plan_object *plan_objects;
    uint32_t *plan_order;
    uint32_t *slot_of;
    bool *mapped; /* the frame's own capability has made a mapping */

    /* Per capability of the spec. Of a mapping whose very capability somebody's CNode will get
       (CAPDL_CAP_MAPPED_ALIAS): SLOT_PLAN_ALIAS until it is made, then its slot, until it is given.
       Of all others 0. */
    uint32_t *alias_of;
    bool *is_parent; /* others of the spec come from it */
};

/* Does the CNode slot take the very capability that the object was made with? Others of the same
   object come from it then, or it cannot be copied. */
bool init_takes_original(const struct init *init, uint32_t cap);

/* The spec's rights as the kernel's. */
seL4_CapRights_t init_rights(uint8_t rights);

/* The bytes of a chunk of the extended boot information, at any address, with its header; NULL when
   the kernel gave none. */
const uint8_t *init_boot_chunk(const struct init *init, uint32_t id, uint64_t *size);

/* The steps; each needs the one before. */
void init_objects_create(struct init *init);
void init_frames_fill(struct init *init);
void init_vspaces_build(struct init *init);
void init_interrupts_issue(struct init *init);
void init_threads_configure(struct init *init);
void init_cspaces_fill(struct init *init);
void init_threads_start(struct init *init);
void init_domains_configure(struct init *init);
void init_domains_start(struct init *init);

/* What start-up code calls, with a stack and thread pointer. */
_Noreturn void init_main(const seL4_BootInfo *bootinfo);

#endif
