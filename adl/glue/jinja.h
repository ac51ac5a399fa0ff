/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Jinja2 templates: text with statements, expressions and comments, turned into text over values
 * that the program hands in.  The language is that of Jinja2 3 with the `do` and loop control
 * extensions; expressions have their Python meaning.  The marks that open and close a tag are
 * options, since templates for C use CAmkES's (`/ *- -* /`, `/ *? ?* /`, `/ *# #* /`, written here
 * with blanks so that this comment does not end).
 *
 * A template is parsed once into a tree (jinja_load, jinja_from_text) and rendered any number of
 * times.  Both report faults as diagnostics whose span lies in the template's text, and then give
 * up on that template.  Rendering is bounded: a number of steps, a size of output, a depth of
 * calls; hostile templates end in a diagnostic.  Using an undefined value is an error.
 *
 * Ownership: trees and values made with jinja->c->arena live as long as the compilation; what a
 * rendering makes lives in jinja->scratch and is gone afterwards.  Lists and dicts that are
 * `frozen` cannot be changed by a template: that is what every value handed in must be.
 */
#ifndef ADL_GLUE_JINJA_H
#define ADL_GLUE_JINJA_H

#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "adl/base/compilation.h"
#include "adl/base/strbuf.h"
#include "adl/base/vec.h"

enum jinja_kind {
    JINJA_UNDEFINED,
    JINJA_NONE,
    JINJA_BOOL,
    JINJA_INT,
    JINJA_FLOAT,
    JINJA_STRING,
    JINJA_LIST,
    JINJA_TUPLE,
    JINJA_DICT,
    JINJA_CALLABLE,
    JINJA_LOOP, /* the `loop` variable */
};

struct jinja;
struct jinja_call;
struct jinja_list;
struct jinja_dict;
struct jinja_callable;
struct jinja_loop;
struct jinja_template;

struct jinja_text {
    const char *bytes; /* UTF-8, not always NUL-terminated */
    size_t size;
};

/* A value; small enough to be passed around. Lists, dicts and callables are references. */
struct jinja_value {
    enum jinja_kind kind;
    union {
        bool boolean;
        __int128 integer;
        double real;
        struct jinja_text string;
        struct jinja_list *list; /* also tuples */
        struct jinja_dict *dict;
        const struct jinja_callable *callable;
        struct jinja_loop *loop;
        struct {
            const char *text;      /* what it is that is not there, or */
            struct jinja_dict *of; /* what has no attribute `text`; NULL: text says it all */
        } missing;                 /* undefined */
    } as;
};

struct jinja_list {
    struct jinja_value *items;
    size_t count, capacity;
    bool frozen;
};

struct jinja_entry {
    struct jinja_value key, value;
    uint64_t hash;
    uint32_t next; /* entry of the same hash plus 1, 0 = none */
};

/* Gives the value of a key that a dict does not have; false: there is none. */
typedef bool jinja_missing(struct jinja *jinja, struct jinja_dict *dict, struct jinja_value key,
                           struct jinja_value *value);

/* Entries in order of insertion. An `object` has its entries as attributes and no methods. */
struct jinja_dict {
    struct jinja_entry *entries;
    size_t count, capacity;
    struct map index; /* hash -> first entry; made once the dict is large */
    bool indexed;
    bool frozen;
    bool object;
    const char *type_name;  /* what messages call it; NULL = "dict" */
    const char *shown;      /* object: what str() gives; NULL = its type and name */
    jinja_missing *missing; /* asked by x[key] and x.key for what is not there; or NULL */
    void *data;             /* the host program's own */
    struct span span;       /* where in the input it comes from, for messages; or SPAN_NONE */
};

/* A function of the host program, or a macro. On a wrong call it ends in jinja_fail(). */
typedef struct jinja_value jinja_function(struct jinja_call *call);

struct jinja_callable {
    const char *name;
    jinja_function *function;
    void *data; /* the function's own */
};

struct jinja_keyword {
    const char *name;
    struct jinja_value value;
};

/* One call in progress. */
struct jinja_call {
    struct jinja *jinja;
    const struct jinja_callable *callable;
    struct span span;
    const struct jinja_value *arguments;
    size_t count;
    const struct jinja_keyword *keywords;
    size_t keyword_count;
};

struct jinja_options {
    const char *block_start, *block_end;
    const char *variable_start, *variable_end;
    const char *comment_start, *comment_end;
    bool trim_blocks;           /* the line end after a block or comment goes */
    bool lstrip_blocks;         /* blanks before a block that begins a line go */
    bool keep_trailing_newline; /* the last line end of the text stays */
    const char *const *folders; /* where include and import look; NULL-terminated or NULL */
    uint64_t max_steps;         /* of one rendering */
    size_t max_output;          /* bytes of one rendering */
    size_t max_memory;          /* bytes of values of one rendering */
    unsigned max_depth;         /* macros, includes, nested expressions */
};

/* An active macro, include or import, for messages. */
struct jinja_frame {
    struct span span;
    const char *what;
    const struct jinja_frame *outer;
};

struct jinja_global {
    const char *name;
    struct jinja_value value;
};

struct jinja {
    struct compilation *c;
    struct jinja_options options;
    struct arena scratch;
    VEC(struct jinja_global) globals;
    struct map_string global_index;
    VEC(const struct jinja_template *) templates; /* loaded files */
    VEC(const char *) template_paths;
    VEC(const struct jinja_template *) lambdas; /* expressions of lambda('...'), by their texts */
    struct map_string lambda_index;
    VEC(const struct jinja_template *) included; /* what names of include and import stand for */
    struct map_string included_index;
    /* the rendering in progress */
    jmp_buf escape;
    struct strbuf *out;
    const struct jinja_frame *frame;
    uint64_t steps;
    size_t emitted;
    unsigned depth;
    bool running;
    bool refused;   /* something was reported, though the rendering went on */
    struct span at; /* the tag being worked on */
};

/* Options of Jinja2 itself ({% %}, {{ }}, {# #}) and of CAmkES templates. */
struct jinja_options jinja_default_options(void);
struct jinja_options jinja_camkes_options(void);

/* Makes an interpreter whose diagnostics go to `c`; it knows Jinja2's and Python's usual global
 * functions. jinja_done() frees what the last rendering left. */
void jinja_init(struct jinja *jinja, struct compilation *c, const struct jinja_options *options);
void jinja_done(struct jinja *jinja);

/* Sets a global variable of all templates, replacing an older one. The name is not copied. */
void jinja_set(struct jinja *jinja, const char *name, struct jinja_value value);

/* Parses a template from memory; `name` is shown in messages. NULL (reported) on a syntax error. */
const struct jinja_template *jinja_from_text(struct jinja *jinja, const char *name,
                                             const char *text, size_t size);

/* Loads and parses a file, once. NULL (reported at `from`) when it cannot be read or parsed. */
const struct jinja_template *jinja_load(struct jinja *jinja, const char *path, struct span from);

/* Appends the rendered template to `out`; false (reported) on an error, `out` then holds the
 * beginning. */
bool jinja_render(struct jinja *jinja, const struct jinja_template *template, struct strbuf *out);

/* ---- values ---- */

struct jinja_value jinja_undefined(const char *reason);
/* Why a value is undefined, made in the interpreter's scratch memory. */
const char *jinja_reason(struct jinja *j, struct jinja_value value);
struct jinja_value jinja_none(void);
struct jinja_value jinja_bool(bool boolean);
struct jinja_value jinja_int(__int128 integer);
struct jinja_value jinja_float(double real);
/* A string on bytes that stay where they are as long as the value is used. */
struct jinja_value jinja_string(const char *text);
struct jinja_value jinja_bytes(const char *bytes, size_t size);
/* A new empty list, tuple, dict; made in `arena`. */
struct jinja_value jinja_list_new(struct arena *arena);
struct jinja_value jinja_tuple_new(struct arena *arena);
struct jinja_value jinja_dict_new(struct arena *arena);
/* A dict with attributes instead of methods, called `type_name` in messages. */
struct jinja_value jinja_object_new(struct arena *arena, const char *type_name);
/* Makes room for `count` items or entries in one that is new and empty. */
void jinja_reserve(struct arena *arena, struct jinja_value value, size_t count);
/* A callable on a function of ours. `name` is not copied. */
struct jinja_value jinja_callable_new(struct arena *arena, const char *name,
                                      jinja_function *function, void *data);

/* Appends to a list or tuple; sets a key of a dict. `arena` must be the one the value is from. */
void jinja_append(struct arena *arena, struct jinja_value list, struct jinja_value item);
void jinja_put(struct arena *arena, struct jinja_value dict, const char *key,
               struct jinja_value value);
void jinja_put_value(struct arena *arena, struct jinja_value dict, struct jinja_value key,
                     struct jinja_value value);
/* The value under a key, NULL when there is none; a key that cannot be hashed is never there. */
const struct jinja_value *jinja_get_value(const struct jinja_dict *dict, struct jinja_value key);
const struct jinja_value *jinja_get(const struct jinja_dict *dict, const char *key);
/* The same for a dict that templates see frozen. */
void jinja_put_frozen(struct arena *arena, struct jinja_value dict, const char *key,
                      struct jinja_value value);
/* Freezes a value and everything below it. */
void jinja_freeze(struct jinja_value value);

/* Python's truth, equality, and name of the type ("str", "list" ...). */
bool jinja_is_true(struct jinja_value value);
bool jinja_equal(struct jinja_value first, struct jinja_value second);
const char *jinja_type_name(struct jinja_value value);
/* Appends str(value) or repr(value). */
void jinja_put_str(struct strbuf *out, struct jinja_value value);
void jinja_put_repr(struct strbuf *out, struct jinja_value value);
/* NUL-terminated copy of a string value in the scratch arena. */
const char *jinja_c_string(struct jinja *jinja, struct jinja_value value);

/* ---- for functions of the host program ---- */

/* Reports `id` at the span, with the calls that led there, and leaves the rendering. */
_Noreturn void jinja_fail(struct jinja *jinja, enum diag_id id, struct span span,
                          const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Reports a mistake that is the input's rather than the template's at `place` (SPAN_NONE: at
 * `span`) and names `span` as where the template says so. The rendering goes on, but will fail. */
struct diag;
struct diag *jinja_report_at(struct jinja *jinja, enum diag_id id, struct span place,
                             struct span span, const char *message);

/* Leaves the rendering, after a report. */
_Noreturn void jinja_give_up(struct jinja *jinja);

/* As jinja_fail, with a hint (NULL: none). */
_Noreturn void jinja_fail_hint(struct jinja *jinja, enum diag_id id, struct span span,
                               const char *hint, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* The argument at `position`, or the keyword `name`, or `fallback` (NULL: it is required). */
struct jinja_value jinja_argument(struct jinja_call *call, size_t position, const char *name,
                                  const struct jinja_value *fallback);
/* The same for a string (NUL-terminated) and for an integer. */
const char *jinja_argument_string(struct jinja_call *call, size_t position, const char *name,
                                  const char *fallback);
__int128 jinja_argument_int(struct jinja_call *call, size_t position, const char *name,
                            const __int128 *fallback);
/* Fails unless the call has at most `most` positional arguments and only the keywords listed
 * (blank-separated). */
void jinja_check_arguments(struct jinja_call *call, size_t least, size_t most,
                           const char *keywords);

#endif
