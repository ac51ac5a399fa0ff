/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Files as a whole: read all, write all. A file is never seen half-written: text goes to a
 * temporary name in the same folder and is renamed; a file whose content would not change is left
 * alone, with its time stamp, so that later build steps see no change. Failures are results, not
 * diagnostics: the caller knows what the file was for.
 */
#ifndef ADL_BASE_FILE_H
#define ADL_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

enum file_result {
    FILE_OK,
    FILE_UNCHANGED,    /* write only: the content was there already */
    FILE_MISSING,      /* no such file, or a part of its path is no folder */
    FILE_IS_DIRECTORY, /* a folder where a file was expected */
    FILE_TOO_BIG,      /* larger than the bound given */
    FILE_FAILED,       /* anything else; errno tells */
};

/* Reads the whole file into the arena, with a NUL after it that is not counted in `*size`. At most
 * `limit` bytes (0 = no limit). `path` "-" reads standard input. errno is set on failure. */
enum file_result file_read(struct arena *arena, const char *path, size_t limit, char **text,
                           size_t *size);

/* Makes `path` hold exactly these bytes; FILE_OK if it was written, FILE_UNCHANGED if it already
 * did, else what went wrong (errno is set). */
enum file_result file_write(const char *path, const void *bytes, size_t size);

/* As file_write, for a path relative to the open folder `folder`. */
enum file_result file_write_at(int folder, const char *path, const void *bytes, size_t size);

/* As file_write for a file that is there: it keeps its permissions, one that may not be written is
 * refused, and behind a symbolic link the file that the link leads to is replaced. */
enum file_result file_replace(const char *path, const void *bytes, size_t size);

/* Makes the folder `path` and those above it; false (errno set) if one cannot be made. */
bool file_make_directories(const char *path);

/* Is there a plain file (or something else readable that is no folder) of that name? */
bool file_exists(const char *path);
bool file_is_directory(const char *path);

/* Writes all bytes to an open file; false (errno set) when that did not work. */
bool file_write_descriptor(int fd, const void *bytes, size_t size);

/* The result that errno stands for. */
enum file_result file_result_from_errno(void);

/* Words for a result, e.g. "no such file"; for FILE_FAILED the text of errno. */
const char *file_result_text(enum file_result result);

#endif
