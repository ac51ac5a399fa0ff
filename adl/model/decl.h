/* SPDX-License-Identifier: BSD-2-Clause
 *
 * What was declared, between the syntax tree and the resolved system: expressions are folded,
 * items sorted by kind, groups dissolved into address-space names, and references are still
 * texts until resolve.c fills in the indices. All passes after declare.c work on this, so that
 * only the declare_*.c files know the syntax tree.
 *
 * Order: every top-level declaration carries `order`, its rank in the expanded text. A name may be
 * used where its declaration has a smaller rank (adl.md 7.3), unless forward references are on.
 *
 * Faults: what cannot be used is reported once and left out or marked (DECL_NONE index, `broken`),
 * so that later passes go on without follow-up messages.
 *
 * Ownership: everything lives in the compilation's arena. Types that generators see
 * (components, connectors, procedures, structs) are built in place in model.h's form.
 */
#ifndef ADL_MODEL_DECL_H
#define ADL_MODEL_DECL_H

#include <stdbool.h>
#include <stdint.h>

#include "adl/base/map.h"
#include "adl/base/vec.h"
#include "adl/model/model.h"

#define DECL_NONE UINT32_MAX       /* not resolved */
#define DECL_OWN  (UINT32_MAX - 1) /* an end at the enclosing component's own interface */

/* The kinds of names at top level. */
enum decl_kind {
    DECL_KIND_COMPONENT,
    DECL_KIND_CONNECTOR,
    DECL_KIND_PROCEDURE,
    DECL_KIND_STRUCT,
    DECL_KIND_COMPOSITION,
    DECL_KIND_CONFIGURATION,
    DECL_KIND_ASSEMBLY,
    DECL_KIND_COUNT
};

/* A name in the text, possibly dotted; `text` is the whole, interned. count 0 = absent. */
struct decl_ref {
    struct span span;
    const char *text;
    const char *const *parts;
    uint32_t count;
};

struct decl_instance {
    const char *name;
    struct span span;
    struct decl_ref type;
    uint32_t component;   /* DECL_NONE until resolved, and when the type is unknown */
    const char *group;    /* address space, NULL when not grouped */
    uint32_t group_index; /* index in groups, DECL_NONE when not grouped */
    uint32_t assembly;    /* which assembly declared it; 0 outside assemblies */
};

struct decl_group {
    const char *name; /* NULL when anonymous */
    struct span span;
    uint32_t assembly;
};

struct decl_end {
    struct span span;
    struct decl_ref ref;
    uint32_t instance;  /* index in the composition, DECL_OWN, or DECL_NONE */
    uint32_t interface; /* index in the component, or DECL_NONE */
};

struct decl_connection {
    const char *name;
    struct span span;
    struct decl_ref type;
    uint32_t connector;
    VEC(struct decl_end) from;
    VEC(struct decl_end) to;
    uint32_t assembly;
    uint32_t declared; /* index in model.declared, DECL_NONE until entered there */
    bool broken;       /* something in it is unknown: it takes no part in flattening */
};

struct decl_export {
    struct span span;
    struct decl_ref source, target;
    uint32_t instance, interface; /* the inner side */
    uint32_t own;                 /* the enclosing component's interface */
};

struct decl_composition {
    const char *name; /* NULL when anonymous */
    struct span span;
    uint32_t order;
    uint32_t owner;   /* component it belongs to, or DECL_NONE */
    bool in_assembly; /* the final assembly's own */
    bool used;        /* a top-level composition that somebody uses by name */
    bool copy;        /* the body of a top-level one, for a component that uses it by name */
    VEC(struct decl_instance) instances; /* ungrouped ones, then the members of each group */
    VEC(struct decl_group) groups;
    VEC(struct decl_connection) connections;
    VEC(struct decl_export) exports;
};

enum decl_setting_kind { DECL_VALUE, DECL_REFERENCE, DECL_QUERY };

struct decl_setting {
    enum decl_setting_kind kind;
    const char *target, *attribute;
    struct span target_span, attribute_span, span; /* span: the whole statement */
    const struct model_value *value; /* DECL_VALUE; NULL when its expression is faulty */
    struct decl_ref reference;       /* DECL_REFERENCE */
    const struct model_value *keys;  /* the `[key]...` suffix */
    uint32_t key_count;
    const char *query; /* DECL_QUERY: its name and argument */
    struct span query_span;
    const struct model_value *argument;
    bool has_argument;
};

struct decl_configuration {
    const char *name;
    struct span span;
    uint32_t order;
    bool merged; /* an assembly's: looked at as part of the merged one */
    VEC(struct decl_setting) settings;
};

/* What belongs to a component beside its model.h part (same index in both lists). */
struct decl_component {
    uint32_t order;
    uint32_t composition;                               /* index in compositions, or DECL_NONE */
    uint32_t configuration;                             /* index in configurations, or DECL_NONE */
    struct decl_ref composition_ref, configuration_ref; /* by-name use, count 0 when none */
    bool recursive;                     /* contains itself: reported, and never flattened */
    struct model_interface *interfaces; /* the component's, to be completed */
    const uint32_t *exports; /* per interface the export behind it or DECL_NONE; NULL: none */
};

/* A type name to be looked up: an interface's procedure or an attribute's struct. */
struct decl_type_use {
    enum decl_kind kind;
    struct decl_ref ref;
    uint32_t order;
    struct model_interface *interface; /* DECL_KIND_PROCEDURE */
    struct model_field *field;         /* DECL_KIND_STRUCT */
    uint32_t owner;                    /* struct that has the field, or DECL_NONE */
    uint32_t found;                    /* struct it names, DECL_NONE until resolved */
};

/* A connection after flattening. */
struct flat_connection {
    struct model_connection connection;
    VEC(struct model_end) from;
    VEC(struct model_end) to;
};

/* Declared connections as model.h shows them. */
VEC_STRUCT(decl_declared, struct model_declared_connection);

/* A setting after flattening; `<-` references are still texts. */
struct flat_setting {
    const char *target, *attribute;
    const struct decl_setting *declared;
    const char *from_target, *from_attribute; /* DECL_REFERENCE */
    const struct model_value *value;          /* NULL until settled, and when there is none */
    bool settled, referenced;
    bool faulty; /* reported: no value, and nothing more to say about it */
};

struct decl_schedule {
    struct span span;
    VEC(struct model_schedule_item) entries;
};

struct decl_assembly {
    const char *name;
    struct span span;
    uint32_t order;
    uint32_t composition, configuration; /* own ones, or DECL_NONE */
    struct decl_ref composition_ref, configuration_ref;
    bool has_schedule;
    struct decl_schedule schedule;
};

/* A top-level declaration's name. */
struct decl_name {
    const char *name;
    struct span span;
    uint32_t index; /* in the list of its kind */
    uint32_t order;
};

/* The names of one kind, in declared order, and a map from interned name to place in that list. */
struct decl_names {
    struct map places;
    VEC(struct decl_name) list;
};

struct decls {
    struct compilation *compilation;
    struct model *model; /* being built */
    const struct ast_file *file;
    struct span file_span; /* first byte of the main file */
    struct decl_names names[DECL_KIND_COUNT];
    VEC(struct model_component) components;
    VEC(struct decl_component) component_parts;
    VEC(struct model_connector) connectors;
    VEC(struct model_procedure *) procedures;
    VEC(struct model_struct *) structs;
    VEC(struct decl_composition) compositions;
    VEC(struct decl_configuration) configurations;
    VEC(struct decl_assembly) assemblies;
    VEC(struct decl_type_use) type_uses;
    VEC(struct model_instance) instances; /* flat */
    VEC(const uint32_t *)
    children; /* per flat instance: where its composition's instances went
                 (DECL_NONE: left out); NULL when it has none */
    struct decl_declared declared;
    VEC(struct flat_connection) flat_connections;
    VEC(struct flat_setting) flat_settings;
    uint32_t order;            /* rank of the declaration being read */
    uint32_t anonymous_groups; /* counted over the whole specification */
    uint32_t anonymous_structs;
    uint32_t owner_struct;     /* while its fields are read, else DECL_NONE */
    uint32_t main_composition; /* the merged assembly's, DECL_NONE when there is none */
    uint32_t main_configuration;
    bool faulty;        /* something was reported: the model is incomplete */
    bool faulty_wiring; /* an instance, connection or export is missing in it */
};

#endif
