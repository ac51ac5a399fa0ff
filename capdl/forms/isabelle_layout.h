/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Names and addresses of objects in Isabelle theories (private to capdl/forms).
 */
#ifndef CAPDL_FORMS_ISABELLE_LAYOUT_H
#define CAPDL_FORMS_ISABELLE_LAYOUT_H

#include <stdbool.h>
#include <stdint.h>

#include "adl/base/compilation.h"
#include "capdl/spec/spec.h"

struct isabelle_layout {
    const char **names;  /* per object */
    uint64_t *addresses; /* per object */
};

/* Finds them. False after diagnostics: an object has no address, or a name that cannot be one. */
bool isabelle_layout_find(struct compilation *c, const struct spec *spec,
                          struct isabelle_layout *layout);

#endif
