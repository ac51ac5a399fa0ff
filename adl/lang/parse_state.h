/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The state of one parse, shared by lexer, parser and builders (private to adl/lang). It lives on
 * the stack of parse_source; everything it makes lives in the compilation's arena.
 *
 * Brackets: the token feed (parse_token.c) keeps a stack of open brackets and tells braces of
 * bodies ('{') from those of dicts (DICT_OPEN), so that recovery from a syntax error can throw
 * away whole nested groups and resume at the `;` or `}` that belongs to the body at hand.
 */
#ifndef ADL_LANG_PARSE_STATE_H
#define ADL_LANG_PARSE_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "adl/base/source.h"
#include "adl/base/strbuf.h"
#include "adl/lang/ast.h"
#include "adl/lang/parse.h"

struct compilation;
struct diag;
union ADL_YYSTYPE;

/* Expressions may nest or chain this deep, so that walkers may recurse. */
#define PARSE_MAX_EXPR_DEPTH 1000

/* The token that starts recovery without a further message: the lexer reported the fault. */
#define PARSE_FAULT ADL_ADL_YYerror

/* A token already delivered. */
struct parse_previous {
    int token;
    struct span span;
};

/* An open bracket: '{' of a body, 'd' of a dict, '(' or '['. */
struct parse_bracket {
    char kind;
    struct span span;
};

struct parse {
    struct compilation *c;
    uint32_t file;
    struct ast_file *result;
    void *scanner;                  /* flex's state */
    uint32_t lexed;                 /* bytes read so far */
    const char *marked_name;        /* line markers: the file named last, or NULL */
    struct parse_previous previous; /* the last token delivered; token 0 at first */
    struct parse_previous before;   /* the one before it */
    bool assigned;                  /* a `=` stood since the last `;`, `{` or `}` */
    bool recovering;                /* a syntax error was reported, not yet resumed */
    bool skip_group;                /* the offending token opened a group: skip the group first */
    uint32_t last_fault;            /* where the last syntax error was; 0 = none yet */
    bool stop;                      /* deliver only the end of the text */
    size_t depth;                   /* open brackets */
    struct parse_bracket brackets[PARSE_MAX_DEPTH];
};

/* Adjacent strings, being joined. */
struct ast_text {
    struct span span;
    struct strbuf joined;
    const char *string; /* the only one so far, or NULL: then it is in `joined` */
};

/* lexer: prepares to read the text of parse->file. */
void lex_begin(struct parse *parse);

/* lexer: the next token as it stands in the text; reports faulty characters. */
int lex_next(struct parse *parse, union ADL_YYSTYPE *value, struct span *at);

/* lexer: gives up what lex_begin made. */
void lex_end(struct parse *parse);

/* parse_token.c: the next token for the parser (bison calls this). */
int adl_yylex(union ADL_YYSTYPE *value, struct span *at, struct parse *parse);

/* What the parser knows when it meets a token that does not fit. */
struct parse_surprise {
    struct span span;
    const char *unexpected;      /* the token's name in the grammar */
    const char *const *expected; /* names of tokens that would fit */
    size_t expected_count;
};

/* parse_error.c: reports a syntax error and starts recovery. */
void parse_error_report(struct parse *parse, const struct parse_surprise *surprise);

/* parse_error.c: would the token of that name have fitted? */
bool parse_error_expects(const struct parse_surprise *surprise, const char *name);

/* parse_hint.c: adds what to do about a syntax error, and where that is certain the change. */
void parse_hint(struct parse *parse, struct diag *diag, const struct parse_surprise *surprise);

/* parse_error.c: reports that the parser's stack is full. */
void parse_error_depth(struct parse *parse, struct span span);

#endif
