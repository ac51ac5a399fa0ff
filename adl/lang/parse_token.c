/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The token feed between lexer and parser: tells braces of dicts from those of bodies, bounds
 * nesting, and while the parser recovers from a syntax error swallows whole groups, so that only
 * what belongs to the body at hand reaches it.
 */
#include <string.h>

#include "adl/base/compilation.h"
#include "adl/lang/adl_parser.h"
#include "adl/lang/parse_state.h"

#define PARSE_BODY '{'
#define PARSE_DICT 'd'

static void parse_token_push(struct parse *parse, char kind, struct span at)
{
    if (parse->depth == PARSE_MAX_DEPTH) {
        struct diag *diag = diag_report(&parse->c->diags, DIAG_NESTING_TOO_DEEP, at,
                                        "brackets are nested more than %d deep", PARSE_MAX_DEPTH);

        diag_label(diag, parse->brackets[0].span, "the outermost one is here");
        parse->result->faulty = true;
        parse->stop = true;
        return;
    }
    parse->brackets[parse->depth++] = (struct parse_bracket){kind, at};
}

/* Takes open brackets off the stack until one of `kind` is on top or only bodies are left. */
static void parse_token_unwind(struct parse *parse, char kind)
{
    while (parse->depth > 0 && parse->brackets[parse->depth - 1].kind != kind &&
           parse->brackets[parse->depth - 1].kind != PARSE_BODY) {
        parse->depth--;
    }
}

static void parse_token_pop(struct parse *parse, char kind)
{
    if (parse->depth > 0 && parse->brackets[parse->depth - 1].kind == kind) {
        parse->depth--;
    }
}

/* Does a `{` that stands here begin a dict? Dicts stand where values do: after `=`, in lists, and
 * as the argument of a query (a parenthesis after `=`). */
static bool parse_token_opens_dict(const struct parse *parse)
{
    switch (parse->previous.token) {
    case '=':
    case '[':
    case ':':
        return true;
    case '(':
    case ',':
        return parse->assigned;
    default:
        return false;
    }
}

/* Closes the innermost brace; gives the token that its closing is. */
static int parse_token_close_brace(struct parse *parse, struct span at)
{
    (void)at;
    if (parse->depth > 0 && parse->brackets[parse->depth - 1].kind == PARSE_DICT) {
        parse->depth--;
        return ADL_DICT_CLOSE;
    }
    for (size_t i = parse->depth; i > 0; i--) {
        if (parse->brackets[i - 1].kind == PARSE_BODY) {
            break;
        }
        if (parse->brackets[i - 1].kind == PARSE_DICT) {
            parse->depth = i - 1; /* `[` or `(` left open inside a dict */
            return ADL_DICT_CLOSE;
        }
    }
    parse_token_unwind(parse, PARSE_BODY);
    parse_token_pop(parse, PARSE_BODY);
    return '}';
}

/* Keeps the bracket stack; gives the token with dict braces told apart. */
static int parse_token_bracket(struct parse *parse, int token, struct span at)
{
    switch (token) {
    case '{':
        if (parse_token_opens_dict(parse)) {
            parse_token_push(parse, PARSE_DICT, at);
            return ADL_DICT_OPEN;
        }
        parse_token_push(parse, PARSE_BODY, at);
        parse->assigned = false;
        return token;
    case '}':
        token = parse_token_close_brace(parse, at);
        parse->assigned = parse->assigned && token == ADL_DICT_CLOSE;
        return token;
    case '(':
    case '[':
        parse_token_push(parse, (char)token, at);
        return token;
    case ')':
        parse_token_pop(parse, '(');
        return token;
    case ']':
        parse_token_pop(parse, '[');
        return token;
    case ';':
        parse_token_unwind(parse, PARSE_BODY);
        parse->assigned = false;
        return token;
    case '=':
        parse->assigned = true;
        return token;
    default:
        return token;
    }
}

/* Reads one token and keeps book of it. */
static int parse_token_read(struct parse *parse, union ADL_YYSTYPE *value, struct span *at)
{
    int token;

    if (parse->stop || diag_limit_reached(&parse->c->diags)) {
        *at = (struct span){parse->file, parse->lexed, parse->lexed};
        return ADL_END;
    }
    token = parse_token_bracket(parse, lex_next(parse, value, at), *at);
    if (token == PARSE_FAULT) { /* the lexer reported it; the parser recovers as from any fault */
        parse->recovering = true;
        parse->last_fault = at->start;
    }
    parse->before = parse->previous;
    parse->previous = (struct parse_previous){token, *at};
    return token;
}

static bool parse_token_is_brace(int token)
{
    return token == '{' || token == ADL_DICT_OPEN;
}

/* Reads until the group whose brace was just opened is closed; gives the closing token, or the
 * end of the text. */
static int parse_token_skip_group(struct parse *parse, union ADL_YYSTYPE *value, struct span *at)
{
    size_t outside = parse->depth - 1;
    int token;

    do {
        token = parse_token_read(parse, value, at);
    } while (token != ADL_END && parse->depth > outside);
    return token;
}

/* Does this token begin a declaration at top level? */
static bool parse_token_begins_declaration(int token)
{
    switch (token) {
    case ADL_ASSEMBLY:
    case ADL_COMPONENT:
    case ADL_COMPOSITION:
    case ADL_CONFIGURATION:
    case ADL_CONNECTOR:
    case ADL_IMPORT:
    case ADL_PROCEDURE:
    case ADL_STRUCT:
    case ';':
        return true;
    default:
        return false;
    }
}

int adl_yylex(union ADL_YYSTYPE *value, struct span *at, struct parse *parse)
{
    int token;

    if (parse->skip_group && parse->depth > 0) {
        parse_token_skip_group(parse, value, at);
    }
    parse->skip_group = false;
    token = parse_token_read(parse, value, at);
    while (parse->recovering && parse_token_is_brace(token) && parse->depth > 0) {
        parse_token_skip_group(parse, value, at);
        token = parse_token_read(parse, value, at);
    }
    if (parse->depth == 0 && parse_token_begins_declaration(token)) {
        parse->recovering = false;
    }
    return token;
}
