/* SPDX-License-Identifier: BSD-2-Clause
 *
 * A system in the making: the capability graph and its programs while caps and regions are still
 * being added.
 *
 * Two parts of the compiler add to it and never see each other: lowering makes what every component
 * has (CNode, VSpace, threads), and the templates of connectors take what their connections need
 * (objects, caps in the CNodes of both ends, memory mapped into both ends).  Both do so through the
 * functions below.  At the end lowering sizes the CNodes and system_build_publish() hands the
 * programs over.
 *
 * Everything is done in the order of the calls, so that slots and names come out the same for the
 * same system.
 *
 * Ownership: all of it lives in the arena of the compilation; names are interned or kept there.
 */
#ifndef CAPDL_SPEC_SYSTEM_BUILD_H
#define CAPDL_SPEC_SYSTEM_BUILD_H

#include "adl/base/compilation.h"
#include "adl/base/map.h"
#include "adl/base/vec.h"
#include "capdl/spec/program.h"
#include "capdl/spec/spec.h"

/* Bytes of a page; the unit of dataports, stacks and guards on every platform. */
#define SYSTEM_BUILD_PAGE_BITS 12u
#define SYSTEM_BUILD_PAGE      (1u << SYSTEM_BUILD_PAGE_BITS)

/* A program being made. */
struct program_build {
    struct program program; /* its lists are set from the vecs by system_build_publish() */
    VEC(uint32_t) instances;
    VEC(struct program_thread) threads;
    VEC(struct program_region) regions;
    VEC(struct program_cap) caps;
    VEC(struct spec_object_id) spare_threads; /* TCBs that get the CSpace too, and do not run */
    uint32_t next_slot;  /* of its CNode; slot 0 stays empty, it is the null CPtr */
    uint32_t cnode_slot; /* where a cap to its own CNode goes, 0: none */
};

struct system_build {
    struct compilation *c;
    struct spec *spec;
    struct program_build *programs;
    uint32_t program_count;
    uint32_t *program_of;    /* instance of the model -> program; UINT32_MAX when it has none */
    uint32_t *position_of;   /* instance -> its place in the program's list of instances */
    struct map frames_at;    /* physical address -> frame object */
    struct program *listing; /* what publish fills; one for each program */
};

/* An empty system for `arch`. */
struct system_build *system_build_new(struct compilation *c, enum spec_arch arch);

/* Adds an object called `<label>_<name>`; a name that is taken gets a number appended. */
struct spec_object_id system_build_object(struct system_build *build, enum spec_kind kind,
                                          const char *label, const char *name);

/* Gives the program a cap in its next CNode slot, noted under `name` at `place`. `cap.slot` is
 * ignored. An object of SPEC_NO_OBJECT only reserves the slot. Returns the CPtr. */
uint64_t system_build_give_cap(struct system_build *build, struct program_build *p,
                               struct program_place place, const char *name, struct spec_cap cap);

/* The CPtr of the program's cap to its own CNode, which there is once at most: made on the first
 * call and noted as `cnode` of the program itself. */
uint64_t system_build_own_cnode(struct system_build *build, struct program_build *p);

/* Notes a region; returns its index. Strings are interned here. */
uint32_t system_build_add_region(struct system_build *build, struct program_build *p,
                                 struct program_region region);

/* The frame object of 2^bits bytes at `paddr`, the same for everyone who asks: the kernel gives out
 * every page once. A new one is called `<label>_<name>`. SPEC_NO_OBJECT when there is a frame of
 * another size at that address. */
struct spec_object_id system_build_frame_at(struct system_build *build, uint64_t paddr,
                                            uint8_t bits, const char *label, const char *name);

/* Has `count` frames of one size and without address lie physically one behind the other: they are
 * put into an untyped of the spec, called `<label>_<name>`. Its size is a power of two; what is
 * left of it is lost. */
void system_build_keep_together(struct system_build *build, const struct spec_object_id *frames,
                                uint32_t count, const char *label, const char *name);

/* Makes the list of programs as they are now; may be called again after more was added. */
struct program_list system_build_publish(struct system_build *build);

#endif
