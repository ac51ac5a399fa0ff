/* SPDX-License-Identifier: BSD-2-Clause
 *
 * File paths as text. Nothing here touches the disk except path_absolute (current directory).
 * Results are NUL-terminated and live in the arena given.
 */
#ifndef ADL_BASE_PATH_H
#define ADL_BASE_PATH_H

#include <stdbool.h>

struct arena;

/* `path` without doubled slashes, `.` parts and `x/..` pairs; "" becomes ".". `..` at the front
 * of a relative path stays. Symbolic links are not looked at. */
char *path_normalise(struct arena *arena, const char *path);

/* `directory`/`path`, or just `path` if it is absolute or `directory` is "" or ".". */
char *path_join(struct arena *arena, const char *directory, const char *path);

/* The part before the last slash: "a/b.c" -> "a", "b.c" -> ".", "/x" -> "/". */
char *path_directory(struct arena *arena, const char *path);

/* The part after the last slash; points into `path`. */
const char *path_base(const char *path);

/* The text from the last dot of the base name on (".c"), or "" if it has none. */
const char *path_extension(const char *path);

/* `path` made absolute against the current directory and normalised; a relative path stays
 * relative if the current directory cannot be found out. */
char *path_absolute(struct arena *arena, const char *path);

/* `path` relative to `directory` where it lies inside it, else unchanged. Both absolute. */
char *path_relative_to(struct arena *arena, const char *path, const char *directory);

#endif
