/* SPDX-License-Identifier: BSD-2-Clause
 *
 * JSON as rust-sel4's initializer takes it: its types of version 5.0.0 (capdl reference, section
 * 14; JSON schema in shared/oracle).
 *
 * Objects are numbered as they are made: those in no untyped first (object_order.h), then the
 * members of each untyped one behind the other, so that an untyped comes before what lies in it.
 *
 * The form has no words for control capabilities other than `domain`, reply capabilities, stream
 * ids, context banks, software interrupts and Arm's I/O devices: these are refused.  What its
 * reader skips as unknown is written in fields of our own, so that reading gives the same graph:
 * `arch` and `cdt` of the spec, `asid` and `mapping` of frames, `asid` of page tables, `badge` of
 * SMC capabilities, `slots` of ASID pools, `pud_root` of tables of a system with three levels.
 *
 * Reading keeps a place for everything and reports all faults.  Without `arch` the objects tell the
 * architecture, where they can.
 */
#ifndef CAPDL_FORMS_FORM_JSON_H
#define CAPDL_FORMS_FORM_JSON_H

#include <stdbool.h>

#include "adl/base/compilation.h"
#include "adl/base/strbuf.h"
#include "capdl/spec/spec.h"

/* Appends `spec`, which has passed check_graph(), to `out`. False after diagnostics: the form has
 * no words for something in it. */
bool form_json_write(struct compilation *c, const struct spec *spec, struct strbuf *out);

/* Makes a graph from a JSON text; NULL after diagnostics. `shown_name` names the input. */
struct spec *form_json_read(struct compilation *c, const void *bytes, size_t size,
                            const char *shown_name);

#endif
