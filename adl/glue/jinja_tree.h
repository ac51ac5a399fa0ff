/* SPDX-License-Identifier: BSD-2-Clause
 *
 * What the files of the Jinja2 interpreter share: tokens, the tree, scopes.  Not for others.
 *
 * text --jinja_lex--> tokens --jinja_parse, jinja_expression--> tree --jinja_eval (statements),
 * jinja_compute (expressions)--> text.  Values: jinja_value, jinja_show, jinja_operators; what they
 * can be asked: jinja_filters, jinja_sequences, jinja_tests, jinja_methods, jinja_collections,
 * jinja_builtins; formatting of text: jinja_format.
 */
#ifndef ADL_GLUE_JINJA_TREE_H
#define ADL_GLUE_JINJA_TREE_H

#include "adl/glue/jinja.h"

/* ---- tokens ---- */

enum jinja_token_kind {
    TOKEN_TEXT,
    TOKEN_BLOCK_BEGIN,
    TOKEN_BLOCK_END,
    TOKEN_VARIABLE_BEGIN,
    TOKEN_VARIABLE_END,
    TOKEN_NAME,
    TOKEN_INTEGER,
    TOKEN_FLOAT,
    TOKEN_STRING,
    TOKEN_OPERATOR,
    TOKEN_END,
};

struct jinja_token {
    enum jinja_token_kind kind;
    struct span span;
    struct jinja_text text; /* text and strings after trimming and escapes; else as written */
    __int128 integer;
    double real;
};

VEC_STRUCT(jinja_tokens, struct jinja_token);

/* Cuts source `file` into tokens, the last one TOKEN_END; leaves by jinja_fail on bad text. */
void jinja_lex(struct jinja *jinja, uint32_t file, struct jinja_tokens *tokens);

/* ---- tree ---- */

enum jinja_node_kind {
    /* expressions */
    NODE_LITERAL,   /* value */
    NODE_NAME,      /* name */
    NODE_LIST,      /* items */
    NODE_TUPLE,     /* items */
    NODE_DICT,      /* items: key, value, key, value ... */
    NODE_ATTRIBUTE, /* left . name */
    NODE_ITEM,      /* left [ right ] */
    NODE_SLICE,     /* items: start, stop, step; each may be NULL; only as right of NODE_ITEM */
    NODE_CALL,      /* left ( items ) */
    NODE_FILTER,    /* left | name ( items ); left NULL: the text of a filter block */
    NODE_TEST,      /* left is name ( items ) */
    NODE_UNARY,     /* name: "-", "+", "not" */
    NODE_BINARY,    /* name: "+", "-", "*", "/", "//", "%", "**" */
    NODE_AND,
    NODE_OR,
    NODE_CONCAT,    /* items joined by ~ */
    NODE_COMPARE,   /* left, then items: each NODE_UNARY with operator name and left operand */
    NODE_CONDITION, /* left if right else third (may be NULL) */
    NODE_KEYWORD,   /* name = left, in arguments */
    NODE_STAR,      /* *left, in arguments */
    NODE_STAR_STAR, /* **left, in arguments */
    /* statements */
    NODE_TEXT,         /* value */
    NODE_OUTPUT,       /* left */
    NODE_IF,           /* left, body, otherwise */
    NODE_FOR,          /* left: target; right: what; third: condition; body; otherwise */
    NODE_SET,          /* left: target; right: value */
    NODE_SET_BLOCK,    /* left: target; right: filter or NULL; body */
    NODE_MACRO,        /* name, items: parameters, body */
    NODE_PARAMETER,    /* name, left: default or NULL */
    NODE_CALL_BLOCK,   /* left: the call; right: NODE_MACRO of the body */
    NODE_FILTER_BLOCK, /* right: filter; body */
    NODE_INCLUDE,      /* left; flag: ignore missing */
    NODE_IMPORT,       /* left; name; flag: with context */
    NODE_FROM_IMPORT,  /* left; items: NODE_KEYWORD name = alias name in left; flag as above */
    NODE_WITH,         /* items: NODE_SET; body */
    NODE_DO,           /* left */
    NODE_BREAK,
    NODE_CONTINUE,
};

struct jinja_node;
VEC_STRUCT(jinja_nodes, struct jinja_node *);

struct jinja_node {
    enum jinja_node_kind kind;
    struct span span;
    const char *name; /* interned */
    struct jinja_value value;
    struct jinja_node *left, *right, *third;
    struct jinja_nodes items, body, otherwise;
    bool flag;
    bool uses_caller, uses_varargs, uses_kwargs; /* macro */
};

struct jinja_template {
    const char *name;
    uint32_t file;
    struct jinja_nodes body;
};

/* A parse in progress. */
struct jinja_parser {
    struct jinja *jinja;
    struct jinja_tokens tokens;
    size_t at;
    unsigned depth;
    unsigned loops;           /* for statements around this point, for break and continue */
    struct jinja_node *macro; /* the macro around this point */
};

/* jinja_parse.c: shared with jinja_expression.c. */
const struct jinja_token *jinja_peek(const struct jinja_parser *p);
const struct jinja_token *jinja_next(struct jinja_parser *p);
bool jinja_peek_operator(const struct jinja_parser *p, const char *text);
bool jinja_peek_name(const struct jinja_parser *p, const char *text);
bool jinja_skip_operator(struct jinja_parser *p, const char *text);
bool jinja_skip_name(struct jinja_parser *p, const char *text);
void jinja_expect_operator(struct jinja_parser *p, const char *text, const char *where);
struct jinja_node *jinja_node_new(struct jinja_parser *p, enum jinja_node_kind kind,
                                  struct span span);
_Noreturn void jinja_unexpected(struct jinja_parser *p, const char *expected);
const char *jinja_name_token(struct jinja_parser *p, const char *expected);
void jinja_enter(struct jinja_parser *p);
void jinja_leave(struct jinja_parser *p);

/* jinja_expression.c */
struct jinja_node *jinja_parse_expression(struct jinja_parser *p);
/* A tuple without brackets, or a single expression; stops before `in` and `recursive`. */
struct jinja_node *jinja_parse_tuple(struct jinja_parser *p, bool conditions);
/* The target of a for or set. */
struct jinja_node *jinja_parse_target(struct jinja_parser *p, bool attributes);
/* The filters after a `|` that was just read, or that a filter block begins with. */
struct jinja_node *jinja_parse_filters(struct jinja_parser *p, struct jinja_node *subject);
/* Arguments after "(" up to and with ")". */
void jinja_parse_arguments(struct jinja_parser *p, struct jinja_node *call);

/* ---- evaluation ---- */

struct jinja_variable {
    const char *name; /* interned */
    struct jinja_value value;
};

/* Names visible at a point; looked up from the inside out, then in the globals. */
struct jinja_scope {
    struct jinja_scope *outer;
    VEC(struct jinja_variable) variables;
};

struct jinja_loop {
    const struct jinja_list *items;
    size_t index;
    unsigned depth;
    bool changed_before;
    struct jinja_value last_changed;
};

/* jinja_compute.c: the value of an expression. */
struct jinja_value jinja_compute(struct jinja *j, struct jinja_scope *scope,
                                 const struct jinja_node *node);
/* Counts a step and a level; jinja_descend() must be paired with jinja_ascend(). */
void jinja_step(struct jinja *j, struct span span);
void jinja_descend(struct jinja *j, struct span span);
void jinja_ascend(struct jinja *j);
/* `value` unless it is undefined, which is an error at `span`. */
struct jinja_value jinja_defined(struct jinja *j, struct jinja_value value, struct span span);
/* The value of an attribute or item; undefined when there is none. */
struct jinja_value jinja_attribute(struct jinja *j, struct jinja_value of, const char *name,
                                   struct span span);
struct jinja_value jinja_item(struct jinja *j, struct jinja_value of, struct jinja_value key,
                              struct span span);
/* Calls a callable value. `call` has everything but the callable. */
struct jinja_value jinja_call_value(struct jinja *j, struct jinja_value callable,
                                    struct jinja_call *call);
/* Applies filter or test `name`; the subject is the first argument. False: there is no such. */
bool jinja_apply_filter(struct jinja *j, const char *name, struct jinja_call *call,
                        struct jinja_value *result);
bool jinja_apply_test(struct jinja *j, const char *name, struct jinja_call *call, bool *result);
/* The name of test `index`; NULL behind the last. */
const char *jinja_test_name(size_t index);
/* A method that does what the filter of that name does; `self` is the subject. */
struct jinja_value jinja_method_by_filter(struct jinja_value self, struct jinja_call *call,
                                          const char *filter);
/* Applies what a filter node says to `subject`, in place of its innermost missing left. */
struct jinja_value jinja_compute_filters(struct jinja *j, struct jinja_scope *scope,
                                         const struct jinja_node *node, struct jinja_value subject);
/* A method of a string, list or dict. False: there is no such method. */
bool jinja_call_method(struct jinja *j, struct jinja_value subject, const char *name,
                       struct jinja_call *call, struct jinja_value *result);

/* A method under its name, with how many positional arguments it takes. */
struct jinja_method {
    const char *name;
    struct jinja_value (*function)(struct jinja_value self, struct jinja_call *call);
    size_t least, most;
};
/* jinja_collections.c, jinja_methods.c; tables end with a NULL name. */
extern const struct jinja_method jinja_list_methods[], jinja_dict_methods[];
extern const struct jinja_method jinja_str_methods[], jinja_int_methods[];

/* jinja_operators.c */
struct jinja_value jinja_binary(struct jinja *j, const char *op, struct jinja_value left,
                                struct jinja_value right, struct span span);
bool jinja_contains(struct jinja *j, struct jinja_value container, struct jinja_value item,
                    struct span span);
/* Python's ordering: negative, 0, positive; fails on values that have none between them. */
int jinja_order(struct jinja *j, struct jinja_value left, struct jinja_value right,
                struct span span);
/* All items of something iterable, as a list not to be changed. */
const struct jinja_list *jinja_items_of(struct jinja *j, struct jinja_value value,
                                        struct span span);
size_t jinja_length(struct jinja *j, struct jinja_value value, struct span span);
struct jinja_value jinja_slice(struct jinja *j, struct jinja_value of, struct jinja_value *bounds,
                               struct span span);
/* A stable sort by the parallel list of keys. */
void jinja_sort(struct jinja *j, struct jinja_list *items, struct jinja_list *keys, bool reverse,
                struct span span);
bool jinja_is_number(struct jinja_value value);
double jinja_real(struct jinja_value value);
/* The integer of an int or bool; fails for others, naming `what`. */
__int128 jinja_integer(struct jinja *j, struct jinja_value value, struct span span,
                       const char *what);
struct jinja_text jinja_text_of(struct jinja *j, struct jinja_value value, struct span span,
                                const char *what);

/* jinja_format.c: `format % arguments` and format.format(...). */
struct jinja_value jinja_percent(struct jinja *j, struct jinja_text format,
                                 struct jinja_value arguments, struct span span);
struct jinja_value jinja_brace_format(struct jinja *j, struct jinja_text format,
                                      struct jinja_call *call);

/* jinja_value.c */
uint64_t jinja_hash(struct jinja_value value);
bool jinja_hashable(struct jinja_value value);
bool jinja_remove_key(struct arena *arena, struct jinja_dict *dict, struct jinja_value key);
struct jinja_value jinja_text_value(struct jinja_text text);
/* A string value made of what is in `buf`, which must be an arena text no one appends to again. */
struct jinja_value jinja_built(const struct strbuf *buf);

/* jinja_builtins.c */
void jinja_add_builtins(struct jinja *jinja);

/* jinja_filters.c; a function under a name. */
struct jinja_named_function {
    const char *name;
    jinja_function *function;
};
/* NULL-terminated tables: sequence filters live apart from text filters. */
extern const struct jinja_named_function jinja_text_filters[];
extern const struct jinja_named_function jinja_sequence_filters[];

#endif
