/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Where generated files go, so that what is the same for several instances is written and compiled
 * once.
 *
 * Headers are placed as headers.h says.  A source of a connection end whose text is the same for
 * several instances with headers of one shape is shared: it goes into the folder of the shape,
 * under the first one's name or, where another text has that, as `<stem>.<number>.c`.  All other
 * sources go into their instance's folder.
 *
 * Ownership: everything lives in the compilation's arena; texts given must stay.
 */
#ifndef ADL_GLUE_PLACEMENT_H
#define ADL_GLUE_PLACEMENT_H

#include "adl/base/compilation.h"
#include "adl/base/strbuf.h"
#include "adl/glue/glue.h"
#include "adl/glue/headers.h"

/* A generated file of an instance; a header if its name ends in `.h`, else a source. */
struct placement_file {
    const char *name, *text;
    size_t size;
    struct span span; /* where its template is named */
    bool own;         /* it cannot serve other instances */
    uint32_t group;   /* of a source that can: index of those with the same text */
};

/* Sources with one text of instances with headers of one shape. */
struct placement_group {
    const struct placement_file *first;
    uint32_t file; /* index of the file they are in, UINT32_MAX: not made */
    uint32_t shape, count;
    uint32_t next; /* another group with the same text; UINT32_MAX: none */
};

/* What was generated for an instance. */
struct placement_instance {
    VEC(struct placement_file) sources;
    struct header_list headers;
    uint32_t values; /* index of the text of the headers */
};

/* Two files of one name. */
struct placement_clash {
    const char *path;
    struct span first, second;
};

struct placement {
    struct compilation *c;
    const struct model *model;
    struct placement_instance *instances; /* by index in the model */
    struct headers headers;
    VEC(struct placement_group) groups;
    struct map_string by_text;  /* a text -> the newest group with it */
    struct map_string variants; /* a path -> texts of that name so far */
    struct map_string names;    /* instance/name -> index in `spans` */
    VEC(struct span) spans;
    VEC(struct placement_clash) clashes;
    struct map_string paths; /* of the files */
    VEC(struct glue_file) files;
};

void placement_init(struct placement *p, const struct model *model);

/* Notes a file of an instance. */
void placement_add(struct placement *p, uint32_t instance, const struct placement_file *file);

/* Places all files.  `instances` are the `out->instance_count` instances in the order of the
 * programs, their member `instance` set, `types` the names of their component types.  Fills in the
 * other members of `instances`, and in `out` all that is said of them and of files.  Files of one
 * instance that have the same name are reported. */
void placement_finish(struct placement *p, const char *const *types,
                      struct glue_instance *instances, struct glue_outputs *out);

#endif
