/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The syntax tree as S-expressions, one declaration or member a line, for golden tests and for
 * looking at what the parser understood. Expressions show as written, with their value.
 */
#ifndef ADL_LANG_AST_PRINT_H
#define ADL_LANG_AST_PRINT_H

struct ast_file;
struct strbuf;

/* Appends all declarations of `file`. */
void ast_print(struct strbuf *out, const struct ast_file *file);

#endif
