/* SPDX-License-Identifier: BSD-2-Clause
 *
 * A JSON text as a tree of places in it (private to capdl/forms).  Jansson is not used to read: it
 * has no integers of 64 bits without sign and no places, and takes several times the memory of the
 * text.
 *
 * A node is where a value begins and ends, and which values lie in it; what it is and what it says
 * is looked up in the text.  Nodes are numbered; 0 is "none", 1 the whole.  The whole text is
 * checked when it is parsed: nesting is bounded, keys of an object differ, strings are sound.
 */
#ifndef CAPDL_FORMS_JSON_TREE_H
#define CAPDL_FORMS_JSON_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "adl/base/compilation.h"

/* Values may lie so deep in each other. */
#define JSON_TREE_DEPTH 64u

struct json_node {
    uint32_t start, end;  /* bytes of the value */
    uint32_t first, next; /* the first value in it; the next one beside it; 0: none */
    uint32_t key;         /* where its key begins (behind the quote); 0: it has none */
};

struct json_tree {
    struct compilation *c;
    uint32_t file;
    const char *text; /* NUL-terminated */
    struct json_node *nodes;
    uint32_t count; /* with node 0 */
};

/* Parses the text of a file of c->sources; false after a diagnostic. */
bool json_tree_parse(struct json_tree *tree, struct compilation *c, uint32_t file);

/* The place of a node; for 0 SPAN_NONE. */
struct span json_tree_span(const struct json_tree *tree, uint32_t node);

/* What a node is. */
bool json_tree_is_object(const struct json_tree *tree, uint32_t node);
bool json_tree_is_array(const struct json_tree *tree, uint32_t node);
bool json_tree_is_string(const struct json_tree *tree, uint32_t node);
bool json_tree_is_null(const struct json_tree *tree, uint32_t node);

/* Is the key of the node this word? */
bool json_tree_has_key(const struct json_tree *tree, uint32_t node, const char *key);

/* The value of a key of an object; 0 when there is none, or the node is no object. */
uint32_t json_tree_get(const struct json_tree *tree, uint32_t node, const char *key);

/* A whole number without sign; false when the node is none, or one that needs more than 64 bits. */
bool json_tree_number(const struct json_tree *tree, uint32_t node, uint64_t *number);

/* `true` or `false`; false when the node is neither. */
bool json_tree_truth(const struct json_tree *tree, uint32_t node, bool *truth);

/* The text of a string, interned; NULL when the node is none, or has a NUL or half of a surrogate
 * pair in it. */
const char *json_tree_string(const struct json_tree *tree, uint32_t node);

#endif
