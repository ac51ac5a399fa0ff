/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Runs the C preprocessor of the host on one text (private to adl/lang). Which files see it is
 * said by c->options.cpp. Upstream's habits are kept: CAMKES_TOOL_PROCESSING is defined, each
 * imported file is preprocessed by itself, files named by #include count as read. The host's old
 * names `linux` and `unix` are undefined, so that a component may be called so.
 */
#ifndef ADL_LANG_PREPROCESS_H
#define ADL_LANG_PREPROCESS_H

#include <stdbool.h>
#include <stdint.h>

struct compilation;

/* Does this text go through the preprocessor? */
bool preprocess_is_wanted(const struct compilation *c, uint32_t file);

/* Replaces the text of `file` by what the preprocessor makes of it; false after a report. */
bool preprocess_file(struct compilation *c, uint32_t file);

#endif
