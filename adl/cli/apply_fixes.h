/* SPDX-License-Identifier: BSD-2-Clause
 *
 * `adlc check --fix`: carries out the changes that diagnostics propose. A change is made only where
 * it is sure to hit what it is meant for:
 *   - in a file that the user can write and that still is as it was read; not in adlc's own;
 *   - in preprocessed text only in a line that the preprocessor left as it was;
 *   - not where it overlaps another one: it comes up again when the file is checked next;
 *   - changes of one file that leave it with more syntax errors than before are given up.
 * A file is replaced as a whole by renaming, with its permissions; behind a symbolic link, the file
 * the link leads to.
 */
#ifndef ADL_CLI_APPLY_FIXES_H
#define ADL_CLI_APPLY_FIXES_H

#include "adl/base/compilation.h"

struct strbuf;

/* What became of the proposed changes. */
struct apply_fixes {
    unsigned made, files; /* changes, and files changed */
    unsigned left;        /* changes that are not sure, or whose file cannot be written */
};

/* Makes the changes that the diagnostics of `c` propose and says each in one line on stderr; why
 * one is left, too. With `show` nothing is written: each file's change is printed on stdout as
 * diff(1) does. A file that cannot be written is reported as a diagnostic. */
struct apply_fixes apply_fixes(struct compilation *c, bool show);

#endif
