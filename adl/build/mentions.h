/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Does C code look at the values of certain attributes at compile time?  That is, does a word
 * `<attribute>_DEF` or CAMKES_CONST_ATTR stand anywhere in its sources or in the headers they or
 * generated headers include, even in comments and dead branches?  If not, its objects are the same
 * whatever the values are.  The answer errs to the side of yes: an include whose name is a macro
 * counts as one.
 */
#ifndef ADL_BUILD_MENTIONS_H
#define ADL_BUILD_MENTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "adl/base/compilation.h"

struct mentions_request {
    const char *const *sources;    /* paths */
    const char *const *texts;      /* of generated sources */
    const char *const *headers;    /* names of headers that generated ones include */
    const char *const *folders;    /* searched for headers; one in no folder is a system header */
    const char *const *attributes; /* names */
    size_t source_count, text_count, header_count, folder_count;
    uint32_t attribute_count;
};

/* Reads the files and says so. A file that cannot be read mentions nothing. */
bool mentions_values(struct compilation *c, const struct mentions_request *request);

#endif
