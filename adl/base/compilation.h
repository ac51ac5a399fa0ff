/* SPDX-License-Identifier: BSD-2-Clause
 *
 * One compilation: all state that stages share. It is the first argument of every stage; there
 * are no globals, so two compilations can live side by side in one process.
 *
 * Ownership: whatever a stage makes lives in `arena` and goes with compilation_done. The object
 * must not be moved after compilation_init, since its parts point at each other.
 */
#ifndef ADL_BASE_COMPILATION_H
#define ADL_BASE_COMPILATION_H

#include <stdbool.h>

#include "adl/base/arena.h"
#include "adl/base/diag.h"
#include "adl/base/intern.h"
#include "adl/base/pass.h"
#include "adl/base/source.h"
#include "adl/base/vec.h"

/* When the C preprocessor sees a file. */
enum compilation_cpp {
    CPP_AUTO,   /* if the file has preprocessing directives, or macros were given by -D */
    CPP_ALWAYS, /* --cpp */
    CPP_NEVER,  /* --no-cpp */
};

/* The value of a standard setting that the description does not make. */
struct compilation_default {
    const char *attribute;
    long value;
};

/* A turn of a domain, of a schedule that is given beside the description. */
struct compilation_turn {
    uint64_t domain, duration;
    bool in_microseconds; /* else ticks of the kernel's timer */
    struct span span;
};

struct compilation_options {
    const char *builtin_path;       /* folder of <...> files, searched first; NULL = none */
    VEC(const char *) import_paths; /* -I: then these, in order; also given to cpp */
    VEC(const char *) defines;      /* -D: NAME or NAME=VALUE */
    VEC(const char *) cpp_flags;    /* further flags for cpp */
    VEC(struct compilation_default) defaults;
    VEC(struct compilation_turn) schedule; /* where the description has none */
    const char *cpp_program;               /* default "cpp" */
    enum compilation_cpp cpp;
    bool forward_references; /* names may be used before their declaration */
    const char *dtb_path;    /* device tree blob for dtb(...) queries, or NULL */
    const char *dtb_bytes;   /* the blob itself, in place of a file; NULL = none */
    size_t dtb_size;
    bool dtb_is_board;       /* dtb_path is the platform's own, nobody asked for it */
    const char *gpio_path;   /* pin list for gpio(...) queries, or NULL */
    bool no_files;           /* texts in memory only: imports never touch the disk */
    VEC(const char *) trace; /* names of stages and passes to trace; "all" = every one */
};

struct compilation {
    struct arena arena;
    struct arena scratch; /* of the stage that runs, which empties it when it is done */
    struct arena lexing;  /* of the lexer that runs; likewise */
    struct interner interner;
    struct sources sources;
    struct diags diags;
    struct compilation_options options;
    VEC(struct pass_timing) timings;
};

/* An empty compilation with default options. */
void compilation_init(struct compilation *c);

/* Frees everything. */
void compilation_done(struct compilation *c);

/* A stage begins to use `scratch`: with the limit and the way out of `arena`. Gives the position to
 * reset it to at the stage's end. */
struct arena_mark compilation_begin_scratch(struct compilation *c);

/* Is the stage or pass `name` to be traced? */
bool compilation_traces(const struct compilation *c, const char *name);

#endif
