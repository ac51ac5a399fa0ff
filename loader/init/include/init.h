/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The root server: makes the system that the spec describes, then gets out of the way.
 *
 *     spec_view      is the spec sound?                 (before anything is done)
 *     init_objects   every object from untyped memory   (untyped_plan tells the order)
 *     init_frames    contents of frames that are not simply pages of the root server's image
 *     init_vspaces   ASIDs, page tables, pages
 *     init_cspaces   interrupts; then the CNodes, in the end, when all caps exist
 *     init_threads   TCBs; at the very end they start, in the spec's order
 *     hand_off       the root server suspends itself
 *
 * One struct init carries all state through these steps. Object i's capability is in slot
 * slot_of[i] of the root server's own CNode; slots are taken upward from bootinfo.empty and never
 * given back. Nothing returns an error: a kernel call that fails ends in init_report_fail, which
 * tells which object and which call, and stops.
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

#include "loader/init/include/spec_view.h"

/* Mapping capabilities that also stand in somebody's CNode (CAPDL_CAP_MAPPED_ALIAS). */
#define INIT_ALIASES_MAX 512u

struct init_alias {
    uint32_t mapping; /* index in the spec's caps of the page table slot */
    uint32_t slot;    /* where the capability that made the mapping is; 0: not made, or given */
};

struct init {
    struct spec_view view;
    const seL4_BootInfo *bootinfo;
    seL4_CPtr contents_slot; /* capability of page 0 of the frame contents */
    seL4_CPtr next_slot;
    uint32_t slot_of[SPEC_VIEW_OBJECTS_MAX];
    bool mapped[SPEC_VIEW_OBJECTS_MAX]; /* the frame's own capability has made a mapping */
    struct init_alias aliases[INIT_ALIASES_MAX];
    uint32_t alias_count;
};

/* Takes the next free slot of the root server's CNode for object `object` (CAPDL_NONE: for the
   root server itself). */
seL4_CPtr init_slot(struct init *init, uint32_t object);

/* Copies the capability of object `object` with these rights to a new slot, and returns that. */
seL4_CPtr init_copy(struct init *init, uint32_t object, seL4_CapRights_t rights);

/* Is the object a page of the root server's own image (see above)? */
bool init_is_image_page(const struct init *init, uint32_t object);

/* The spec's rights as the kernel's. */
seL4_CapRights_t init_rights(uint8_t rights);

/* The note on the mapping with that index in the spec's caps, or NULL. */
struct init_alias *init_alias(struct init *init, uint32_t mapping);

/* The steps; each needs the one before. */
void init_objects_create(struct init *init);
void init_frames_fill(struct init *init);
void init_vspaces_build(struct init *init);
void init_interrupts_issue(struct init *init);
void init_threads_configure(struct init *init);
void init_cspaces_fill(struct init *init);
void init_threads_start(struct init *init);
_Noreturn void hand_off(struct init *init);

/* What start-up code calls, with a stack and thread pointer. */
_Noreturn void init_main(const seL4_BootInfo *bootinfo);

#endif
