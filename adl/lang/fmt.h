/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The canonical layout of a description (`adlc fmt`): four blanks for each level of braces, one
 * statement on a line, single blanks between tokens, at most one empty line. Only blanks and line
 * breaks change: every token, comment and preprocessor line stays, in its order, so the description
 * means the same. Line breaks inside a statement are the author's; a short block that stands on one
 * line stays there. Formatting what was formatted changes nothing.
 *
 * It works on tokens, not on the syntax tree, so it also takes files whose statements only the
 * preprocessor completes.
 */
#ifndef ADL_LANG_FMT_H
#define ADL_LANG_FMT_H

#include <stdbool.h>
#include <stdint.h>

struct compilation;
struct strbuf;

/* Appends the formatted text of `file`, which is loaded and not preprocessed. Text that is no ADL
 * is reported: false, and nothing is appended. */
bool fmt_file(struct compilation *c, uint32_t file, struct strbuf *out);

#endif
