/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Diagnostics as text for people:
 *
 *     error[ADL0301]: unknown component `Adder` [unknown-name]
 *       --> main.camkes:18:15
 *        |
 *     18 |     component Adder a;
 *        |               ^^^^^ did you mean `Added`?
 *        |
 *       ::: lib.camkes:3:11
 *      3 | procedure Adder {
 *        |           ----- a procedure of this name is declared here
 *        = imported at main.camkes:1
 *        = help: declare it above its use
 *
 * Columns count characters; tabs are shown as blanks; long lines are cut around the caret.
 */
#ifndef ADL_BASE_DIAG_SHOW_H
#define ADL_BASE_DIAG_SHOW_H

#include <stdbool.h>
#include <stdio.h>

struct diags;
struct sources;
struct strbuf;

struct diag_show_style {
    bool colour;
    unsigned width; /* columns for the source line; 0 = 100 */
};

/* Colour as asked: "always", "never", or "auto"/NULL = `out` is a terminal and the environment
 * does not say otherwise (NO_COLOR, CLICOLOR_FORCE, TERM=dumb). */
bool diag_show_wants_colour(const char *when, FILE *out);

/* Appends all diagnostics, in the order reported, and a line on those dropped by the limit. */
void diag_show_text(struct strbuf *buf, const struct diags *diags, struct sources *sources,
                    struct diag_show_style style);

/* The same, printed to `out`. */
void diag_show(FILE *out, const struct diags *diags, struct sources *sources,
               struct diag_show_style style);

/* Appends "2 errors and 1 warning" (or "no errors"). */
void diag_show_counts(struct strbuf *buf, const struct diags *diags);

#endif
