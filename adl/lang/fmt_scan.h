/* SPDX-License-Identifier: BSD-2-Clause
 *
 * A description as its author wrote it: all tokens, comments and preprocessor lines, with the line
 * breaks between them. For `adlc fmt`, which must not lose what the parser never sees. Tokens are
 * those of adl.l, except that words are not told apart.
 *
 * Ownership: the list lives in the arena, texts point into the input.
 */
#ifndef ADL_LANG_FMT_SCAN_H
#define ADL_LANG_FMT_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "adl/base/vec.h"

struct compilation;

enum fmt_kind {
    FMT_WORD,
    FMT_NUMBER,
    FMT_STRING, /* with quotes; may span lines */
    FMT_ANGLE,  /* <path> behind import and include */
    FMT_PUNCTUATION,
    FMT_LINE_COMMENT,  /* // to the end of the line, or # behind something else */
    FMT_BLOCK_COMMENT, /* may span lines */
    FMT_DIRECTIVE,     /* # as the first of its line, with all lines that `\` continues */
    FMT_END,
};

struct fmt_token {
    enum fmt_kind kind;
    const char *text;
    size_t size;
    uint32_t start;    /* offset in the input */
    uint32_t newlines; /* line breaks between the token before and this one */
    bool spaced;       /* something stands between the token before and this one */
    uint32_t column;   /* screen column of its start, tabs to multiples of 4 */
};

VEC_STRUCT(fmt_tokens, struct fmt_token);

/* Takes the text of file `file` apart; the last token is FMT_END. An open string or comment, a
 * character that no token begins with and bytes that are not UTF-8 are reported: false. */
bool fmt_scan(struct compilation *c, uint32_t file, struct fmt_tokens *tokens);

#endif
