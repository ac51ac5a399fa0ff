/* SPDX-License-Identifier: BSD-2-Clause
 *
 * From a linked program to the frames and page tables of its address space.
 *
 * Each 4 KiB page that the program's segments touch becomes a frame "<program>_frame_<address>",
 * filled from the file where there are bytes and zero elsewhere, mapped with the segment's rights:
 * writable or executable, never both.  Where 2 MiB of memory without contents fill a large page
 * exactly, they become one frame of that size: no memory is lost, and 511 objects are saved.  Pages
 * with contents stay small, since only such become pages of a component without being copied.
 * Pages of a region (struct program_region: a stack, an IPC buffer, a dataport, a device) are
 * treated apart: its guards stay unmapped, its middle is backed by the frames it names or, if it
 * names none, by fresh zeroed ones "<program>_<region>".
 *
 * Pages without contents that follow each other, of one size and mapped alike, are the elements of
 * one array, which has the name of the first.  So texts of the graph fold them to one line each in
 * objects and in page tables.
 *
 * The symbol of a region must start on a page and have exactly guard_before + size + guard_after
 * bytes (size rounded up to whole frames), and no bytes in the file.
 *
 * Capabilities in the program's CSpace that stand for a mapping (mapped_alias) get to know which
 * one: the first of a frame stands for its first mapping by a region, the second for the second.
 */
#ifndef CAPDL_PLAN_ELF_PAGES_H
#define CAPDL_PLAN_ELF_PAGES_H

#include <stdbool.h>

#include "adl/base/compilation.h"
#include "capdl/plan/elf_file.h"
#include "capdl/spec/program.h"
#include "capdl/spec/spec.h"

/* Completes the address space of `program` in `spec` with the memory of `elf` (verified, of the
 * same arch). Fills name program->elf_name. False after diagnostics; the spec is then incomplete
 * and must not be used. */
bool elf_pages_add(struct compilation *c, struct spec *spec, const struct program *program,
                   const struct elf_file *elf);

#endif
