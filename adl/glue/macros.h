/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The object `macros` of templates: pieces of C and sums that many connectors need, under the names
 * they have in CAmkES, and the three functions that say how a message is received.
 */
#ifndef ADL_GLUE_MACROS_H
#define ADL_GLUE_MACROS_H

#include "adl/glue/facts.h"
#include "adl/glue/jinja.h"

/* Makes `macros` and generate_seL4_Recv() and so on globals of `jinja`. */
void macros_add(struct jinja *jinja, struct facts *facts);

/* The interrupts of a node of the device tree: a list of dicts with `irq`, its number, and
 * `trigger`, 1 for edges. */
struct jinja_value macros_interrupts(struct jinja_call *call, struct jinja_value node, bool riscv);

/* macros_device.c: adds those about devices to the object `macros`. */
void macros_device_add(struct arena *arena, struct jinja_value macros);

#endif
