/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Top-level names: each kind (component, procedure, ...) has its own name space (adl.md 7.1). A
 * look-up that fails is reported here, with the nearest name of that kind and with things of the
 * same name but another kind, so that all unknown names sound alike.
 */
#ifndef ADL_MODEL_NAMES_H
#define ADL_MODEL_NAMES_H

#include <stdbool.h>
#include <stdint.h>

#include "adl/model/decl.h"

/* "component", "procedure", ... */
const char *names_kind_text(enum decl_kind kind);

/* Enters the declaration number `index` of its kind under `name` (interned), declared at
 * `decls->order`. A second one of the kind is reported and false returned: it stays nameless. */
bool names_declare(struct decls *decls, enum decl_kind kind, const char *name, struct span span,
                   uint32_t index);

/* What `ref` names, used by the declaration of rank `order`. Unknown names and uses before the
 * declaration are reported and give DECL_NONE. */
uint32_t names_find(struct decls *decls, enum decl_kind kind, const struct decl_ref *ref,
                    uint32_t order);

/* The same without a report: the place in the list of names, or DECL_NONE. */
uint32_t names_peek(const struct decls *decls, enum decl_kind kind, const char *name);

/* names_import.c: adds what the unknown name is called now, or which file of the search path
 * declares it, with the change of the text; false if there is no such thing. */
bool names_import_hint(struct decls *decls, struct diag *diag, enum decl_kind kind,
                       const struct decl_ref *ref);

/* Adds to `diag` where something of another kind but with this name is declared. */
void names_show_other_kinds(struct decls *decls, struct diag *diag, enum decl_kind kind,
                            const char *name);

#endif
