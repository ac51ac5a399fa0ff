/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A spec that says itself where everything lies: its derivation from the kernel's untypeds.
 *
 * Each untyped of the kernel that something is made from becomes an untyped of the spec, of the
 * same address and size, whose members are what is made from it, in the order of creation; memory
 * that is skipped becomes untypeds that nobody uses. The root server finds these untypeds among the
 * kernel's (loader/init/include/object_plan.h) and follows them; another static loader can, too.
 *
 * Only frames that are pages of the root server's image stay outside: their memory is the image's.
 * They stand in the order of their names, so that they lie where they do in whatever form the spec
 * is written and read again.
 *
 * Which untypeds the kernel has depends on how large the root server is, and with it the spec. So
 * the derivation is made again until it is that of the spec that it is in.
 */
#ifndef LOADER_PACK_PLAN_STATIC_H
#define LOADER_PACK_PLAN_STATIC_H

#include "loader/pack/plan_layout.h"
#include "loader/pack/read_board.h"

/* The spec with the derivation, and where it all lies; NULL after reporting what does not fit.
 * `spec` has passed check_graph. */
struct spec *plan_static(struct compilation *c, const struct spec *spec,
                         const struct board_files *files, struct plan_layout *layout);

#endif
