/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Unique strings. Two interned strings of one interner are equal exactly if their pointers are
 * equal, so names are compared with `==`. Every interned string is NUL-terminated and immutable
 * and lives as long as the arena given to intern_init; its length is stored before it. A byte
 * string with a NUL inside is refused by an assertion: names and ADL strings have none.
 */
#ifndef ADL_BASE_INTERN_H
#define ADL_BASE_INTERN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

struct interner {
    struct arena *arena;
    const char **slots; /* open addressing, NULL = free */
    size_t capacity;    /* 0 or a power of two */
    size_t count;
};

/* Makes `interner` empty; its strings will live in `arena`. */
void intern_init(struct interner *interner, struct arena *arena);

/* Makes room for `more` more strings, so that adding them leaves no outgrown tables behind. */
void intern_reserve(struct interner *interner, size_t more);

/* The one copy of the `size` bytes at `text` (less than 4 GiB). */
const char *intern_bytes(struct interner *interner, const char *text, size_t size);

/* The one copy of the NUL-terminated `text`. */
const char *intern_string(struct interner *interner, const char *text);

/* The one copy of the formatted text. */
const char *intern_printf(struct interner *interner, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The interned string equal to `text`, or NULL if it was never interned; adds nothing. */
const char *intern_find(const struct interner *interner, const char *text);

/* Length of a string that came from an interner, in constant time. */
size_t intern_length(const char *interned);

#endif
