/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The state of one parse of capDL text, shared by lexer, token feed, parser and builders (private
 * to capdl/text).
 *
 * Recovery: after a syntax error the feed (cdl_token.c) throws tokens away until one that begins a
 * line in the body at hand, the `}` that closes this body, or what follows a `;` in it.  For that
 * it counts braces; parentheses only tell whether a `{` begins the words of a fill.
 */
#ifndef CAPDL_TEXT_CDL_STATE_H
#define CAPDL_TEXT_CDL_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "adl/base/arena.h"
#include "adl/base/source.h"
#include "adl/base/strbuf.h"
#include "capdl/text/cdl_ast.h"

struct compilation;
union CDL_YYSTYPE;

/* Braces may nest this deep. */
#define CDL_MAX_DEPTH 200u

/* The token that starts recovery without a further message: the lexer reported the fault. */
#define CDL_FAULT CDL_CDL_YYerror

struct cdl_parse {
    struct compilation *c;
    uint32_t file;
    const char *text; /* of the file */
    struct cdl_file *tree;
    void *scanner;  /* flex's state */
    size_t fed;     /* bytes given to flex */
    uint32_t lexed; /* bytes read so far */
    uint32_t comment_depth;
    int comment_back;    /* start condition around the comment */
    struct strbuf fill;  /* words of the fill being read */
    uint32_t fill_start; /* where it began */
    bool fill_blank;     /* the last thing read in it was blank */
    unsigned braces;     /* open ones, after the last token */
    unsigned parens;     /* open ones in the present brace */
    int token;           /* the last one delivered */
    struct span span;    /* its place */
    bool line_start;     /* it is the first of its line */
    unsigned depth;      /* braces before it */
    bool recovering;     /* a syntax error was reported: the next token resumes */
    uint32_t resumed_at; /* where the last recovery ended */
    bool stop;           /* deliver only the end of the text */
    /* declare_early.c */
    bool patient;               /* declare nothing before all is read */
    bool retry;                 /* a declaration has a fault: read the text again, patiently */
    struct expand *expand;      /* what declares objects as they are read; NULL: nothing */
    struct arena_mark declared; /* of the scratch arena: behind it lies the declaration at hand */
};

/* lexer: prepares to read the text of parse->file. */
void cdl_lex_begin(struct cdl_parse *parse);

/* lexer: the next token as it stands in the text; reports faulty characters. */
int cdl_lex_next(struct cdl_parse *parse, union CDL_YYSTYPE *value, struct span *at);

/* lexer: gives up what cdl_lex_begin made. */
void cdl_lex_end(struct cdl_parse *parse);

/* lexer's helpers, cdl_token.c: the value of a number (reported if it needs more than 64 bits); a
 * fault of the lexer, and the token that says so. */
uint64_t cdl_token_number(struct cdl_parse *parse, const char *digits, struct span at);
int cdl_token_fault(struct cdl_parse *parse, struct span at, const char *what);

/* cdl_token.c: the next token for the parser (bison calls this). */
int cdl_yylex(union CDL_YYSTYPE *value, struct span *at, struct cdl_parse *parse);

/* What the parser knows when it meets a token that does not fit. */
struct cdl_surprise {
    struct span span;
    const char *unexpected;      /* the token's name in the grammar */
    const char *const *expected; /* names of tokens that would fit */
    size_t expected_count;
};

/* cdl_token.c: reports a syntax error and starts recovery. */
void cdl_token_surprise(struct cdl_parse *parse, const struct cdl_surprise *surprise);

#endif
