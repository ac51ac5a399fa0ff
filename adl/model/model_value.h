/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Small services on values of settings and expressions: making, comparing, indexing and writing
 * them. Two writings exist: the ADL text (messages, model_print) and JSON (model_json).
 *
 * Ownership: values live in the compilation's arena and are never changed once made.
 */
#ifndef ADL_MODEL_MODEL_VALUE_H
#define ADL_MODEL_MODEL_VALUE_H

#include <stdbool.h>

#include "adl/model/model.h"

struct strbuf;

/* The same with its article: "an integer". */
const char *model_value_a_kind(enum model_value_kind kind);

/* Values equal in kind and content; an integer equals a float of the same value. */
bool model_value_equal(const struct model_value *first, const struct model_value *second);

/* The value under `key` in a dict, or at index `key` in a list (negative ones count from the
 * end); NULL if there is none, or if `value` is neither. */
const struct model_value *model_value_at(const struct model_value *value,
                                         const struct model_value *key);

/* The value under the string `key` of a dict, or NULL. */
const struct model_value *model_value_field(const struct model_value *dict, const char *key);

/* The number written by a decimal or 0x string, or an integer itself; false for all else. */
bool model_value_to_integer(const struct model_value *value, __int128 *integer);

/* Appends the integer in decimal. */
void model_value_put_integer(struct strbuf *out, __int128 integer);

/* Appends the value as ADL text, on one line. */
void model_value_put_text(struct strbuf *out, const struct model_value *value);

/* Appends the value as JSON: integers of any size in full, floats with a point, dict keys that
 * are numbers as their decimal text. */
void model_value_put_json(struct strbuf *out, const struct model_value *value);

#endif
