/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Expressions of templates, by recursive descent. From the loosest to the tightest binding:
 *
 *     a if b else c;  or;  and;  not;  == != < <= > >= in, not in;  + -;  ~;  * / // %;  **;
 *     unary - +;  . [] ();  | is
 *
 * as in Jinja2: a filter binds tighter than arithmetic, `**` groups from the left.
 */
#include "adl/glue/jinja_tree.h"

#include <string.h>

#include "adl/base/intern.h"

static struct jinja_node *parse_unary(struct jinja_parser *p, bool filters);
static struct jinja_node *parse_postfix(struct jinja_parser *p, struct jinja_node *node);

static struct jinja_node *binary_node(struct jinja_parser *p, enum jinja_node_kind kind,
                                      struct span span, struct jinja_node *left,
                                      struct jinja_node *right)
{
    struct jinja_node *node = jinja_node_new(p, kind, span);
    node->left = left;
    node->right = right;
    return node;
}

static void push(struct jinja_parser *p, struct jinja_nodes *nodes, struct jinja_node *node)
{
    vec_push(&p->jinja->c->arena, nodes, node);
}

static const char *intern_token(struct jinja_parser *p, const struct jinja_token *token)
{
    return intern_bytes(&p->jinja->c->interner, token->text.bytes, token->text.size);
}

static const char *fixed_name(struct jinja_parser *p, const char *name)
{
    return intern_string(&p->jinja->c->interner, name);
}

static struct jinja_node *literal(struct jinja_parser *p, struct span span,
                                  struct jinja_value value)
{
    struct jinja_node *node = jinja_node_new(p, NODE_LITERAL, span);
    node->value = value;
    return node;
}

/* Names that are values, and variables. */
static struct jinja_node *parse_name(struct jinja_parser *p)
{
    const struct jinja_token *token = jinja_next(p);
    const char *name = intern_token(p, token);
    if (strcmp(name, "true") == 0 || strcmp(name, "True") == 0) {
        return literal(p, token->span, jinja_bool(true));
    }
    if (strcmp(name, "false") == 0 || strcmp(name, "False") == 0) {
        return literal(p, token->span, jinja_bool(false));
    }
    if (strcmp(name, "none") == 0 || strcmp(name, "None") == 0) {
        return literal(p, token->span, jinja_none());
    }
    if (p->macro != NULL) {
        p->macro->uses_caller |= strcmp(name, "caller") == 0;
        p->macro->uses_varargs |= strcmp(name, "varargs") == 0;
        p->macro->uses_kwargs |= strcmp(name, "kwargs") == 0;
    }
    struct jinja_node *node = jinja_node_new(p, NODE_NAME, token->span);
    node->name = name;
    return node;
}

/* Strings that follow each other are one. */
static struct jinja_node *parse_string(struct jinja_parser *p)
{
    const struct jinja_token *token = jinja_next(p);
    struct span span = token->span;
    struct strbuf buf;
    if (jinja_peek(p)->kind != TOKEN_STRING) {
        return literal(p, span, jinja_bytes(token->text.bytes, token->text.size));
    }
    strbuf_init(&buf, &p->jinja->c->arena);
    strbuf_put_bytes(&buf, token->text.bytes, token->text.size);
    while (jinja_peek(p)->kind == TOKEN_STRING) {
        token = jinja_next(p);
        strbuf_put_bytes(&buf, token->text.bytes, token->text.size);
    }
    return literal(p, source_span_join(span, token->span), jinja_bytes(buf.text, buf.size));
}

/* Expressions separated by commas up to the operator `end`, which is read. */
static void parse_items(struct jinja_parser *p, struct jinja_nodes *items, const char *end)
{
    for (bool first = true; !jinja_skip_operator(p, end); first = false) {
        if (!first) {
            jinja_expect_operator(p, ",", "between items");
            if (jinja_skip_operator(p, end)) {
                return;
            }
        }
        push(p, items, jinja_parse_expression(p));
    }
}

static struct jinja_node *parse_dict(struct jinja_parser *p, struct span span)
{
    struct jinja_node *node = jinja_node_new(p, NODE_DICT, span);
    while (!jinja_skip_operator(p, "}")) {
        if (node->items.count > 0) {
            jinja_expect_operator(p, ",", "between entries of a dict");
            if (jinja_skip_operator(p, "}")) {
                break;
            }
        }
        push(p, &node->items, jinja_parse_expression(p));
        jinja_expect_operator(p, ":", "after the key");
        push(p, &node->items, jinja_parse_expression(p));
    }
    return node;
}

/* ( ), ( a ), ( a, ), ( a, b ) after the opening bracket. */
static struct jinja_node *parse_brackets(struct jinja_parser *p, struct span span)
{
    if (jinja_skip_operator(p, ")")) {
        return jinja_node_new(p, NODE_TUPLE, span);
    }
    struct jinja_node *first = jinja_parse_expression(p);
    if (jinja_skip_operator(p, ")")) {
        return first;
    }
    struct jinja_node *node = jinja_node_new(p, NODE_TUPLE, span);
    push(p, &node->items, first);
    jinja_expect_operator(p, ",", "or `)`");
    parse_items(p, &node->items, ")");
    return node;
}

static struct jinja_node *parse_primary(struct jinja_parser *p)
{
    const struct jinja_token *token = jinja_peek(p);
    struct jinja_node *node;
    switch (token->kind) {
    case TOKEN_NAME:
        return parse_name(p);
    case TOKEN_STRING:
        return parse_string(p);
    case TOKEN_INTEGER:
        jinja_next(p);
        return literal(p, token->span, jinja_int(token->integer));
    case TOKEN_FLOAT:
        jinja_next(p);
        return literal(p, token->span, jinja_float(token->real));
    case TOKEN_OPERATOR:
        if (jinja_skip_operator(p, "(")) {
            return parse_brackets(p, token->span);
        }
        if (jinja_skip_operator(p, "[")) {
            node = jinja_node_new(p, NODE_LIST, token->span);
            parse_items(p, &node->items, "]");
            return node;
        }
        if (jinja_skip_operator(p, "{")) {
            return parse_dict(p, token->span);
        }
        jinja_unexpected(p, "an expression");
    case TOKEN_TEXT:
    case TOKEN_BLOCK_BEGIN:
    case TOKEN_BLOCK_END:
    case TOKEN_VARIABLE_BEGIN:
    case TOKEN_VARIABLE_END:
    case TOKEN_END:
        break;
    }
    jinja_unexpected(p, "an expression");
}

/* One part of a slice or index: NULL when it is left out. */
static struct jinja_node *parse_bound(struct jinja_parser *p)
{
    if (jinja_peek_operator(p, ":") || jinja_peek_operator(p, "]")) {
        return NULL;
    }
    return jinja_parse_expression(p);
}

/* What stands between [ and ], both read here but the first. */
static struct jinja_node *parse_subscript(struct jinja_parser *p)
{
    struct span span = jinja_peek(p)->span;
    struct jinja_node *bounds[3] = {parse_bound(p)};
    size_t colons = 0;
    while (colons < 2 && jinja_skip_operator(p, ":")) {
        bounds[++colons] = parse_bound(p);
    }
    if (colons == 0) {
        struct jinja_node *node = bounds[0];
        if (node != NULL && jinja_peek_operator(p, ",")) {
            node = jinja_node_new(p, NODE_TUPLE, span);
            push(p, &node->items, bounds[0]);
            jinja_next(p);
            parse_items(p, &node->items, "]");
            return node;
        }
        if (node == NULL) {
            jinja_unexpected(p, "an index");
        }
        jinja_expect_operator(p, "]", "after the index");
        return node;
    }
    jinja_expect_operator(p, "]", "after the slice");
    struct jinja_node *node = jinja_node_new(p, NODE_SLICE, span);
    for (size_t i = 0; i < 3; i++) {
        push(p, &node->items, bounds[i]);
    }
    return node;
}

static struct jinja_node *parse_argument(struct jinja_parser *p)
{
    struct span span = jinja_peek(p)->span;
    struct jinja_node *node;
    if (jinja_skip_operator(p, "*")) {
        return binary_node(p, NODE_STAR, span, jinja_parse_expression(p), NULL);
    }
    if (jinja_skip_operator(p, "**")) {
        return binary_node(p, NODE_STAR_STAR, span, jinja_parse_expression(p), NULL);
    }
    const struct jinja_token *second = &p->tokens.items[p->at + 1];
    if (jinja_peek(p)->kind == TOKEN_NAME && second->kind == TOKEN_OPERATOR &&
        second->text.size == 1 && second->text.bytes[0] == '=') {
        node = jinja_node_new(p, NODE_KEYWORD, span);
        node->name = intern_token(p, jinja_next(p));
        jinja_next(p);
        node->left = jinja_parse_expression(p);
        return node;
    }
    return jinja_parse_expression(p);
}

void jinja_parse_arguments(struct jinja_parser *p, struct jinja_node *call)
{
    bool named = false;
    while (!jinja_skip_operator(p, ")")) {
        if (call->items.count > 0) {
            jinja_expect_operator(p, ",", "between arguments");
            if (jinja_skip_operator(p, ")")) {
                return;
            }
        }
        struct jinja_node *argument = parse_argument(p);
        bool is_named = argument->kind == NODE_KEYWORD || argument->kind == NODE_STAR_STAR;
        if (named && !is_named) {
            jinja_fail(p->jinja, DIAG_TEMPLATE_SYNTAX, argument->span,
                       "a positional argument after a named one");
        }
        named = is_named;
        push(p, &call->items, argument);
    }
}

static struct jinja_node *parse_dot(struct jinja_parser *p, struct jinja_node *of)
{
    const struct jinja_token *token = jinja_next(p);
    if (token->kind == TOKEN_NAME) {
        struct jinja_node *node = binary_node(p, NODE_ATTRIBUTE, token->span, of, NULL);
        node->name = intern_token(p, token);
        return node;
    }
    if (token->kind == TOKEN_INTEGER) {
        return binary_node(p, NODE_ITEM, token->span, of,
                           literal(p, token->span, jinja_int(token->integer)));
    }
    p->at--;
    jinja_unexpected(p, "a name after `.`");
}

static struct jinja_node *parse_postfix(struct jinja_parser *p, struct jinja_node *node)
{
    for (;;) {
        struct span span = source_span_join(node->span, jinja_peek(p)->span);
        if (jinja_skip_operator(p, ".")) {
            node = parse_dot(p, node);
        } else if (jinja_skip_operator(p, "[")) {
            node = binary_node(p, NODE_ITEM, span, node, parse_subscript(p));
        } else if (jinja_skip_operator(p, "(")) {
            node = binary_node(p, NODE_CALL, node->span, node, NULL);
            jinja_parse_arguments(p, node);
        } else {
            return node;
        }
    }
}

/* `a`, `a.b`: names of filters and tests. */
static const char *parse_dotted_name(struct jinja_parser *p, const char *what)
{
    const char *name = jinja_name_token(p, what);
    while (jinja_skip_operator(p, ".")) {
        name = intern_printf(&p->jinja->c->interner, "%s.%s", name, jinja_name_token(p, what));
    }
    return name;
}

static struct jinja_node *parse_filter(struct jinja_parser *p, struct jinja_node *subject)
{
    struct span span = jinja_peek(p)->span;
    struct jinja_node *node = binary_node(p, NODE_FILTER, span, subject, NULL);
    node->name = parse_dotted_name(p, "the name of a filter");
    if (jinja_skip_operator(p, "(")) {
        jinja_parse_arguments(p, node);
    }
    return node;
}

struct jinja_node *jinja_parse_filters(struct jinja_parser *p, struct jinja_node *subject)
{
    subject = parse_filter(p, subject);
    while (jinja_skip_operator(p, "|")) {
        subject = parse_filter(p, subject);
    }
    return subject;
}

/* A test may have one argument without brackets. */
static bool begins_test_argument(const struct jinja_parser *p)
{
    const struct jinja_token *token = jinja_peek(p);
    if (token->kind == TOKEN_NAME) {
        return !jinja_peek_name(p, "else") && !jinja_peek_name(p, "or") &&
               !jinja_peek_name(p, "and") && !jinja_peek_name(p, "is") &&
               !jinja_peek_name(p, "if") && !jinja_peek_name(p, "in") &&
               !jinja_peek_name(p, "not") && !jinja_peek_name(p, "recursive");
    }
    return token->kind == TOKEN_STRING || token->kind == TOKEN_INTEGER ||
           token->kind == TOKEN_FLOAT || jinja_peek_operator(p, "[") || jinja_peek_operator(p, "{");
}

static struct jinja_node *parse_test(struct jinja_parser *p, struct jinja_node *subject)
{
    struct span span = jinja_peek(p)->span;
    bool negated = jinja_skip_name(p, "not");
    struct jinja_node *node = binary_node(p, NODE_TEST, span, subject, NULL);
    node->name = parse_dotted_name(p, "the name of a test");
    if (jinja_skip_operator(p, "(")) {
        jinja_parse_arguments(p, node);
    } else if (begins_test_argument(p)) {
        push(p, &node->items, parse_postfix(p, parse_primary(p)));
    }
    if (negated) {
        node = binary_node(p, NODE_UNARY, span, node, NULL);
        node->name = fixed_name(p, "not");
    }
    return node;
}

static struct jinja_node *parse_unary(struct jinja_parser *p, bool filters)
{
    struct span span = jinja_peek(p)->span;
    struct jinja_node *node;
    jinja_enter(p);
    if (jinja_peek_operator(p, "-") || jinja_peek_operator(p, "+")) {
        const char *name = intern_token(p, jinja_next(p));
        node = binary_node(p, NODE_UNARY, span, parse_unary(p, false), NULL);
        node->name = name;
    } else {
        node = parse_postfix(p, parse_primary(p));
    }
    while (filters) {
        if (jinja_skip_operator(p, "|")) {
            node = jinja_parse_filters(p, node);
        } else if (jinja_skip_name(p, "is")) {
            node = parse_test(p, node);
        } else if (jinja_skip_operator(p, "(")) {
            node = binary_node(p, NODE_CALL, node->span, node, NULL);
            jinja_parse_arguments(p, node);
        } else {
            break;
        }
    }
    jinja_leave(p);
    return node;
}

/* The operator here if it is one of `operators` (blank-separated), NULL otherwise; read. */
static const char *skip_one_of(struct jinja_parser *p, const char *const *operators)
{
    for (; *operators != NULL; operators++) {
        if (jinja_skip_operator(p, *operators)) {
            return fixed_name(p, *operators);
        }
    }
    return NULL;
}

/* Levels of binary operators, tightest first. */
static struct jinja_node *parse_level(struct jinja_parser *p, int level)
{
    static const char *const operators[3][5] = {
        {"**", NULL},
        {    "*", "/", "//", "%", NULL},
        { "+",    "-",      NULL}
    };
    if (level < 0) {
        return parse_unary(p, true);
    }
    if (level == 2) { /* ~ binds between the two */
        struct jinja_node *parts = jinja_node_new(p, NODE_CONCAT, jinja_peek(p)->span);
        push(p, &parts->items, parse_level(p, 1));
        while (jinja_skip_operator(p, "~")) {
            push(p, &parts->items, parse_level(p, 1));
        }
        return parts->items.count == 1 ? parts->items.items[0] : parts;
    }
    struct jinja_node *node = parse_level(p, level - 1);
    for (;;) {
        struct span span = jinja_peek(p)->span;
        const char *op = skip_one_of(p, operators[level == 3 ? 2 : level]);
        if (op == NULL) {
            return node;
        }
        node = binary_node(p, NODE_BINARY, span, node, parse_level(p, level - 1));
        node->name = op;
    }
}

static const char *skip_comparison(struct jinja_parser *p)
{
    static const char *const operators[] = {"==", "!=", "<=", ">=", "<", ">", NULL};
    const char *op = skip_one_of(p, operators);
    if (op != NULL) {
        return op;
    }
    if (jinja_skip_name(p, "in")) {
        return fixed_name(p, "in");
    }
    if (jinja_peek_name(p, "not") && p->tokens.items[p->at + 1].kind == TOKEN_NAME &&
        p->tokens.items[p->at + 1].text.size == 2 &&
        memcmp(p->tokens.items[p->at + 1].text.bytes, "in", 2) == 0) {
        p->at += 2;
        return fixed_name(p, "not in");
    }
    return NULL;
}

static struct jinja_node *parse_comparison(struct jinja_parser *p)
{
    struct jinja_node *first = parse_level(p, 3);
    struct jinja_node *node = NULL;
    for (;;) {
        struct span span = jinja_peek(p)->span;
        const char *op = skip_comparison(p);
        if (op == NULL) {
            return node != NULL ? node : first;
        }
        if (node == NULL) {
            node = binary_node(p, NODE_COMPARE, span, first, NULL);
        }
        struct jinja_node *step = binary_node(p, NODE_UNARY, span, parse_level(p, 3), NULL);
        step->name = op;
        push(p, &node->items, step);
    }
}

static struct jinja_node *parse_not(struct jinja_parser *p)
{
    struct span span = jinja_peek(p)->span;
    if (!jinja_skip_name(p, "not")) {
        return parse_comparison(p);
    }
    jinja_enter(p);
    struct jinja_node *node = binary_node(p, NODE_UNARY, span, parse_not(p), NULL);
    jinja_leave(p);
    node->name = fixed_name(p, "not");
    return node;
}

static struct jinja_node *parse_and(struct jinja_parser *p)
{
    struct jinja_node *node = parse_not(p);
    while (jinja_skip_name(p, "and")) {
        node = binary_node(p, NODE_AND, node->span, node, parse_not(p));
    }
    return node;
}

static struct jinja_node *parse_or(struct jinja_parser *p)
{
    struct jinja_node *node = parse_and(p);
    while (jinja_skip_name(p, "or")) {
        node = binary_node(p, NODE_OR, node->span, node, parse_and(p));
    }
    return node;
}

struct jinja_node *jinja_parse_expression(struct jinja_parser *p)
{
    jinja_enter(p);
    struct jinja_node *node = parse_or(p);
    while (jinja_skip_name(p, "if")) {
        node = binary_node(p, NODE_CONDITION, node->span, node, parse_or(p));
        if (jinja_skip_name(p, "else")) {
            node->third = jinja_parse_expression(p);
        }
    }
    jinja_leave(p);
    return node;
}

static bool ends_tuple(const struct jinja_parser *p)
{
    const struct jinja_token *token = jinja_peek(p);
    return token->kind == TOKEN_VARIABLE_END || token->kind == TOKEN_BLOCK_END ||
           jinja_peek_operator(p, ")") || jinja_peek_name(p, "in") ||
           jinja_peek_name(p, "recursive") || jinja_peek_name(p, "if");
}

struct jinja_node *jinja_parse_tuple(struct jinja_parser *p, bool conditions)
{
    struct span span = jinja_peek(p)->span;
    struct jinja_node *first = conditions ? jinja_parse_expression(p) : parse_or(p);
    if (!jinja_peek_operator(p, ",")) {
        return first;
    }
    struct jinja_node *node = jinja_node_new(p, NODE_TUPLE, span);
    push(p, &node->items, first);
    while (jinja_skip_operator(p, ",") && !ends_tuple(p)) {
        push(p, &node->items, conditions ? jinja_parse_expression(p) : parse_or(p));
    }
    return node;
}

static struct jinja_node *parse_one_target(struct jinja_parser *p, bool attributes)
{
    if (jinja_skip_operator(p, "(")) {
        jinja_enter(p);
        struct jinja_node *inner = jinja_parse_target(p, attributes);
        jinja_leave(p);
        jinja_expect_operator(p, ")", "after the names");
        return inner;
    }
    struct jinja_node *node = jinja_node_new(p, NODE_NAME, jinja_peek(p)->span);
    node->name = jinja_name_token(p, "a name to assign to");
    if (attributes && jinja_skip_operator(p, ".")) {
        struct jinja_node *target = binary_node(p, NODE_ATTRIBUTE, jinja_peek(p)->span, node, NULL);
        target->name = jinja_name_token(p, "the name of an attribute");
        return target;
    }
    return node;
}

struct jinja_node *jinja_parse_target(struct jinja_parser *p, bool attributes)
{
    struct span span = jinja_peek(p)->span;
    struct jinja_node *first = parse_one_target(p, attributes);
    if (!jinja_peek_operator(p, ",")) {
        return first;
    }
    struct jinja_node *node = jinja_node_new(p, NODE_TUPLE, span);
    push(p, &node->items, first);
    while (jinja_skip_operator(p, ",") && !jinja_peek_name(p, "in") &&
           (jinja_peek(p)->kind == TOKEN_NAME || jinja_peek_operator(p, "("))) {
        push(p, &node->items, parse_one_target(p, attributes));
    }
    return node;
}
