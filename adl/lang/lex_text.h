/* SPDX-License-Identifier: BSD-2-Clause
 *
 * What the lexer does with the text of a token beyond recognising it: interning, line markers, and
 * the reports on characters and tokens that are none (private to adl/lang).
 */
#ifndef ADL_LANG_LEX_TEXT_H
#define ADL_LANG_LEX_TEXT_H

#include <stdbool.h>
#include <stdint.h>

#include "adl/base/source.h"

struct parse;

/* Records what a line like `# 3 "file"` says of the next line. */
void lex_text_marker(struct parse *parse, struct span at, const char *text);

/* The interned text of a word or number; "0" after a report if it is too long. */
const char *lex_text_word(struct parse *parse, const char *text, struct span at);

/* How many of the `size` bytes of a word belong to it: its letters end at the first character
 * that is no letter or digit in any script. */
uint32_t lex_text_word_size(const char *text, uint32_t size);

/* The interned text between the quotes; "" after a report if it is too long or holds a NUL. */
const char *lex_text_string(struct parse *parse, const char *text, struct span at);

/* The interned text between < and >. */
const char *lex_text_angle(struct parse *parse, const char *text, struct span at);

/* Was the last token one that can serve as a name? */
bool lex_text_is_name(const struct parse *parse);

/* Reports a string or comment that is not closed; gives the token to return. */
int lex_text_open_string(struct parse *parse, struct span at);
int lex_text_open_comment(struct parse *parse, struct span at);

/* Reports a character (or what looks like a character literal of C) that begins no token. */
void lex_text_illegal(struct parse *parse, struct span at);

#endif
