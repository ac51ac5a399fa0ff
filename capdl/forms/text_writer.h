/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The parts of the writer of capDL text (private to capdl/forms; form_text.h is the way in): names
 * and arrays (text_names.c), parameters of objects (text_params.c), capabilities (text_caps.c).
 */
#ifndef CAPDL_FORMS_TEXT_WRITER_H
#define CAPDL_FORMS_TEXT_WRITER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "adl/base/compilation.h"
#include "adl/base/strbuf.h"
#include "capdl/spec/spec.h"

/* How an object is called in the text. */
struct text_name {
    const char *base;
    uint32_t element; /* SPEC_SCALAR: not an element of an array */
};

struct text_writer {
    struct compilation *c;
    const struct spec *spec;
    struct strbuf *out;
    struct strbuf parameters; /* of the object or cap being written */
    struct text_name *names;  /* per object */
    uint32_t *order;          /* object indices, by name and element */
    bool failed;
};

/* Reports that the language has no words for `what` of `object`. */
void text_writer_fault(struct text_writer *w, const struct spec_object *object, const char *what);

/* Starts the next parameter in the list being gathered. */
struct strbuf *text_writer_parameter(struct text_writer *w);

/* Puts the gathered list in parentheses behind what was written, if there is one. */
void text_writer_put_parameters(struct text_writer *w);

/* Finds a name for each object, and their order. Whole arrays (elements 0 to n - 1, all declared
 * alike) stay arrays; names that the language cannot spell are changed to ones it can. */
void text_names_choose(struct text_writer *w);

/* Are both elements of one array? */
bool text_names_same_array(const struct text_writer *w, uint32_t first, uint32_t second);

/* Writes a reference to the `count` objects, which are one scalar or elements of one array, as in
 * `x[3..5, 7, 9..8]`. */
void text_names_put(struct text_writer *w, struct strbuf *out, const uint32_t *objects,
                    uint32_t count);

/* Gathers the parameters of an object. */
void text_params_gather(struct text_writer *w, const struct spec_object *object);

/* How many of the `count` capabilities from `caps` on are one entry: slots that follow each other,
 * with capabilities to elements of one array that differ in nothing else. */
uint32_t text_caps_entry_size(const struct text_writer *w, const struct spec_cap *caps,
                              uint32_t count);

/* Writes these as `12: x[3..5] (RW)`. */
void text_caps_put_entry(struct text_writer *w, const struct spec_cap *caps, uint32_t size);

/* Do two containers hold the same? */
bool text_caps_same_list(const struct spec_object *a, const struct spec_object *b);

/* Writes all containers with their capabilities. */
void text_caps_write(struct text_writer *w);

#endif
