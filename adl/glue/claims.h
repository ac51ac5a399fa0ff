/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Claims: what templates take for the connection end (or component) they are rendered for: kernel
 * objects, capabilities in its CNode, memory mapped at its symbols.  These are the functions
 * alloc, alloc_obj, alloc_cap, register_shared_variable and so on of man/adlc-templates.7, with the
 * names and the meaning they have in CAmkES; what is claimed goes into the system in the making
 * (capdl/spec/system_build.h).
 *
 * A name claimed twice gives the same thing twice: objects go by connection (or instance) and name,
 * caps by CNode and name, shared memory by its global name.  So both ends of a connection ask for
 * the same object without knowing which of them is rendered first.
 *
 * How much one rendering may claim is bounded.
 *
 * Ownership: everything claimed lives in the compilation's arena; template values of it too.
 */
#ifndef ADL_GLUE_CLAIMS_H
#define ADL_GLUE_CLAIMS_H

#include "adl/glue/facts.h"
#include "adl/glue/jinja.h"
#include "capdl/spec/system_build.h"

/* Objects, caps and frames that one rendering may claim. */
#define CLAIMS_MAX 300000u

/* Frames behind a global name. */
struct claims_window {
    const struct spec_object_id *frames;
    uint32_t count;
    uint8_t bits;
    bool placed; /* at physical addresses that were asked for, or together */
};

struct claims {
    struct facts *facts;
    struct jinja *jinja;
    struct system_build *build;
    /* the rendering in progress; program NULL: nothing can be claimed */
    struct program_build *program;
    bool closed; /* too late to claim anything: the CNodes have their sizes */
    struct program_place place;
    const char *label;         /* what objects are called after: connection or instance */
    const char *scope;         /* within which names are the same: its kind and name */
    struct jinja_value holder; /* fact of the end or instance */
    uint32_t claimed;
    /* claimed so far; the maps lead from key texts to objects, slots, and the lists below */
    struct map_string objects, caps, windows, stash_index;
    struct map values; /* object -> index in object_values */
    VEC(struct jinja_value) object_values;
    VEC(struct claims_window) window_list;
    VEC(struct jinja_value) stashed;
    struct jinja_value *cnodes; /* my_cnode of each program */
    uint64_t symbols;           /* made by c_symbol */
};

/* Prepares claims and makes their functions globals of `jinja`, whose diagnostics they use. */
void claims_init(struct claims *claims, struct facts *facts, struct jinja *jinja,
                 struct system_build *build);

/* The next renderings are for the end or instance `holder` at `place` of `program`; objects are
 * called after `label`. */
void claims_start(struct claims *claims, struct program_build *program, struct program_place place,
                  const char *label, struct jinja_value holder);

/* ---- shared by the files of claims, not for others ---- */

/* The claims that a function belongs to; fails when it can claim nothing here. */
struct claims *claims_of(const struct jinja_call *call);

/* Counts one more thing claimed; fails when there are too many. */
void claims_count(struct claims *claims, struct span span, uint32_t more);

/* What alloc, alloc_obj and alloc_frame may be called with; some of it only for the types of other
 * platforms, which are refused. */
#define CLAIMS_OBJECT_KEYWORDS                                                                     \
    "name type label size size_bits paddr number trigger target notification vector ioapic "       \
    "ioapic_pin level polarity handle pci_bus pci_dev pci_fun start_port end_port domainID bus "   \
    "dev fun read write grant grantreply badge cached"

/* The object claimed under the call's `name`, made at first; of its argument `type`, or of `type`
 * when that is not NULL. */
struct spec_object_id claims_object(struct claims *claims, struct jinja_call *call,
                                    const char *type);

/* The value of an object, and the object (NULL: it is none), or cap (NULL), of a value. */
struct jinja_value claims_object_value(struct claims *claims, struct spec_object_id object);
const struct spec_object_id *claims_object_of(struct jinja_value value);
const struct spec_cap *claims_cap_of(struct jinja_value value);

/* The CPtr of the cap to `object` under the call's `name`, with the rights and badge that its
 * keywords say. */
uint32_t claims_cap_to(struct claims *claims, struct jinja_call *call,
                       struct spec_object_id object);

/* Gives the program a cap under a name, or finds the one it has under that name and widens its
 * rights. */
uint32_t claims_cap(struct claims *claims, const char *name, struct spec_cap cap, struct span span);

/* A keyword argument or NULL; flags are false and numbers `fallback` when they are not given. */
const struct jinja_value *claims_keyword(const struct jinja_call *call, const char *name);
bool claims_flag(const struct jinja_call *call, const char *name, bool fallback);
uint64_t claims_number(struct jinja_call *call, const char *name, uint64_t fallback, uint64_t most);

/* log2 of a frame size; fails when there are no frames of that size. */
uint8_t claims_frame_bits(struct jinja_call *call, uint64_t size);

/* Notes a region of the program at `symbol`, which the template defines, and gives the C text that
 * belongs behind its definition. `frames`: count frames of 2^bits bytes. */
struct jinja_value claims_region(struct claims *claims, struct jinja_call *call,
                                 struct program_region region, const char *symbol);

/* Adds their functions. */
void claims_add_objects(struct claims *claims);
void claims_add_frames(struct claims *claims);
void claims_add_memory(struct claims *claims);
void claims_add_stash(struct claims *claims);
void claims_add_errors(struct claims *claims);

/* Makes `function` a global of the templates. */
void claims_global(struct claims *claims, const char *name, jinja_function *function);

#endif
