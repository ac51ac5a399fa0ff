/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/lang/fmt_scan.h"

#include <ctype.h>
#include <string.h>

#include "adl/base/compilation.h"
#include "adl/base/utf8.h"

#define FMT_TAB 4

/* The input and how far it is read. */
struct fmt_scanner {
    struct compilation *c;
    uint32_t file;
    const char *text;
    size_t size, at;
    uint32_t newlines, column; /* since the last token; of `at` */
    size_t last_end;
    bool angled; /* an angle string may come */
    struct fmt_tokens *tokens;
};

static bool is_word(const struct fmt_scanner *s, size_t at, bool first)
{
    unsigned char c = at < s->size ? (unsigned char)s->text[at] : 0;

    return isalpha(c) || c == '_' || (!first && (isdigit(c) || c >= 0x80));
}

/* Bytes up to the end of the line, without it. */
static size_t line_rest(const struct fmt_scanner *s, size_t at)
{
    const char *end = memchr(s->text + at, '\n', s->size - at);
    size_t size = end == NULL ? s->size - at : (size_t)(end - s->text) - at;

    return size > 0 && s->text[at + size - 1] == '\r' ? size - 1 : size;
}

/* A directive goes on behind a backslash at the end of its line. */
static size_t directive_size(const struct fmt_scanner *s)
{
    size_t at = s->at + line_rest(s, s->at);

    while (at > s->at && s->text[at - 1] == '\\' && at < s->size) {
        at += s->text[at] == '\r' ? 1 : 0;
        at += at < s->size ? 1 : 0;
        at += line_rest(s, at);
    }
    return at - s->at;
}

static bool fault(struct fmt_scanner *s, enum diag_id id, size_t size, const char *message)
{
    struct span span = {s->file, (uint32_t)s->at, (uint32_t)(s->at + size)};

    diag_report(&s->c->diags, id, span, "%s", message);
    return false;
}

/* Size of the string, number, word or punctuation at `at`, 0 (reported) if there is none. */
static size_t plain_token(struct fmt_scanner *s, enum fmt_kind *kind)
{
    static const char *const pairs[] = {
        "->", "<-", "||", "&&", "==", "!=", "<=", ">=", "<<", ">>", "**"};
    const char *text = s->text + s->at;
    size_t rest = s->size - s->at, size = 1;

    if (is_word(s, s->at, true)) {
        *kind = FMT_WORD;
        while (is_word(s, s->at + size, false)) {
            size++;
        }
        return size;
    }
    if (isdigit((unsigned char)*text)) {
        *kind = FMT_NUMBER;
        while (size < rest &&
               (isalnum((unsigned char)text[size]) || text[size] == '_' ||
                (text[size] == '.' && size + 1 < rest && isdigit((unsigned char)text[size + 1])))) {
            size++;
        }
        return size;
    }
    *kind = FMT_PUNCTUATION;
    for (size_t i = 0; rest >= 2 && i < sizeof(pairs) / sizeof(pairs[0]); i++) {
        if (strncmp(text, pairs[i], 2) == 0) {
            return 2;
        }
    }
    if (*text == '\0' || strchr("{}[]();,.:=?|^&<>+-*/%!~", *text) == NULL) {
        fault(s, DIAG_ILLEGAL_CHARACTER, 1, "no token begins with this character");
        return 0;
    }
    return 1;
}

static size_t string_size(struct fmt_scanner *s)
{
    const char *end = memchr(s->text + s->at + 1, '"', s->size - s->at - 1);

    if (end == NULL) {
        fault(s, DIAG_UNTERMINATED_STRING, 1, "this string has no closing quote");
        return 0;
    }
    return (size_t)(end - s->text) - s->at + 1;
}

static size_t comment_size(struct fmt_scanner *s)
{
    for (size_t at = s->at + 2; at + 1 < s->size; at++) {
        if (s->text[at] == '*' && s->text[at + 1] == '/') {
            return at + 2 - s->at;
        }
    }
    fault(s, DIAG_UNTERMINATED_COMMENT, 2, "this comment has no end");
    return 0;
}

/* Size of the <path> at `at`; 0 if it is none. */
static size_t angle_size(const struct fmt_scanner *s)
{
    size_t size = 1 + strcspn(s->text + s->at + 1, "<>;,\"{}\n");

    return size > 1 && s->at + size < s->size && s->text[s->at + size] == '>' ? size + 1 : 0;
}

/* Size and kind of what stands at `at`, which is no blank; 0 (reported) if it is nothing. */
static size_t next_token(struct fmt_scanner *s, enum fmt_kind *kind)
{
    const char *text = s->text + s->at;
    bool first = s->newlines > 0 || s->tokens->count == 0;

    if (*text == '#') {
        *kind = first ? FMT_DIRECTIVE : FMT_LINE_COMMENT;
        return first ? directive_size(s) : line_rest(s, s->at);
    }
    if (strncmp(text, "//", 2) == 0) {
        *kind = FMT_LINE_COMMENT;
        return line_rest(s, s->at);
    }
    if (strncmp(text, "/*", 2) == 0) {
        *kind = FMT_BLOCK_COMMENT;
        return comment_size(s);
    }
    if (*text == '"') {
        *kind = FMT_STRING;
        return string_size(s);
    }
    if (*text == '<' && s->angled && angle_size(s) > 0) {
        *kind = FMT_ANGLE;
        return angle_size(s);
    }
    return plain_token(s, kind);
}

/* Moves over `size` bytes, counting line breaks and columns. */
static void move(struct fmt_scanner *s, size_t size)
{
    for (size_t end = s->at + size; s->at < end; s->at++) {
        unsigned char c = (unsigned char)s->text[s->at];

        if (c == '\n') {
            s->newlines++;
            s->column = 0;
        } else if (c == '\t') {
            s->column = s->column / FMT_TAB * FMT_TAB + FMT_TAB;
        } else if (c != '\r' && (c & 0xc0) != 0x80) {
            s->column++;
        }
    }
}

static void add_token(struct fmt_scanner *s, enum fmt_kind kind, size_t size)
{
    struct fmt_token token = {
        .kind = kind,
        .text = s->text + s->at,
        .size = size,
        .start = (uint32_t)s->at,
        .newlines = s->newlines,
        .spaced = s->at > s->last_end,
        .column = s->column,
    };

    vec_push(&s->c->arena, s->tokens, token);
    if (kind == FMT_WORD) {
        s->angled = (size == 6 && strncmp(token.text, "import", 6) == 0) ||
                    (size == 7 && strncmp(token.text, "include", 7) == 0);
    } else if (kind != FMT_LINE_COMMENT && kind != FMT_BLOCK_COMMENT && kind != FMT_DIRECTIVE) {
        s->angled = false;
    }
    move(s, size);
    s->newlines = 0;
    s->last_end = s->at;
}

bool fmt_scan(struct compilation *c, uint32_t file, struct fmt_tokens *tokens)
{
    const struct source_file *source = source_get(&c->sources, file);
    struct fmt_scanner s = {
        .c = c, .file = file, .text = source->text, .size = source->size, .tokens = tokens};
    size_t valid = utf8_valid_prefix(source->text, source->size);

    *tokens = (struct fmt_tokens){0};
    if (valid < source->size) {
        s.at = valid;
        return fault(&s, DIAG_NOT_UTF8, 1, "this byte is not UTF-8");
    }
    while (s.at < s.size) {
        enum fmt_kind kind;
        size_t size;

        if (strchr(" \t\f\r\n", s.text[s.at]) != NULL && s.text[s.at] != '\0') {
            move(&s, 1);
            continue;
        }
        size = next_token(&s, &kind);
        if (size == 0) {
            return false;
        }
        add_token(&s, kind, size);
    }
    add_token(&s, FMT_END, 0);
    return true;
}
