/* SPDX-License-Identifier: BSD-2-Clause
 *
 * YAML files as trees of nodes that know their place. Used for all configuration: project files,
 * boards, the template index. Values are text; whoever reads a value decides what it means and
 * reports it at the node's span. Aliases are refused and depth is bounded, so the tree is never
 * larger than the file.
 *
 * Ownership: trees live in the compilation's arena.
 */
#ifndef ADL_BASE_YAML_H
#define ADL_BASE_YAML_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "adl/base/source.h"
#include "adl/base/vec.h"

struct compilation;

enum yaml_kind { YAML_SCALAR, YAML_LIST, YAML_MAP };

struct yaml_node {
    enum yaml_kind kind;
    struct span span;
    const char *text;              /* scalar; NUL-terminated, may hold no NUL inside */
    VEC(struct yaml_node *) items; /* list: items; map: values */
    VEC(struct yaml_node *) keys;  /* map: the scalar keys, beside items */
};

/* Reads the file into a tree. NULL (reported) when it cannot be read or is not such YAML; an empty
 * file gives an empty map. `from` is the place that names the file, or SPAN_NONE. */
struct yaml_node *yaml_read(struct compilation *c, const char *path, struct span from);

/* The value of a key of a map, NULL when there is none or `node` is NULL or no map. */
struct yaml_node *yaml_get(const struct yaml_node *node, const char *key);

/* The text of a scalar that must be there: NULL and a report at `node` otherwise. */
const char *yaml_text(struct compilation *c, const struct yaml_node *node, const char *key);

/* The items of the list `key`, each a scalar; a single scalar counts as a list of one, an absent
 * key as an empty one. Others are reported. The result has `*count` strings. */
const char **yaml_texts(struct compilation *c, const struct yaml_node *node, const char *key,
                        size_t *count);

/* Reports keys of the map `node` that are not in `known` (NULL-terminated), with a suggestion. */
void yaml_check_keys(struct compilation *c, const struct yaml_node *node, const char *const *known);

#endif
