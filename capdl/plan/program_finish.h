/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The last step for a program: what its threads start with is known once it is linked.
 *
 * Every thread starts at the program's entry symbol with its index as first argument, at the upper
 * end of its stack region, with the IPC buffer its region says.
 */
#ifndef CAPDL_PLAN_PROGRAM_FINISH_H
#define CAPDL_PLAN_PROGRAM_FINISH_H

#include <stdbool.h>

#include "adl/base/compilation.h"
#include "capdl/plan/elf_file.h"
#include "capdl/spec/program.h"
#include "capdl/spec/spec.h"

/* Sets ip, sp, ipc_buffer and start arguments of all threads of `program`. False after diagnostics
 * when a symbol is missing. */
bool program_finish(struct compilation *c, struct spec *spec, const struct program *program,
                    const struct elf_file *elf);

/* The whole way for one program: reads the ELF at `elf_path`, adds its pages, finishes its
 * threads. False after diagnostics. */
bool program_finish_from_file(struct compilation *c, struct spec *spec,
                              const struct program *program, const char *elf_path);

#endif
