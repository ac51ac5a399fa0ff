/* SPDX-License-Identifier: BSD-2-Clause
 *
 * What the files of adl/lower share: the state of one lowering, and the few operations out of which
 * component and connector lowering is made.  Not for other folders.
 *
 * Every connector family is one file, connector_<family>.c, and one line in connectors.def; it
 * adds its objects, caps and regions through the functions below and knows nothing of the rest.
 */
#ifndef ADL_LOWER_LOWERING_H
#define ADL_LOWER_LOWERING_H

#include "adl/lower/lower.h"

#include "adl/base/vec.h"

/* Bytes of a page; the unit of dataports, stacks and guards on every platform. */
#define LOWERING_PAGE 4096u

/* A program being made. */
struct lowering_program {
    struct program program; /* its lists are set from the vecs at the end */
    VEC(uint32_t) instances;
    VEC(struct program_thread) threads;
    VEC(struct program_region) regions;
    VEC(struct program_cap) caps;
    VEC(struct spec_object_id) spare_threads; /* of its tcb_pool */
    uint32_t next_slot;  /* of its CNode; slot 0 stays empty, it is the null CPtr */
    uint32_t cnode_slot; /* where a cap to its own CNode goes, 0: none */
};

/* A device frame, shared by all who map that address. */
struct lowering_device {
    uint64_t paddr;
    struct spec_object_id frame;
};

struct lowering {
    struct compilation *c;
    const struct model *model;
    const bool *has_sources; /* as in lower_run */
    struct spec *spec;
    struct lowering_program *programs; /* one per software instance or group */
    uint32_t program_count;
    uint32_t *program_of;  /* instance -> program; UINT32_MAX when it has none */
    uint32_t *position_of; /* instance -> its place in the program's list of instances */
    VEC(struct lowering_device) devices;
};

/* A connector family's function: lowers one connection. */
typedef void lowering_connector(struct lowering *l, uint32_t connection);
#define CONNECTOR(name, function) lowering_connector function;
#include "adl/lower/connectors.def"
#undef CONNECTOR

/* Makes CNode and VSpace of a program. */
void lower_component_program(struct lowering *l, struct lowering_program *p);

/* Makes the objects, threads and own caps of an instance in its program. */
void lower_component(struct lowering *l, uint32_t instance);

/* Gives the program the pools of memory, objects and resources that the instance's settings ask
 * for. */
void lower_pools(struct lowering *l, struct lowering_program *p, uint32_t instance);

/* Sizes the program's CNode and gives its threads their CSpace. */
void lower_component_finish(struct lowering *l, struct lowering_program *p);

/* Adds an object called `<label>_<name>`; a name that is taken gets a number appended. */
struct spec_object_id lowering_object(struct lowering *l, enum spec_kind kind, const char *label,
                                      const char *name);

/* The program of an end, and the place that names the end; an end on hardware has none (NULL). */
struct lowering_program *lowering_end_program(struct lowering *l, const struct model_end *end);
struct program_place lowering_place(uint32_t connection, bool to_side, uint32_t end);

/* The place of the instance itself. */
struct program_place lowering_own(const struct lowering *l, uint32_t instance);

/* The symbol of an end's shared memory: `<iface>_adlc_data`, or, where several instances make up
 * the program, one that says whose. Interned. */
const char *lowering_data_symbol(struct lowering *l, const struct model_end *end);

/* Makes sure that code of `instance` has a cap to its own CNode, called `cnode`. */
void lowering_give_cnode(struct lowering *l, uint32_t instance);

/* Gives the program a cap in its next CNode slot, noted under `name` at `place`. `cap.slot` is
 * ignored. An object of SPEC_NO_OBJECT only reserves the slot. Returns the CPtr. */
uint64_t lowering_give_cap(struct lowering *l, struct lowering_program *p,
                           struct program_place place, const char *name, struct spec_cap cap);

/* Notes a region; returns its index. Strings are interned here. */
uint32_t lowering_add_region(struct lowering *l, struct lowering_program *p,
                             struct program_region region);

/* `text` as a C identifier part: every byte that is no letter or digit becomes '_'. Interned. */
const char *lowering_symbol(struct lowering *l, const char *text);

/* An integer setting named `<prefix><suffix>` of `target`, with range. */
int64_t lowering_setting(struct lowering *l, const char *target, const char *prefix,
                         const char *suffix, int64_t fallback, int64_t low, int64_t high);

/* The frame object of 2^bits bytes for the device memory at `paddr`, the same for everyone who
 * asks. */
struct spec_object_id lower_device_frame(struct lowering *l, const char *label, const char *name,
                                         uint64_t paddr, uint8_t bits);

#endif
