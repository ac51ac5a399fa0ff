/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Tests: `value is name(arguments)`. The value is the first argument of the call.
 */
#include "adl/glue/jinja_tree.h"

#include <ctype.h>
#include <string.h>

typedef bool test_function(struct jinja_call *call);

static struct jinja_value subject_of(const struct jinja_call *call)
{
    return jinja_defined(call->jinja, call->arguments[0], call->span);
}

static bool test_defined(struct jinja_call *call)
{
    return call->arguments[0].kind != JINJA_UNDEFINED;
}

static bool test_undefined(struct jinja_call *call)
{
    return call->arguments[0].kind == JINJA_UNDEFINED;
}

static bool test_none(struct jinja_call *call)
{
    return subject_of(call).kind == JINJA_NONE;
}

static bool test_boolean(struct jinja_call *call)
{
    return subject_of(call).kind == JINJA_BOOL;
}

static bool test_true(struct jinja_call *call)
{
    return test_boolean(call) && call->arguments[0].as.boolean;
}

static bool test_false(struct jinja_call *call)
{
    return test_boolean(call) && !call->arguments[0].as.boolean;
}

static bool test_integer(struct jinja_call *call)
{
    return subject_of(call).kind == JINJA_INT;
}

static bool test_float(struct jinja_call *call)
{
    return subject_of(call).kind == JINJA_FLOAT;
}

static bool test_number(struct jinja_call *call)
{
    return jinja_is_number(subject_of(call));
}

static bool test_string(struct jinja_call *call)
{
    return subject_of(call).kind == JINJA_STRING;
}

static bool test_mapping(struct jinja_call *call)
{
    return subject_of(call).kind == JINJA_DICT && !call->arguments[0].as.dict->object;
}

static bool test_sequence(struct jinja_call *call)
{
    enum jinja_kind kind = subject_of(call).kind;
    return kind == JINJA_STRING || kind == JINJA_LIST || kind == JINJA_TUPLE || test_mapping(call);
}

static bool test_callable(struct jinja_call *call)
{
    return subject_of(call).kind == JINJA_CALLABLE;
}

static __int128 integer_at(struct jinja_call *call, size_t position)
{
    return jinja_argument_int(call, position, "value", NULL);
}

static bool test_even(struct jinja_call *call)
{
    return integer_at(call, 0) % 2 == 0;
}

static bool test_odd(struct jinja_call *call)
{
    return integer_at(call, 0) % 2 != 0;
}

static bool test_divisibleby(struct jinja_call *call)
{
    __int128 by = integer_at(call, 1);
    if (by == 0) {
        jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span, "division by zero");
    }
    return by == -1 || integer_at(call, 0) % by == 0;
}

static bool test_lower(struct jinja_call *call)
{
    struct jinja_text text = jinja_text_of(call->jinja, subject_of(call), call->span, "subject");
    bool letters = false;
    for (size_t i = 0; i < text.size; i++) {
        if (isupper((unsigned char)text.bytes[i])) {
            return false;
        }
        letters |= islower((unsigned char)text.bytes[i]) != 0;
    }
    return letters;
}

static bool test_upper(struct jinja_call *call)
{
    struct jinja_text text = jinja_text_of(call->jinja, subject_of(call), call->span, "subject");
    bool letters = false;
    for (size_t i = 0; i < text.size; i++) {
        if (islower((unsigned char)text.bytes[i])) {
            return false;
        }
        letters |= isupper((unsigned char)text.bytes[i]) != 0;
    }
    return letters;
}

static struct jinja_value other_of(struct jinja_call *call)
{
    return jinja_argument(call, 1, "other", NULL);
}

static bool test_eq(struct jinja_call *call)
{
    return jinja_equal(subject_of(call), other_of(call));
}

static bool test_ne(struct jinja_call *call)
{
    return !test_eq(call);
}

static int order_of(struct jinja_call *call)
{
    return jinja_order(call->jinja, subject_of(call), other_of(call), call->span);
}

static bool test_lt(struct jinja_call *call)
{
    return order_of(call) < 0;
}

static bool test_le(struct jinja_call *call)
{
    return order_of(call) <= 0;
}

static bool test_gt(struct jinja_call *call)
{
    return order_of(call) > 0;
}

static bool test_ge(struct jinja_call *call)
{
    return order_of(call) >= 0;
}

static bool test_in(struct jinja_call *call)
{
    return jinja_contains(call->jinja, other_of(call), subject_of(call), call->span);
}

static bool test_sameas(struct jinja_call *call)
{
    struct jinja_value a = subject_of(call), b = other_of(call);
    if (a.kind != b.kind) {
        return false;
    }
    if (a.kind == JINJA_LIST || a.kind == JINJA_TUPLE) {
        return a.as.list == b.as.list;
    }
    return a.kind == JINJA_DICT ? a.as.dict == b.as.dict : jinja_equal(a, b);
}

static const struct {
    const char *name;
    test_function *function;
    size_t arguments; /* the subject included */
} tests[] = {
    {"False",       test_false,       1},
    {"None",        test_none,        1},
    {"True",        test_true,        1},
    {"boolean",     test_boolean,     1},
    {"callable",    test_callable,    1},
    {"defined",     test_defined,     1},
    {"divisibleby", test_divisibleby, 2},
    {"eq",          test_eq,          2},
    {"==",          test_eq,          2},
    {"equalto",     test_eq,          2},
    {"even",        test_even,        1},
    {"false",       test_false,       1},
    {"float",       test_float,       1},
    {"ge",          test_ge,          2},
    {">=",          test_ge,          2},
    {"gt",          test_gt,          2},
    {">",           test_gt,          2},
    {"greaterthan", test_gt,          2},
    {"in",          test_in,          2},
    {"integer",     test_integer,     1},
    {"iterable",    test_sequence,    1},
    {"le",          test_le,          2},
    {"<=",          test_le,          2},
    {"lower",       test_lower,       1},
    {"lt",          test_lt,          2},
    {"<",           test_lt,          2},
    {"lessthan",    test_lt,          2},
    {"mapping",     test_mapping,     1},
    {"ne",          test_ne,          2},
    {"!=",          test_ne,          2},
    {"none",        test_none,        1},
    {"number",      test_number,      1},
    {"odd",         test_odd,         1},
    {"sameas",      test_sameas,      2},
    {"sequence",    test_sequence,    1},
    {"string",      test_string,      1},
    {"true",        test_true,        1},
    {"undefined",   test_undefined,   1},
    {"upper",       test_upper,       1},
};

bool jinja_apply_test(struct jinja *j, const char *name, struct jinja_call *call, bool *result)
{
    jinja_step(j, call->span);
    for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++) {
        if (strcmp(tests[i].name, name) == 0) {
            struct jinja_callable callable = {name, NULL, NULL};
            call->callable = &callable;
            jinja_check_arguments(call, tests[i].arguments, tests[i].arguments, "");
            *result = tests[i].function(call);
            call->callable = NULL;
            return true;
        }
    }
    return false;
}

const char *jinja_test_name(size_t index)
{
    return index < sizeof(tests) / sizeof(tests[0]) ? tests[index].name : NULL;
}
