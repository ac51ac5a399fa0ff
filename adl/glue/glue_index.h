/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Which template makes what: the index.yaml of each folder of templates (man/adlc-templates.7), and
 * the attributes from_template and to_template of a connector.
 *
 * The folders stand in the order of their rank: the user's own, then adlc's.  A connector is looked
 * up in the indices by rank, the first that has it counts; a template's path is relative to the
 * folder of its index.  Only adlc's index says what every component is made of; any can add
 * templates to the components of a type.
 *
 * Ownership: everything lives in the compilation's arena.
 */
#ifndef ADL_GLUE_GLUE_INDEX_H
#define ADL_GLUE_GLUE_INDEX_H

#include <stdbool.h>

#include "adl/base/compilation.h"
#include "adl/base/map.h"
#include "adl/base/vec.h"
#include "adl/base/yaml.h"
#include "adl/model/model.h"

/* The index of one folder. */
struct glue_index_folder {
    const char *folder, *path;    /* path: of the index.yaml */
    const struct yaml_node *root; /* NULL: a folder of the user without an index */
};

struct glue_index {
    struct compilation *c;
    VEC(struct glue_index_folder) folders; /* by rank; adlc's own is the last */
    const char **search;                   /* the folders as a NULL-terminated list */
    struct map_string found;               /* "folder\ntemplate" -> index in `paths` */
    VEC(const char *) paths;
};

/* A template that the index names. */
struct glue_template {
    const char *path; /* NULL: none is to be rendered */
    struct span span; /* where it is named */
    bool known;       /* false: nobody says what to do */
};

/* Reads the indices of `folders` (NULL-terminated, by rank); false (reported) when one cannot be
 * used. */
bool glue_index_read(struct glue_index *index, struct compilation *c, const char *const *folders);

/* adlc's own index. */
const struct yaml_node *glue_index_own(const struct glue_index *index);

/* A path named by adlc's own index. */
const char *glue_index_own_path(const struct glue_index *index, const char *path);

/* The template of a connector under `key`: "from", "to", "from_header" or "to_header". */
struct glue_template glue_index_find(struct glue_index *index,
                                     const struct model_connector *connector, const char *key);

VEC_STRUCT(glue_templates, struct glue_template);

/* The templates that the indices add to the instances of a component type under `key`, "sources",
 * "headers" or "late": by rank, in the order of their lists. */
void glue_index_added(struct glue_index *index, const char *component, const char *key,
                      struct glue_templates *templates);

/* The name of the file that such a template makes: its own, without `.tmpl`. */
const char *glue_index_output(struct arena *arena, const char *template);

/* Warns of component types in the user's indices that the model does not have. */
void glue_index_check(const struct glue_index *index, const struct model *model);

/* Names of all connectors that have an entry, in order; for messages. */
const char *glue_index_list(const struct glue_index *index, const char *wanted, const char **near);

#endif
