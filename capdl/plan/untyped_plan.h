/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which object is made from which untyped, and in which order.
 *
 * The planner is given the untyped memory of a board and the objects to create, and says step by
 * step what to retype. It is the same code on the host, to tell before booting what does not fit,
 * and in the root server, to do it. Freestanding C, no recursion, no memory of its own: the caller
 * provides all arrays. Time is n log n in objects plus untypeds.
 *
 * What it knows of the kernel: an untyped hands out memory upward from its start, each object
 * aligned to its size; the mark never goes back while the untyped has children; memory that was
 * skipped is lost. All sizes are powers of two. So:
 *   - at each mark the largest pending object is taken that is aligned there and fits; within a
 *     block, sizes then only fall and nothing is wasted. The set fits whenever any order would fit,
 *     as long as no object has a fixed address;
 *   - untypeds are used from the smallest up, so that the large ones stay whole for the system and
 *     the kernel does not have to clear them;
 *   - an object with a fixed address (a device frame) is reached by advancing the mark: in ordinary
 *     memory by whatever is pending and fits, otherwise by fillers: untypeds that nobody uses.
 *     A filler's capability may be deleted as soon as the next step in the same untyped is done,
 *     not before: an untyped without children starts again at 0. Two slots used in turn suffice.
 *   - device untypeds only give objects with fixed addresses;
 *   - objects of one size follow each other by kind, so that one call can make a whole run of them.
 *
 * Use: fill in the first five fields of struct untyped_plan and the inputs of its arrays;
 * untyped_plan_begin(); then untyped_plan_next() or untyped_plan_next_run(), mixed at will, until
 * they return false.
 */
#ifndef CAPDL_PLAN_UNTYPED_PLAN_H
#define CAPDL_PLAN_UNTYPED_PLAN_H

#include <stdbool.h>
#include <stdint.h>

/* "none" for an object or untyped index; in a step: this is a filler. */
#define UNTYPED_PLAN_NONE UINT32_MAX

/* One untyped. */
struct untyped_plan_memory {
    uint64_t paddr;
    uint64_t taken;    /* bytes at its start that are not to be planned with, since they are in use:
                        * where the kernel's mark stands, at most its size */
    uint8_t size_bits; /* log2 bytes, 4 to 63 */
    bool device;
    /* the planner's */
    uint32_t first_fixed, fixed_count; /* objects with fixed address inside: a range of order[] */
    uint32_t walk;                     /* index of the untyped that is used as the i-th */
    uint64_t used;                     /* mark after the steps so far, bytes */
};

/* One object. size_bits 0: takes no memory, is left out; otherwise at least 4. */
struct untyped_plan_object {
    uint64_t paddr; /* if fixed */
    uint8_t size_bits;
    bool fixed;
    uint16_t kind; /* the caller's: objects of equal kind and size can be made by one call */
};

/* Retype `count` objects of 2^size_bits bytes each, side by side, from `memory`; or one untyped of
 * that size if object is UNTYPED_PLAN_NONE. */
struct untyped_plan_step {
    uint32_t object; /* the first of them */
    uint32_t memory;
    uint32_t count;
    const uint32_t *objects; /* all of them, by address; NULL for a filler; in order[] */
    uint64_t paddr;          /* where it will lie */
    uint8_t size_bits;
};

enum untyped_plan_result {
    UNTYPED_PLAN_OK,
    UNTYPED_PLAN_NO_MEMORY,  /* objects without fixed address do not fit: see missing */
    UNTYPED_PLAN_NO_DEVICE,  /* no untyped holds the fixed address range of the object */
    UNTYPED_PLAN_MISALIGNED, /* its fixed address is not a multiple of its size */
    UNTYPED_PLAN_OVERLAP,    /* its range overlaps that of `other` */
    UNTYPED_PLAN_BAD_SIZE,   /* size_bits out of range (object, or untyped if object is NONE) */
};

struct untyped_plan {
    struct untyped_plan_memory *memory;
    const struct untyped_plan_object *objects;
    uint32_t *order; /* object_count entries of work space */
    uint32_t memory_count;
    uint32_t object_count;

    /* what untyped_plan_begin() found out */
    uint32_t object;   /* failure: the first object that cannot be placed */
    uint32_t other;    /* OVERLAP: the object it collides with */
    uint64_t missing;  /* NO_MEMORY: bytes of all objects that found no place */
    uint32_t unplaced; /* NO_MEMORY: how many those are */
    uint32_t steps;    /* number of steps of one object each there will be, fillers included */
    uint32_t fillers;
    uint64_t lost;    /* bytes of ordinary memory that fillers take, in front of fixed objects */
    uint32_t lost_in; /* the untyped with most of them */

    /* the walk's state */
    uint32_t fixed_count;    /* order[0 .. fixed_count): by address; then the others by size */
    uint32_t position;       /* in the walk over untypeds */
    uint32_t fixed_done;     /* of the present untyped */
    uint32_t class_next[64]; /* per size_bits: next pending in order[] */
    uint32_t class_end[64];
};

/* Plans everything, without output. On UNTYPED_PLAN_OK `steps` and `fillers` are known and
 * untyped_plan_next() may be called; otherwise the failure fields tell what is wrong, and on
 * UNTYPED_PLAN_NO_MEMORY the untypeds' `used` how far they got. */
enum untyped_plan_result untyped_plan_begin(struct untyped_plan *plan);

/* The next step in the order of creation, of one object; false when all objects are made. */
bool untyped_plan_next(struct untyped_plan *plan, struct untyped_plan_step *step);

/* Likewise, but takes as many of the next objects, of one kind, as can be made by one call: at
 * most `most` (> 0). Objects land where they would land one by one. */
bool untyped_plan_next_run(struct untyped_plan *plan, struct untyped_plan_step *step,
                           uint32_t most);

/* A few words for a result, e.g. "not enough memory". */
const char *untyped_plan_text(enum untyped_plan_result result);

#endif
