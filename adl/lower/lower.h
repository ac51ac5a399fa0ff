/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Lowering: from the resolved system to the capability graph.
 *
 * Every software address space becomes a program: a CNode, a VSpace, one thread for control, one
 * for each connection end whose connector asks for it, and one that reports faults; every
 * connection becomes the objects of its connector and the capabilities its ends get.  What code
 * must know of it (CPtrs, badges, symbols to be backed by frames) is noted in the program list.
 * Object names and the order of CSpaces follow CAmkES (glue reference, section 1): `<label>_<name>`
 * with the instance's or connection's name as label.
 *
 * The graph is complete but for what only the linker knows: frames with program text and data,
 * page tables, and start addresses; capdl/plan adds those.
 *
 * Ownership: spec and programs live in the compilation's arena.
 */
#ifndef ADL_LOWER_LOWER_H
#define ADL_LOWER_LOWER_H

#include <stdbool.h>

#include "adl/model/model.h"
#include "capdl/spec/program.h"
#include "capdl/spec/spec.h"

struct lower_result {
    struct spec *spec;
    struct program_list programs;
};

/* Lowers `model` for `arch`. `has_sources` says for each component type whether it has source files
 * (NULL: none is known to); instances that only hold others and have none get no program. Faults (a
 * connector that cannot be lowered, a setting that is missing or out of range) are reported; false
 * when there was an error, the result then must not be used. */
bool lower_run(const struct model *model, enum spec_arch arch, const bool *has_sources,
               struct lower_result *result);

#endif
