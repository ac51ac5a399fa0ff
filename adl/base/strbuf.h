/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The string builder: text is appended at the end and grows in an arena; `text` is always
 * NUL-terminated and valid until the next append. The strbuf_put_*_escaped functions append the
 * text as it must stand between quotes (C, JSON, DOT) or between tags and in attributes (HTML);
 * they add no quotes of their own.
 */
#ifndef ADL_BASE_STRBUF_H
#define ADL_BASE_STRBUF_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

struct strbuf {
    struct arena *arena;
    char *text;      /* NUL-terminated; "" at first */
    size_t size;     /* bytes without the NUL; the text may contain NULs */
    size_t capacity; /* bytes of storage, 0 = none yet */
};

/* An empty text whose storage will come from `arena`. */
void strbuf_init(struct strbuf *buf, struct arena *arena);

/* Forgets the text, keeps the storage. */
void strbuf_clear(struct strbuf *buf);

/* Shortens the text to `size` bytes (at most the present size). */
void strbuf_truncate(struct strbuf *buf, size_t size);

/* Makes room for `more` bytes, so that appending them moves nothing. */
void strbuf_reserve(struct strbuf *buf, size_t more);

/* Appends `size` bytes, a NUL-terminated text, a byte, or `count` times the byte `c`. */
void strbuf_put_bytes(struct strbuf *buf, const char *bytes, size_t size);
void strbuf_puts(struct strbuf *buf, const char *text);
void strbuf_putc(struct strbuf *buf, char c);
void strbuf_fill(struct strbuf *buf, char c, size_t count);

/* Appends formatted text. */
void strbuf_printf(struct strbuf *buf, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void strbuf_vprintf(struct strbuf *buf, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

/* Escaped for a C string literal: \" \\ \n \t, other control and non-ASCII bytes as three-digit
 * octal, `?` after `?` as \? (no trigraphs). */
void strbuf_put_c_escaped(struct strbuf *buf, const char *text, size_t size);

/* Escaped for a JSON string; bytes that are not UTF-8 become U+FFFD. */
void strbuf_put_json_escaped(struct strbuf *buf, const char *text, size_t size);

/* Escaped for a quoted DOT id: quotes and backslashes get a backslash, a newline becomes \n. */
void strbuf_put_dot_escaped(struct strbuf *buf, const char *text, size_t size);

/* Escaped for HTML text and quoted attributes. */
void strbuf_put_html_escaped(struct strbuf *buf, const char *text, size_t size);

#endif
