/* SPDX-License-Identifier: BSD-2-Clause
 *
 * UTF-8, as far as a compiler needs it: is it well-formed, and how many characters is it.
 */
#ifndef ADL_BASE_UTF8_H
#define ADL_BASE_UTF8_H

#include <stddef.h>

/* Length of the well-formed sequence at the start of `text` (1 to 4; at most `size`), or 0 if the
 * bytes there are not UTF-8 (overlong forms, surrogates and values above U+10FFFF included). */
size_t utf8_sequence(const char *text, size_t size);

/* Number of characters in `size` bytes; a byte that is not UTF-8 counts as one. */
size_t utf8_count(const char *text, size_t size);

/* Offset of the first byte that is not UTF-8, or `size`. */
size_t utf8_valid_prefix(const char *text, size_t size);

#endif
