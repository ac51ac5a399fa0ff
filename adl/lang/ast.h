/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The syntax tree: what was written, as it was written, in the order it was written. Nothing is
 * resolved here: references are names with places. Two things are already worked out, since they
 * need no context: the value of every number expression (struct ast_number, folded with checked
 * 128-bit integers and doubles; its faults are reported, then `faulty` is set and users of the
 * value should keep quiet), and the joining of adjacent strings.
 *
 * Every declaration and member has its own struct that begins with struct ast_node (kind and span
 * of the whole construct). Lists of one kind are typed vecs; `members` of a body holds all of them
 * together in written order. Anonymous things have a name with text NULL, and the span of the
 * keyword.
 *
 * Ownership: nodes live in the compilation's arena; texts are interned (compare with ==).
 */
#ifndef ADL_LANG_AST_H
#define ADL_LANG_AST_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "adl/base/source.h"
#include "adl/base/vec.h"

enum ast_kind {
#define AST(symbol, name, words) AST_##symbol,
#include "adl/lang/ast.def"
#undef AST
    AST_KIND_COUNT
};

struct ast_node {
    enum ast_kind kind;
    struct span span;
};

/* Nodes of mixed kinds, in written order. */
VEC_STRUCT(ast_nodes, struct ast_node *);

/* An identifier where it stands. */
struct ast_name {
    const char *text; /* interned; NULL = left out */
    struct span span;
};

/* A dotted reference: at least one part. */
struct ast_ref {
    struct span span;
    VEC(struct ast_name) parts; /* count 0 = no reference here */
    const char *text;           /* "a.b.c", interned */
};

/* ---- expressions and values ---- */

enum ast_expr_kind {
    AST_EXPR_NUMBER,
    AST_EXPR_UNARY,
    AST_EXPR_BINARY,
    AST_EXPR_CONDITIONAL,
};

enum ast_operator {
#define UNARY(symbol, text)  AST_OP_##symbol,
#define BINARY(symbol, text) AST_OP_##symbol,
#include "adl/lang/ast_operators.def"
#undef UNARY
#undef BINARY
    AST_OP_COUNT
};

/* The value of a number expression. */
struct ast_number {
    bool faulty;  /* a fault was reported; the value is 0 */
    bool is_real; /* a float */
    __int128 integer;
    double real;
};

/* A number expression as written, with its value. */
struct ast_expr {
    enum ast_expr_kind kind;
    struct span span;
    enum ast_operator op; /* unary, binary */
    struct span op_span;
    const char *text;              /* number: as written, or true/false; interned */
    const struct ast_expr *left;   /* unary, binary; condition of a conditional */
    const struct ast_expr *middle; /* conditional: value if true */
    const struct ast_expr *right;  /* binary; conditional: value if false */
    uint32_t depth;                /* of the tree below: 1 for a number; bounded */
    struct ast_number number;
};

enum ast_item_kind {
    AST_ITEM_NUMBER,
    AST_ITEM_STRING,
    AST_ITEM_LIST,
    AST_ITEM_DICT,
};

struct ast_item;

struct ast_entry {
    const struct ast_item *key; /* number or string */
    const struct ast_item *value;
};

/* A value: number, string, list or dict. Also used for keys (number or string). */
struct ast_item {
    enum ast_item_kind kind;
    struct span span;
    const struct ast_expr *expr;           /* number; its value is expr->number */
    const char *string;                    /* string: all parts joined, interned */
    VEC(const struct ast_item *) elements; /* list */
    VEC(struct ast_entry) entries;         /* dict, in written order, repeated keys included */
};

/* The `[key]...` after a reference or query. */
VEC_STRUCT(ast_lookup, const struct ast_item *);

/* ---- types and attributes ---- */

enum ast_type_kind {
    AST_TYPE_BUILTIN,    /* int, unsigned int, char, signed char, unsigned char, string, ... */
    AST_TYPE_STRUCT_TAG, /* struct X: a C type */
    AST_TYPE_NAMED,      /* an identifier or dotted reference: struct or C type name */
    AST_TYPE_INLINE,     /* { ... } */
};

struct ast_struct;

struct ast_type {
    enum ast_type_kind kind;
    struct span span;
    const char *text;        /* normalised: "int", "unsigned int", "struct X", "boolean", "a.b";
                                NULL for an inline struct; interned */
    struct ast_ref ref;      /* named: as written; struct tag: the tag */
    struct ast_struct *body; /* inline */
};

/* attribute T name[] = value;  Also a field of a struct and an attribute of a procedure. */
struct ast_attribute {
    struct ast_node node;
    struct ast_type type;
    struct ast_name name;
    bool is_array;
    const struct ast_item *value; /* default, or NULL */
};

struct ast_struct {
    struct ast_node node;
    struct ast_name name; /* NULL text for an inline struct */
    VEC(struct ast_attribute *) fields;
};

/* ---- procedures ---- */

enum ast_direction { AST_IN, AST_OUT, AST_INOUT, AST_REFIN };

struct ast_param {
    struct ast_node node;
    enum ast_direction direction; /* AST_IN if not written */
    struct ast_type type;
    struct ast_name name;
    bool is_array;
};

struct ast_method {
    struct ast_node node;
    bool is_void;
    struct ast_type type; /* unless void */
    struct ast_name name;
    VEC(struct ast_param *) params;
};

/* include "h"; or include <h>; in a component or procedure, and import at top level. */
struct ast_include {
    struct ast_node node;
    const char *path;
    struct span path_span;
    bool angle; /* <path> */
};

struct ast_procedure {
    struct ast_node node;
    struct ast_name name;
    VEC(struct ast_method *) methods;
    VEC(struct ast_attribute *) attributes;
    VEC(struct ast_include *) includes;
    struct ast_nodes members;
};

/* ---- components ---- */

/* control; or hardware; */
struct ast_flag {
    struct ast_node node;
    bool hardware; /* else control */
};

enum ast_interface_kind { AST_PROVIDES, AST_USES, AST_EMITS, AST_CONSUMES, AST_DATAPORT };

struct ast_interface {
    struct ast_node node;
    enum ast_interface_kind kind;
    bool maybe;
    struct ast_ref type;         /* procedure; or one part: event type, dataport type or Buf */
    struct span type_span;       /* the type as written, with Buf's size */
    bool is_buf;                 /* dataport: Buf or Buf(N) */
    const struct ast_expr *size; /* N, or NULL */
    struct ast_name name;
};

enum ast_lock_kind { AST_MUTEX, AST_SEMAPHORE, AST_BINARY_SEMAPHORE };

struct ast_lock {
    struct ast_node node;
    enum ast_lock_kind kind;
    struct ast_name name;
};

struct ast_copyregion {
    struct ast_node node;
    struct ast_name name;
    const struct ast_expr *size; /* or NULL: 4096 */
};

/* A composition written in place or named: exactly one of the two. */
struct ast_composition_use {
    struct ast_node node;
    struct ast_ref ref;                  /* composition Name; */
    struct ast_composition *composition; /* composition { ... } */
};

struct ast_configuration_use {
    struct ast_node node;
    struct ast_ref ref;
    struct ast_configuration *configuration;
};

struct ast_component {
    struct ast_node node;
    struct ast_name name;
    const struct ast_flag *control;  /* first one, or NULL */
    const struct ast_flag *hardware; /* first one, or NULL */
    VEC(struct ast_include *) includes;
    VEC(struct ast_interface *) interfaces;
    VEC(struct ast_lock *) locks;
    VEC(struct ast_copyregion *) copyregions;
    VEC(struct ast_attribute *) attributes;
    struct ast_composition_use *composition;     /* or NULL */
    struct ast_configuration_use *configuration; /* or NULL */
    struct ast_nodes members;                    /* all of the above */
};

/* ---- connectors ---- */

enum ast_end_kind { AST_END_PROCEDURE, AST_END_EVENT, AST_END_DATAPORT };

/* from [hardware] Kind [with N threads]; */
struct ast_connector_side {
    struct span span;
    bool hardware;
    enum ast_end_kind kind;
    struct span kind_span;
    bool several;                   /* plural kind */
    const struct ast_expr *threads; /* N, or NULL: 1 */
};

struct ast_connector {
    struct ast_node node;
    struct ast_name name;
    struct ast_connector_side from, to;
    VEC(struct ast_attribute *) attributes;
};

/* ---- compositions ---- */

struct ast_instance {
    struct ast_node node;
    struct ast_name name;
    struct ast_ref type;             /* component Type name; */
    struct ast_component *component; /* component { ... } name; else NULL */
};

struct ast_end {
    struct span span;
    bool is_to;
    struct ast_ref ref;
};

struct ast_connection {
    struct ast_node node;
    struct ast_name name;
    struct ast_ref type;
    struct ast_connector *connector; /* written in place, else NULL */
    VEC(struct ast_end) ends;
};

struct ast_group {
    struct ast_node node;
    struct ast_name name;
    VEC(struct ast_instance *) instances;
};

struct ast_export {
    struct ast_node node;
    struct ast_ref source; /* inner.iface */
    struct ast_ref target; /* the component's own interface */
};

struct ast_composition {
    struct ast_node node;
    struct ast_name name;
    VEC(struct ast_instance *) instances; /* those in groups are not here */
    VEC(struct ast_group *) groups;
    VEC(struct ast_connection *) connections;
    VEC(struct ast_export *) exports;
    struct ast_nodes members;
};

/* ---- configurations ---- */

enum ast_setting_kind {
    AST_SETTING_VALUE,     /* a.b = item; */
    AST_SETTING_REFERENCE, /* a.b <- c.d[key]; */
    AST_SETTING_QUERY,     /* a.b = dtb({...})[key]; */
};

struct ast_setting {
    struct ast_node node;
    enum ast_setting_kind kind;
    struct ast_name target, attribute;
    const struct ast_item *value;    /* value */
    struct ast_ref reference;        /* reference */
    struct ast_name query;           /* query: its name */
    const struct ast_item *argument; /* query: a dict, a list of dicts, or NULL */
    struct ast_lookup lookup;        /* reference, query */
    struct span value_span;          /* all that stands right of = or <- */
};

struct ast_configuration {
    struct ast_node node;
    struct ast_name name;
    VEC(struct ast_setting *) settings;
};

/* ---- assemblies ---- */

enum ast_time_unit { AST_UNIT_NONE, AST_UNIT_TICKS, AST_UNIT_US };

struct ast_schedule_entry {
    struct span span;
    const struct ast_expr *domain; /* literal numbers */
    const struct ast_expr *duration;
    enum ast_time_unit unit;
};

struct ast_schedule {
    struct ast_node node;
    VEC(struct ast_schedule_entry) entries;
};

struct ast_assembly {
    struct ast_node node;
    struct ast_name name;
    VEC(struct ast_composition_use *) compositions;
    VEC(struct ast_configuration_use *) configurations;
    VEC(struct ast_schedule *) schedules;
    struct ast_nodes members;
};

/* ---- files ---- */

/* import "path"; or import <path>; */
struct ast_import {
    struct ast_node node;
    const char *path;
    struct span path_span;
    bool angle;
};

/* Declarations of one text, or (from load_main) of a whole specification with the imported ones in
 * place of the import statements. */
struct ast_file {
    uint32_t file; /* number of the main text */
    bool faulty;   /* syntax or loading faults were reported: declarations may be missing */
    struct ast_nodes decls;
};

/* ---- services ---- */

/* Words for a kind: "composition". */
const char *ast_kind_words(enum ast_kind kind);

/* The operator as written: "<<". */
const char *ast_operator_text(enum ast_operator op);

/* ast_as_component(node) and so on: the node's struct; the kind must be right. */
#define AST(symbol, name, words)                                                                   \
    static inline struct ast_##name *ast_as_##name(struct ast_node *node)                          \
    {                                                                                              \
        assert(node->kind == AST_##symbol);                                                        \
        return (struct ast_##name *)(void *)node;                                                  \
    }
#include "adl/lang/ast.def"
#undef AST

#endif
