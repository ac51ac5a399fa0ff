/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The texts of a compilation and places in them. Every text is loaded once and kept in memory, so
 * a place is three numbers (struct span: text, first byte, byte after the last) and line, column
 * and the line to show are computed only when somebody looks.
 *
 * A text may carry line markers (`# N "file"`, as cpp writes them). Then what the user is shown is
 * the place in the file the marker names; source_locate does the mapping, including the column,
 * and finds the user's own line in that file.
 *
 * Ownership: texts and names live in the arena given to source_init. File numbers start at 1; a
 * span with file 0 is "no place" (SPAN_NONE).
 */
#ifndef ADL_BASE_SOURCE_H
#define ADL_BASE_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "adl/base/file.h"
#include "adl/base/map.h"
#include "adl/base/vec.h"

struct span {
    uint32_t file;  /* number of the text, 0 = no place */
    uint32_t start; /* first byte */
    uint32_t end;   /* byte after the last */
};

#define SPAN_NONE ((struct span){0, 0, 0})

/* No text may be larger, so that offsets fit a span. */
#define SOURCE_MAX_SIZE ((size_t)256 * 1024 * 1024)

/* From byte `start` on, lines count from `line` in file `name`. */
struct source_marker {
    uint32_t start;
    uint32_t line;
    const char *name; /* interned-like: one copy per marker, for display */
};

struct source_file {
    const char *name;     /* as shown to the user: relative where possible */
    const char *path;     /* normalised absolute path, or NULL for a text in memory */
    const char *text;     /* what spans point into; NUL-terminated */
    size_t size;          /* without the NUL */
    const char *original; /* the file before preprocessing, or NULL if `text` is it */
    size_t original_size;
    struct span imported_from; /* the import statement that brought it in, or SPAN_NONE */
    VEC(uint32_t) lines;       /* start of each line; made on first use */
    VEC(struct source_marker) markers;
};

struct sources {
    struct arena *arena;
    VEC(struct source_file) files;
    struct map_string by_path; /* path -> index in files */
    VEC(const char *) read;    /* every file read, for dependency files, in order of reading */
    struct map_string read_seen;
    const char *base;    /* folder that shown names are relative to; NULL = current one */
    const char *builtin; /* absolute folder of adlc's own declarations, shown as <builtin>, since
                          * where it lies depends on the installation; NULL = none */
    bool no_files;       /* never touch the disk, whatever line markers say */
    const char *kept;    /* a text that stays as it is: adding it makes no copy */
    VEC(struct source_file) shown; /* files read only to show their lines */
};

/* A place as the user understands it. */
struct source_place {
    const char *name;      /* file name to show */
    uint32_t line, column; /* from 1; column in characters (UTF-8) */
    const char *text;      /* the line itself, without its end; not NUL-terminated */
    size_t text_size;
    size_t mark_start; /* bytes of `text` to underline */
    size_t mark_size;  /* at least 1, unless the line is empty or the place inexact */
    bool exact;        /* false: the token came out of a macro; only the line is known */
};

/* Makes `sources` empty. */
void source_init(struct sources *sources, struct arena *arena);

/* Adds a text from memory under the name `name` (for tests, fuzzing, standard input); copies
 * both. Gives its file number. The text must be smaller than SOURCE_MAX_SIZE. */
uint32_t source_add_text(struct sources *sources, const char *name, const char *text, size_t size);

/* Promises that `text` is NUL-terminated and stays as long as `sources`: source_add_text() of it
 * makes no copy. */
void source_keep(struct sources *sources, const char *text);

/* Loads the file at `path` unless it is loaded already; `*file` gets its number. The result tells
 * why it could not be read. */
enum file_result source_load(struct sources *sources, const char *path, uint32_t *file);

/* The number of the loaded file with that path, or 0. */
uint32_t source_find(const struct sources *sources, const char *path);

/* Replaces the text of `file` by what cpp made of it; the old text becomes `original`. To be
 * called before any span into the file exists. */
void source_set_preprocessed(struct sources *sources, uint32_t file, const char *text, size_t size);

/* Records that from byte `start` of `file` on, lines count from `line` in the file `name`. Markers
 * are added in rising order of `start`. */
void source_add_marker(struct sources *sources, uint32_t file, uint32_t start, uint32_t line,
                       const char *name);

/* Records that `path` was read (for dependency files); a second time does nothing. */
void source_note_read(struct sources *sources, const char *path);

/* The text with number `file`, which must exist. The pointer is valid until a text is added. */
struct source_file *source_get(struct sources *sources, uint32_t file);

/* The place of the start of `span`; false if it is SPAN_NONE. May read the file that a line marker
 * names. */
bool source_locate(struct sources *sources, struct span span, struct source_place *place);

/* The smallest span that covers both; the other one if one is SPAN_NONE or in another text. */
struct span source_span_join(struct span first, struct span last);

/* `path` as it is shown: relative to sources->base or the current folder where it lies inside;
 * <builtin>/... where it lies in sources->builtin. */
const char *source_shown_name(struct sources *sources, const char *path);

#endif
