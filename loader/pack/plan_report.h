/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A layout, printed.
 */
#ifndef LOADER_PACK_PLAN_REPORT_H
#define LOADER_PACK_PLAN_REPORT_H

#include "adl/base/strbuf.h"
#include "loader/pack/plan_layout.h"

/* One line for each object in the order of creation: address, bytes, untyped of the kernel, name
 * (in front of it, with a slash, the untyped of the spec that it lies in). Then slots, untypeds,
 * and what is handed off. */
void plan_report_text(const struct plan_layout *layout, struct strbuf *out);

/* The same as JSON, "schema": "adlc.plan/1". */
void plan_report_json(const struct plan_layout *layout, struct strbuf *out);

/* What CONFIG_ROOT_CNODE_SIZE_BITS a kernel of seL4 must have for this: its first CNode does not
   grow. The root server makes more CNodes, but their capabilities must have room in the first. */
unsigned plan_report_sel4_bits(const struct plan_layout *layout);

#endif
