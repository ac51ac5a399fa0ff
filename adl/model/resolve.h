/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Resolving the inside of one composition; resolve.c calls it for each composition that counts.
 * Inside a composition the order is by kind, so ends may name instances that come later in the
 * text; between assemblies, earlier ones are seen and later ones are not (adl.md 7.3, 7.4).
 */
#ifndef ADL_MODEL_RESOLVE_H
#define ADL_MODEL_RESOLVE_H

#include "adl/model/decl.h"

/* Names of one composition. Keys are interned pointers. */
struct resolve_scope {
    struct decls *decls;
    struct decl_composition *composition;
    struct map instances;  /* outside groups: name -> index */
    struct map groups;     /* name -> index */
    struct map members;    /* in groups: pair (group, name) -> index, see resolve_member_key */
    struct map any_member; /* member name -> index, for hints */
};

/* Reports names used twice and fills the scope's maps. */
void resolve_scope_fill(struct resolve_scope *scope);

/* Finds the instance and interface of `end`, used in assembly number `assembly`; reports and
 * gives false if there is none. `what` is "end" or "export". */
bool resolve_end(struct resolve_scope *scope, struct decl_end *end, uint32_t assembly);

/* Reports what is wrong in configurations as written. */
void resolve_settings(struct decls *decls);

/* The interface `name` of a component, reported at `span` when missing. */
uint32_t resolve_interface(struct decls *decls, uint32_t component, const char *name,
                           struct span span);

#endif
