/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Statements of templates: tokens to a tree. A syntax error is reported and ends the parse.
 */
#include "adl/glue/jinja_tree.h"

#include <string.h>

#include "adl/base/intern.h"
#include "adl/base/suggest.h"

#define DEPTH_MAX 200

const struct jinja_token *jinja_peek(const struct jinja_parser *p)
{
    return &p->tokens.items[p->at];
}

const struct jinja_token *jinja_next(struct jinja_parser *p)
{
    const struct jinja_token *token = jinja_peek(p);
    if (token->kind != TOKEN_END) {
        p->at++;
    }
    return token;
}

static bool token_is(const struct jinja_token *token, enum jinja_token_kind kind, const char *text)
{
    return token->kind == kind && token->text.size == strlen(text) &&
           memcmp(token->text.bytes, text, token->text.size) == 0;
}

bool jinja_peek_operator(const struct jinja_parser *p, const char *text)
{
    return token_is(jinja_peek(p), TOKEN_OPERATOR, text);
}

bool jinja_peek_name(const struct jinja_parser *p, const char *text)
{
    return token_is(jinja_peek(p), TOKEN_NAME, text);
}

bool jinja_skip_operator(struct jinja_parser *p, const char *text)
{
    bool found = jinja_peek_operator(p, text);
    p->at += found ? 1 : 0;
    return found;
}

bool jinja_skip_name(struct jinja_parser *p, const char *text)
{
    bool found = jinja_peek_name(p, text);
    p->at += found ? 1 : 0;
    return found;
}

/* What a token is, for messages. */
static const char *token_text(struct jinja_parser *p, const struct jinja_token *token)
{
    switch (token->kind) {
    case TOKEN_TEXT:
        return "text";
    case TOKEN_BLOCK_END:
    case TOKEN_VARIABLE_END:
        return "end of the tag";
    case TOKEN_STRING:
        return "string";
    case TOKEN_END:
        return "end of the template";
    case TOKEN_BLOCK_BEGIN:
    case TOKEN_VARIABLE_BEGIN:
    case TOKEN_NAME:
    case TOKEN_INTEGER:
    case TOKEN_FLOAT:
    case TOKEN_OPERATOR:
        break;
    }
    return arena_printf(&p->jinja->c->arena, "`%.*s`", (int)token->text.size, token->text.bytes);
}

_Noreturn void jinja_unexpected(struct jinja_parser *p, const char *expected)
{
    const struct jinja_token *token = jinja_peek(p);
    jinja_fail(p->jinja, DIAG_TEMPLATE_SYNTAX, token->span, "unexpected %s, expected %s",
               token_text(p, token), expected);
}

void jinja_expect_operator(struct jinja_parser *p, const char *text, const char *where)
{
    if (!jinja_skip_operator(p, text)) {
        jinja_unexpected(p, arena_printf(&p->jinja->c->arena, "`%s` %s", text, where));
    }
}

const char *jinja_name_token(struct jinja_parser *p, const char *expected)
{
    const struct jinja_token *token = jinja_peek(p);
    if (token->kind != TOKEN_NAME) {
        jinja_unexpected(p, expected);
    }
    p->at++;
    return intern_bytes(&p->jinja->c->interner, token->text.bytes, token->text.size);
}

struct jinja_node *jinja_node_new(struct jinja_parser *p, enum jinja_node_kind kind,
                                  struct span span)
{
    struct jinja_node *node = arena_new(&p->jinja->c->arena, struct jinja_node);
    node->kind = kind;
    node->span = span;
    return node;
}

void jinja_enter(struct jinja_parser *p)
{
    if (++p->depth > DEPTH_MAX) {
        jinja_fail(p->jinja, DIAG_TEMPLATE_LIMIT, jinja_peek(p)->span,
                   "expressions or blocks nested more than %d deep", DEPTH_MAX);
    }
}

void jinja_leave(struct jinja_parser *p)
{
    p->depth--;
}

static void end_block(struct jinja_parser *p)
{
    if (jinja_peek(p)->kind != TOKEN_BLOCK_END) {
        jinja_unexpected(p, "the end of the tag");
    }
    p->at++;
}

/* The end of a tag that has a body; as in Python there may be a colon before it. */
static void begin_body(struct jinja_parser *p)
{
    (void)jinja_skip_operator(p, ":");
    end_block(p);
}

static bool at_end_word(const struct jinja_parser *p, const char *const *ends, size_t *which)
{
    if (jinja_peek(p)->kind != TOKEN_BLOCK_BEGIN) {
        return false;
    }
    for (size_t i = 0; ends[i] != NULL; i++) {
        if (token_is(&p->tokens.items[p->at + 1], TOKEN_NAME, ends[i])) {
            *which = i;
            return true;
        }
    }
    return false;
}

static struct jinja_node *parse_statement(struct jinja_parser *p);

/* One piece of a body: text, an output tag or a statement. */
static struct jinja_node *parse_piece(struct jinja_parser *p)
{
    const struct jinja_token *token = jinja_next(p);
    struct jinja_node *node;
    if (token->kind == TOKEN_TEXT) {
        node = jinja_node_new(p, NODE_TEXT, token->span);
        node->value = jinja_bytes(token->text.bytes, token->text.size);
        return node;
    }
    if (token->kind == TOKEN_VARIABLE_BEGIN) {
        node = jinja_node_new(p, NODE_OUTPUT, jinja_peek(p)->span);
        node->left = jinja_parse_tuple(p, true);
        if (jinja_peek(p)->kind != TOKEN_VARIABLE_END) {
            jinja_unexpected(p, "the end of the tag");
        }
        p->at++;
        return node;
    }
    return parse_statement(p);
}

/* Pieces up to a block that begins with one of `ends`, whose word is read; gives its index. */
static size_t parse_body(struct jinja_parser *p, struct jinja_nodes *body, struct span opened,
                         const char *const *ends)
{
    size_t which = 0;
    jinja_enter(p);
    while (!at_end_word(p, ends, &which)) {
        if (jinja_peek(p)->kind == TOKEN_END) {
            jinja_fail(p->jinja, DIAG_TEMPLATE_SYNTAX, opened, "a block without its `%s`", ends[0]);
        }
        vec_push(&p->jinja->c->arena, body, parse_piece(p));
    }
    p->at += 2;
    jinja_leave(p);
    return which;
}

/* The same with a single end word, whose tag is read too. */
static void parse_whole_body(struct jinja_parser *p, struct jinja_nodes *body, struct span opened,
                             const char *end)
{
    const char *const ends[] = {end, NULL};
    parse_body(p, body, opened, ends);
    end_block(p);
}

/* After `if` or `elif`. An elif is an if in the else branch. */
static struct jinja_node *parse_if(struct jinja_parser *p, struct span span)
{
    static const char *const ends[] = {"endif", "elif", "else", NULL};
    struct jinja_node *first = jinja_node_new(p, NODE_IF, span), *node = first;
    node->left = jinja_parse_tuple(p, true);
    begin_body(p);
    size_t which = parse_body(p, &node->body, span, ends);
    while (which == 1) {
        struct jinja_node *next = jinja_node_new(p, NODE_IF, jinja_peek(p)->span);
        next->left = jinja_parse_tuple(p, true);
        begin_body(p);
        vec_push(&p->jinja->c->arena, &node->otherwise, next);
        node = next;
        which = parse_body(p, &node->body, span, ends);
    }
    if (which != 2) {
        end_block(p);
    } else {
        begin_body(p);
        parse_whole_body(p, &node->otherwise, span, "endif");
    }
    return first;
}

static struct jinja_node *parse_for(struct jinja_parser *p, struct span span)
{
    static const char *const ends[] = {"endfor", "else", NULL};
    struct jinja_node *node = jinja_node_new(p, NODE_FOR, span);
    node->left = jinja_parse_target(p, false);
    if (!jinja_skip_name(p, "in")) {
        jinja_unexpected(p, "`in` after the loop variable");
    }
    node->right = jinja_parse_tuple(p, false);
    if (jinja_skip_name(p, "if")) {
        node->third = jinja_parse_expression(p);
    }
    if (jinja_peek_name(p, "recursive")) {
        jinja_fail(p->jinja, DIAG_TEMPLATE_SYNTAX, jinja_peek(p)->span,
                   "recursive loops are not supported; use a macro that calls itself");
    }
    begin_body(p);
    p->loops++;
    size_t which = parse_body(p, &node->body, span, ends);
    p->loops--;
    if (which != 1) {
        end_block(p);
    } else {
        begin_body(p);
        parse_whole_body(p, &node->otherwise, span, "endfor");
    }
    return node;
}

static struct jinja_node *parse_set(struct jinja_parser *p, struct span span)
{
    struct jinja_node *node = jinja_node_new(p, NODE_SET, span);
    node->left = jinja_parse_target(p, true);
    if (jinja_skip_operator(p, "=")) {
        node->right = jinja_parse_tuple(p, true);
        end_block(p);
        return node;
    }
    node->kind = NODE_SET_BLOCK;
    if (jinja_skip_operator(p, "|")) {
        node->right = jinja_parse_filters(p, NULL);
    }
    end_block(p);
    parse_whole_body(p, &node->body, span, "endset");
    return node;
}

/* Parameters after "(" up to and with ")". */
static void parse_parameters(struct jinja_parser *p, struct jinja_node *macro)
{
    while (!jinja_skip_operator(p, ")")) {
        if (macro->items.count > 0) {
            jinja_expect_operator(p, ",", "between parameters");
            if (jinja_skip_operator(p, ")")) {
                return;
            }
        }
        struct jinja_node *parameter = jinja_node_new(p, NODE_PARAMETER, jinja_peek(p)->span);
        parameter->name = jinja_name_token(p, "the name of a parameter");
        if (jinja_skip_operator(p, "=")) {
            parameter->left = jinja_parse_expression(p);
        } else if (macro->items.count > 0 && vec_last(&macro->items)->left != NULL) {
            jinja_fail(p->jinja, DIAG_TEMPLATE_SYNTAX, parameter->span,
                       "a parameter without default after one with default");
        }
        vec_push(&p->jinja->c->arena, &macro->items, parameter);
    }
}

/* The body of a macro or call block; loops around it cannot be left from inside. */
static void parse_macro_body(struct jinja_parser *p, struct jinja_node *macro, const char *end)
{
    struct jinja_node *outer = p->macro;
    unsigned loops = p->loops;
    p->macro = macro;
    p->loops = 0;
    parse_whole_body(p, &macro->body, macro->span, end);
    p->macro = outer;
    p->loops = loops;
}

static struct jinja_node *parse_macro(struct jinja_parser *p, struct span span)
{
    struct jinja_node *node = jinja_node_new(p, NODE_MACRO, span);
    node->name = jinja_name_token(p, "the name of the macro");
    jinja_expect_operator(p, "(", "before the parameters");
    parse_parameters(p, node);
    begin_body(p);
    parse_macro_body(p, node, "endmacro");
    return node;
}

static struct jinja_node *parse_call(struct jinja_parser *p, struct span span)
{
    struct jinja_node *node = jinja_node_new(p, NODE_CALL_BLOCK, span);
    node->right = jinja_node_new(p, NODE_MACRO, span);
    node->right->name = intern_string(&p->jinja->c->interner, "caller");
    if (jinja_skip_operator(p, "(")) {
        parse_parameters(p, node->right);
    }
    node->left = jinja_parse_expression(p);
    if (node->left->kind != NODE_CALL) {
        jinja_fail(p->jinja, DIAG_TEMPLATE_SYNTAX, node->left->span,
                   "a call block needs the call of a macro");
    }
    begin_body(p);
    parse_macro_body(p, node->right, "endcall");
    return node;
}

static struct jinja_node *parse_filter_block(struct jinja_parser *p, struct span span)
{
    struct jinja_node *node = jinja_node_new(p, NODE_FILTER_BLOCK, span);
    node->right = jinja_parse_filters(p, NULL);
    end_block(p);
    parse_whole_body(p, &node->body, span, "endfilter");
    return node;
}

/* `with context`, `without context`; gives `fallback` when there is neither. */
static bool parse_context(struct jinja_parser *p, bool fallback)
{
    const struct jinja_token *second = &p->tokens.items[p->at];
    bool with = jinja_peek_name(p, "with"), without = jinja_peek_name(p, "without");
    if ((with || without) && token_is(second + 1, TOKEN_NAME, "context")) {
        p->at += 2;
        return with;
    }
    return fallback;
}

static struct jinja_node *parse_include(struct jinja_parser *p, struct span span)
{
    struct jinja_node *node = jinja_node_new(p, NODE_INCLUDE, span);
    node->left = jinja_parse_expression(p);
    if (jinja_peek_name(p, "ignore")) {
        p->at++;
        if (!jinja_skip_name(p, "missing")) {
            jinja_unexpected(p, "`missing`");
        }
        node->flag = true;
    }
    if (!parse_context(p, true)) {
        node->third = node; /* any mark: without context */
    }
    end_block(p);
    return node;
}

static struct jinja_node *parse_import(struct jinja_parser *p, struct span span)
{
    struct jinja_node *node = jinja_node_new(p, NODE_IMPORT, span);
    node->left = jinja_parse_expression(p);
    if (!jinja_skip_name(p, "as")) {
        jinja_unexpected(p, "`as`");
    }
    node->name = jinja_name_token(p, "the name for the imported template");
    node->flag = parse_context(p, false);
    end_block(p);
    return node;
}

static struct jinja_node *parse_from(struct jinja_parser *p, struct span span)
{
    struct jinja_node *node = jinja_node_new(p, NODE_FROM_IMPORT, span);
    node->left = jinja_parse_expression(p);
    if (!jinja_skip_name(p, "import")) {
        jinja_unexpected(p, "`import`");
    }
    do {
        if (node->items.count > 0 && jinja_peek(p)->kind == TOKEN_BLOCK_END) {
            break;
        }
        struct jinja_node *item = jinja_node_new(p, NODE_KEYWORD, jinja_peek(p)->span);
        struct jinja_node *alias = jinja_node_new(p, NODE_NAME, jinja_peek(p)->span);
        item->name = jinja_name_token(p, "a name to import");
        alias->name = jinja_skip_name(p, "as") ? jinja_name_token(p, "the new name") : item->name;
        item->left = alias;
        vec_push(&p->jinja->c->arena, &node->items, item);
    } while (jinja_skip_operator(p, ","));
    node->flag = parse_context(p, false);
    end_block(p);
    return node;
}

static struct jinja_node *parse_with(struct jinja_parser *p, struct span span)
{
    struct jinja_node *node = jinja_node_new(p, NODE_WITH, span);
    while (jinja_peek(p)->kind != TOKEN_BLOCK_END) {
        if (node->items.count > 0) {
            jinja_expect_operator(p, ",", "between assignments");
        }
        struct jinja_node *set = jinja_node_new(p, NODE_SET, jinja_peek(p)->span);
        set->left = jinja_node_new(p, NODE_NAME, jinja_peek(p)->span);
        set->left->name = jinja_name_token(p, "a name to assign to");
        jinja_expect_operator(p, "=", "after the name");
        set->right = jinja_parse_expression(p);
        vec_push(&p->jinja->c->arena, &node->items, set);
    }
    end_block(p);
    parse_whole_body(p, &node->body, span, "endwith");
    return node;
}

static struct jinja_node *parse_do(struct jinja_parser *p, struct span span)
{
    struct jinja_node *node = jinja_node_new(p, NODE_DO, span);
    node->left = jinja_parse_tuple(p, true);
    end_block(p);
    return node;
}

static struct jinja_node *parse_jump(struct jinja_parser *p, struct span span)
{
    bool is_break = token_is(&p->tokens.items[p->at - 1], TOKEN_NAME, "break");
    if (p->loops == 0) {
        jinja_fail(p->jinja, DIAG_TEMPLATE_SYNTAX, span, "`%s` outside of a loop",
                   is_break ? "break" : "continue");
    }
    end_block(p);
    return jinja_node_new(p, is_break ? NODE_BREAK : NODE_CONTINUE, span);
}

static struct jinja_node *parse_unsupported(struct jinja_parser *p, struct span span)
{
    const struct jinja_token *word = &p->tokens.items[p->at - 1];
    jinja_fail(p->jinja, DIAG_TEMPLATE_SYNTAX, span,
               "`%.*s` belongs to template inheritance, which is not supported",
               (int)word->text.size, word->text.bytes);
}

typedef struct jinja_node *statement_parser(struct jinja_parser *p, struct span span);

static const struct {
    const char *word;
    statement_parser *parse;
} statements[] = {
    {"if",       parse_if          },
    {"for",      parse_for         },
    {"set",      parse_set         },
    {"macro",    parse_macro       },
    {"call",     parse_call        },
    {"filter",   parse_filter_block},
    {"include",  parse_include     },
    {"import",   parse_import      },
    {"from",     parse_from        },
    {"with",     parse_with        },
    {"do",       parse_do          },
    {"break",    parse_jump        },
    {"continue", parse_jump        },
    {"block",    parse_unsupported },
    {"extends",  parse_unsupported },
};

/* After the opening mark of a block. */
static struct jinja_node *parse_statement(struct jinja_parser *p)
{
    const struct jinja_token *token = jinja_peek(p);
    if (token->kind != TOKEN_NAME) {
        jinja_unexpected(p, "the name of a statement");
    }
    size_t count = sizeof(statements) / sizeof(statements[0]);
    for (size_t i = 0; i < count; i++) {
        if (jinja_skip_name(p, statements[i].word)) {
            return statements[i].parse(p, token->span);
        }
    }
    const char *word = jinja_name_token(p, "the name of a statement");
    struct suggest near;
    suggest_start(&near, word);
    for (size_t i = 0; i < count; i++) {
        suggest_consider(&near, statements[i].word);
    }
    const char *best = suggest_result(&near);
    const char *hint =
        best == NULL ? NULL : arena_printf(&p->jinja->c->arena, "did you mean `%s`?", best);
    if (strncmp(word, "end", 3) == 0 || strcmp(word, "else") == 0 || strcmp(word, "elif") == 0) {
        hint = "there is no open block that it could belong to";
    }
    jinja_fail_hint(p->jinja, DIAG_TEMPLATE_SYNTAX, token->span, hint, "unexpected statement `%s`",
                    word);
}

/* Parses source `file`; leaves by jinja_fail. */
static struct jinja_template *parse_file(struct jinja *jinja, uint32_t file)
{
    struct jinja_parser p = {.jinja = jinja};
    struct jinja_template *template = arena_new(&jinja->c->arena, struct jinja_template);
    template->name = source_get(&jinja->c->sources, file)->name;
    template->file = file;
    jinja_lex(jinja, file, &p.tokens);
    while (jinja_peek(&p)->kind != TOKEN_END) {
        vec_push(&jinja->c->arena, &template->body, parse_piece(&p));
    }
    return template;
}

/* Parses with an escape of its own, or, while rendering, out of the rendering. */
static const struct jinja_template *parse_guarded(struct jinja *jinja, uint32_t file)
{
    if (jinja->running) {
        return parse_file(jinja, file);
    }
    if (setjmp(jinja->escape) != 0) {
        return NULL;
    }
    return parse_file(jinja, file);
}

const struct jinja_template *jinja_from_text(struct jinja *jinja, const char *name,
                                             const char *text, size_t size)
{
    return parse_guarded(jinja, source_add_text(&jinja->c->sources, name, text, size));
}

const struct jinja_template *jinja_load(struct jinja *jinja, const char *path, struct span from)
{
    for (size_t i = 0; i < jinja->templates.count; i++) {
        if (strcmp(jinja->template_paths.items[i], path) == 0) {
            return jinja->templates.items[i];
        }
    }
    uint32_t file;
    enum file_result result = source_load(&jinja->c->sources, path, &file);
    if (result != FILE_OK) {
        diag_report(&jinja->c->diags, DIAG_TEMPLATE_MISSING, from,
                    "cannot read the template `%s`: %s",
                    source_shown_name(&jinja->c->sources, path), file_result_text(result));
        return NULL;
    }
    const struct jinja_template *template = parse_guarded(jinja, file);
    if (template != NULL) {
        vec_push(&jinja->c->arena, &jinja->templates, template);
        vec_push(&jinja->c->arena, &jinja->template_paths, arena_strdup(&jinja->c->arena, path));
    }
    return template;
}
