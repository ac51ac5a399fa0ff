/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Facts: the resolved system and its programs as values for templates.  Together with the claims
 * (claims.h) this is the only window a template has onto them; man/adlc-templates.7 lists every
 * attribute.  Names of CAmkES's own template objects are kept, so that its templates find what they
 * look for; ours are added beside them.  All facts are frozen.
 *
 * What lowering provides by name at the component itself, and the component's templates rely on:
 * caps `fault_ep`, `pre_init_ep`, `interface_init_ep`, `post_init_ep`; `tcb_<t>` and, but for the
 * fault handler, `fault_ep_<t>` (badge = tcb_<t>) for thread t; one cap under the name of each
 * lock.  Regions `stack_<t>` (symbol adlc_stack_<t>) and `ipc_buffer_<t>` (adlc_ipc_buffer_<t>).
 * Threads: control, then those of connection ends, last the fault handler.
 * The regions of a connection end are added as the end's template registers them.
 *
 * What belongs to a type (interfaces, methods, attributes) is made once and shared by all of it.
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
    struct jinja_value system, composition, configuration, options;
    struct jinja_value *instances;   /* one object for each instance of the model */
    struct jinja_value *components;  /* ... component type in use */
    struct jinja_value *connectors;  /* ... connector in use */
    struct jinja_value *procedures;  /* ... procedure */
    struct jinja_value *connections; /* ... connection */
    struct jinja_value **from, **to; /* objects of the ends of each connection */
    struct jinja_value yes, no;      /* functions that say so */
    struct jinja_value nothing;      /* an empty dict: the settings of what has none */
};

/* Makes the facts of a system; they live in the compilation's arena. */
void facts_init(struct facts *facts, struct compilation *c, const struct model *model,
                const struct spec *spec, const struct program_list *programs);

/* The object a place belongs to: an end, or an instance of the program. */
struct jinja_value facts_place(const struct facts *facts, const struct program *program,
                               struct program_place place);

/* Adds a region to those of its place. */
void facts_add_region(struct facts *facts, struct jinja_value place,
                      const struct program_region *region);

/* Adds a generated header to those that the instance's camkes.h includes. */
void facts_add_header(struct facts *facts, uint32_t instance, const char *name);

/* Tells an instance how large the CNode of its program is in the end. */
void facts_set_cnode(struct facts *facts, uint32_t instance, unsigned size_bits, uint32_t used);

/* ---- facts_types.c: declared types ---- */

/* The object of a component type or connector; made on the first call. */
struct jinja_value facts_component(struct facts *facts, uint32_t component);
struct jinja_value facts_connector(struct facts *facts, uint32_t connector);

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
/* An object for an attribute or field, without its value. */
struct jinja_value facts_field(struct arena *arena, const struct model_field *field);
/* A list of objects for attributes, with the values that `target` has in the model. */
struct jinja_value facts_attributes(struct arena *arena, const struct model *model,
                                    const char *target, const struct model_field *fields,
                                    uint32_t count);
/* The settings of all targets, a dict of dicts; the explicit one counts where there are two of a
 * name, and a target without settings has an empty dict. */
struct jinja_value facts_configuration(struct facts *facts);

#endif
