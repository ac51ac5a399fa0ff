/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Taking fields of JSON values with reports (private to capdl/forms): what the parts of the reader
 * of JSON specs share.
 */
#ifndef CAPDL_FORMS_JSON_READER_H
#define CAPDL_FORMS_JSON_READER_H

#include <stdbool.h>
#include <stdint.h>

#include "adl/base/compilation.h"
#include "capdl/forms/json_kinds.h"
#include "capdl/forms/json_tree.h"
#include "capdl/spec/spec.h"

struct json_reader {
    struct compilation *c;
    struct json_tree tree;
    struct spec *spec;
    uint32_t *nodes;   /* per object: its fields */
    uint8_t *variants; /* per object: enum json_object */
    uint32_t *ids;     /* per object of the text: its id in the graph */
    uint32_t count;    /* objects of the text */
    bool failed;
};

/* Reports what is wrong with a value. */
struct diag *json_reader_fault(struct json_reader *r, uint32_t node, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The field `key` of an object; reports when it is not there, or null. */
uint32_t json_reader_need(struct json_reader *r, uint32_t node, const char *key);

/* The same for an array. 0 after a report. */
uint32_t json_reader_array(struct json_reader *r, uint32_t node, const char *key);

/* The number in the field `key`, at most `most`; 0 after a report. */
uint64_t json_reader_number(struct json_reader *r, uint32_t node, const char *key, uint64_t most);

/* The same, where the field may be missing or null: false then. */
bool json_reader_maybe(struct json_reader *r, uint32_t node, const char *key, uint64_t *number);

/* The truth value in the field `key`; false after a report. */
bool json_reader_truth(struct json_reader *r, uint32_t node, const char *key);

/* The object of the graph that the number in `node` means; SPEC_NO_OBJECT after a report. `text_id`
 * gets the number itself; it may be NULL. */
struct spec_object_id json_reader_object(struct json_reader *r, uint32_t node, uint32_t *text_id);

/* json_caps.c: puts the capabilities of the field `slots` of `node`, if there is one, into
 * `holder`. */
void json_caps_read(struct json_reader *r, uint32_t node, struct spec_object_id holder);

/* json_objects.c: fills the objects, which are in the graph with name and kind, from their fields.
 */
void json_objects_read(struct json_reader *r);

#endif
