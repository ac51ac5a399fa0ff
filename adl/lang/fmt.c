/* SPDX-License-Identifier: BSD-2-Clause
 *
 * One token after the other: how it is set off from the one before (nothing, a blank, a line break)
 * follows from the two, from the brackets that are open, and from where the statement began.
 *
 * Brackets are of two sorts. Blocks are braces that hold statements; they indent. All others
 * (round, square, braces of dicts and of structs inside parameters) are inside a statement.
 */
#include "adl/lang/fmt.h"

#include <string.h>

#include "adl/base/compilation.h"
#include "adl/base/strbuf.h"
#include "adl/lang/fmt_scan.h"
#include "adl/lang/parse.h"

#define FMT_INDENT    4
#define FMT_ONE_LINE  64 /* bytes of tokens of a block that may stay on one line */
#define FMT_MAX_DEPTH 4096

/* An open bracket. */
struct fmt_frame {
    bool block;
    bool one_line;  /* block: stays on its line */
    bool anonymous; /* block: of a type without name, so that a name may follow */
    bool macro;     /* arguments of what looks like a macro that stands for statements */
    uint32_t line;  /* of the output, where it was opened */
    unsigned questions;
};

struct fmt {
    struct compilation *c;
    struct fmt_tokens tokens;
    struct strbuf *out;
    VEC(struct fmt_frame) frames;
    size_t blocks;                    /* how many of the frames are blocks that indent */
    uint32_t line;                    /* of the output */
    size_t at;                        /* token in hand */
    const struct fmt_token *previous; /* but for comments and directives; NULL: there is none */
    size_t statement;     /* index of the first token of the statement; SIZE_MAX: none begun */
    bool unary;           /* the token before is an operator that belongs to the next */
    bool after_anonymous; /* the token before closed the block of a type without name */
    bool must_break;      /* the token before ends its line */
};

static bool fmt_is(const struct fmt_token *token, const char *text)
{
    return token != NULL && token->kind != FMT_STRING && strlen(text) == token->size &&
           memcmp(token->text, text, token->size) == 0;
}

/* Is the token one of the blank-separated words? */
static bool fmt_is_any(const struct fmt_token *token, const char *words)
{
    while (token != NULL && *words != '\0') {
        size_t size = strcspn(words, " ");

        if (token->kind != FMT_STRING && size == token->size &&
            memcmp(token->text, words, size) == 0) {
            return true;
        }
        words += size + (words[size] == ' ');
    }
    return false;
}

static bool fmt_is_comment(const struct fmt_token *token)
{
    return token->kind == FMT_LINE_COMMENT || token->kind == FMT_BLOCK_COMMENT;
}

/* Words that statements begin with. */
static bool fmt_begins_statement(const struct fmt_token *token)
{
    return fmt_is_any(token, "assembly attribute component composition configuration connection "
                             "connector consumes control dataport emits export group hardware has "
                             "import include maybe procedure provides schedule struct uses");
}

static struct fmt_frame *fmt_top(struct fmt *f)
{
    return f->frames.count == 0 ? NULL : &vec_last(&f->frames);
}

static bool fmt_in_brackets(struct fmt *f)
{
    return f->frames.count > 0 && !fmt_top(f)->block;
}

/* Does a brace here open a block of statements? */
static bool fmt_opens_block(struct fmt *f)
{
    return !fmt_in_brackets(f) && !fmt_is_any(f->previous, "= ( [ , : <-");
}

/* May the block that the token in hand opens stay on one line: it is short, was on one line, and
 * has no block in it? */
static bool fmt_fits_one_line(const struct fmt *f)
{
    size_t depth = 0, size = 0;

    for (size_t i = f->at + 1; i < f->tokens.count; i++) {
        const struct fmt_token *token = &f->tokens.items[i];

        if (token->kind == FMT_END || token->newlines > 0 || token->kind == FMT_LINE_COMMENT ||
            memchr(token->text, '\n', token->size) != NULL) {
            return false;
        }
        size += token->size;
        if (size > FMT_ONE_LINE) {
            return false;
        }
        if (fmt_is(token, "{")) {
            if (!fmt_is_any(token - 1, "= ( [ , :")) {
                return false;
            }
            depth++;
        } else if (fmt_is(token, "}") && depth-- == 0) {
            return true;
        }
    }
    return false;
}

/* Takes note of the bracket in hand. Is it the begin of a block? */
static bool fmt_open(struct fmt *f)
{
    struct fmt_frame frame = {.line = f->line};
    const struct fmt_token *token = &f->tokens.items[f->at];

    if (fmt_is(token, "{") && fmt_opens_block(f)) {
        frame.block = true;
        frame.anonymous = fmt_is_any(f->previous, "component connection attribute");
        frame.one_line = fmt_fits_one_line(f);
        f->blocks += !frame.one_line;
    } else {
        frame.macro =
            f->at == f->statement + 1 && fmt_is(token, "(") && (token - 1)->kind == FMT_WORD;
    }
    vec_push(&f->c->arena, &f->frames, frame);
    return frame.block;
}

/* How many lines, of those on which brackets before frame `upto` were opened, count for the indent
 * of a line inside them. */
static size_t fmt_bracket_lines(const struct fmt *f, size_t upto)
{
    uint32_t last = UINT32_MAX;
    size_t count = 0;

    for (size_t i = 0; i < upto; i++) {
        const struct fmt_frame *frame = &f->frames.items[i];

        if (frame->block) {
            count = 0;
            last = UINT32_MAX;
        } else if (frame->line != last) {
            count++;
            last = frame->line;
        }
    }
    return count;
}

/* Blanks before the token in hand when it begins a line. */
static size_t fmt_indent(struct fmt *f, bool fresh)
{
    const struct fmt_token *token = &f->tokens.items[f->at];
    bool closes = fmt_is_any(token, ") ] }");
    const struct fmt_frame *top = fmt_top(f);
    size_t levels = f->blocks, upto = f->frames.count;

    if (fmt_in_brackets(f)) {
        if (closes) {
            while (upto > 0 && !f->frames.items[upto - 1].block &&
                   f->frames.items[upto - 1].line == top->line) {
                upto--;
            }
        }
        return (levels + fmt_bracket_lines(f, upto)) * FMT_INDENT;
    }
    if (closes && levels > 0 && top != NULL && !top->one_line) {
        levels--;
    }
    return (levels + (fresh || closes ? 0 : 1)) * FMT_INDENT;
}

/* Does the token in hand begin a statement? */
static bool fmt_is_fresh(struct fmt *f)
{
    const struct fmt_token *token = &f->tokens.items[f->at];
    const struct fmt_token *first;

    if (f->statement == SIZE_MAX) {
        return true;
    }
    if (fmt_in_brackets(f) || token->newlines == 0 || token->kind == FMT_PUNCTUATION) {
        return false;
    }
    if (fmt_begins_statement(token) && !fmt_is(f->previous, "maybe")) {
        return true;
    }
    /* What may be a macro ends with its line: NAME, or NAME(...). */
    first = &f->tokens.items[f->statement];
    return first->kind == FMT_WORD && !fmt_begins_statement(first) &&
           (f->previous == first || (fmt_is(first + 1, "(") && fmt_is(f->previous, ")")));
}

static bool fmt_is_operator(const struct fmt_token *token)
{
    return token->kind == FMT_PUNCTUATION && !fmt_is_any(token, ") ] }");
}

/* Is a blank needed before the token in hand, which goes on the line? */
static bool fmt_wants_blank(struct fmt *f)
{
    const struct fmt_token *token = &f->tokens.items[f->at], *before = f->previous;
    struct fmt_frame *top = fmt_top(f);
    bool name_before =
        before->kind == FMT_WORD && !fmt_is_any(before, "from to in out inout refin with has");

    if (top != NULL && top->macro) {
        return token->spaced && !fmt_is(before, "(") && !fmt_is(token, ")");
    }
    if (fmt_is_any(token, ", ; ) ]") || fmt_is_any(before, "( [") || f->unary) {
        return false;
    }
    if (fmt_is(token, ".")) {
        return before->kind == FMT_NUMBER ? token->spaced
                                          : !name_before && before->kind != FMT_WORD;
    }
    if (fmt_is(before, ".")) {
        return token->kind != FMT_WORD;
    }
    if (fmt_is(token, "(")) {
        return !(name_before || fmt_is_any(before, ") ]"));
    }
    if (fmt_is(token, "[")) {
        return !(name_before || fmt_is_any(before, ") ]") || before->kind == FMT_STRING);
    }
    if (fmt_is(token, ":") && (top == NULL || top->questions == 0)) {
        return false;
    }
    if (top != NULL && !top->block && (fmt_is(token, "}") || fmt_is(before, "{"))) {
        return false;
    }
    return !(fmt_is(token, "}") && fmt_is(before, "{"));
}

/* Ends the line, if one is begun; `empty`: with an empty line after it. */
static void fmt_break(struct fmt *f, bool empty)
{
    if (f->out->size == 0) {
        return;
    }
    strbuf_puts(f->out, empty ? "\n\n" : "\n");
    f->line += empty ? 2 : 1;
}

/* Appends the lines of a block comment, moved together with its first line. */
static void fmt_put_comment(struct fmt *f, const struct fmt_token *token, size_t column)
{
    const char *at = token->text, *end = token->text + token->size;

    while (at < end) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        size_t size = stop == NULL ? (size_t)(end - at) : (size_t)(stop - at);
        size_t blanks = 0;

        if (at != token->text) {
            while (size > 0 && (*at == ' ' || *at == '\t')) {
                blanks = *at == '\t' ? blanks / FMT_INDENT * FMT_INDENT + FMT_INDENT : blanks + 1;
                at++;
                size--;
            }
            blanks = blanks > token->column ? blanks - token->column : 0;
            if (size > 0 && *at == '*') {
                blanks = 1;
            }
        }
        while (size > 0 && strchr(" \t\r", at[size - 1]) != NULL) {
            size--;
        }
        if (size > 0) {
            strbuf_fill(f->out, ' ', at == token->text ? 0 : column + blanks);
            strbuf_put_bytes(f->out, at, size);
        }
        at = stop == NULL ? end : stop + 1;
        if (stop != NULL) {
            strbuf_putc(f->out, '\n');
            f->line++;
        }
    }
}

/* Appends the bytes of the token; `column` is where its line's text begins. */
static void fmt_put(struct fmt *f, const struct fmt_token *token, size_t column)
{
    size_t size = token->size;

    if (token->kind == FMT_BLOCK_COMMENT) {
        fmt_put_comment(f, token, column);
        return;
    }
    while (token->kind == FMT_LINE_COMMENT && size > 0 &&
           strchr(" \t\r", token->text[size - 1]) != NULL) {
        size--;
    }
    strbuf_put_bytes(f->out, token->text, size);
    for (size_t i = 0; i < size; i++) {
        f->line += token->text[i] == '\n';
    }
}

/* Screen column that the output has reached. */
static size_t fmt_column(const struct fmt *f)
{
    size_t at = f->out->size;

    while (at > 0 && f->out->text[at - 1] != '\n') {
        at--;
    }
    return f->out->size - at;
}

/* Sets the token in hand: break or blank, then its text. */
static void fmt_set(struct fmt *f, bool breaks, bool fresh, bool blank)
{
    const struct fmt_token *token = &f->tokens.items[f->at];
    bool opened = fmt_is(f->previous, "{") && f->at > 0 && fmt_is(token - 1, "{");
    bool empty = token->newlines > 1 && !opened && !fmt_is(token, "}") && !fmt_in_brackets(f) &&
                 (fresh || token->kind == FMT_DIRECTIVE || f->statement == SIZE_MAX);

    if (breaks || f->must_break || f->out->size == 0) {
        fmt_break(f, empty);
        if (token->kind != FMT_DIRECTIVE) {
            strbuf_fill(f->out, ' ', fmt_indent(f, fresh));
        }
    } else if (blank) {
        strbuf_putc(f->out, ' ');
    }
    f->must_break = token->kind == FMT_LINE_COMMENT || token->kind == FMT_DIRECTIVE;
    fmt_put(f, token, token->kind == FMT_BLOCK_COMMENT ? fmt_column(f) : 0);
}

/* A comment or directive: they leave the statement as it is. */
static void fmt_aside(struct fmt *f, const struct fmt_token *token)
{
    bool breaks = token->kind == FMT_DIRECTIVE || token->newlines > 0;

    fmt_set(f, breaks, f->statement == SIZE_MAX, true);
}

static void fmt_close(struct fmt *f)
{
    struct fmt_frame *top = fmt_top(f);

    f->after_anonymous = false;
    if (top == NULL) {
        return;
    }
    if (top->block) {
        f->blocks -= !top->one_line;
        f->after_anonymous = top->anonymous;
        f->statement = SIZE_MAX;
    }
    (void)vec_pop(&f->frames);
}

/* Does the token in hand go on a new line? */
static bool fmt_breaks(struct fmt *f, bool fresh)
{
    const struct fmt_token *token = &f->tokens.items[f->at];
    struct fmt_frame *top = fmt_top(f);
    bool comment_before = f->at > 0 && fmt_is_comment(token - 1);

    if (f->previous == NULL) {
        return true;
    }
    if (fmt_is(token, "}") && top != NULL && top->block) {
        return !top->one_line && !(f->previous == token - 1 && fmt_is(f->previous, "{"));
    }
    if (fmt_is(token, ";") && !comment_before) {
        return false;
    }
    if (fresh) {
        return top == NULL || !top->one_line;
    }
    return token->newlines > 0 && !(fmt_is(token, "{") && fmt_opens_block(f) && !comment_before) &&
           !(top != NULL && top->block && top->one_line);
}

/* What the token in hand leaves behind for the next. */
static void fmt_after(struct fmt *f, const struct fmt_token *token)
{
    const struct fmt_token *before = f->previous;
    struct fmt_frame *top = fmt_top(f);

    f->unary = fmt_is_any(token, "! ~") ||
               (fmt_is_any(token, "- +") && (before == NULL || fmt_is_operator(before)));
    f->previous = token;
    if (top != NULL && fmt_is(token, "?")) {
        top->questions++;
    } else if (top != NULL && fmt_is(token, ":") && top->questions > 0) {
        top->questions--;
    }
    if (fmt_is(token, ";") && !fmt_in_brackets(f)) {
        f->statement = SIZE_MAX;
    }
}

/* An ordinary token. */
static void fmt_token(struct fmt *f, const struct fmt_token *token)
{
    bool goes_on = f->after_anonymous && token->kind == FMT_WORD && !fmt_begins_statement(token);
    bool attached = f->statement == SIZE_MAX && fmt_is(token, ";") && fmt_is(f->previous, "}");
    bool fresh = !goes_on && !attached && !fmt_is(token, "}") && fmt_is_fresh(f);
    bool blank = f->previous != NULL && (goes_on || fmt_wants_blank(f));
    bool breaks = !goes_on && !attached && fmt_breaks(f, fresh);

    f->after_anonymous = false;
    if (fresh || goes_on) {
        f->statement = f->at;
    }
    fmt_set(f, breaks, fresh, blank && !attached);
    if (fmt_is_any(token, "{ ( [")) {
        if (fmt_open(f)) {
            f->statement = SIZE_MAX;
        }
    } else if (fmt_is_any(token, "} ) ]")) {
        fmt_close(f);
    }
    fmt_after(f, token);
}

/* Is the second list the same text but for blanks? */
static bool fmt_same(const struct fmt_tokens *first, const struct fmt_tokens *second)
{
    bool same = first->count == second->count;

    for (size_t i = 0; same && i < first->count; i++) {
        const struct fmt_token *a = &first->items[i], *b = &second->items[i];

        same =
            a->kind == b->kind &&
            (fmt_is_comment(a) || (a->size == b->size && memcmp(a->text, b->text, a->size) == 0));
    }
    return same;
}

/* Is it ADL? A file with preprocessor lines is taken as it is: only they make it whole. */
static bool fmt_parses(struct compilation *c, uint32_t file, const struct fmt_tokens *tokens)
{
    size_t errors = c->diags.errors;

    for (size_t i = 0; i < tokens->count; i++) {
        if (tokens->items[i].kind == FMT_DIRECTIVE) {
            return true;
        }
    }
    (void)parse_source(c, file);
    return c->diags.errors == errors;
}

/* Appends the tokens in the canonical layout. */
static bool fmt_lay_out(struct compilation *c, uint32_t file, const struct fmt_tokens *tokens,
                        struct strbuf *out)
{
    struct fmt f = {.c = c, .tokens = *tokens, .out = out, .statement = SIZE_MAX, .line = 1};

    for (f.at = 0; f.tokens.items[f.at].kind != FMT_END; f.at++) {
        const struct fmt_token *token = &f.tokens.items[f.at];

        if (f.frames.count > FMT_MAX_DEPTH) {
            diag_report(&c->diags, DIAG_NESTING_TOO_DEEP,
                        (struct span){file, token->start, token->start + 1},
                        "brackets are nested too deep");
            return false;
        }
        if (fmt_is_comment(token) || token->kind == FMT_DIRECTIVE) {
            fmt_aside(&f, token);
        } else {
            fmt_token(&f, token);
        }
    }
    fmt_break(&f, false);
    return true;
}

bool fmt_file(struct compilation *c, uint32_t file, struct strbuf *out)
{
    const struct source_file *source;
    struct fmt_tokens tokens, again;
    struct strbuf once, twice;
    uint32_t copy;

    strbuf_init(&once, &c->arena);
    strbuf_init(&twice, &c->arena);
    if (!fmt_scan(c, file, &tokens) || !fmt_parses(c, file, &tokens) ||
        !fmt_lay_out(c, file, &tokens, &once)) {
        return false;
    }
    /* Rather leave a file as it is than change what it says, or find no end: brackets that only
     * the preprocessor pairs can make the second layout another one. */
    copy = source_add_text(&c->sources, "formatted", once.text, once.size);
    if (fmt_scan(c, copy, &again) && fmt_same(&tokens, &again) &&
        fmt_lay_out(c, copy, &again, &twice) && once.size == twice.size &&
        memcmp(once.text, twice.text, once.size) == 0) {
        strbuf_put_bytes(out, once.text, once.size);
    } else {
        source = source_get(&c->sources, file);
        strbuf_put_bytes(out, source->text, source->size);
    }
    return true;
}
