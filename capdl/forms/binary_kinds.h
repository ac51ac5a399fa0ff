/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Object kinds and architectures of the graph and of the binary spec, one onto the other.  The
 * binary's numbers are part of a format and must not move when the graph's list does.
 */
#ifndef CAPDL_FORMS_BINARY_KINDS_H
#define CAPDL_FORMS_BINARY_KINDS_H

#include <stdbool.h>
#include <stdint.h>

#include "capdl/spec/spec.h"

/* Has the binary form a number for the kind, or the architecture? */
bool binary_kinds_has(enum spec_kind kind);
bool binary_kinds_has_arch(enum spec_arch arch);

/* enum capdl_kind of a kind that has one. */
uint8_t binary_kinds_from_spec(enum spec_kind kind);

/* Kind of an enum capdl_kind below CAPDL_KIND_COUNT. */
enum spec_kind binary_kinds_to_spec(uint8_t kind);

/* enum capdl_arch of an arch. */
uint32_t binary_kinds_arch_from_spec(enum spec_arch arch);

/* Arch of an enum capdl_arch below CAPDL_ARCH_COUNT. */
enum spec_arch binary_kinds_arch_to_spec(uint32_t arch);

#endif
