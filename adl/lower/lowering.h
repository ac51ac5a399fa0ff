/* SPDX-License-Identifier: BSD-2-Clause
 *
 * What the files of adl/lower share: the state of one lowering.  Not for other folders.  Objects,
 * caps and regions are added through capdl/spec/system_build.h.
 */
#ifndef ADL_LOWER_LOWERING_H
#define ADL_LOWER_LOWERING_H

#include "adl/lower/lower.h"

struct lowering {
    struct compilation *c;
    const struct model *model;
    const bool *has_sources; /* as in lower_run */
    struct system_build *build;
    struct spec *spec; /* of build */
};

/* Takes the domain schedule over. */
void lower_schedule(struct lowering *l);

/* Makes CNode and VSpace of a program. */
void lower_component_program(struct lowering *l, struct program_build *p);

/* Makes the objects, threads and own caps of an instance in its program. */
void lower_component(struct lowering *l, uint32_t instance);

/* Gives the program the pools of memory, objects and resources that the instance's settings ask
 * for. */
void lower_pools(struct lowering *l, struct program_build *p, uint32_t instance);

/* Gives the program the device tree, if a setting of the instance asks for it. */
void lower_device_tree(struct lowering *l, struct program_build *p, uint32_t instance);

/* Sizes the program's CNode and gives its threads their CSpace. */
void lower_component_finish(struct lowering *l, struct program_build *p);

/* The place that names the end of a connection. */
struct program_place lowering_place(uint32_t connection, bool to_side, uint32_t end);

/* The place of the instance itself. */
struct program_place lowering_own(const struct lowering *l, uint32_t instance);

/* An integer setting named `<prefix><suffix>` of `target`, with range. */
int64_t lowering_setting(struct lowering *l, const char *target, const char *prefix,
                         const char *suffix, int64_t fallback, int64_t low, int64_t high);

#endif
