/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Template text to tokens.  Two states: plain text, up to the next opening mark, and the inside of
 * a tag, up to its closing mark.  White space control is settled here, so that a text token holds
 * exactly the bytes to put out.
 */
#include "adl/glue/jinja_tree.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define NESTING_MAX 200

struct lexer {
    struct jinja *jinja;
    struct jinja_tokens *tokens;
    const char *text;
    size_t size, at;
    uint32_t file;
    bool line_start;            /* the text at `at` follows a line end that was eaten */
    char brackets[NESTING_MAX]; /* closing ones expected */
    size_t open;
};

static struct span span_from(const struct lexer *x, size_t start, size_t end)
{
    return (struct span){x->file, (uint32_t)start, (uint32_t)end};
}

static bool starts_with(const struct lexer *x, size_t at, const char *mark)
{
    size_t size = strlen(mark);
    return size > 0 && at + size <= x->size && memcmp(x->text + at, mark, size) == 0;
}

static struct jinja_token *add_token(struct lexer *x, enum jinja_token_kind kind, size_t start,
                                     size_t end)
{
    struct jinja_token *token = vec_add(&x->jinja->c->arena, x->tokens);
    token->kind = kind;
    token->span = span_from(x, start, end);
    token->text = (struct jinja_text){x->text + start, end - start};
    return token;
}

/* Adds the plain text of [start, end), with CR LF as LF. */
static void add_text(struct lexer *x, size_t start, size_t end)
{
    if (start >= end) {
        return;
    }
    struct jinja_token *token = add_token(x, TOKEN_TEXT, start, end);
    if (memchr(x->text + start, '\r', end - start) == NULL) {
        return;
    }
    struct strbuf buf;
    strbuf_init(&buf, &x->jinja->c->arena);
    for (size_t i = start; i < end; i++) {
        if (x->text[i] != '\r' || i + 1 >= x->size || x->text[i + 1] != '\n') {
            strbuf_putc(&buf, x->text[i]);
        }
    }
    token->text = (struct jinja_text){buf.text, buf.size};
}

/* The end of the text before a tag whose mark ends at `after`, as white space control wants it. */
static size_t text_end(struct lexer *x, size_t start, size_t end, size_t after, bool block)
{
    if (after < x->size && x->text[after] == '-') {
        while (end > start && isspace((unsigned char)x->text[end - 1])) {
            end--;
        }
        return end;
    }
    if (!block || !x->jinja->options.lstrip_blocks || (after < x->size && x->text[after] == '+')) {
        return end;
    }
    size_t line = end;
    while (line > start && (x->text[line - 1] == ' ' || x->text[line - 1] == '\t')) {
        line--;
    }
    bool begins_line = line > start ? x->text[line - 1] == '\n' : x->line_start;
    return begins_line ? line : end;
}

/* Length of the closing mark at `at` with its sign and the white space it eats; 0: not here. */
static size_t closing_mark(const struct lexer *x, size_t at, const char *mark, bool block)
{
    size_t start = at;
    bool minus = at < x->size && x->text[at] == '-' && starts_with(x, at + 1, mark);
    bool plus = block && at < x->size && x->text[at] == '+' && starts_with(x, at + 1, mark);
    if (!minus && !plus && !starts_with(x, at, mark)) {
        return 0;
    }
    at += strlen(mark) + (minus || plus ? 1 : 0);
    if (minus) {
        while (at < x->size && isspace((unsigned char)x->text[at])) {
            at++;
        }
    } else if (!plus && block && x->jinja->options.trim_blocks) {
        at += at + 1 < x->size && x->text[at] == '\r' && x->text[at + 1] == '\n' ? 1 : 0;
        at += at < x->size && x->text[at] == '\n' ? 1 : 0;
    }
    return at - start;
}

static void move_to(struct lexer *x, size_t at)
{
    x->at = at;
    x->line_start = at == 0 || x->text[at - 1] == '\n';
}

static void skip_comment(struct lexer *x)
{
    const char *mark = x->jinja->options.comment_end;
    size_t start = x->at;
    for (size_t at = start + strlen(x->jinja->options.comment_start); at < x->size; at++) {
        size_t size = closing_mark(x, at, mark, true);
        if (size > 0) {
            move_to(x, at + size);
            return;
        }
    }
    jinja_fail(x->jinja, DIAG_TEMPLATE_SYNTAX,
               span_from(x, start, start + strlen(x->jinja->options.comment_start)),
               "a comment without its end `%s`", mark);
}

static size_t skip_blanks(const struct lexer *x, size_t at)
{
    while (at < x->size && isspace((unsigned char)x->text[at])) {
        at++;
    }
    return at;
}

/* After the opening mark of a block at `at`: is it the block `name` and nothing else? Gives the
 * place after its closing mark. */
static bool is_bare_block(const struct lexer *x, size_t at, const char *name, size_t *after)
{
    if (!starts_with(x, at, x->jinja->options.block_start)) {
        return false;
    }
    at += strlen(x->jinja->options.block_start);
    if (at < x->size && (x->text[at] == '-' || x->text[at] == '+')) {
        at++;
    }
    at = skip_blanks(x, at);
    if (!starts_with(x, at, name)) {
        return false;
    }
    at = skip_blanks(x, at + strlen(name));
    size_t size = closing_mark(x, at, x->jinja->options.block_end, true);
    *after = at + size;
    return size > 0;
}

/* A raw block: everything up to its endraw is text. False when the tag here is not one. */
static bool lex_raw(struct lexer *x)
{
    size_t begin = x->at, body, after;
    if (!is_bare_block(x, begin, "raw", &body)) {
        return false;
    }
    move_to(x, body);
    for (size_t at = body; at < x->size; at++) {
        if (is_bare_block(x, at, "endraw", &after)) {
            size_t mark = at + strlen(x->jinja->options.block_start);
            add_text(x, body, text_end(x, body, at, mark, true));
            move_to(x, after);
            return true;
        }
    }
    jinja_fail(x->jinja, DIAG_TEMPLATE_SYNTAX, span_from(x, begin, body),
               "a raw block without its endraw");
}

static bool is_name_start(char c)
{
    return isalpha((unsigned char)c) || c == '_';
}

static bool is_name_part(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

static int digit_value(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    c = (char)tolower((unsigned char)c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : 99;
}

/* The digits of an integer in `base` from `at` on; underscores separate. */
static size_t lex_digits(struct lexer *x, size_t start, size_t at, int base)
{
    __int128 value = 0;
    size_t end = at;
    for (; end < x->size; end++) {
        if (x->text[end] == '_' && end > at) {
            continue;
        }
        int digit = digit_value(x->text[end]);
        if (digit >= base) {
            break;
        }
        if (__builtin_mul_overflow(value, (__int128)base, &value) ||
            __builtin_add_overflow(value, (__int128)digit, &value)) {
            jinja_fail(x->jinja, DIAG_TEMPLATE_SYNTAX, span_from(x, start, end + 1),
                       "a number too large to represent");
        }
    }
    struct jinja_token *token = add_token(x, TOKEN_INTEGER, start, end);
    token->integer = value;
    return end;
}

/* Where a float that starts at `at` ends; `at` when it is none. */
static size_t float_end(const struct lexer *x, size_t at)
{
    size_t end = at;
    bool is_float = false;
    while (end < x->size && (isdigit((unsigned char)x->text[end]) || x->text[end] == '_')) {
        end++;
    }
    if (end + 1 < x->size && x->text[end] == '.' && isdigit((unsigned char)x->text[end + 1])) {
        is_float = true;
        end++;
        while (end < x->size && (isdigit((unsigned char)x->text[end]) || x->text[end] == '_')) {
            end++;
        }
    }
    if (end < x->size && (x->text[end] == 'e' || x->text[end] == 'E')) {
        size_t digits = end + 1;
        digits += digits < x->size && (x->text[digits] == '+' || x->text[digits] == '-') ? 1 : 0;
        if (digits < x->size && isdigit((unsigned char)x->text[digits])) {
            is_float = true;
            end = digits;
            while (end < x->size && isdigit((unsigned char)x->text[end])) {
                end++;
            }
        }
    }
    return is_float ? end : at;
}

static void lex_number(struct lexer *x)
{
    size_t start = x->at, end = float_end(x, start);
    /* a.0.1: after a dot only an index can follow */
    bool indexing = x->tokens->count > 0 && vec_last(x->tokens).kind == TOKEN_OPERATOR &&
                    vec_last(x->tokens).text.bytes[0] == '.';
    if (end > start && !indexing) {
        struct strbuf buf;
        strbuf_init(&buf, &x->jinja->c->arena);
        for (size_t i = start; i < end; i++) {
            if (x->text[i] != '_') {
                strbuf_putc(&buf, x->text[i]);
            }
        }
        add_token(x, TOKEN_FLOAT, start, end)->real = strtod(buf.text, NULL);
        x->at = end;
        return;
    }
    static const struct {
        char mark;
        int base;
    } bases[] = {
        {'x', 16},
        {'o', 8 },
        {'b', 2 }
    };
    for (size_t i = 0; i < 3 && x->text[start] == '0' && start + 2 < x->size; i++) {
        if (tolower((unsigned char)x->text[start + 1]) == bases[i].mark &&
            digit_value(x->text[start + 2]) < bases[i].base) {
            x->at = lex_digits(x, start, start + 2, bases[i].base);
            return;
        }
    }
    x->at = lex_digits(x, start, start, 10);
}

static void put_utf8(struct strbuf *buf, unsigned long code)
{
    if (code < 0x80) {
        strbuf_putc(buf, (char)code);
    } else if (code < 0x800) {
        strbuf_putc(buf, (char)(0xc0 | code >> 6));
        strbuf_putc(buf, (char)(0x80 | (code & 0x3f)));
    } else if (code < 0x10000) {
        strbuf_putc(buf, (char)(0xe0 | code >> 12));
        strbuf_putc(buf, (char)(0x80 | (code >> 6 & 0x3f)));
        strbuf_putc(buf, (char)(0x80 | (code & 0x3f)));
    } else {
        strbuf_putc(buf, (char)(0xf0 | (code >> 18 & 0x7)));
        strbuf_putc(buf, (char)(0x80 | (code >> 12 & 0x3f)));
        strbuf_putc(buf, (char)(0x80 | (code >> 6 & 0x3f)));
        strbuf_putc(buf, (char)(0x80 | (code & 0x3f)));
    }
}

/* The escape after a backslash at `at`; gives the place after it. Python's escapes; an unknown one
 * stands for itself, backslash and all. */
static size_t lex_escape(struct lexer *x, size_t at, struct strbuf *buf)
{
    static const char names[] = "ntr0abfv\\'\"";
    static const char values[] = "\n\t\r\0\a\b\f\v\\'\"";
    char c = at < x->size ? x->text[at] : '\0';
    size_t digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
    const char *known = c != '\0' ? strchr(names, c) : NULL;
    if (c == '\n') {
        return at + 1;
    }
    if (known != NULL) {
        strbuf_putc(buf, values[known - names]);
        return at + 1;
    }
    unsigned long code = 0;
    for (size_t i = 0; i < digits; i++) {
        int digit = at + 1 + i < x->size ? digit_value(x->text[at + 1 + i]) : 99;
        if (digit > 15) {
            jinja_fail(x->jinja, DIAG_TEMPLATE_SYNTAX, span_from(x, at - 1, at + 1 + i),
                       "an escape `\\%c` needs %zu hexadecimal digits", c, digits);
        }
        code = code << 4 | (unsigned long)digit;
    }
    if (digits > 0) {
        put_utf8(buf, code > 0x10ffff ? 0xfffd : code);
        return at + 1 + digits;
    }
    strbuf_putc(buf, '\\');
    return at;
}

static void lex_string(struct lexer *x)
{
    size_t start = x->at, at = start + 1;
    char quote = x->text[start];
    struct strbuf buf;
    strbuf_init(&buf, &x->jinja->c->arena);
    while (at < x->size && x->text[at] != quote) {
        if (x->text[at] == '\\') {
            at = lex_escape(x, at + 1, &buf);
        } else {
            strbuf_putc(&buf, x->text[at++]);
        }
    }
    if (at >= x->size) {
        jinja_fail(x->jinja, DIAG_TEMPLATE_SYNTAX, span_from(x, start, start + 1),
                   "a string without its closing quote");
    }
    add_token(x, TOKEN_STRING, start, at + 1)->text = (struct jinja_text){buf.text, buf.size};
    x->at = at + 1;
}

/* Keeps track of brackets, inside of which a closing mark is no closing mark. */
static void count_bracket(struct lexer *x, char c)
{
    const char *closing = c == '(' ? ")" : c == '[' ? "]" : c == '{' ? "}" : NULL;
    struct span span = span_from(x, x->at, x->at + 1);
    if (closing != NULL) {
        if (x->open == NESTING_MAX) {
            jinja_fail(x->jinja, DIAG_TEMPLATE_LIMIT, span, "brackets nested too deeply");
        }
        x->brackets[x->open++] = *closing;
    } else if (c == ')' || c == ']' || c == '}') {
        if (x->open == 0) {
            jinja_fail(x->jinja, DIAG_TEMPLATE_SYNTAX, span, "unexpected `%c`", c);
        }
        if (x->brackets[--x->open] != c) {
            jinja_fail(x->jinja, DIAG_TEMPLATE_SYNTAX, span, "unexpected `%c`, expected `%c`", c,
                       x->brackets[x->open]);
        }
    }
}

static void lex_operator(struct lexer *x)
{
    static const char *const operators[] = {"//", "**", "==", "!=", ">=", "<=", "+", "-", "/",
                                            "*",  "%",  "~",  "[",  "]",  "(",  ")", "{", "}",
                                            ">",  "<",  "=",  ".",  ":",  "|",  ",", ";"};
    for (size_t i = 0; i < sizeof(operators) / sizeof(operators[0]); i++) {
        if (starts_with(x, x->at, operators[i])) {
            count_bracket(x, x->text[x->at]);
            size_t end = x->at + strlen(operators[i]);
            add_token(x, TOKEN_OPERATOR, x->at, end);
            x->at = end;
            return;
        }
    }
    jinja_fail(x->jinja, DIAG_TEMPLATE_SYNTAX, span_from(x, x->at, x->at + 1),
               "a character that no token begins with");
}

/* The inside of a tag, up to and with its closing mark. */
static void lex_tag(struct lexer *x, bool block)
{
    const struct jinja_options *options = &x->jinja->options;
    const char *start = block ? options->block_start : options->variable_start;
    const char *end = block ? options->block_end : options->variable_end;
    size_t begin = x->at;
    x->at += strlen(start);
    add_token(x, block ? TOKEN_BLOCK_BEGIN : TOKEN_VARIABLE_BEGIN, begin, x->at);
    if (x->at < x->size && (x->text[x->at] == '-' || x->text[x->at] == '+')) {
        x->at++;
    }
    for (x->open = 0;;) {
        x->at = skip_blanks(x, x->at);
        if (x->at >= x->size) {
            jinja_fail(x->jinja, DIAG_TEMPLATE_SYNTAX, span_from(x, begin, begin + strlen(start)),
                       "a tag without its end `%s`", end);
        }
        size_t size = x->open == 0 ? closing_mark(x, x->at, end, block) : 0;
        if (size > 0) {
            add_token(x, block ? TOKEN_BLOCK_END : TOKEN_VARIABLE_END, x->at, x->at + strlen(end));
            move_to(x, x->at + size);
            return;
        }
        char c = x->text[x->at];
        if (is_name_start(c)) {
            size_t name = x->at;
            while (x->at < x->size && is_name_part(x->text[x->at])) {
                x->at++;
            }
            add_token(x, TOKEN_NAME, name, x->at);
        } else if (isdigit((unsigned char)c)) {
            lex_number(x);
        } else if (c == '"' || c == '\'') {
            lex_string(x);
        } else {
            lex_operator(x);
        }
    }
}

void jinja_lex(struct jinja *jinja, uint32_t file, struct jinja_tokens *tokens)
{
    const struct source_file *source = source_get(&jinja->c->sources, file);
    const struct jinja_options *options = &jinja->options;
    struct lexer x = {.jinja = jinja, .tokens = tokens, .text = source->text, .file = file};
    x.size = source->size;
    if (!options->keep_trailing_newline && x.size > 0 && x.text[x.size - 1] == '\n') {
        x.size--;
        x.size -= x.size > 0 && x.text[x.size - 1] == '\r' ? 1 : 0;
    }
    move_to(&x, 0);
    size_t start = 0;
    while (x.at < x.size) {
        bool block = starts_with(&x, x.at, options->block_start);
        bool variable = starts_with(&x, x.at, options->variable_start);
        bool comment = starts_with(&x, x.at, options->comment_start);
        if (!block && !variable && !comment) {
            x.at++;
            continue;
        }
        size_t mark = strlen(block      ? options->block_start
                             : variable ? options->variable_start
                                        : options->comment_start);
        add_text(&x, start, text_end(&x, start, x.at, x.at + mark, !variable || block));
        if (comment && !block && !variable) {
            skip_comment(&x);
        } else if (!block || !lex_raw(&x)) {
            lex_tag(&x, block);
        }
        start = x.at;
    }
    add_text(&x, start, x.size);
    add_token(&x, TOKEN_END, x.size, x.size);
}
