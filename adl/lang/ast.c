/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/lang/ast.h"

const char *ast_kind_words(enum ast_kind kind)
{
    static const char *const words[AST_KIND_COUNT] = {
#define AST(symbol, name, words) words,
#include "adl/lang/ast.def"
#undef AST
    };

    assert((unsigned)kind < AST_KIND_COUNT);
    return words[kind];
}

const char *ast_operator_text(enum ast_operator op)
{
    static const char *const texts[AST_OP_COUNT] = {
#define UNARY(symbol, text)  text,
#define BINARY(symbol, text) text,
#include "adl/lang/ast_operators.def"
#undef UNARY
#undef BINARY
    };

    assert((unsigned)op < AST_OP_COUNT);
    return texts[op];
}
