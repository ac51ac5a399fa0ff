/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The verifier of the syntax tree: asserts what every user of the tree relies on. Members lie
 * inside what holds them, spans inside their text; names, types and values that must be there are;
 * the typed lists of a body and its list of members agree. Runs after each parse in builds with
 * assertions.
 */
#ifndef ADL_LANG_AST_VERIFY_H
#define ADL_LANG_AST_VERIFY_H

struct ast_file;
struct compilation;

/* Asserts the invariants of what parse_source made. */
void ast_verify(struct compilation *c, const struct ast_file *file);

#endif
