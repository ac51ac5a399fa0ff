/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Values as text: str() and repr() of Python.
 */
#include "adl/glue/jinja_tree.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adl/base/utf8.h"

/* Lists that contain themselves, or almost: stop here. */
#define SHOW_DEPTH 64

static void put_integer(struct strbuf *out, __int128 integer)
{
    char digits[48];
    size_t at = sizeof(digits);
    unsigned __int128 rest = integer < 0 ? (unsigned __int128)0 - (unsigned __int128)integer
                                         : (unsigned __int128)integer;
    do {
        digits[--at] = (char)('0' + (int)(rest % 10));
        rest /= 10;
    } while (rest != 0);
    if (integer < 0) {
        digits[--at] = '-';
    }
    strbuf_put_bytes(out, digits + at, sizeof(digits) - at);
}

/* The shortest decimal that reads back as the same number, as Python writes it: plain between
 * 1e-4 and 1e16, with exponent outside. */
static void put_real(struct strbuf *out, double real)
{
    char text[64];
    if (isnan(real) || isinf(real)) {
        strbuf_puts(out, isnan(real) ? "nan" : real > 0 ? "inf" : "-inf");
        return;
    }
    int precision = 1;
    for (; precision <= 17; precision++) {
        snprintf(text, sizeof(text), "%.*e", precision - 1, real);
        if (strtod(text, NULL) == real) {
            break;
        }
    }
    const char *mark = strchr(text, 'e');
    int exponent = mark != NULL ? atoi(mark + 1) : 0;
    if (exponent >= -4 && exponent < 16) {
        int decimals = precision - 1 - exponent;
        snprintf(text, sizeof(text), "%.*f", decimals > 1 ? decimals : 1, real);
        strbuf_puts(out, text);
        return;
    }
    strbuf_put_bytes(out, text, mark != NULL ? (size_t)(mark - text) : strlen(text));
    strbuf_printf(out, "e%c%02d", exponent < 0 ? '-' : '+', abs(exponent));
}

/* repr() of a string: single quotes unless it has those and no double ones. */
static void put_quoted(struct strbuf *out, struct jinja_text text)
{
    bool has_single = memchr(text.bytes, '\'', text.size) != NULL;
    bool has_double = memchr(text.bytes, '"', text.size) != NULL;
    char quote = has_single && !has_double ? '"' : '\'';
    strbuf_putc(out, quote);
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.bytes[i];
        if (c == (unsigned char)quote || c == '\\') {
            strbuf_putc(out, '\\');
            strbuf_putc(out, (char)c);
        } else if (c == '\n' || c == '\r' || c == '\t') {
            strbuf_puts(out, c == '\n' ? "\\n" : c == '\r' ? "\\r" : "\\t");
        } else if (c < 0x20 || c == 0x7f) {
            strbuf_printf(out, "\\x%02x", c);
        } else {
            strbuf_putc(out, (char)c);
        }
    }
    strbuf_putc(out, quote);
}

static void put_value(struct strbuf *out, struct jinja_value value, unsigned depth);

static void put_list(struct strbuf *out, const struct jinja_list *list, bool tuple, unsigned depth)
{
    strbuf_putc(out, tuple ? '(' : '[');
    for (size_t i = 0; i < list->count; i++) {
        strbuf_puts(out, i > 0 ? ", " : "");
        put_value(out, list->items[i], depth);
    }
    strbuf_puts(out, !tuple ? "]" : list->count == 1 ? ",)" : ")");
}

static void put_dict(struct strbuf *out, const struct jinja_dict *dict, unsigned depth)
{
    if (dict->shown != NULL) {
        strbuf_puts(out, dict->shown);
        return;
    }
    if (dict->object) {
        const struct jinja_value *name = jinja_get(dict, "name");
        strbuf_printf(out, "<%s", dict->type_name);
        if (name != NULL && name->kind == JINJA_STRING) {
            strbuf_putc(out, ' ');
            strbuf_put_bytes(out, name->as.string.bytes, name->as.string.size);
        }
        strbuf_putc(out, '>');
        return;
    }
    strbuf_putc(out, '{');
    for (size_t i = 0; i < dict->count; i++) {
        strbuf_puts(out, i > 0 ? ", " : "");
        put_value(out, dict->entries[i].key, depth);
        strbuf_puts(out, ": ");
        put_value(out, dict->entries[i].value, depth);
    }
    strbuf_putc(out, '}');
}

static void put_value(struct strbuf *out, struct jinja_value value, unsigned depth)
{
    if (depth > SHOW_DEPTH) {
        strbuf_puts(out, "...");
        return;
    }
    switch (value.kind) {
    case JINJA_UNDEFINED:
        strbuf_puts(out, "Undefined");
        break;
    case JINJA_NONE:
        strbuf_puts(out, "None");
        break;
    case JINJA_BOOL:
        strbuf_puts(out, value.as.boolean ? "True" : "False");
        break;
    case JINJA_INT:
        put_integer(out, value.as.integer);
        break;
    case JINJA_FLOAT:
        put_real(out, value.as.real);
        break;
    case JINJA_STRING:
        put_quoted(out, value.as.string);
        break;
    case JINJA_LIST:
    case JINJA_TUPLE:
        put_list(out, value.as.list, value.kind == JINJA_TUPLE, depth + 1);
        break;
    case JINJA_DICT:
        put_dict(out, value.as.dict, depth + 1);
        break;
    case JINJA_CALLABLE:
        strbuf_printf(out, "<function %s>", value.as.callable->name);
        break;
    case JINJA_LOOP:
        strbuf_puts(out, "<loop>");
        break;
    }
}

void jinja_put_repr(struct strbuf *out, struct jinja_value value)
{
    put_value(out, value, 0);
}

void jinja_put_str(struct strbuf *out, struct jinja_value value)
{
    if (value.kind == JINJA_STRING) {
        strbuf_put_bytes(out, value.as.string.bytes, value.as.string.size);
    } else {
        put_value(out, value, 0);
    }
}

const char *jinja_c_string(struct jinja *jinja, struct jinja_value value)
{
    return arena_strndup(&jinja->scratch, value.as.string.bytes, value.as.string.size);
}
