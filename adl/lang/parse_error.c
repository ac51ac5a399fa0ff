/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Words for syntax errors: what stands there and what could stand there; parse_hint.c adds what
 * people usually mean who write such a thing. Also starts the recovery (see parse_state.h).
 */
#include <ctype.h>
#include <string.h>

#include "adl/base/compilation.h"
#include "adl/base/strbuf.h"
#include "adl/lang/adl_parser.h"
#include "adl/lang/parse_state.h"

#define PARSE_MAX_NAMED 10 /* more choices than this are not listed */

/* Tokens that are better named together. */
static const struct {
    const char *token, *group;
} parse_error_groups[] = {
    {"a name",       "a name"             },
    {"a number",     "a number"           },
    {"true",         "a number"           },
    {"false",        "a number"           },
    {"'!'",          "a number"           },
    {"'~'",          "a number"           },
    {"||",           "an operator"        },
    {"&&",           "an operator"        },
    {"'|'",          "an operator"        },
    {"'^'",          "an operator"        },
    {"'&'",          "an operator"        },
    {"==",           "an operator"        },
    {"!=",           "an operator"        },
    {"'<'",          "an operator"        },
    {"<=",           "an operator"        },
    {"'>'",          "an operator"        },
    {">=",           "an operator"        },
    {"<<",           "an operator"        },
    {">>",           "an operator"        },
    {"'*'",          "an operator"        },
    {"'/'",          "an operator"        },
    {"'%'",          "an operator"        },
    {"**",           "an operator"        },
    {"'?'",          "an operator"        },
    {"int",          "a type"             },
    {"integer",      "a type"             },
    {"signed",       "a type"             },
    {"unsigned",     "a type"             },
    {"char",         "a type"             },
    {"string",       "a type"             },
    {"uint64_t",     "a type"             },
    {"int64_t",      "a type"             },
    {"struct",       "a type"             },
    {"{ of a dict",  "a dict"             },
    {"} of a dict",  "`}`"                },
    {"a string",     "a string"           },
    {"a path in <>", "a path in <>"       },
    {"end of file",  "the end of the file"},
};

/* The expected things, grouped: each once, in the order of the grammar. */
struct parse_error_list {
    const char *names[64];
    size_t count;
};

static bool parse_error_is(const char *name, const char *other)
{
    return strcmp(name, other) == 0;
}

bool parse_error_expects(const struct parse_surprise *surprise, const char *name)
{
    for (size_t i = 0; i < surprise->expected_count; i++) {
        if (parse_error_is(surprise->expected[i], name)) {
            return true;
        }
    }
    return false;
}

/* The name for a token in a message: its group, or itself between backquotes. */
static const char *parse_error_token_words(struct parse *parse,
                                           const struct parse_surprise *surprise, const char *token)
{
    if (parse_error_is(token, "'['") && parse_error_expects(surprise, "{ of a dict")) {
        return "a list";
    }
    for (size_t i = 0; i < sizeof(parse_error_groups) / sizeof(parse_error_groups[0]); i++) {
        if (parse_error_is(parse_error_groups[i].token, token) &&
            (!parse_error_is(token, "struct") || parse_error_expects(surprise, "uint64_t"))) {
            return parse_error_groups[i].group;
        }
    }
    if (token[0] == '\'') {
        return intern_printf(&parse->c->interner, "`%.*s`", (int)strlen(token) - 2, token + 1);
    }
    return intern_printf(&parse->c->interner, "`%s`", token);
}

static void parse_error_list_add(struct parse_error_list *list, const char *words)
{
    for (size_t i = 0; i < list->count; i++) {
        if (parse_error_is(list->names[i], words)) {
            return;
        }
    }
    if (list->count < sizeof(list->names) / sizeof(list->names[0])) {
        list->names[list->count++] = words;
    }
}

/* Is the token one of the words that are names wherever they are not needed as keywords? */
static bool parse_error_is_soft_word(const char *token)
{
    return parse_error_is(token, "Buf") || parse_error_is(token, "copyregion") ||
           parse_error_is(token, "schedule") || parse_error_is(token, "ticks") ||
           parse_error_is(token, "us");
}

/* Need the token not be listed, since another one on the list says it? A sign goes without saying
 * where a number or an operator may stand, `(` with a number, names and `{` with a type, the end of
 * the text with anything. */
static bool parse_error_is_implied(const struct parse_surprise *surprise, const char *token)
{
    bool value = parse_error_expects(surprise, "a number");
    bool operation = parse_error_expects(surprise, "**");
    bool type = parse_error_expects(surprise, "uint64_t");
    bool name = parse_error_expects(surprise, "a name");

    if (parse_error_is(token, "'+'") || parse_error_is(token, "'-'")) {
        return value || operation;
    }
    if (parse_error_is(token, "'('")) {
        return value;
    }
    if (parse_error_is(token, "'{'") || parse_error_is(token, "a name")) {
        return type;
    }
    if (parse_error_is(token, "end of file")) {
        return surprise->expected_count > 1;
    }
    return parse_error_is_soft_word(token) && name;
}

static struct parse_error_list parse_error_expected(struct parse *parse,
                                                    const struct parse_surprise *surprise)
{
    struct parse_error_list list = {.count = 0};

    for (size_t i = 0; i < surprise->expected_count; i++) {
        const char *token = surprise->expected[i];

        if (!parse_error_is_implied(surprise, token)) {
            parse_error_list_add(&list, parse_error_token_words(parse, surprise, token));
        }
    }
    return list;
}

/* Appends ", expected `x`, `y` or `z`". */
static void parse_error_put_expected(struct strbuf *out, const struct parse_error_list *list)
{
    if (list->count == 0) {
        return;
    }
    strbuf_puts(out, ", expected ");
    for (size_t i = 0; i < list->count && i < PARSE_MAX_NAMED; i++) {
        bool last = i + 1 == list->count;

        strbuf_puts(out, i == 0 ? "" : last ? " or " : ", ");
        strbuf_puts(out, list->names[i]);
    }
    if (list->count > PARSE_MAX_NAMED) {
        strbuf_puts(out, " or others");
    }
}

/* The text of the offending token, cut to a sane length. */
static const char *parse_error_token_text(struct parse *parse, struct span span, size_t *size)
{
    const struct source_file *source = source_get(&parse->c->sources, span.file);

    *size = span.end - span.start > 40 ? 40 : span.end - span.start;
    return source->text + span.start;
}

/* Appends what stands there. */
static void parse_error_put_unexpected(struct parse *parse, struct strbuf *out,
                                       const struct parse_surprise *surprise)
{
    const char *kind = surprise->unexpected;
    size_t size;
    const char *text = parse_error_token_text(parse, surprise->span, &size);

    if (parse_error_is(kind, "end of file")) {
        strbuf_puts(out, "unexpected end of the file");
    } else if (parse_error_is(kind, "a string")) {
        strbuf_puts(out, "unexpected string");
    } else if (parse_error_is(kind, "a path in <>")) {
        strbuf_puts(out, "unexpected path in <>");
    } else {
        const char *what = parse_error_is(kind, "a name")     ? "name "
                           : parse_error_is(kind, "a number") ? "number "
                           : islower((unsigned char)text[0])  ? "keyword "
                                                              : "";

        strbuf_printf(out, "unexpected %s`%.*s`", what, (int)size, text);
    }
}

/* Points at the bracket that waits to be closed when the text ends too early, or goes on with what
 * can stand only outside of brackets. */
static void parse_error_label_open(const struct parse *parse, struct diag *diag,
                                   const struct parse_surprise *surprise)
{
    static const char *const outside[] = {"end of file", "assembly", "connector", "import",
                                          "procedure"};

    for (size_t i = 0; i < sizeof(outside) / sizeof(outside[0]) && parse->depth > 0; i++) {
        if (parse_error_is(surprise->unexpected, outside[i])) {
            diag_label(diag, parse->brackets[parse->depth - 1].span,
                       "the bracket opened here is not closed yet");
        }
    }
}

/* Are the two places on different lines? */
static bool parse_error_lines_differ(const struct parse *parse, uint32_t from, uint32_t to)
{
    const struct source_file *source = source_get(&parse->c->sources, parse->file);

    return memchr(source->text + from, '\n', to - from) != NULL;
}

/* Where the fault is shown: at the offending token, but a `;` missing at the end of a line is
 * missing there and not on the next line. */
static struct span parse_error_place(const struct parse *parse,
                                     const struct parse_surprise *surprise)
{
    struct span previous = parse->before.span;

    if (parse_error_expects(surprise, "';'") && !parse_error_expects(surprise, "end of file") &&
        parse->before.token != 0 && surprise->span.start > previous.end &&
        parse_error_lines_differ(parse, previous.end, surprise->span.start)) {
        return (struct span){previous.file, previous.end - 1, previous.end};
    }
    return surprise->span;
}

void parse_error_report(struct parse *parse, const struct parse_surprise *surprise)
{
    struct parse_error_list list = parse_error_expected(parse, surprise);
    struct span place = parse_error_place(parse, surprise);
    bool earlier = place.start != surprise->span.start;
    struct strbuf message;
    struct diag *diag;

    parse->result->faulty = true;
    parse->recovering = true;
    parse->last_fault = surprise->span.start;
    parse->skip_group = parse_error_is(surprise->unexpected, "'{'") ||
                        parse_error_is(surprise->unexpected, "{ of a dict");
    if (parse->stop || diag_limit_reached(&parse->c->diags)) {
        return; /* what follows the fault that stopped us is no news */
    }
    strbuf_init(&message, &parse->c->arena);
    parse_error_put_unexpected(parse, &message, surprise);
    strbuf_puts(&message, earlier ? " on a later line" : "");
    parse_error_put_expected(&message, &list);
    strbuf_puts(&message, earlier ? " here" : "");
    diag = diag_report(&parse->c->diags, DIAG_SYNTAX_ERROR, place, "%s", message.text);
    if (earlier) {
        diag_fix(diag, (struct span){place.file, place.end, place.end}, ";");
        diag_hint(diag, "end the statement with `;`");
    } else {
        parse_hint(parse, diag, surprise);
    }
    parse_error_label_open(parse, diag, surprise);
}

void parse_error_depth(struct parse *parse, struct span span)
{
    parse->result->faulty = true;
    parse->stop = true;
    diag_report(&parse->c->diags, DIAG_NESTING_TOO_DEEP, span,
                "this is nested deeper than the parser goes");
}
