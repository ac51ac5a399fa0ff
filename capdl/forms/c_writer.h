/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The parts of the writer of C specs (private to capdl/forms; form_c.h is the way in).
 */
#ifndef CAPDL_FORMS_C_WRITER_H
#define CAPDL_FORMS_C_WRITER_H

#include <stdbool.h>

#include "adl/base/compilation.h"
#include "adl/base/map.h"
#include "adl/base/strbuf.h"
#include "capdl/forms/object_order.h"
#include "capdl/spec/spec.h"

struct c_writer {
    struct compilation *c;
    const struct spec *spec;
    struct strbuf *out;
    struct object_order order;
    struct map derived; /* places whose capability is derived from another */
    bool failed;
};

/* Reports that the C types have no place for `what` of an object. */
void c_writer_fault(struct c_writer *w, const struct spec_object *object, const char *what);

/* Writes the number of an object and its name as a comment. */
void c_writer_put_id(struct c_writer *w, struct spec_object_id id);

/* c_objects.c: writes one object, between its braces. */
void c_objects_put(struct c_writer *w, const struct spec_object *object);

/* c_caps.c: writes the members `.slots.num` and `.slots.slot`. */
void c_caps_put(struct c_writer *w, const struct spec_object *holder);

#endif
