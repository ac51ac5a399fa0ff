/* SPDX-License-Identifier: BSD-2-Clause
 *
 * What to do about a syntax error: things that are said differently in this language than in C, in
 * older releases, or than a beginner would guess. Most are lines of one table; where only one
 * change of the text can be meant, it goes with the hint.
 */
#include <ctype.h>
#include <string.h>

#include "adl/base/compilation.h"
#include "adl/base/suggest.h"
#include "adl/lang/adl_parser.h"
#include "adl/lang/parse_state.h"

/* What mends the fault. */
enum parse_hint_change {
    CHANGE_NONE,
    CHANGE_COMMA,  /* a comma behind the token before */
    CHANGE_BEFORE, /* the token before it goes */
    CHANGE_TOKEN,  /* the offending token becomes `with` */
};

/* A line of parse_hints.def. */
struct parse_hint_line {
    const char *unexpected, *expected, *other;
    int before;
    const char *text;
    enum parse_hint_change change;
    const char *with, *hint;
};

static const struct parse_hint_line parse_hint_lines[] = {
#define PARSE_HINT(unexpected, expected, other, before, text, change, with, hint)                  \
    {unexpected, expected, other, before, text, CHANGE_##change, with, hint},
#include "adl/lang/parse_hints.def"
#undef PARSE_HINT
};

static bool parse_hint_is(const char *name, const char *other)
{
    return strcmp(name, other) == 0;
}

/* The text at the offending token. */
static const char *parse_hint_text(const struct parse *parse, const struct parse_surprise *surprise)
{
    return source_get(&parse->c->sources, surprise->span.file)->text + surprise->span.start;
}

/* Is the offending token a word or point right behind a number? Then it was meant as part of it. */
static bool parse_hint_number(const struct parse *parse, struct diag *diag,
                              const struct parse_surprise *surprise)
{
    const struct parse_previous *number = &parse->before;
    const char *text = parse_hint_text(parse, surprise);
    bool zero = number->span.end == number->span.start + 1 && text[-1] == '0';

    if (number->token != ADL_NUMBER || number->span.end != surprise->span.start) {
        return false;
    }
    if (parse_hint_is(surprise->unexpected, "'.'")) {
        diag_hint(diag, "digits must follow the decimal point: write `1.0`");
        return true;
    }
    if (!parse_hint_is(surprise->unexpected, "a name")) {
        return false;
    }
    if (zero && text[0] == 'X') {
        diag_hint(diag, "the prefix of hexadecimal numbers is `0x`, in lower case");
        diag_fix(diag,
                 (struct span){surprise->span.file, surprise->span.start, surprise->span.start + 1},
                 "x");
    } else if (zero && tolower((unsigned char)text[0]) == 'b') {
        diag_hint(diag, "there are no binary numbers; write it in hexadecimal, with `0x`");
    } else if (tolower((unsigned char)text[0]) == 'e') {
        diag_hint(diag, "numbers have no exponent");
    } else {
        diag_hint(diag, "numbers have no suffix");
        if (text[strspn(text, "uUlL")] == ';') {
            diag_fix(diag, surprise->span, "");
        }
    }
    return true;
}

/* A point before the first digit, or the end of a comment that is none. */
static bool parse_hint_punctuation(const struct parse *parse, struct diag *diag,
                                   const struct parse_surprise *surprise)
{
    const char *text = parse_hint_text(parse, surprise);

    if (text[0] == '.' && isdigit((unsigned char)text[1]) &&
        parse_error_expects(surprise, "a number")) {
        diag_hint(diag, "digits must stand before the decimal point: write `0.5`");
        diag_fix(diag,
                 (struct span){surprise->span.file, surprise->span.start, surprise->span.start},
                 "0");
        return true;
    }
    if (text[0] == '*' && text[1] == '/') {
        diag_hint(diag, "the comment has ended already: comments do not nest");
        return true;
    }
    if (text[0] == '*' && parse_error_expects(surprise, "a name")) {
        diag_hint(diag, "there are no pointer types; declare a typedef in an included header");
        return true;
    }
    return false;
}

/* If a word stands where only certain words fit, suggests the nearest one. */
static bool parse_hint_spelling(struct parse *parse, struct diag *diag,
                                const struct parse_surprise *surprise)
{
    size_t size = surprise->span.end - surprise->span.start;
    struct suggest suggest;

    if (!parse_hint_is(surprise->unexpected, "a name")) {
        return false;
    }
    suggest_start(&suggest, arena_strndup(&parse->c->arena, parse_hint_text(parse, surprise),
                                          size > 80 ? 80 : size));
    for (size_t i = 0; i < surprise->expected_count; i++) {
        if (isalpha((unsigned char)surprise->expected[i][0]) &&
            strchr(surprise->expected[i], ' ') == NULL) {
            suggest_consider(&suggest, surprise->expected[i]);
        }
    }
    return diag_suggest(diag, surprise->span, &suggest);
}

/* A `;` too many: as an empty statement, or behind an attribute of a procedure. */
static bool parse_hint_semicolon(const struct parse *parse, struct diag *diag,
                                 const struct parse_surprise *surprise)
{
    int before = parse->before.token;

    if (!parse_hint_is(surprise->unexpected, "';'") || !parse_error_expects(surprise, "'}'")) {
        return false;
    }
    if (before == ';' || before == '{' || before == '}') {
        diag_hint(diag, "an empty statement is legal only outside of all braces");
    } else {
        diag_hint(diag, "in a procedure only methods end with `;`, attributes do not");
    }
    diag_fix(diag, surprise->span, "");
    return true;
}

static bool parse_hint_line_fits(const struct parse *parse, const struct parse_hint_line *line,
                                 const struct parse_surprise *surprise)
{
    size_t size = surprise->span.end - surprise->span.start;
    const char *text = parse_hint_text(parse, surprise);

    if ((line->unexpected != NULL && !parse_hint_is(line->unexpected, surprise->unexpected)) ||
        (line->expected != NULL && !parse_error_expects(surprise, line->expected)) ||
        (line->other != NULL && parse_error_expects(surprise, line->other)) ||
        (line->before != 0 && line->before != parse->before.token)) {
        return false;
    }
    if (line->text != NULL && parse_hint_is(line->text, "operator")) {
        return text[0] != '\0' && strchr("+-*/%<>=!&|^?.;", text[0]) != NULL;
    }
    return line->text == NULL ||
           (strlen(line->text) == size && strncmp(text, line->text, size) == 0);
}

static bool parse_hint_table(const struct parse *parse, struct diag *diag,
                             const struct parse_surprise *surprise)
{
    const struct parse_hint_line *line = parse_hint_lines;
    const struct parse_hint_line *end =
        parse_hint_lines + sizeof parse_hint_lines / sizeof parse_hint_lines[0];
    struct span before = parse->before.span;

    while (line < end && !parse_hint_line_fits(parse, line, surprise)) {
        line++;
    }
    if (line == end) {
        return false;
    }
    diag_hint(diag, "%s", line->hint);
    switch (line->change) {
    case CHANGE_COMMA:
        diag_fix(diag, (struct span){before.file, before.end, before.end}, ",");
        break;
    case CHANGE_BEFORE:
        diag_fix(diag, (struct span){before.file, before.start, surprise->span.start}, "");
        break;
    case CHANGE_TOKEN:
        diag_fix(diag, surprise->span, line->with);
        break;
    case CHANGE_NONE:
        break;
    }
    return true;
}

/* Does the token begin a statement, or end the body, so that it cannot belong to the one before? */
static bool parse_hint_ends_statement(const char *token)
{
    static const char *const words[] = {
        "'}'",       "assembly",   "attribute", "component", "composition", "configuration",
        "connector", "connection", "consumes",  "control",   "dataport",    "emits",
        "export",    "group",      "hardware",  "has",       "import",      "include",
        "maybe",     "procedure",  "provides",  "struct",    "uses",
    };

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (parse_hint_is(words[i], token)) {
            return true;
        }
    }
    return false;
}

void parse_hint(struct parse *parse, struct diag *diag, const struct parse_surprise *surprise)
{
    struct span before = parse->before.span;
    const char *kind = surprise->unexpected;

    if (parse_hint_number(parse, diag, surprise) || parse_hint_spelling(parse, diag, surprise) ||
        parse_hint_semicolon(parse, diag, surprise) ||
        parse_hint_punctuation(parse, diag, surprise) || parse_hint_table(parse, diag, surprise)) {
        return;
    }
    if (parse_error_expects(surprise, "a name") && !parse_error_expects(surprise, "a number") &&
        isalpha((unsigned char)kind[0]) && strchr(kind, ' ') == NULL) {
        diag_hint(diag, "`%s` is a reserved word and cannot be a name", kind);
    } else if (parse_error_expects(surprise, "';'") &&
               !parse_error_expects(surprise, "end of file")) {
        diag_hint(diag, "end the statement with `;`");
        if (parse_hint_ends_statement(kind)) {
            diag_fix(diag, (struct span){before.file, before.end, before.end}, ";");
        }
    } else {
        diag_hint(diag, "adl(5) shows what can stand here");
    }
}
