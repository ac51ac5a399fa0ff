/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/lang/fold.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "adl/base/compilation.h"

#define FOLD_BITS 128
#define FOLD_MAX  ((__int128)(((unsigned __int128)1 << (FOLD_BITS - 1)) - 1))
#define FOLD_MIN  (-FOLD_MAX - 1)

static struct ast_number fold_integer(__int128 value)
{
    return (struct ast_number){.integer = value};
}

static struct ast_number fold_faulty(void)
{
    return (struct ast_number){.faulty = true};
}

static struct ast_number fold_overflow(struct compilation *c, struct span at)
{
    struct diag *diag =
        diag_report(&c->diags, DIAG_NUMBER_OVERFLOW, at, "the result is too large to represent");

    diag_note(diag, "integers have %d bits, floats are IEEE doubles", FOLD_BITS);
    return fold_faulty();
}

static struct ast_number fold_real(struct compilation *c, double value, struct span at)
{
    if (isinf(value) || isnan(value)) {
        return fold_overflow(c, at);
    }
    return (struct ast_number){.is_real = true, .real = value};
}

bool fold_is_zero(const struct ast_number *number)
{
    return number->is_real ? fpclassify(number->real) == FP_ZERO : number->integer == 0;
}

static double fold_to_double(const struct ast_number *number)
{
    return number->is_real ? number->real : (double)number->integer;
}

/* ---- literals ---- */

static unsigned fold_digit(char c)
{
    return c <= '9' ? (unsigned)(c - '0') : (unsigned)((c | 0x20) - 'a' + 10);
}

static struct ast_number fold_integer_literal(struct compilation *c, const char *digits,
                                              unsigned base, struct span at)
{
    __int128 value = 0;

    for (; *digits != '\0'; digits++) {
        unsigned digit = fold_digit(*digits);

        if (value > (FOLD_MAX - (__int128)digit) / (__int128)base) {
            struct diag *diag = diag_report(&c->diags, DIAG_NUMBER_OVERFLOW, at,
                                            "this number is too large to represent");

            diag_note(diag, "integers have %d bits", FOLD_BITS);
            return fold_faulty();
        }
        value = value * (__int128)base + (__int128)digit;
    }
    return fold_integer(value);
}

struct ast_number fold_literal(struct compilation *c, const char *text, struct span at)
{
    const char *significant = text + strspn(text, "0");

    if (text[0] == 't' || text[0] == 'T') {
        return fold_integer(1);
    }
    if (text[0] == 'f' || text[0] == 'F') {
        return fold_integer(0);
    }
    if (text[0] == '0' && text[1] == 'x') {
        return fold_integer_literal(c, text + 2, 16, at);
    }
    if (strchr(text, '.') != NULL) {
        return fold_real(c, strtod(text, NULL), at);
    }
    if (significant != text && *significant != '\0') {
        struct diag *diag =
            diag_report(&c->diags, DIAG_BAD_NUMBER, at, "a decimal number cannot begin with 0");

        diag_hint(diag, "write `%s`; there are no octal numbers", significant);
        return fold_faulty();
    }
    return fold_integer_literal(c, text, 10, at);
}

/* ---- operations on integers ---- */

/* Division rounding down; the divisor is not 0 and the result fits. */
static __int128 fold_floor_divide(__int128 left, __int128 right)
{
    __int128 quotient = left / right;

    return left % right != 0 && (left < 0) != (right < 0) ? quotient - 1 : quotient;
}

static struct ast_number fold_zero_divisor(struct compilation *c, const struct ast_expr *expr)
{
    diag_report(&c->diags, DIAG_DIVISION_BY_ZERO, expr->right->span, "%s by zero",
                expr->op == AST_OP_MODULO ? "remainder of a division" : "division");
    return fold_faulty();
}

static struct ast_number fold_integer_power(struct compilation *c, const struct ast_expr *expr)
{
    __int128 base = expr->left->number.integer;
    __int128 exponent = expr->right->number.integer;
    __int128 result = 1;

    if (base == 0 || base == 1) {
        return fold_integer(exponent == 0 ? 1 : base);
    }
    if (base == -1) {
        return fold_integer(exponent % 2 == 0 ? 1 : -1);
    }
    for (; exponent > 0; exponent--) { /* at most 127 rounds: then it overflows */
        if (__builtin_mul_overflow(result, base, &result)) {
            return fold_overflow(c, expr->span);
        }
    }
    return fold_integer(result);
}

static struct ast_number fold_shift(struct compilation *c, const struct ast_expr *expr)
{
    __int128 value = expr->left->number.integer;
    __int128 count = expr->right->number.integer;

    if (count < 0) {
        diag_report(&c->diags, DIAG_BAD_OPERAND, expr->right->span,
                    "a shift by a negative number of bits");
        return fold_faulty();
    }
    if (expr->op == AST_OP_SHIFT_RIGHT) {
        return fold_integer(count >= FOLD_BITS ? (value < 0 ? -1 : 0) : value >> (int)count);
    }
    if (value == 0) {
        return fold_integer(0);
    }
    if (count >= FOLD_BITS - 1 || value > FOLD_MAX >> (int)count ||
        value < FOLD_MIN >> (int)count) {
        return fold_overflow(c, expr->span);
    }
    return fold_integer(value * ((__int128)1 << (int)count));
}

static struct ast_number fold_integer_arithmetic(struct compilation *c, const struct ast_expr *expr)
{
    __int128 left = expr->left->number.integer;
    __int128 right = expr->right->number.integer;
    __int128 result = 0;
    bool overflow = false;

    switch ((int)expr->op) {
    case AST_OP_ADD:
        overflow = __builtin_add_overflow(left, right, &result);
        break;
    case AST_OP_SUBTRACT:
        overflow = __builtin_sub_overflow(left, right, &result);
        break;
    case AST_OP_MULTIPLY:
        overflow = __builtin_mul_overflow(left, right, &result);
        break;
    case AST_OP_DIVIDE:
        overflow = left == FOLD_MIN && right == -1;
        result = overflow ? 0 : fold_floor_divide(left, right);
        break;
    case AST_OP_MODULO:
        /* By the remainder: quotient times divisor may lie beyond the range. */
        result = right == -1 ? 0 : left % right;
        result += result != 0 && (result < 0) != (right < 0) ? right : 0;
        break;
    default:
        return fold_integer_power(c, expr);
    }
    return overflow ? fold_overflow(c, expr->span) : fold_integer(result);
}

static struct ast_number fold_bits(struct compilation *c, const struct ast_expr *expr)
{
    __int128 left = expr->left->number.integer;
    __int128 right = expr->right->number.integer;

    if (expr->left->number.is_real || expr->right->number.is_real) {
        const struct ast_expr *real = expr->left->number.is_real ? expr->left : expr->right;
        struct diag *diag = diag_report(&c->diags, DIAG_BAD_OPERAND, expr->op_span,
                                        "`%s` works on integers only", ast_operator_text(expr->op));

        diag_label(diag, real->span, "this is a float");
        return fold_faulty();
    }
    switch ((int)expr->op) {
    case AST_OP_BIT_OR:
        return fold_integer(left | right);
    case AST_OP_BIT_XOR:
        return fold_integer(left ^ right);
    case AST_OP_BIT_AND:
        return fold_integer(left & right);
    default:
        return fold_shift(c, expr);
    }
}

/* ---- operations on floats ---- */

static struct ast_number fold_real_power(struct compilation *c, const struct ast_expr *expr)
{
    double left = fold_to_double(&expr->left->number);
    double right = fold_to_double(&expr->right->number);

    if (fold_is_zero(&expr->left->number) && right < 0) {
        diag_report(&c->diags, DIAG_DIVISION_BY_ZERO, expr->span,
                    "zero cannot be raised to a negative power");
        return fold_faulty();
    }
    if (left < 0 && floor(right) < right) {
        diag_report(&c->diags, DIAG_BAD_OPERAND, expr->span,
                    "a negative number cannot be raised to a fractional power");
        return fold_faulty();
    }
    return fold_real(c, pow(left, right), expr->span);
}

/* The remainder with the sign of the divisor. */
static double fold_real_modulo(double left, double right)
{
    double rest = fmod(left, right);

    return (rest < 0) != (right < 0) && fpclassify(rest) != FP_ZERO ? rest + right : rest;
}

static struct ast_number fold_real_arithmetic(struct compilation *c, const struct ast_expr *expr)
{
    double left = fold_to_double(&expr->left->number);
    double right = fold_to_double(&expr->right->number);

    switch ((int)expr->op) {
    case AST_OP_ADD:
        return fold_real(c, left + right, expr->span);
    case AST_OP_SUBTRACT:
        return fold_real(c, left - right, expr->span);
    case AST_OP_MULTIPLY:
        return fold_real(c, left * right, expr->span);
    case AST_OP_DIVIDE:
        return fold_real(c, left / right, expr->span);
    case AST_OP_MODULO:
        return fold_real(c, fold_real_modulo(left, right), expr->span);
    default:
        return fold_real_power(c, expr);
    }
}

static struct ast_number fold_arithmetic(struct compilation *c, const struct ast_expr *expr)
{
    const struct ast_number *left = &expr->left->number;
    const struct ast_number *right = &expr->right->number;
    bool divides = expr->op == AST_OP_DIVIDE || expr->op == AST_OP_MODULO;

    if (divides && fold_is_zero(right)) {
        return fold_zero_divisor(c, expr);
    }
    if (left->is_real || right->is_real || (expr->op == AST_OP_POWER && right->integer < 0)) {
        return fold_real_arithmetic(c, expr);
    }
    return fold_integer_arithmetic(c, expr);
}

/* ---- comparisons and logic ---- */

/* -1, 0 or 1 as left is less than, equal to or greater than right. */
static int fold_compare(const struct ast_number *left, const struct ast_number *right)
{
    if (left->is_real || right->is_real) {
        double a = fold_to_double(left);
        double b = fold_to_double(right);

        return (a > b) - (a < b);
    }
    return (left->integer > right->integer) - (left->integer < right->integer);
}

static struct ast_number fold_comparison(const struct ast_expr *expr)
{
    int order = fold_compare(&expr->left->number, &expr->right->number);

    switch ((int)expr->op) {
    case AST_OP_EQUAL:
        return fold_integer(order == 0);
    case AST_OP_NOT_EQUAL:
        return fold_integer(order != 0);
    case AST_OP_LESS:
        return fold_integer(order < 0);
    case AST_OP_LESS_EQUAL:
        return fold_integer(order <= 0);
    case AST_OP_GREATER:
        return fold_integer(order > 0);
    default:
        return fold_integer(order >= 0);
    }
}

/* The operand, cut to an integer. */
static struct ast_number fold_cut(struct compilation *c, const struct ast_expr *operand)
{
    double real = operand->number.real;

    if (!operand->number.is_real) {
        return operand->number;
    }
    if (fabs(real) >= 0x1p126) {
        return fold_overflow(c, operand->span);
    }
    return fold_integer((__int128)real);
}

static struct ast_number fold_logic(struct compilation *c, const struct ast_expr *expr)
{
    bool left_decides = fold_is_zero(&expr->left->number) == (expr->op == AST_OP_AND_THEN);

    return fold_cut(c, left_decides ? expr->left : expr->right);
}

static struct ast_number fold_binary(struct compilation *c, const struct ast_expr *expr)
{
    switch ((int)expr->op) {
    case AST_OP_OR_ELSE:
    case AST_OP_AND_THEN:
        return fold_logic(c, expr);
    case AST_OP_BIT_OR:
    case AST_OP_BIT_XOR:
    case AST_OP_BIT_AND:
    case AST_OP_SHIFT_LEFT:
    case AST_OP_SHIFT_RIGHT:
        return fold_bits(c, expr);
    case AST_OP_ADD:
    case AST_OP_SUBTRACT:
    case AST_OP_MULTIPLY:
    case AST_OP_DIVIDE:
    case AST_OP_MODULO:
    case AST_OP_POWER:
        return fold_arithmetic(c, expr);
    default:
        return fold_comparison(expr);
    }
}

static struct ast_number fold_unary(struct compilation *c, const struct ast_expr *expr)
{
    const struct ast_number *operand = &expr->left->number;

    switch ((int)expr->op) {
    case AST_OP_MINUS:
        if (operand->is_real) {
            return fold_real(c, -operand->real, expr->span);
        }
        return operand->integer == FOLD_MIN ? fold_overflow(c, expr->span)
                                            : fold_integer(-operand->integer);
    case AST_OP_NOT:
        return fold_integer(fold_is_zero(operand));
    case AST_OP_INVERT:
        return operand->is_real ? fold_real(c, -1 - operand->real, expr->span)
                                : fold_integer(~operand->integer);
    default:
        return *operand;
    }
}

struct ast_number fold_expr(struct compilation *c, const struct ast_expr *expr)
{
    if ((expr->left != NULL && expr->left->number.faulty) ||
        (expr->middle != NULL && expr->middle->number.faulty) ||
        (expr->right != NULL && expr->right->number.faulty)) {
        return fold_faulty();
    }
    switch (expr->kind) {
    case AST_EXPR_UNARY:
        return fold_unary(c, expr);
    case AST_EXPR_BINARY:
        return fold_binary(c, expr);
    case AST_EXPR_CONDITIONAL:
        return fold_is_zero(&expr->left->number) ? expr->right->number : expr->middle->number;
    case AST_EXPR_NUMBER:
        break;
    }
    return expr->number;
}
