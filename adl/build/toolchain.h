/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Cross compilers for component programs: which program, and the flags every translation unit and
 * every link needs. The C library is picolibc. C++ is the language without exceptions and run-time
 * types; its library has no place in a component.
 */
#ifndef ADL_BUILD_TOOLCHAIN_H
#define ADL_BUILD_TOOLCHAIN_H

#include <stdbool.h>
#include <stddef.h>

struct toolchain {
    const char *cpu;
    const char *compiler;
    const char *objcopy;
    const char *package; /* the Debian package it comes in, for hints */
    const char *cxx_compiler, *cxx_package;
    const char *const *compile_flags; /* NULL-terminated; of C and C++ */
    const char *const *c_flags;       /* of C only */
    const char *const *cxx_flags;     /* of C++ only */
    const char *const *link_flags;    /* NULL-terminated; the linker script is apart */
    const char *const *merge_flags;   /* NULL-terminated: from several objects to one */
};

/* Is the source file of that name written in C++? */
bool toolchain_is_cxx(const char *path);

/* The toolchain for a CPU, NULL when there is none. */
const struct toolchain *toolchain_for(const char *cpu);

#endif
