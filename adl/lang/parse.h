/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Parses one text. Syntax faults are reported, each with what stands there and what could stand
 * there instead; the parser then goes on after the next `;` or `}` so that independent faults are
 * found in one run. Line markers in the text are recorded in its source_file.
 *
 * Bounds on hostile input: brackets and operators nest at most PARSE_MAX_DEPTH deep, one token has
 * at most PARSE_MAX_TOKEN bytes, and parsing ends when the limit of errors is reached.
 */
#ifndef ADL_LANG_PARSE_H
#define ADL_LANG_PARSE_H

#include <stdint.h>

struct ast_file;
struct compilation;

#define PARSE_MAX_DEPTH 200
#define PARSE_MAX_TOKEN ((uint32_t)1024 * 1024)

/* The declarations of text number `file` of c->sources, import statements among them. */
struct ast_file *parse_source(struct compilation *c, uint32_t file);

#endif
