/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Operators on values, with Python's meaning: arithmetic, order, membership, slices, sorting.
 * Integers have 127 bits; a larger result is an error, never a wrong number.
 */
#include "adl/glue/jinja_tree.h"

#include <math.h>
#include <string.h>

#include "adl/base/utf8.h"

/* No string or list made by `*` may be longer. */
#define REPEAT_MAX ((size_t)16 * 1024 * 1024)

__int128 jinja_integer(struct jinja *j, struct jinja_value value, struct span span,
                       const char *what)
{
    if (value.kind == JINJA_BOOL) {
        return value.as.boolean ? 1 : 0;
    }
    if (value.kind != JINJA_INT) {
        jinja_fail(j, DIAG_TEMPLATE_TYPE, span, "%s must be an int, not %s", what,
                   jinja_type_name(jinja_defined(j, value, span)));
    }
    return value.as.integer;
}

struct jinja_text jinja_text_of(struct jinja *j, struct jinja_value value, struct span span,
                                const char *what)
{
    if (value.kind != JINJA_STRING) {
        jinja_fail(j, DIAG_TEMPLATE_TYPE, span, "%s must be a str, not %s", what,
                   jinja_type_name(jinja_defined(j, value, span)));
    }
    return value.as.string;
}

static _Noreturn void overflow(struct jinja *j, struct span span)
{
    jinja_fail(j, DIAG_TEMPLATE_TYPE, span, "a result too large to represent");
}

static _Noreturn void bad_operands(struct jinja *j, const char *op, struct jinja_value left,
                                   struct jinja_value right, struct span span)
{
    jinja_fail(j, DIAG_TEMPLATE_TYPE, span, "`%s` does not work on %s and %s", op,
               jinja_type_name(left), jinja_type_name(right));
}

/* Python rounds towards minus infinity. */
static __int128 floor_divide(__int128 left, __int128 right)
{
    __int128 quotient = left / right;
    return left % right != 0 && (left < 0) != (right < 0) ? quotient - 1 : quotient;
}

static __int128 floor_remainder(__int128 left, __int128 right)
{
    __int128 rest = left % right;
    return rest != 0 && (rest < 0) != (right < 0) ? rest + right : rest;
}

static __int128 power(struct jinja *j, __int128 base, __int128 exponent, struct span span)
{
    __int128 result = 1;
    if (base == 0 || base == 1) {
        return exponent == 0 ? 1 : base;
    }
    if (base == -1) {
        return exponent % 2 == 0 ? 1 : -1;
    }
    for (; exponent > 0; exponent--) {
        if (__builtin_mul_overflow(result, base, &result)) {
            overflow(j, span);
        }
    }
    return result;
}

static struct jinja_value integer_binary(struct jinja *j, const char *op, __int128 left,
                                         __int128 right, struct span span)
{
    __int128 result = 0;
    bool fault = false;
    bool divides = *op == '/' || *op == '%';
    if (divides && right == 0) {
        jinja_fail(j, DIAG_TEMPLATE_TYPE, span, "division by zero");
    }
    if (strcmp(op, "+") == 0) {
        fault = __builtin_add_overflow(left, right, &result);
    } else if (strcmp(op, "-") == 0) {
        fault = __builtin_sub_overflow(left, right, &result);
    } else if (strcmp(op, "*") == 0) {
        fault = __builtin_mul_overflow(left, right, &result);
    } else if (divides && right == -1 && strcmp(op, "/") != 0) {
        fault = *op == '/' && __builtin_sub_overflow((__int128)0, left, &result);
    } else if (strcmp(op, "//") == 0) {
        result = floor_divide(left, right);
    } else if (strcmp(op, "%") == 0) {
        result = floor_remainder(left, right);
    } else if (strcmp(op, "**") == 0 && right >= 0) {
        result = power(j, left, right, span);
    } else if (strcmp(op, "**") == 0) {
        return jinja_float(pow((double)left, (double)right));
    } else {
        return jinja_float((double)left / (double)right);
    }
    if (fault) {
        overflow(j, span);
    }
    return jinja_int(result);
}

static struct jinja_value real_binary(struct jinja *j, const char *op, double left, double right,
                                      struct span span)
{
    if ((*op == '/' || *op == '%') && right == 0) {
        jinja_fail(j, DIAG_TEMPLATE_TYPE, span, "division by zero");
    }
    if (strcmp(op, "+") == 0) {
        return jinja_float(left + right);
    }
    if (strcmp(op, "-") == 0) {
        return jinja_float(left - right);
    }
    if (strcmp(op, "*") == 0) {
        return jinja_float(left * right);
    }
    if (strcmp(op, "/") == 0) {
        return jinja_float(left / right);
    }
    if (strcmp(op, "//") == 0) {
        return jinja_float(floor(left / right));
    }
    if (strcmp(op, "%") == 0) {
        double rest = fmod(left, right);
        return jinja_float(rest != 0 && (rest < 0) != (right < 0) ? rest + right : rest);
    }
    return jinja_float(pow(left, right));
}

/* `sequence * count`. */
static struct jinja_value repeat(struct jinja *j, struct jinja_value sequence, __int128 count,
                                 struct span span)
{
    size_t size = sequence.kind == JINJA_STRING ? sequence.as.string.size : sequence.as.list->count;
    count = count < 0 ? 0 : count;
    if (size > 0 && count > (__int128)(REPEAT_MAX / size)) {
        jinja_fail(j, DIAG_TEMPLATE_LIMIT, span, "a sequence repeated too often");
    }
    size_t times = size == 0 ? 0 : (size_t)count;
    if (sequence.kind == JINJA_STRING) {
        struct strbuf buf;
        strbuf_init(&buf, &j->scratch);
        for (size_t i = 0; i < times; i++) {
            strbuf_put_bytes(&buf, sequence.as.string.bytes, size);
        }
        return jinja_built(&buf);
    }
    struct jinja_value result = jinja_list_new(&j->scratch);
    result.kind = sequence.kind;
    for (size_t i = 0; i < times; i++) {
        vec_append(&j->scratch, result.as.list, sequence.as.list);
    }
    return result;
}

static struct jinja_value concatenate(struct jinja *j, struct jinja_value left,
                                      struct jinja_value right)
{
    if (left.kind == JINJA_STRING) {
        struct strbuf buf;
        strbuf_init(&buf, &j->scratch);
        jinja_put_str(&buf, left);
        jinja_put_str(&buf, right);
        return jinja_built(&buf);
    }
    struct jinja_value result = jinja_list_new(&j->scratch);
    result.kind = left.kind;
    vec_append(&j->scratch, result.as.list, left.as.list);
    vec_append(&j->scratch, result.as.list, right.as.list);
    return result;
}

static bool is_sequence(struct jinja_value value)
{
    return value.kind == JINJA_STRING || value.kind == JINJA_LIST || value.kind == JINJA_TUPLE;
}

struct jinja_value jinja_binary(struct jinja *j, const char *op, struct jinja_value left,
                                struct jinja_value right, struct span span)
{
    jinja_defined(j, left, span);
    jinja_defined(j, right, span);
    if (left.kind == JINJA_STRING && strcmp(op, "%") == 0) {
        return jinja_percent(j, left.as.string, right, span);
    }
    if (jinja_is_number(left) && jinja_is_number(right)) {
        if (left.kind == JINJA_FLOAT || right.kind == JINJA_FLOAT) {
            return real_binary(j, op, jinja_real(left), jinja_real(right), span);
        }
        return integer_binary(j, op, jinja_integer(j, left, span, "operand"),
                              jinja_integer(j, right, span, "operand"), span);
    }
    if (strcmp(op, "+") == 0 && left.kind == right.kind && is_sequence(left)) {
        return concatenate(j, left, right);
    }
    if (strcmp(op, "*") == 0 && is_sequence(left) &&
        (right.kind == JINJA_INT || right.kind == JINJA_BOOL)) {
        return repeat(j, left, jinja_integer(j, right, span, "operand"), span);
    }
    if (strcmp(op, "*") == 0 && is_sequence(right) &&
        (left.kind == JINJA_INT || left.kind == JINJA_BOOL)) {
        return repeat(j, right, jinja_integer(j, left, span, "operand"), span);
    }
    bad_operands(j, op, left, right, span);
}

static int text_order(struct jinja_text left, struct jinja_text right)
{
    size_t size = left.size < right.size ? left.size : right.size;
    int order = size > 0 ? memcmp(left.bytes, right.bytes, size) : 0;
    return order != 0 ? order : (left.size > right.size) - (left.size < right.size);
}

int jinja_order(struct jinja *j, struct jinja_value left, struct jinja_value right,
                struct span span)
{
    jinja_step(j, span);
    if (jinja_is_number(left) && jinja_is_number(right)) {
        if (left.kind == JINJA_FLOAT || right.kind == JINJA_FLOAT) {
            double a = jinja_real(left), b = jinja_real(right);
            return (a > b) - (a < b);
        }
        __int128 a = jinja_integer(j, left, span, "operand");
        __int128 b = jinja_integer(j, right, span, "operand");
        return (a > b) - (a < b);
    }
    if (left.kind == JINJA_STRING && right.kind == JINJA_STRING) {
        return text_order(left.as.string, right.as.string);
    }
    if (left.kind == right.kind && (left.kind == JINJA_LIST || left.kind == JINJA_TUPLE)) {
        const struct jinja_list *a = left.as.list, *b = right.as.list;
        jinja_descend(j, span);
        int order = 0;
        for (size_t i = 0; order == 0 && i < a->count && i < b->count; i++) {
            if (!jinja_equal(a->items[i], b->items[i])) {
                order = jinja_order(j, a->items[i], b->items[i], span);
            }
        }
        jinja_ascend(j);
        return order != 0 ? order : (a->count > b->count) - (a->count < b->count);
    }
    jinja_fail(j, DIAG_TEMPLATE_TYPE, span, "there is no order between %s and %s",
               jinja_type_name(jinja_defined(j, left, span)),
               jinja_type_name(jinja_defined(j, right, span)));
}

bool jinja_contains(struct jinja *j, struct jinja_value container, struct jinja_value item,
                    struct span span)
{
    jinja_defined(j, item, span);
    if (container.kind == JINJA_STRING) {
        struct jinja_text part = jinja_text_of(j, item, span, "what is looked for in a str");
        struct jinja_text text = container.as.string;
        for (size_t i = 0; i + part.size <= text.size; i++) {
            if (part.size == 0 || memcmp(text.bytes + i, part.bytes, part.size) == 0) {
                return true;
            }
        }
        return false;
    }
    if (container.kind == JINJA_DICT) {
        return jinja_get_value(container.as.dict, item) != NULL;
    }
    const struct jinja_list *list = jinja_items_of(j, container, span);
    for (size_t i = 0; i < list->count; i++) {
        jinja_step(j, span);
        if (jinja_equal(list->items[i], item)) {
            return true;
        }
    }
    return false;
}

/* A string's characters as strings. */
static const struct jinja_list *characters(struct jinja *j, struct jinja_text text)
{
    struct jinja_value list = jinja_list_new(&j->scratch);
    for (size_t at = 0; at < text.size;) {
        size_t size = utf8_sequence(text.bytes + at, text.size - at);
        size = size == 0 ? 1 : size;
        jinja_append(&j->scratch, list, jinja_bytes(text.bytes + at, size));
        at += size;
    }
    return list.as.list;
}

const struct jinja_list *jinja_items_of(struct jinja *j, struct jinja_value value, struct span span)
{
    jinja_defined(j, value, span);
    if (value.kind == JINJA_LIST || value.kind == JINJA_TUPLE) {
        return value.as.list;
    }
    if (value.kind == JINJA_STRING) {
        return characters(j, value.as.string);
    }
    if (value.kind == JINJA_DICT && !value.as.dict->object) {
        struct jinja_value keys = jinja_list_new(&j->scratch);
        for (size_t i = 0; i < value.as.dict->count; i++) {
            jinja_append(&j->scratch, keys, value.as.dict->entries[i].key);
        }
        return keys.as.list;
    }
    jinja_fail(j, DIAG_TEMPLATE_TYPE, span, "%s cannot be iterated over", jinja_type_name(value));
}

size_t jinja_length(struct jinja *j, struct jinja_value value, struct span span)
{
    jinja_defined(j, value, span);
    switch (value.kind) {
    case JINJA_STRING:
        return utf8_count(value.as.string.bytes, value.as.string.size);
    case JINJA_LIST:
    case JINJA_TUPLE:
        return value.as.list->count;
    case JINJA_DICT:
        return value.as.dict->count;
    case JINJA_UNDEFINED:
    case JINJA_NONE:
    case JINJA_BOOL:
    case JINJA_INT:
    case JINJA_FLOAT:
    case JINJA_CALLABLE:
    case JINJA_LOOP:
        break;
    }
    jinja_fail(j, DIAG_TEMPLATE_TYPE, span, "%s has no length", jinja_type_name(value));
}

/* A bound of a slice brought into [low, high]; a negative one counts from the end. */
static int64_t slice_bound(struct jinja *j, struct jinja_value bound, int64_t fallback,
                           const int64_t range[3], struct span span)
{
    int64_t count = range[0], low = range[1], high = range[2];
    if (bound.kind == JINJA_NONE) {
        return fallback;
    }
    __int128 at = jinja_integer(j, bound, span, "a bound of a slice");
    at = at < 0 ? at + count : at;
    return at < low ? low : at > high ? high : (int64_t)at;
}

struct jinja_value jinja_slice(struct jinja *j, struct jinja_value of, struct jinja_value *bounds,
                               struct span span)
{
    if (!is_sequence(of)) {
        jinja_fail(j, DIAG_TEMPLATE_TYPE, span, "%s cannot be sliced",
                   jinja_type_name(jinja_defined(j, of, span)));
    }
    const struct jinja_list *items = jinja_items_of(j, of, span);
    int64_t count = (int64_t)items->count;
    __int128 wide =
        bounds[2].kind == JINJA_NONE ? 1 : jinja_integer(j, bounds[2], span, "the step of a slice");
    if (wide == 0) {
        jinja_fail(j, DIAG_TEMPLATE_TYPE, span, "the step of a slice cannot be 0");
    }
    int64_t limit = count + 1;
    int64_t step = wide > limit ? limit : wide < -limit ? -limit : (int64_t)wide;
    int64_t range[3] = {count, step > 0 ? 0 : -1, step > 0 ? count : count - 1};
    int64_t start = slice_bound(j, bounds[0], step > 0 ? 0 : count - 1, range, span);
    int64_t stop = slice_bound(j, bounds[1], step > 0 ? count : -1, range, span);
    struct jinja_value result = jinja_list_new(&j->scratch);
    for (int64_t i = start; step > 0 ? i < stop : i > stop; i += step) {
        jinja_append(&j->scratch, result, items->items[i]);
    }
    if (of.kind == JINJA_STRING) {
        struct strbuf buf;
        strbuf_init(&buf, &j->scratch);
        for (size_t i = 0; i < result.as.list->count; i++) {
            jinja_put_str(&buf, result.as.list->items[i]);
        }
        return jinja_built(&buf);
    }
    result.kind = of.kind;
    return result;
}

/* Merges the sorted halves [low, middle) and [middle, high) of `order` by way of `spare`. */
static void merge(struct jinja *j, const struct jinja_list *keys, size_t *const order[2],
                  const size_t range[3], struct span span)
{
    size_t left = range[0], right = range[1];
    for (size_t i = range[0]; i < range[2]; i++) {
        bool take_right = left >= range[1] ||
                          (right < range[2] && jinja_order(j, keys->items[order[0][right]],
                                                           keys->items[order[0][left]], span) < 0);
        order[1][i] = take_right ? order[0][right++] : order[0][left++];
    }
    memcpy(order[0] + range[0], order[1] + range[0], (range[2] - range[0]) * sizeof(size_t));
}

void jinja_sort(struct jinja *j, struct jinja_list *items, struct jinja_list *keys, bool reverse,
                struct span span)
{
    size_t count = items->count;
    size_t *const order[2] = {arena_array(&j->scratch, size_t, count),
                              arena_array(&j->scratch, size_t, count)};
    struct jinja_value *sorted = arena_array(&j->scratch, struct jinja_value, count);
    for (size_t i = 0; i < count; i++) {
        /* reversing before and after keeps equal items in their order */
        order[0][i] = reverse ? count - 1 - i : i;
    }
    for (size_t width = 1; width < count; width *= 2) {
        for (size_t low = 0; low + width < count; low += 2 * width) {
            size_t high = low + 2 * width < count ? low + 2 * width : count;
            const size_t range[3] = {low, low + width, high};
            merge(j, keys, order, range, span);
        }
    }
    for (size_t i = 0; i < count; i++) {
        sorted[i] = items->items[order[0][reverse ? count - 1 - i : i]];
    }
    if (count > 0) {
        memcpy(items->items, sorted, count * sizeof(*sorted));
    }
}
