/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Facts: the resolved system and its programs as values for templates.  This is the only window a
 * template has onto them; man/adlc-templates.7 lists every attribute.  All facts are frozen.
 *
 * What lowering provides by name, and the templates rely on (place: the component itself):
 * caps `fault_ep`, `pre_init_ep`, `interface_init_ep`, `post_init_ep`; `tcb_<t>` and, but for the
 * fault handler, `fault_ep_<t>` (badge = tcb_<t>) for thread t; one cap under the name of each
 * lock; `cnode` when the component might block while it serves a call.  Regions `stack_<t>`
 * (symbol adlc_stack_<t>) and `ipc_buffer_<t>` (adlc_ipc_buffer_<t>).
 * Place: a connection end.  RPC: `ep`, and at a to end that might block `reply_slot`.
 * Notification: from `notification_<k>` for each to end k; to `notification`, `handoff`, `lock`.
 * Interrupt: `ntfn`, `irq_<k>` for each from end k.  MMIO: `frame_<k>`.  Dataports: region
 * `dataport` (symbol <iface>_adlc_data). Threads: control, then those of connection ends, last the
 * fault handler.
 */
#ifndef ADL_GLUE_FACTS_H
#define ADL_GLUE_FACTS_H

#include "adl/glue/jinja.h"
#include "adl/model/model.h"
#include "capdl/spec/program.h"
#include "capdl/spec/spec.h"

struct facts {
    struct compilation *c;
    const struct model *model;
    const struct spec *spec;
    const struct program_list *programs;
    struct jinja_value system;      /* the object `system` */
    struct jinja_value *instances;  /* one object per instance of the model */
    struct jinja_value *procedures; /* one object per procedure of the model */
    struct jinja_value *connections;
    struct jinja_value **from, **to; /* objects of the ends of each connection */
};

/* Makes the facts of a system; they live in the compilation's arena. */
void facts_init(struct facts *facts, struct compilation *c, const struct model *model,
                const struct spec *spec, const struct program_list *programs);

/* ---- facts_values.c: parts that need nothing but the model ---- */

/* A value of a setting. */
struct jinja_value facts_value(struct arena *arena, const struct model_value *value);
/* The C spelling of a type name of an interface or attribute ("string" -> "char *"). */
const char *facts_c_type(const char *type);
/* `text` as part of a C name. */
const char *facts_c_name(struct arena *arena, const char *text);
/* Objects for a procedure, and a list for includes. */
struct jinja_value facts_procedure(struct arena *arena, const struct model_procedure *procedure);
struct jinja_value facts_includes(struct arena *arena, const struct model_include *includes,
                                  uint32_t count);
/* A list of objects for attributes or fields, with the values that `target` has in the model. */
struct jinja_value facts_attributes(struct arena *arena, const struct model *model,
                                    const char *target, const struct model_field *fields,
                                    uint32_t count);
/* All settings of a target as a dict; the explicit one counts where there are two of a name. */
struct jinja_value facts_settings(struct arena *arena, const struct model *model,
                                  const char *target);

#endif
