/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Lowering: from the resolved system to the capability graph.
 *
 * Every software address space becomes a program: a CNode, a VSpace, and for each instance in it
 * one thread for control, one for each connection end whose connector asks for it, and one that
 * reports faults.  What a connection needs is not said here but by the templates of its connector
 * (adl/glue), which add to the same system between lower_run() and lower_finish().  What code must
 * know of it (CPtrs, badges, symbols to be backed by frames) is noted in the program list.
 * Object names and the order of CSpaces follow CAmkES (glue reference, section 1): `<label>_<name>`
 * with the instance's or connection's name as label.
 *
 * The graph is complete but for what only the linker knows: frames with program text and data,
 * page tables, and start addresses; capdl/plan adds those.
 *
 * Ownership: everything lives in the compilation's arena.
 */
#ifndef ADL_LOWER_LOWER_H
#define ADL_LOWER_LOWER_H

#include <stdbool.h>

#include "adl/model/model.h"
#include "capdl/spec/program.h"
#include "capdl/spec/spec.h"
#include "capdl/spec/system_build.h"

struct lower_result {
    struct system_build *build;
    struct spec *spec; /* of build */
    struct program_list programs;
};

/* Makes the programs of `model` for `arch`, with all that components have whatever they are
 * connected to. `has_sources` says for each component type whether it has source files (NULL: none
 * is known to); instances that only hold others and have none get no program. Faults (a setting out
 * of range) are reported; false when there was an error, the result then is only good for finding
 * more of them. */
bool lower_run(const struct model *model, enum spec_arch arch, const bool *has_sources,
               struct lower_result *result);

/* Sizes the CNodes once everything has its caps, and renews the list of programs. False (reported)
 * when a CNode is asked to be smaller than it can be. */
bool lower_finish(const struct model *model, struct lower_result *result);

#endif
