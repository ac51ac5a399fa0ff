/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where the root server's image goes in memory: for the boot loader, which puts it there, and for
 * the planner, which says so before. Freestanding.
 *
 * The first part of the image is the root server's own (program, spec, working memory), the rest
 * are pages that components get. Our kernel describes the memory of the image by untypeds: aligned
 * powers of two, cut greedily from its start. Whoever takes the root server's own memory back must
 * not take pages of components with it, so no such piece may hold some of both. None does when the
 * border between the parts is a multiple of a power of two that is larger than the first part: a
 * piece that begins d bytes before the border is at most d bytes large.
 *
 * Only the image's physical start moves; what is left free in front of it is memory like any other.
 */
#ifndef CAPDL_INCLUDE_ROOT_PLACE_H
#define CAPDL_INCLUDE_ROOT_PLACE_H

#include <stdint.h>

/* The first good address from `at` on (a multiple of the page size) for an image whose first `own`
 * bytes (whole pages, less than 2^62; 0: there is no second part) are the root server's own. */
static inline uint64_t root_place(uint64_t at, uint64_t own)
{
    uint64_t align = 4096;

    while (own != 0 && align <= own) {
        align *= 2;
    }
    return ((at + own + align - 1) & ~(align - 1)) - own;
}

/* The same for an image of `size` bytes that must keep clear of the boot loader and its payload at
 * [start, end): behind these, where they would be in the way. */
static inline uint64_t root_place_beside(uint64_t at, uint64_t own, uint64_t size, uint64_t start,
                                         uint64_t end)
{
    uint64_t place = root_place(at, own);

    return place < end && start < place + size ? root_place(end, own) : place;
}

#endif
