/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The binary spec (capdl/include/capdl_binary.h), written for the root server and read back.
 *
 * Writing yields two blocks: the spec, and the contents of all filled frames as whole pages, cut
 * out of the files the fills name.  The same graph and files give the same bytes.
 *
 * Reading trusts nothing: binary_check() goes first, then what only a graph demands (names that
 * exist and are unique).  Memory is in proportion to the input.  Writing what was read gives the
 * same bytes again, apart from frame contents, which lie outside the spec.
 */
#ifndef CAPDL_FORMS_FORM_BINARY_H
#define CAPDL_FORMS_FORM_BINARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "adl/base/compilation.h"
#include "capdl/spec/spec.h"

/* Which file a fill means: the name used in fills, and where the file lies. */
struct form_file {
    const char *name;
    const char *path;
};

/* What writing yields; both blocks in the arena of the compilation. */
struct form_binary {
    uint8_t *spec; /* aligned to 8 bytes */
    size_t spec_size;
    uint8_t *contents; /* contents_pages * 4096 bytes */
    uint32_t contents_pages;
};

/* Writes `spec`, which must have passed check_graph, with contents taken from the `file_count`
 * files. `files` may be NULL: then no contents are written and filled frames are marked as having
 * none (for tools that only want the graph). False after diagnostics: a file that is missing, or
 * shorter than a fill says, or a spec too large for the format. */
bool form_binary_write(struct compilation *c, const struct spec *spec,
                       const struct form_file *files, size_t file_count, struct form_binary *out);

/* The same as what files of any bytes would give, but for the contents, which are left out, and
 * their sum: for tools that want to know what will lie where. */
bool form_binary_outline(struct compilation *c, const struct spec *spec, struct form_binary *out);

/* Makes a graph from `size` bytes; NULL after a diagnostic. `shown_name` names the input. */
struct spec *form_binary_read(struct compilation *c, const void *bytes, size_t size,
                              const char *shown_name);

#endif
