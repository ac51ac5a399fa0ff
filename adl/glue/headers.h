/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Which instances see the same generated headers, so that the code of a component type is compiled
 * once and not once per instance.
 *
 * Instances of one type whose headers are the same text share a folder.  Most often they differ
 * only in values of attributes, that is in lines `#define <attribute>_DEF <value>`.  Such instances
 * have the same shape: besides a folder for each text there is one for the shape, whose headers
 * lack those lines.  Code that does not look at the missing macros can be compiled against it, for
 * all instances at once; whether it does not is for the build to find out, which has the sources.
 *
 * Ownership: everything lives in the arena given to headers_init.
 */
#ifndef ADL_GLUE_HEADERS_H
#define ADL_GLUE_HEADERS_H

#include <stdint.h>

#include "adl/base/map.h"
#include "adl/base/source.h"
#include "adl/base/vec.h"

/* A generated header; `path` is relative to the folder of whoever uses it. */
struct header {
    const char *path, *text;
    struct span span; /* where its template is named */
};
VEC_STRUCT(header_list, struct header);
VEC_STRUCT(header_names, const char *);

/* Headers with one text. */
struct header_text {
    struct header_list list;
    uint32_t shape;
    const char *instance; /* the first that has it */
};

/* Headers that are the same but for values of attributes. */
struct header_shape {
    const char *type;            /* name of the component type */
    uint32_t number;             /* of the shape among those of its type */
    uint32_t first;              /* index of the first text with this shape */
    uint32_t texts;              /* how many there are */
    struct header_names varying; /* attributes whose values differ */
};

struct headers {
    struct arena *arena;
    VEC(struct header_text) texts;
    VEC(struct header_shape) shapes;
    struct map_string by_text, by_shape;
    struct map_string type_counts; /* shapes of a type so far */
};

void headers_init(struct headers *headers, struct arena *arena);

/* Files the headers of an instance of the type; the index of their text. Strings must stay. */
uint32_t headers_add(struct headers *headers, const char *type, const char *instance,
                     const struct header_list *list);

/* Folder of the headers with exactly that text, and of those of its shape (the same when there is
 * one text only): `<instance>` or `types/<type>`, relative to the output folder of glue. Final once
 * all headers have been added. */
const char *headers_folder(const struct headers *headers, uint32_t text);
const char *headers_shape_folder(const struct headers *headers, uint32_t text);

/* The headers of a shape: those of its first text without what varies. */
void headers_of_shape(const struct headers *headers, uint32_t shape, struct header_list *list);

#endif
