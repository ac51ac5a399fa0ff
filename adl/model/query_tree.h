/* SPDX-License-Identifier: BSD-2-Clause
 *
 * A flattened device tree blob (devicetree specification, chapter 5), read with libfdt, as the
 * values that dtb(...) queries see (adl.md 13.1).
 *
 * A node is a dict: every property a list of what its bytes look like - strings when they are
 * printable and each ends in NUL, else 32-bit cells when they are a multiple of four, else bytes -
 * and `this-address-cells`, `this-size-cells` (lists of one: its parent's), `this-node-path`.  The
 * addresses in `reg` are translated through the `ranges` of the buses above it.
 *
 * A blob that is damaged is refused as a whole; nothing in it can make this read beyond its end or
 * use memory out of proportion.
 *
 * Ownership: everything lives in the arena; the blob is copied there.
 */
#ifndef ADL_MODEL_QUERY_TREE_H
#define ADL_MODEL_QUERY_TREE_H

#include "adl/base/arena.h"
#include "adl/base/vec.h"
#include "adl/model/model.h"

#define QUERY_TREE_NONE UINT32_MAX

struct query_tree_node {
    int offset;                      /* in the blob */
    uint32_t parent;                 /* QUERY_TREE_NONE for the root */
    const char *path;                /* "/bus@0/uart@1000"; "/" for the root */
    const struct model_value *value; /* NULL until asked for */
};

struct query_tree {
    struct arena *arena;
    const void *blob;
    uint32_t size;                     /* of the blob */
    VEC(struct query_tree_node) nodes; /* in the order of the blob: parents first */
};

/* Reads the blob of `size` bytes. NULL when it is good, else why it is not. */
const char *query_tree_read(struct query_tree *tree, struct arena *arena, const void *blob,
                            size_t size);

/* The node with exactly that path; QUERY_TREE_NONE when there is none. */
uint32_t query_tree_find(const struct query_tree *tree, const char *path);

/* The string property `name` of the node at `path`; NULL when there is none or it is no string. */
const char *query_tree_string(const struct query_tree *tree, const char *path, const char *name);

/* The list that a property of the node is, as it stands in the blob (addresses not translated).
 * False when the node has no such property. */
bool query_tree_values(const struct query_tree *tree, uint32_t node, const char *name,
                       struct model_value *value);

/* The value of a node under its properties' own names, made when first asked for. `*why` says what
 * is wrong when it is NULL: an address does not fit the ranges above it. */
const struct model_value *query_tree_value(struct query_tree *tree, uint32_t node,
                                           const char **why);

#endif
