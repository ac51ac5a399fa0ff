/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Builders for names, references, strings, expressions and values (see ast_build.h).
 */
#include <assert.h>

#include "adl/base/compilation.h"
#include "adl/lang/ast_build.h"
#include "adl/lang/fold.h"

/* ---- names, texts, references ---- */

struct ast_name ast_build_name(const char *text, struct span at)
{
    return (struct ast_name){.text = text, .span = at};
}

struct ast_name ast_build_named(struct ast_name name, struct span keyword)
{
    return name.text != NULL ? name : (struct ast_name){.text = NULL, .span = keyword};
}

struct ast_ref *ast_build_ref(struct parse *p, struct ast_ref *ref, struct ast_name part)
{
    if (ref == NULL) {
        ref = arena_new(&p->c->arena, struct ast_ref);
        ref->text = part.text;
    } else {
        ref->text = intern_printf(&p->c->interner, "%s.%s", ref->text, part.text);
    }
    ref->span = source_span_join(ref->span, part.span);
    vec_push(&p->c->arena, &ref->parts, part);
    return ref;
}

struct ast_text *ast_build_text(struct parse *p, struct ast_text *text, const char *string,
                                struct span at)
{
    if (text == NULL) {
        text = arena_new(&p->c->arena, struct ast_text);
        text->string = string;
    } else {
        if (text->string != NULL) {
            strbuf_init(&text->joined, &p->c->arena);
            strbuf_puts(&text->joined, text->string);
            text->string = NULL;
        }
        strbuf_puts(&text->joined, string);
    }
    text->span = source_span_join(text->span, at);
    return text;
}

const char *ast_build_path(struct parse *p, const struct ast_text *text)
{
    if (text->string != NULL) {
        return text->string;
    }
    return intern_bytes(&p->c->interner, text->joined.text, text->joined.size);
}

/* ---- expressions ---- */

const struct ast_expr *ast_build_number(struct parse *p, const char *text, struct span at)
{
    struct ast_expr *expr = arena_new(&p->c->arena, struct ast_expr);

    expr->kind = AST_EXPR_NUMBER;
    expr->span = at;
    expr->text = text;
    expr->depth = 1;
    expr->number = fold_literal(p->c, text, at);
    return expr;
}

static uint32_t ast_build_depth(const struct ast_expr *expr)
{
    return expr == NULL ? 0 : expr->depth;
}

/* Finishes an operation: its depth and value. One that is too deep is replaced by a number, so that
 * walkers of the tree may recurse. */
static const struct ast_expr *ast_build_expr(struct parse *p, struct ast_expr *expr)
{
    uint32_t depth = ast_build_depth(expr->left);

    if (ast_build_depth(expr->middle) > depth) {
        depth = expr->middle->depth;
    }
    if (ast_build_depth(expr->right) > depth) {
        depth = expr->right->depth;
    }
    if (depth >= PARSE_MAX_EXPR_DEPTH) {
        diag_report(&p->c->diags, DIAG_NESTING_TOO_DEEP, expr->op_span,
                    "more than %d operators follow each other in one expression",
                    PARSE_MAX_EXPR_DEPTH);
        p->result->faulty = true;
        p->stop = true;
        *expr = (struct ast_expr){.kind = AST_EXPR_NUMBER, .span = expr->span};
        expr->text = intern_string(&p->c->interner, "0");
        expr->depth = 1;
        expr->number.faulty = true;
        return expr;
    }
    expr->depth = depth + 1;
    expr->number = fold_expr(p->c, expr);
    return expr;
}

const struct ast_expr *ast_build_unary(struct parse *p, enum ast_operator op, struct span op_span,
                                       const struct ast_expr *operand)
{
    struct ast_expr *expr = arena_new(&p->c->arena, struct ast_expr);

    expr->kind = AST_EXPR_UNARY;
    expr->span = source_span_join(op_span, operand->span);
    expr->op = op;
    expr->op_span = op_span;
    expr->left = operand;
    return ast_build_expr(p, expr);
}

const struct ast_expr *ast_build_binary(struct parse *p, enum ast_operator op, struct span op_span,
                                        const struct ast_expr *left, const struct ast_expr *right)
{
    struct ast_expr *expr = arena_new(&p->c->arena, struct ast_expr);

    expr->kind = AST_EXPR_BINARY;
    expr->span = source_span_join(left->span, right->span);
    expr->op = op;
    expr->op_span = op_span;
    expr->left = left;
    expr->right = right;
    return ast_build_expr(p, expr);
}

const struct ast_expr *ast_build_conditional(struct parse *p, const struct ast_expr *condition,
                                             const struct ast_expr *yes, const struct ast_expr *no)
{
    struct ast_expr *expr = arena_new(&p->c->arena, struct ast_expr);

    expr->kind = AST_EXPR_CONDITIONAL;
    expr->span = source_span_join(condition->span, no->span);
    expr->op_span = condition->span;
    expr->left = condition;
    expr->middle = yes;
    expr->right = no;
    return ast_build_expr(p, expr);
}

const struct ast_expr *ast_build_widened(struct parse *p, const struct ast_expr *expr,
                                         struct span at)
{
    struct ast_expr *wide = arena_new(&p->c->arena, struct ast_expr);

    *wide = *expr;
    wide->span = at;
    return wide;
}

/* ---- items ---- */

struct ast_item *ast_build_item(struct parse *p, enum ast_item_kind kind)
{
    struct ast_item *item = arena_new(&p->c->arena, struct ast_item);

    item->kind = kind;
    return item;
}

struct ast_item *ast_build_item_at(struct ast_item *item, struct span at)
{
    item->span = at;
    return item;
}

struct ast_item *ast_build_item_number(struct parse *p, const struct ast_expr *expr)
{
    struct ast_item *item = ast_build_item(p, AST_ITEM_NUMBER);

    item->expr = expr;
    return ast_build_item_at(item, expr->span);
}

struct ast_item *ast_build_item_text(struct parse *p, const struct ast_text *text)
{
    struct ast_item *item = ast_build_item(p, AST_ITEM_STRING);

    item->string = ast_build_path(p, text);
    return ast_build_item_at(item, text->span);
}

struct ast_item *ast_build_element(struct parse *p, struct ast_item *list,
                                   const struct ast_item *element)
{
    assert(list->kind == AST_ITEM_LIST);
    vec_push(&p->c->arena, &list->elements, element);
    return list;
}

struct ast_item *ast_build_entry(struct parse *p, struct ast_item *dict, const struct ast_item *key,
                                 const struct ast_item *value)
{
    assert(dict->kind == AST_ITEM_DICT);
    vec_push(&p->c->arena, &dict->entries, (struct ast_entry){.key = key, .value = value});
    return dict;
}

struct ast_lookup *ast_build_lookup(struct parse *p, struct ast_lookup *lookup,
                                    const struct ast_item *key)
{
    if (lookup == NULL) {
        lookup = arena_new(&p->c->arena, struct ast_lookup);
    }
    vec_push(&p->c->arena, lookup, key);
    return lookup;
}
