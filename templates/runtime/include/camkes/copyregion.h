/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Copy regions: parts of the address space that have page tables but no memory. A component maps
 * frames there whose contents it wants to see or make, and takes them away again.
 */
#ifndef CAMKES_COPYREGION_H
#define CAMKES_COPYREGION_H

#include <stddef.h>

#include <sel4/sel4.h>

struct camkes_copyregion {
    char *base;
    size_t size;
    seL4_CPtr vspace;
};

/* Maps a 4 KiB frame readable and writable `offset` bytes into the region, which must be a multiple
 * of 4096 inside of it. The kernel's answer; seL4_AlignmentError or seL4_RangeError for the
 * offset. */
int camkes_copyregion_map(const struct camkes_copyregion *region, seL4_CPtr frame, size_t offset);

/* Takes the frame out of the address space again. The kernel's answer. */
int camkes_copyregion_unmap(seL4_CPtr frame);

#endif
