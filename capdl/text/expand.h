/* SPDX-License-Identifier: BSD-2-Clause
 *
 * From the tree of a capDL text to the graph (private to capdl/text). The steps, in the order that
 * names may be used before they are declared:
 *
 *   1. objects         expand_objects.c, expand_params.c   declarations, then untypeds only named
 *   2. covers          expand_covers.c                     what lies in which untyped
 *   3. interrupts      expand_irqs.c
 *   4. slots, names    expand_caps.c, expand_names.c       which slot an entry means, what it is
 * called
 *   5. capabilities    expand_caps.c, expand_cap_params.c
 *   6. copies          expand_copies.c                     of capabilities with names
 *   7. derivations     expand_derivations.c
 *   8. domains         expand_domains.c
 *
 * Every step reports all of its faults; none stops the others.
 */
#ifndef CAPDL_TEXT_EXPAND_H
#define CAPDL_TEXT_EXPAND_H

#include <stdbool.h>
#include <stdint.h>

#include "adl/base/compilation.h"
#include "adl/base/map.h"
#include "capdl/spec/spec.h"
#include "capdl/text/cdl_ast.h"

/* A declared name: one object, or an array of them with ids that follow each other. */
struct expand_name {
    const char *name;
    uint32_t first, count; /* object ids */
    bool array;
    enum spec_kind kind;
    struct span span;
};

/* A capability's name: a slot, or an array of slots. */
struct expand_cap_name {
    const char *name;
    bool array;
    struct span span;
    VEC(struct spec_place) places; /* by element */
};

/* A capability that is a copy of another. */
struct expand_copy {
    struct spec_place place, source;
    uint8_t mask; /* rights that stay */
    bool masked;
    enum { COPY_NEW, COPY_OPEN, COPY_DONE } state;
    struct span span;
    struct spec_cap cap; /* once done; slot is UINT32_MAX when it could not be resolved */
};

/* Kinds of control capabilities. */
#define EXPAND_CONTROLS 5u

struct expand {
    struct compilation *c;
    struct cdl_file *tree;
    struct spec *spec;
    struct map array_index; /* interned name -> index in arrays; scalars the spec knows itself */
    VEC(struct expand_name) arrays;
    struct map cap_name_index; /* interned name -> index in cap_names */
    VEC(struct expand_cap_name) cap_names;
    VEC(struct expand_copy) copies;
    struct map copy_index; /* place -> index in copies */
    struct spec_tcb tcb;   /* details of the object being declared */
    struct spec_irq irq;
    struct spec_sched sched;
    struct spec_device device;
    uint64_t cap_total;                         /* capabilities made so far */
    const char *control_words[EXPAND_CONTROLS]; /* interned; set when first needed */
    bool declared; /* declarations and capabilities were made as they were read; the tree has what
                    * lies in untypeds and the capabilities that had to wait, no more */
    bool failed;
};

/* Makes the graph; NULL after diagnostics. `begun` has declared all objects already (NULL: none was
 * declared). */
struct spec *expand(struct compilation *c, struct cdl_file *tree, struct expand *begun);

/* Reports an error; the expansion has failed. */
struct diag *expand_fault(struct expand *e, enum diag_id id, struct span span, const char *format,
                          ...) __attribute__((format(printf, 4, 5)));

/* The steps. */
void expand_objects(struct expand *e);
void expand_objects_declare(struct expand *e, struct cdl_decl *decl); /* one, and its members */
void expand_covers(struct expand *e);
void expand_irqs(struct expand *e);
void expand_slots(struct expand *e);
void expand_caps(struct expand *e);
void expand_copies(struct expand *e);
void expand_derivations(struct expand *e);
void expand_domains(struct expand *e);

/* expand_names.c: what a declared name means; false when there is none. */
bool expand_names_find(struct expand *e, const char *name, struct expand_name *found);

/* The elements a reference means, out of an array (`array`) with `size` elements or a scalar. False
 * after a report. `what` says in messages what is referred to ("object", "capability"). */
bool expand_names_elements(struct expand *e, const struct cdl_ref *ref, bool array, uint32_t size,
                           const char *what, struct expand_indices *out);

/* The objects a reference means; false after a report. */
bool expand_names_objects(struct expand *e, const struct cdl_ref *ref, struct expand_indices *out);

/* The one object a reference means; SPEC_NO_OBJECT after a report. */
struct spec_object_id expand_names_object(struct expand *e, const struct cdl_ref *ref);

/* The number of a slot; false after a report. */
bool expand_names_slot(struct expand *e, const struct cdl_slot *slot, uint32_t *number);

/* The place a `(object, slot)` or a capability's name means; false after a report. */
bool expand_names_place(struct expand *e, const struct cdl_place *place, struct spec_place *out);

/* The capability name; NULL when there is none. */
struct expand_cap_name *expand_names_find_cap(struct expand *e, const char *name);

/* The places that a reference to capabilities means; false after a report. */
bool expand_names_places(struct expand *e, const struct cdl_ref *ref, struct expand_indices *out,
                         struct expand_cap_name **name);

/* expand_params.c: fills `object`, a declared object in no spec, from its parameters; details are
 * those of `e`, to be copied for each element. False after reports. */
bool expand_params(struct expand *e, struct cdl_decl *decl, struct spec_object *object);

/* The kind of object a type word means; false when there is none. */
bool expand_params_kind(const char *type, enum spec_kind *kind);

/* expand_cap_params.c: fills `cap`, whose object is set, from the parameters of an entry. */
bool expand_cap_params(struct expand *e, struct cdl_entry *entry, struct spec_cap *cap);

/* The mask of a copy (SPEC_ALL_RIGHTS when none is given). */
bool expand_cap_params_mask(struct expand *e, struct cdl_entry *entry, struct expand_copy *copy);

/* The control capability that a target means, by its word; false when it means none. */
bool expand_cap_params_control(struct expand *e, const struct cdl_ref *target,
                               enum spec_kind *kind);

/* expand_caps.c: makes the capabilities of a list while the text is still being read, if all it
 * names is declared and nothing in it is named, a copy or derived; false (and nothing is done): it
 * must wait until all is read. */
bool expand_caps_early(struct expand *e, struct cdl_cap_list *list);

/* Counts `more` capabilities; false after a report when they are too many. */
bool expand_caps_room(struct expand *e, uint64_t more, struct span span);

/* Puts the caps of all holders in order; reports slots that are filled twice. */
void expand_caps_settle(struct expand *e);

#endif
