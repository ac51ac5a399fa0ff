/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Tables over the flat settings, shared by settle.c and freeze.c: which setting holds an attribute
 * of a target, and which instance a target is.
 */
#ifndef ADL_MODEL_SETTLE_H
#define ADL_MODEL_SETTLE_H

#include "adl/model/decl.h"

struct settle_index {
    struct map targets;    /* name -> number */
    struct map attributes; /* name -> number */
    struct map settings;   /* (target, attribute) -> index in flat_settings */
    struct map instances;  /* name -> flat instance */
};

/* Fills the index from the flat lists. Of two settings of one attribute the first counts. */
void settle_index_fill(struct decls *decls, struct settle_index *index);

/* The setting of that attribute (names interned), or NULL. */
struct flat_setting *settle_find(struct decls *decls, const struct settle_index *index,
                                 const char *target, const char *attribute);

/* The attribute as the target's component declares it; NULL when the target is no instance or has
 * no such attribute. */
const struct model_field *settle_attribute(const struct decls *decls,
                                           const struct settle_index *index, const char *target,
                                           const char *attribute);

/* The value with missing struct fields filled from their defaults; a field without either is
 * reported at `setting`. */
const struct model_value *settle_complete(struct decls *decls, const struct flat_setting *setting,
                                          const struct model_type *type,
                                          const struct model_value *value);

#endif
