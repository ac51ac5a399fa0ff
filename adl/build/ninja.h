/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Compiling and linking the component programs: writes a ninja file into the output folder's cache
 * (.adlc/) and lets ninja do the work, so that a second run only does what has changed.
 *
 * Objects and ninja's own logs are in .adlc/ and may be deleted; programs are elf/<name>.elf.
 * Commands carry prefix maps, so that no path of this machine reaches a program.
 */
#ifndef ADL_BUILD_NINJA_H
#define ADL_BUILD_NINJA_H

#include <stdbool.h>
#include <stddef.h>

#include "adl/base/compilation.h"
#include "adl/base/vec.h"
#include "adl/build/toolchain.h"

VEC_STRUCT(ninja_texts, const char *);

/* Files that are compiled with the same flags. */
struct ninja_unit {
    struct ninja_texts sources;  /* absolute paths */
    struct ninja_texts includes; /* folders */
    struct ninja_texts flags;
    struct ninja_texts cxx_flags; /* in addition, for C++ */
    const char *object_folder;    /* below .adlc/obj; unique to the unit */
};

/* The code of one instance: the objects of some units. */
struct ninja_part {
    const char *name; /* unique in the system */
    VEC(const struct ninja_unit *) units;
    struct ninja_texts libraries;
};

/* A program: its parts and what they share, linked. Where there are several parts, each is first
 * made one object in which every name is local but the generated ones (adlc_* and the
 * tables of the program), so that parts may use the same names. */
struct ninja_program {
    const char *name; /* output is elf/<name>.elf */
    VEC(struct ninja_part) parts;
    const struct ninja_unit *common;
};

/* "from=to" for the compiler's file prefix map. */
struct ninja_prefix {
    const char *from, *to;
};

struct ninja_build {
    const char *out; /* output folder, exists */
    const struct toolchain *toolchain;
    const char *linker_script;
    VEC(struct ninja_unit *) units; /* every unit once */
    VEC(struct ninja_program) programs;
    VEC(struct ninja_prefix) prefixes; /* later ones win */
    unsigned jobs;                     /* 0: ninja's choice */
    bool verbose;                      /* show every command */
};

/* Writes the ninja file and runs it. `*worked` tells whether any program was made anew. A missing
 * tool, a failed command (the tool's own output goes to stderr first) and a name or flag that no
 * ninja file can hold, one with a line break, are reported: false. */
bool ninja_run(struct compilation *c, const struct ninja_build *build, bool *worked);

/* Appends the text of the ninja file. No name or flag may hold a line break. */
struct strbuf;
void ninja_write(struct compilation *c, const struct ninja_build *build, struct strbuf *out);

#endif
