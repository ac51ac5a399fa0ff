/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Object kinds, architectures and chunks of boot information of the graph and of the binary spec,
 * one onto the other.  The binary's numbers are part of a format and must not move when the graph's
 * list does.
 */
#ifndef CAPDL_FORMS_BINARY_KINDS_H
#define CAPDL_FORMS_BINARY_KINDS_H

#include <stdint.h>

#include "capdl/spec/spec.h"

/* enum capdl_kind of a kind. */
uint8_t binary_kinds_from_spec(enum spec_kind kind);

/* Kind of an enum capdl_kind below CAPDL_KIND_COUNT. */
enum spec_kind binary_kinds_to_spec(uint8_t kind);

/* enum capdl_arch of an arch. */
uint32_t binary_kinds_arch_from_spec(enum spec_arch arch);

/* Arch of an enum capdl_arch below CAPDL_ARCH_COUNT. */
enum spec_arch binary_kinds_arch_to_spec(uint32_t arch);

/* Number of a chunk of boot information by the name capDL has for it ("FDT"), which must be one;
 * and back, for a number below CAPDL_FILL_CHUNKS. */
uint32_t binary_kinds_chunk_from_spec(const char *name);
const char *binary_kinds_chunk_to_spec(uint32_t chunk);

#endif
