/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Programs: what the code of one address space has to know about its place in the capability
 * graph, and what the planner has to know about the program.
 *
 * A program is one ELF that runs in one VSpace with one CSpace: a component instance (or a group of
 * instances).  Lowering makes it together with the graph; glue reads from it the CPtrs to write
 * into generated C; the planner reads from it which symbols of the ELF are to be backed by which
 * frames and where threads start.  So the three never see each other.
 *
 * Ownership: everything lives in the arena of the spec; strings are interned.
 */
#ifndef CAPDL_SPEC_PROGRAM_H
#define CAPDL_SPEC_PROGRAM_H

#include "capdl/spec/spec.h"

/* Which end of a connection a slot or region belongs to. For things of the component itself
 * `connection` is PROGRAM_OWN and `end` the place of its instance in the program's list.
 * Otherwise `connection` and `end` are indices of adl/model:
 * model.connections[connection].from[end] or .to[end]. */
#define PROGRAM_OWN UINT32_MAX
struct program_place {
    uint32_t connection;
    uint32_t end;
    bool to_side;
};

/* A capability that generated code uses by name: cap("ep") in a template is `cptr`. */
struct program_cap {
    struct program_place place;
    const char *name;
    uint64_t cptr;
    uint64_t badge; /* as in the graph; 0 when unbadged */
    struct spec_object_id object;
};

/* A page-aligned object of the program's ELF (in NOLOAD memory) whose pages are not ordinary
 * memory: `symbol` has guard_before + size + guard_after bytes.  Guard pages stay unmapped.  The
 * middle is backed by `frames` in order (each 2^frame_bits bytes), or by fresh zeroed frames of the
 * program's own when frame_count is 0. */
struct program_region {
    struct program_place place;
    const char *name;   /* what the template calls it: "stack", "ipc_buffer", "dataport" ... */
    const char *symbol; /* C and ELF symbol */
    uint64_t size, guard_before, guard_after;
    const struct spec_object_id *frames;
    uint32_t frame_count;
    uint8_t frame_bits;
    uint8_t rights; /* enum spec_rights */
    bool executable, uncached;
    bool hole; /* `size` bytes stay unmapped too, but the page tables for them are there */
};

/* A thread. Its TCB's ip, sp and IPC buffer address are filled in once the ELF is there. */
struct program_thread {
    const char *name;           /* "<instance>_control", "<instance>_<iface>_0000" */
    const char *instance;       /* instance name as in the model */
    const char *interface;      /* interface it serves; NULL: control thread, fault handler */
    struct program_place place; /* the connection end it serves; PROGRAM_OWN for control */
    struct spec_object_id tcb;
    uint32_t stack;      /* index of its stack region */
    uint32_t ipc_buffer; /* index of its IPC buffer region */
    uint64_t tcb_cptr;   /* its TCB cap in the program's CSpace */
    bool fault_handler;
};

struct program {
    const char *name;     /* address space name, as in the model */
    const char *elf_name; /* name used in capDL fills: "<name>.elf" */
    const char *entry;    /* ELF symbol at which every thread starts, with its thread index
                           * as first argument */
    struct spec_object_id cspace, vspace;
    const uint32_t *instances; /* model instance indices */
    uint32_t instance_count;
    struct program_thread *threads;
    struct program_region *regions;
    struct program_cap *caps;
    uint32_t thread_count, region_count, cap_count;
};

/* All programs of a system, in the order of their first instance. */
struct program_list {
    struct program *programs;
    uint32_t count;
};

/* The region `name` at `place`; NULL when there is none. */
const struct program_region *program_region(const struct program *program,
                                            struct program_place place, const char *name);

#endif
