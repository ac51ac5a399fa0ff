/* SPDX-License-Identifier: BSD-2-Clause
 *
 * What lies where in the component's address space.
 */
#ifndef CAMKES_VMA_H
#define CAMKES_VMA_H

#include <stdbool.h>
#include <stddef.h>

struct camkes_vma {
    void *start, *end;
    bool read, write, execute, cached;
    const char *name;
};

/* Initialisers: of a region, and of one with guard pages `before` and `after` its `size` bytes. */
#define CAMKES_VMA(start_, end_, read_, write_, execute_, cached_, name_)                          \
    {                                                                                              \
        .start = start_, .end = end_, .read = read_, .write = write_, .execute = execute_,         \
        .cached = cached_, .name = name_                                                           \
    }
#define CAMKES_GUARDED_VMA(symbol, before, size, after, read, write, execute, cached, name)        \
    CAMKES_VMA(symbol, symbol + (before), 0, 0, 0, 1, "guard of " name),                           \
        CAMKES_VMA(symbol + (before), symbol + (before) + (size), read, write, execute, cached,    \
                   name),                                                                          \
        CAMKES_VMA(symbol + (before) + (size), symbol + (before) + (size) + (after), 0, 0, 0, 1,   \
                   "guard of " name)

/* In no particular order; guard pages are in it, with no rights. */
extern const struct camkes_vma camkes_vmas[];
extern const size_t camkes_vmas_size; /* how many */

#endif
