/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Levels of page tables where their names do not tell: on riscv all of them are `pt`, and how deep
 * one lies says what level it is.
 */
#ifndef CAPDL_SPEC_LEVELS_H
#define CAPDL_SPEC_LEVELS_H

#include "capdl/spec/spec.h"

/* Sets the level of every page table of a riscv graph; tables in a circle, and those that lie too
 * deep, get one that does not exist. Time is linear. */
void levels_find(struct spec *spec);

#endif
