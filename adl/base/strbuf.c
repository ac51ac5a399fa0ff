/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/base/strbuf.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "adl/base/arena.h"
#include "adl/base/utf8.h"

void strbuf_init(struct strbuf *buf, struct arena *arena)
{
    *buf = (struct strbuf){.arena = arena};
    buf->capacity = 64;
    buf->text = arena_alloc(arena, buf->capacity, 1);
}

void strbuf_reserve(struct strbuf *buf, size_t more)
{
    size_t wanted = buf->capacity;

    if (buf->capacity - buf->size > more) {
        return;
    }
    wanted = wanted > SIZE_MAX / 2 ? SIZE_MAX : wanted * 2;
    if (wanted - buf->size <= more) {
        wanted = more < SIZE_MAX - buf->size ? buf->size + more + 1 : SIZE_MAX;
    }
    buf->text = arena_grow(buf->arena, buf->text, buf->capacity, wanted, 1);
    buf->capacity = wanted;
}

void strbuf_clear(struct strbuf *buf)
{
    strbuf_truncate(buf, 0);
}

void strbuf_truncate(struct strbuf *buf, size_t size)
{
    assert(size <= buf->size);
    buf->size = size;
    buf->text[size] = '\0';
}

void strbuf_put_bytes(struct strbuf *buf, const char *bytes, size_t size)
{
    if (size == 0) {
        return;
    }
    strbuf_reserve(buf, size);
    memcpy(buf->text + buf->size, bytes, size);
    buf->size += size;
    buf->text[buf->size] = '\0';
}

void strbuf_puts(struct strbuf *buf, const char *text)
{
    strbuf_put_bytes(buf, text, strlen(text));
}

void strbuf_putc(struct strbuf *buf, char c)
{
    strbuf_reserve(buf, 1);
    buf->text[buf->size++] = c;
    buf->text[buf->size] = '\0';
}

void strbuf_fill(struct strbuf *buf, char c, size_t count)
{
    strbuf_reserve(buf, count);
    memset(buf->text + buf->size, c, count);
    buf->size += count;
    buf->text[buf->size] = '\0';
}

void strbuf_vprintf(struct strbuf *buf, const char *format, va_list arguments)
{
    size_t room = buf->capacity - buf->size;
    va_list again;
    int size;

    va_copy(again, arguments);
    size = vsnprintf(buf->text + buf->size, room, format, arguments);
    assert(size >= 0);
    if ((size_t)size >= room) {
        strbuf_reserve(buf, (size_t)size);
        vsnprintf(buf->text + buf->size, (size_t)size + 1, format, again);
    }
    buf->size += (size_t)size;
    va_end(again);
}

void strbuf_printf(struct strbuf *buf, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    strbuf_vprintf(buf, format, arguments);
    va_end(arguments);
}

void strbuf_put_c_escaped(struct strbuf *buf, const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)text[i];

        if (c == '"' || c == '\\') {
            strbuf_putc(buf, '\\');
            strbuf_putc(buf, (char)c);
        } else if (c == '\n') {
            strbuf_puts(buf, "\\n");
        } else if (c == '\t') {
            strbuf_puts(buf, "\\t");
        } else if (c == '?' && i > 0 && text[i - 1] == '?') {
            strbuf_puts(buf, "\\?");
        } else if (c < 0x20 || c >= 0x7f) {
            strbuf_printf(buf, "\\%03o", (unsigned)c);
        } else {
            strbuf_putc(buf, (char)c);
        }
    }
}

/* One ASCII character as it stands in a JSON string. */
static void strbuf_put_json_char(struct strbuf *buf, unsigned char c)
{
    switch (c) {
    case '"':
        strbuf_puts(buf, "\\\"");
        break;
    case '\\':
        strbuf_puts(buf, "\\\\");
        break;
    case '\n':
        strbuf_puts(buf, "\\n");
        break;
    case '\r':
        strbuf_puts(buf, "\\r");
        break;
    case '\t':
        strbuf_puts(buf, "\\t");
        break;
    default:
        if (c < 0x20 || c == 0x7f) {
            strbuf_printf(buf, "\\u%04x", (unsigned)c);
        } else {
            strbuf_putc(buf, (char)c);
        }
        break;
    }
}

void strbuf_put_json_escaped(struct strbuf *buf, const char *text, size_t size)
{
    for (size_t i = 0; i < size;) {
        size_t length = utf8_sequence(text + i, size - i);

        if (length == 0) {
            strbuf_puts(buf, "\\ufffd");
            i++;
        } else if (length == 1) {
            strbuf_put_json_char(buf, (unsigned char)text[i]);
            i++;
        } else {
            strbuf_put_bytes(buf, text + i, length);
            i += length;
        }
    }
}

void strbuf_put_dot_escaped(struct strbuf *buf, const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (text[i] == '"' || text[i] == '\\') {
            strbuf_putc(buf, '\\');
            strbuf_putc(buf, text[i]);
        } else if (text[i] == '\n') {
            strbuf_puts(buf, "\\n");
        } else if ((unsigned char)text[i] < 0x20) {
            strbuf_putc(buf, ' ');
        } else {
            strbuf_putc(buf, text[i]);
        }
    }
}

void strbuf_put_html_escaped(struct strbuf *buf, const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        switch (text[i]) {
        case '&':
            strbuf_puts(buf, "&amp;");
            break;
        case '<':
            strbuf_puts(buf, "&lt;");
            break;
        case '>':
            strbuf_puts(buf, "&gt;");
            break;
        case '"':
            strbuf_puts(buf, "&quot;");
            break;
        case '\'':
            strbuf_puts(buf, "&#39;");
            break;
        default:
            strbuf_putc(buf, text[i]);
            break;
        }
    }
}
