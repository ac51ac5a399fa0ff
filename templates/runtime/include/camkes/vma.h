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

/* In no particular order; guard pages are in it, with no rights. */
extern const struct camkes_vma camkes_vmas[];
extern const size_t camkes_vmas_size; /* how many */

#endif
