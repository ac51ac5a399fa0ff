/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The token feed between lexer and parser: counts braces, finds the place where parsing goes on
 * after a syntax error, and puts syntax errors into words.
 */
#include <string.h>

#include "adl/base/compilation.h"
#include "adl/base/strbuf.h"
#include "capdl/text/capdl_parser.h"
#include "capdl/text/cdl_state.h"

/* More choices than this are not listed. */
#define MAX_NAMED 5u

uint64_t cdl_token_number(struct cdl_parse *parse, const char *digits, struct span at)
{
    unsigned base = 10;
    uint64_t value = 0;

    if (digits[0] == '0' && digits[1] != '\0' && strchr("xXoO", digits[1]) != NULL) {
        base = digits[1] == 'x' || digits[1] == 'X' ? 16 : 8;
        digits += 2;
    }
    for (; *digits != '\0'; digits++) {
        unsigned digit = (unsigned char)*digits;

        digit = digit <= '9' ? digit - '0' : (digit | 32u) - 'a' + 10;

        if (value > (UINT64_MAX - digit) / base) {
            (void)diag_report(&parse->c->diags, DIAG_CAPDL_NUMBER, at,
                              "the number is larger than 64 bits");
            parse->tree->faulty = true;
            return 0;
        }
        value = value * base + digit;
    }
    return value;
}

int cdl_token_fault(struct cdl_parse *parse, struct span at, const char *what)
{
    (void)diag_report(&parse->c->diags, DIAG_CAPDL_SYNTAX, at, "syntax error: %s", what);
    parse->tree->faulty = true;
    return CDL_FAULT;
}

/* True if only blanks stand between `start` and the line's begin. */
static bool is_line_start(const struct cdl_parse *parse, uint32_t start)
{
    while (start > 0 && (parse->text[start - 1] == ' ' || parse->text[start - 1] == '\t')) {
        start--;
    }
    return start == 0 || parse->text[start - 1] == '\n';
}

static void count_brackets(struct cdl_parse *parse, int token)
{
    switch (token) {
    case '{':
        if (parse->braces == CDL_MAX_DEPTH) {
            (void)cdl_token_fault(parse, parse->span, "nesting this deep");
            parse->stop = true;
        }
        parse->braces++;
        parse->parens = 0;
        break;
    case '}':
        parse->braces -= parse->braces > 0 ? 1 : 0;
        parse->parens = 0;
        break;
    case '(':
        parse->parens++;
        break;
    case ')':
        parse->parens -= parse->parens > 0 ? 1 : 0;
        break;
    default:
        break;
    }
}

/* Reads one token and keeps book of it. */
static int read_token(struct cdl_parse *parse, union CDL_YYSTYPE *value, struct span *at)
{
    int token;

    parse->depth = parse->braces;
    if (parse->stop || diag_limit_reached(&parse->c->diags)) {
        *at = (struct span){parse->file, parse->lexed, parse->lexed};
        token = CDL_END;
    } else {
        token = cdl_lex_next(parse, value, at);
    }
    parse->token = token;
    parse->span = *at;
    parse->line_start = is_line_start(parse, at->start);
    if (token == CDL_FAULT) {
        parse->recovering = true;
    }
    count_brackets(parse, token);
    return token;
}

static bool begins_section(int token)
{
    return token == CDL_ARCH || token == CDL_OBJECTS || token == CDL_CAPS || token == CDL_IRQ ||
           token == CDL_CDT || token == CDL_DOMAINS;
}

/* May parsing go on with the present token, `depth` braces deep? */
static bool resumes(const struct cdl_parse *parse, unsigned depth)
{
    bool fresh = parse->span.start != parse->resumed_at;

    if (parse->token == CDL_END) {
        return true;
    }
    if (parse->depth != depth || parse->token == CDL_FAULT || parse->token == '{' || !fresh) {
        return false;
    }
    if (parse->token == '}') {
        return depth > 0;
    }
    return depth == 0 ? begins_section(parse->token) : parse->line_start;
}

/* Throws tokens away, from the offending one on, up to one with which parsing can go on. */
static int resume(struct cdl_parse *parse, union CDL_YYSTYPE *value, struct span *at)
{
    unsigned depth = parse->depth;
    int token = parse->token;

    *at = parse->span;
    /* A value is lost with its token: words and numbers must be read again to be delivered. */
    while (!resumes(parse, depth)) {
        bool separator = token == ';' && parse->depth == depth;

        token = read_token(parse, value, at);
        if (separator && token != CDL_FAULT && token != '{') {
            break;
        }
    }
    parse->parens = 0;
    parse->resumed_at = parse->span.start;
    parse->recovering = false;
    return token;
}

int cdl_yylex(union CDL_YYSTYPE *value, struct span *at, struct cdl_parse *parse)
{
    if (parse->recovering && parse->token != 0) {
        return resume(parse, value, at);
    }
    return read_token(parse, value, at);
}

/* ---- words ---- */

/* The name for a token in a message. */
static const char *token_words(struct cdl_parse *parse, const char *token)
{
    bool plain = strncmp(token, "a ", 2) == 0 || strncmp(token, "the ", 4) == 0;

    if (plain) {
        return token;
    }
    if (token[0] == '\'') {
        return intern_printf(&parse->c->interner, "`%.*s`", (int)strlen(token) - 2, token + 1);
    }
    return intern_printf(&parse->c->interner, "`%s`", token);
}

void cdl_token_surprise(struct cdl_parse *parse, const struct cdl_surprise *surprise)
{
    struct strbuf text;

    parse->recovering = true;
    parse->tree->faulty = true;
    if (parse->stop || diag_limit_reached(&parse->c->diags)) {
        return;
    }
    strbuf_init(&text, &parse->c->arena);
    if (strcmp(surprise->unexpected, "a name") == 0) {
        uint32_t size = surprise->span.end - surprise->span.start;

        strbuf_printf(&text, "syntax error: unexpected `%.*s`", (int)(size < 60 ? size : 60),
                      parse->text + surprise->span.start);
    } else if (parse->token == CDL_END) {
        strbuf_puts(&text, "syntax error: the text ends here");
    } else {
        strbuf_printf(&text, "syntax error: unexpected %s",
                      token_words(parse, surprise->unexpected));
    }
    for (size_t i = 0; i < surprise->expected_count && surprise->expected_count <= MAX_NAMED; i++) {
        strbuf_puts(&text, i == 0                              ? ", expected "
                           : i + 1 == surprise->expected_count ? " or "
                                                               : ", ");
        strbuf_puts(&text, token_words(parse, surprise->expected[i]));
    }
    (void)diag_report(&parse->c->diags, DIAG_CAPDL_SYNTAX, surprise->span, "%s", text.text);
}
