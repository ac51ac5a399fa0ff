/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/model/model_value.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adl/base/strbuf.h"

const char *model_value_a_kind(enum model_value_kind kind)
{
    static const char *const names[] = {
        [MODEL_VALUE_NONE] = "nothing",  [MODEL_VALUE_INTEGER] = "an integer",
        [MODEL_VALUE_FLOAT] = "a float", [MODEL_VALUE_STRING] = "a string",
        [MODEL_VALUE_LIST] = "a list",   [MODEL_VALUE_DICT] = "a dict",
    };

    return names[kind];
}

static bool model_value_is_number(const struct model_value *value)
{
    return value->kind == MODEL_VALUE_INTEGER || value->kind == MODEL_VALUE_FLOAT;
}

static bool model_value_equal_numbers(const struct model_value *first,
                                      const struct model_value *second)
{
    double a = first->kind == MODEL_VALUE_FLOAT ? first->real : (double)first->integer;
    double b = second->kind == MODEL_VALUE_FLOAT ? second->real : (double)second->integer;

    if (first->kind == MODEL_VALUE_INTEGER && second->kind == MODEL_VALUE_INTEGER) {
        return first->integer == second->integer;
    }
    return !(a < b) && !(a > b);
}

/* Lists item by item; dicts entry by entry, in any order. */
static bool model_value_equal_items(const struct model_value *first,
                                    const struct model_value *second)
{
    if (first->count != second->count) {
        return false;
    }
    for (uint32_t i = 0; i < first->count; i++) {
        const struct model_value *other = first->kind == MODEL_VALUE_LIST
                                              ? &second->items[i]
                                              : model_value_at(second, &first->keys[i]);

        if (other == NULL || !model_value_equal(&first->items[i], other)) {
            return false;
        }
    }
    return true;
}

bool model_value_equal(const struct model_value *first, const struct model_value *second)
{
    if (model_value_is_number(first) && model_value_is_number(second)) {
        return model_value_equal_numbers(first, second);
    }
    if (first->kind != second->kind) {
        return false;
    }
    if (first->kind == MODEL_VALUE_STRING) {
        return strcmp(first->string, second->string) == 0;
    }
    return model_value_equal_items(first, second);
}

const struct model_value *model_value_at(const struct model_value *value,
                                         const struct model_value *key)
{
    if (value->kind == MODEL_VALUE_DICT) {
        for (uint32_t i = 0; i < value->count; i++) {
            if (model_value_equal(&value->keys[i], key)) {
                return &value->items[i];
            }
        }
    }
    if (value->kind == MODEL_VALUE_LIST && key->kind == MODEL_VALUE_INTEGER) {
        __int128 index = key->integer < 0 ? key->integer + value->count : key->integer;

        if (index >= 0 && index < value->count) {
            return &value->items[(uint32_t)index];
        }
    }
    return NULL;
}

const struct model_value *model_value_field(const struct model_value *dict, const char *key)
{
    struct model_value name = {.kind = MODEL_VALUE_STRING, .string = key};

    return dict->kind == MODEL_VALUE_DICT ? model_value_at(dict, &name) : NULL;
}

/* The value of decimal digits, or of 0x and hexadecimal ones; false beyond 127 bits. */
static bool model_value_from_digits(const char *digits, __int128 *value)
{
    bool hexadecimal = digits[0] == '0' && digits[1] == 'x' && digits[2] != '\0';
    __int128 result = 0;

    if (digits[0] == '\0') {
        return false;
    }
    for (const char *at = digits + (hexadecimal ? 2 : 0); *at != '\0'; at++) {
        int digit = *at >= '0' && *at <= '9' ? *at - '0' : -1;

        if (hexadecimal && digit < 0) {
            digit = *at >= 'a' && *at <= 'f'   ? *at - 'a' + 10
                    : *at >= 'A' && *at <= 'F' ? *at - 'A' + 10
                                               : -1;
        }
        if (digit < 0 || __builtin_mul_overflow(result, hexadecimal ? 16 : 10, &result) ||
            __builtin_add_overflow(result, digit, &result)) {
            return false;
        }
    }
    *value = result;
    return true;
}

bool model_value_to_integer(const struct model_value *value, __int128 *integer)
{
    if (value->kind == MODEL_VALUE_INTEGER) {
        *integer = value->integer;
        return true;
    }
    if (value->kind == MODEL_VALUE_STRING) {
        bool negative = value->string[0] == '-';
        const char *digits = value->string + (negative ? 1 : 0);

        if (!model_value_from_digits(digits, integer)) {
            return false;
        }
        *integer = negative ? -*integer : *integer;
        return true;
    }
    return false;
}

void model_value_put_integer(struct strbuf *out, __int128 integer)
{
    char digits[48];
    size_t at = sizeof digits;
    bool negative = integer < 0;
    unsigned __int128 rest = (unsigned __int128)integer;

    rest = negative ? -rest : rest;
    digits[--at] = '\0';
    do {
        digits[--at] = (char)('0' + (int)(rest % 10));
        rest /= 10;
    } while (rest != 0);
    if (negative) {
        digits[--at] = '-';
    }
    strbuf_puts(out, &digits[at]);
}

/* The shortest decimal text that reads back as the same float, always with a point. */
static void model_value_put_real(struct strbuf *out, double real)
{
    char text[64] = "";

    for (int digits = 15; digits <= 17; digits++) {
        (void)snprintf(text, sizeof text, "%.*g", digits, real);
        double back = strtod(text, NULL);

        if (!(back < real) && !(back > real)) {
            break;
        }
    }
    strbuf_puts(out, text);
    if (strpbrk(text, ".e") == NULL) {
        strbuf_puts(out, ".0");
    }
}

/* One of the two writings: what a value without parts looks like, and the key of a dict. */
struct model_value_writing {
    void (*leaf)(struct strbuf *out, const struct model_value *value);
    void (*key)(struct strbuf *out, const struct model_value *key);
};

static void model_value_put(struct strbuf *out, const struct model_value *value,
                            const struct model_value_writing *writing)
{
    bool dict = value->kind == MODEL_VALUE_DICT;

    if (!dict && value->kind != MODEL_VALUE_LIST) {
        writing->leaf(out, value);
        return;
    }
    strbuf_putc(out, dict ? '{' : '[');
    for (uint32_t i = 0; i < value->count; i++) {
        strbuf_puts(out, i > 0 ? ", " : "");
        if (dict) {
            writing->key(out, &value->keys[i]);
            strbuf_puts(out, ": ");
        }
        model_value_put(out, &value->items[i], writing);
    }
    strbuf_putc(out, dict ? '}' : ']');
}

static void model_value_put_text_leaf(struct strbuf *out, const struct model_value *value)
{
    switch (value->kind) {
    case MODEL_VALUE_INTEGER:
        model_value_put_integer(out, value->integer);
        return;
    case MODEL_VALUE_FLOAT:
        model_value_put_real(out, value->real);
        return;
    case MODEL_VALUE_STRING:
        strbuf_printf(out, "\"%s\"", value->string);
        return;
    case MODEL_VALUE_NONE:
    case MODEL_VALUE_LIST:
    case MODEL_VALUE_DICT:
        strbuf_puts(out, "nothing");
        return;
    }
}

void model_value_put_text(struct strbuf *out, const struct model_value *value)
{
    static const struct model_value_writing text = {.leaf = model_value_put_text_leaf,
                                                    .key = model_value_put_text};

    model_value_put(out, value, &text);
}

static void model_value_put_json_string(struct strbuf *out, const char *text)
{
    strbuf_putc(out, '"');
    strbuf_put_json_escaped(out, text, strlen(text));
    strbuf_putc(out, '"');
}

/* A dict key: strings as they are, numbers as their text. */
static void model_value_put_json_key(struct strbuf *out, const struct model_value *key)
{
    if (key->kind == MODEL_VALUE_STRING) {
        model_value_put_json_string(out, key->string);
        return;
    }
    strbuf_putc(out, '"');
    model_value_put_text(out, key);
    strbuf_putc(out, '"');
}

static void model_value_put_json_leaf(struct strbuf *out, const struct model_value *value)
{
    if (value->kind == MODEL_VALUE_NONE) {
        strbuf_puts(out, "null");
    } else if (value->kind == MODEL_VALUE_STRING) {
        model_value_put_json_string(out, value->string);
    } else {
        model_value_put_text_leaf(out, value);
    }
}

void model_value_put_json(struct strbuf *out, const struct model_value *value)
{
    static const struct model_value_writing json = {.leaf = model_value_put_json_leaf,
                                                    .key = model_value_put_json_key};

    model_value_put(out, value, &json);
}
