/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Orders in which forms number their objects (private to capdl/forms).
 *
 * By name: by name and element.  As they are made: those at fixed addresses first, by address, then
 * the larger before the smaller, then by name; a loader that takes them in this order from untyped
 * memory wastes none of it between them.  Object sizes are those that were given with the spec
 * (sizes.h).
 */
#ifndef CAPDL_FORMS_OBJECT_ORDER_H
#define CAPDL_FORMS_OBJECT_ORDER_H

#include <stdbool.h>
#include <stdint.h>

#include "adl/base/compilation.h"
#include "capdl/spec/spec.h"

/* Objects in an order. */
struct object_order {
    uint32_t *objects;   /* object indices */
    uint32_t *positions; /* by object index: its place in `objects`; UINT32_MAX: left out */
    uint32_t count;
};

/* Which objects are left out. */
typedef bool object_order_skips(const struct spec_object *object);

/* Leaves out what no declaration makes: control capabilities. */
bool object_order_controls(const struct spec_object *object);

/* All objects that `skips` does not leave out, by name. */
void object_order_by_name(struct compilation *c, const struct spec *spec, object_order_skips *skips,
                          struct object_order *order);

/* The same as they are made. False after diagnostics: the size of an object is not known. */
bool object_order_as_made(struct compilation *c, const struct spec *spec, object_order_skips *skips,
                          struct object_order *order);

/* The untyped that each object lies in; UINT32_MAX: none. */
uint32_t *object_order_owners(struct compilation *c, const struct spec *spec);

#endif
