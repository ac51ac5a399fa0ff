/* SPDX-License-Identifier: BSD-2-Clause
 *
 * A span as other programs want it: file, first and last line and column, as numbers. Columns count
 * from 1, in characters and, for SARIF, also in UTF-16 units; the end is the place behind the last
 * character. A place out of a macro has a line only: its end is its start.
 */
#ifndef ADL_BASE_DIAG_PLACE_H
#define ADL_BASE_DIAG_PLACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "adl/base/source.h"

struct diag;
struct strbuf;

struct diag_place {
    const char *file; /* as shown */
    uint32_t line, column, end_line, end_column;
    uint32_t utf16_column, utf16_end_column;
    const char *text; /* the line; not NUL-terminated */
    size_t text_size;
    bool exact;
};

/* The place of `span`; false if it is SPAN_NONE. */
bool diag_place_from_span(struct sources *sources, struct span span, struct diag_place *place);

/* Appends a number that stays the same while the fault does: made of rule, file, message and the
 * text of the line, not of the line's number. 16 hexadecimal digits. */
void diag_place_fingerprint(struct strbuf *out, const struct diag *diag, struct sources *sources);

#endif
