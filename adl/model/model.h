/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The resolved system: what the architecture description means once imports, names, groups,
 * hierarchy, settings and merges are settled.  One flat list of instances, one of connections, the
 * settings that belong to each, and the declarations they refer to (component types, procedures,
 * connectors).  Checks, lowering, glue and reports read it; only the passes of adl/model write it.
 *
 * Ids are indices into the lists, iteration is in declared order (adl.md 8.2), so that everything
 * made from a model is deterministic.  Names are interned: equal names are equal pointers.
 *
 * Ownership: a model and all it points to lives in the compilation's arena.
 */
#ifndef ADL_MODEL_MODEL_H
#define ADL_MODEL_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "adl/base/compilation.h"
#include "adl/base/source.h"

struct ast_file;

/* A value of a setting, default or expression after folding (adl.md section 5). */
enum model_value_kind {
    MODEL_VALUE_NONE,
    MODEL_VALUE_INTEGER,
    MODEL_VALUE_FLOAT,
    MODEL_VALUE_STRING,
    MODEL_VALUE_LIST,
    MODEL_VALUE_DICT,
};

struct model_value {
    enum model_value_kind kind;
    struct span span;
    __int128 integer;
    double real;
    const char *string;              /* verbatim text, no escapes undone */
    const struct model_value *items; /* list: items; dict: values */
    const struct model_value *keys;  /* dict only */
    uint32_t count;
};

/* A type as written in a procedure, attribute or struct (normalised, adl.md 6.3). */
struct model_type {
    const char *name; /* "int", "string", "uint64_t", "struct X", any C typedef */
    bool is_array;
    const struct model_struct *structure; /* attribute types that are declared structs, else NULL */
};

struct model_field {
    const char *name;
    struct span span;
    struct model_type type;
    const struct model_value *fallback; /* default value, NULL when none */
};

struct model_struct {
    const char *name;
    struct span span;
    const struct model_field *fields;
    uint32_t field_count;
};

enum model_direction { MODEL_IN, MODEL_REFIN, MODEL_OUT, MODEL_INOUT };

struct model_parameter {
    const char *name;
    struct span span;
    enum model_direction direction;
    struct model_type type;
};

struct model_method {
    const char *name;
    struct span span;
    const char *return_type; /* NULL: void */
    const struct model_parameter *parameters;
    uint32_t parameter_count;
};

/* A C header named by `include`; angle says <h> rather than "h". */
struct model_include {
    const char *path;
    bool angle;
    struct span span;
};

struct model_procedure {
    const char *name; /* NULL when anonymous */
    struct span span;
    const struct model_method *methods;
    const struct model_field *attributes;
    const struct model_include *includes;
    uint32_t method_count, attribute_count, include_count;
};

enum model_interface_kind {
    MODEL_PROVIDES,
    MODEL_USES,
    MODEL_EMITS,
    MODEL_CONSUMES,
    MODEL_DATAPORT,
};

struct model_interface {
    enum model_interface_kind kind;
    const char *name;
    struct span span;
    bool maybe;
    bool exported; /* stands for an interface of an inner instance (compound components) */
    const struct model_procedure *procedure; /* provides, uses */
    const char *type;       /* emits, consumes: event type; dataport: C type, or "Buf" */
    bool is_buffer;         /* dataport: Buf or Buf(n) */
    bool buffer_size_given; /* Buf(n): buffer_size = n; plain Buf: buffer_size = 4096 */
    uint64_t buffer_size;
};

enum model_lock_kind { MODEL_MUTEX, MODEL_SEMAPHORE, MODEL_BINARY_SEMAPHORE };

struct model_lock {
    enum model_lock_kind kind;
    const char *name;
    struct span span;
};

struct model_copyregion { /* `has copyregion`, adl.md section 14 */
    const char *name;
    struct span span;
    uint64_t size;
};

struct model_component { /* a component type */
    const char *name;    /* NULL when anonymous (inline) */
    struct span span;    /* of the name, or of the body when anonymous */
    uint32_t file; /* source file that defines it (source.h id); sources are found next to it */
    bool control, hardware, compound;
    struct span control_span, hardware_span; /* of the words, for messages */
    const struct model_interface *interfaces;
    const struct model_lock *locks;
    const struct model_copyregion *copyregions;
    const struct model_field *attributes;
    const struct model_include *includes;
    uint32_t interface_count, lock_count, copyregion_count, attribute_count, include_count;
};

enum model_end_kind { MODEL_END_PROCEDURE, MODEL_END_EVENT, MODEL_END_DATAPORT };

struct model_side {
    enum model_end_kind kind;
    bool plural, hardware;
    uint32_t threads; /* per end on that side */
};

struct model_connector {
    const char *name; /* NULL when written in place without one */
    struct span span;
    struct model_side from, to;
    const struct model_field *attributes;
    uint32_t attribute_count;
};

/* A setting of an instance, connection, address space or instance.interface. */
struct model_setting {
    const char *attribute;
    struct span span;        /* of the attribute name; of the declaration for a default */
    struct span target_span; /* of the name before it; SPAN_NONE for a default */
    struct model_value value;
    bool is_default; /* comes from an attribute default */
    bool referenced; /* a `<-` takes its value */
};

struct model_settings {
    const char *target;                   /* "name" or "instance.interface" */
    const struct model_setting *settings; /* in order of appearance, explicit ones first */
    uint32_t count;
};

struct model_instance {
    const char *name; /* flattened, dots between levels */
    struct span span;
    uint32_t component;        /* index into model.components */
    const char *address_space; /* own name unless grouped */
};

struct model_end {
    uint32_t instance;  /* index into model.instances */
    uint32_t interface; /* index into that component's interfaces */
    struct span span;
};

struct model_connection {
    const char *name; /* flattened and, when merged, the old names joined by "." */
    struct span span;
    uint32_t connector; /* index into model.connectors */
    const struct model_end *from, *to;
    uint32_t from_count, to_count;
    const char *const *aliases; /* old names of a merged connection, in declared order */
    uint32_t alias_count;
    const uint32_t *declared; /* what it was made from, indices into model.declared */
    uint32_t declared_count;  /* 1, or alias_count when merged */
    bool rewritten;           /* merged, or an end was followed through an export */
};

/* One end of a connection, seen from its instance: connections[connection].from[end] or
 * .to[end]. */
struct model_place {
    uint32_t connection, end;
    bool to_side;
};

/* A connection as written, before flattening: checks look at every composition, used or not, and
 * at each text once, however many instances it has. */
struct model_declared_end {
    const char *text;   /* as written */
    uint32_t component; /* index into model.components */
    uint32_t interface;
    struct span span;
};

struct model_declared_connection {
    const char *name;
    struct span span;
    uint32_t connector;
    const struct model_declared_end *from, *to;
    uint32_t from_count, to_count;
};

struct model_schedule_item {
    uint64_t domain, duration;
    bool in_microseconds;
    struct span span; /* of the domain */
};

struct model {
    struct compilation *compilation;
    const char *assembly_name; /* NULL when anonymous */
    struct span assembly_span; /* of the first assembly */
    bool incomplete;           /* faults were reported; what they concern is left out */
    bool incomplete_wiring;    /* among them instances, connections or exports */
    const struct model_declared_connection *declared;
    uint32_t declared_count;
    const struct model_index *index; /* look-up tables of model.c */
    struct model_instance *instances;
    struct model_connection *connections;
    struct model_settings *settings;
    struct model_component *components; /* every declared type, used or not, in declared order */
    struct model_connector *connectors;
    struct model_procedure *procedures;
    struct model_struct *structs;
    struct model_schedule_item *schedule;
    uint32_t instance_count, connection_count, settings_count, component_count, connector_count,
        procedure_count, struct_count, schedule_count;
};

/* Builds the resolved system from the expanded declarations by running the passes of passes.def.
 * All independent faults are reported through the compilation's diagnostics. When some were, the
 * model lacks what they concern and says so in `incomplete`: checks may look at it (to report more
 * faults in the same run), nothing else may. Returns NULL when there is nothing even to check. */
struct model *model_from_ast(struct compilation *compilation, const struct ast_file *file);

/* The setting `attribute` of `target`, explicit or default; NULL when there is none. */
const struct model_setting *model_setting(const struct model *model, const char *target,
                                          const char *attribute);

/* All settings of `target`, explicit and default; NULL when there are none. */
const struct model_settings *model_settings_of(const struct model *model, const char *target);

/* Integer value of a setting (decimal and 0x strings count too), `fallback` when it is not set.
 * A value of another kind, or outside [low, high], is reported once and `fallback` returned. */
int64_t model_integer(const struct model *model, const char *target, const char *attribute,
                      int64_t fallback, int64_t low, int64_t high);

/* Shorthands: the component type of an instance, the interface and instance of an end. */
const struct model_component *model_component_of(const struct model *model, uint32_t instance);
const struct model_interface *model_interface_of(const struct model *model,
                                                 const struct model_end *end);

/* Index of the instance or connection of that name (for connections also an old name of a merged
 * one); UINT32_MAX when there is none. */
uint32_t model_instance_named(const struct model *model, const char *name);
uint32_t model_connection_named(const struct model *model, const char *name);

/* The ends at an instance, in the order of the connections, of each the from ends first; `*count`
 * of them. */
const struct model_place *model_places_of(const struct model *model, uint32_t instance,
                                          uint32_t *count);

/* The end at a place. */
const struct model_end *model_end_at(const struct model *model, struct model_place place);

/* Index of the interface of that name in the component; UINT32_MAX when there is none. */
uint32_t model_interface_named(const struct model_component *component, const char *name);

/* Prints the model as an indented text (golden tests) to the strbuf. */
struct strbuf;
void model_print(const struct model *model, struct strbuf *out);

#endif
