/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Arithmetic of number expressions (adl.md section 5). Integers are 128 bits wide and checked,
 * floats are doubles; whatever cannot be computed is reported once and gives a faulty number, and
 * an operation on a faulty number is faulty without a further report.
 *
 * The rules that differ from C: integer division rounds down and the remainder has the sign of the
 * divisor; a division of floats is true division; `**` stands beside `*`; `&&` and `||` give the
 * deciding operand, cut to an integer; comparisons and `!` give 0 or 1; `~x` is -1 - x.
 */
#ifndef ADL_LANG_FOLD_H
#define ADL_LANG_FOLD_H

#include "adl/lang/ast.h"

struct compilation;

/* The value of a literal as written: decimal, 0x, digits.digits, true, True, false, False. */
struct ast_number fold_literal(struct compilation *c, const char *text, struct span at);

/* The value of an expression whose operands have theirs. */
struct ast_number fold_expr(struct compilation *c, const struct ast_expr *expr);

/* Is it 0 or 0.0? */
bool fold_is_zero(const struct ast_number *number);

#endif
