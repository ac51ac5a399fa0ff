/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Global functions: those of Jinja2 (range, dict, namespace, joiner, cycler are used as functions)
 * and the ones of Python that templates for C are used to.
 */
#include "adl/glue/jinja_tree.h"

#include <string.h>

#define RANGE_MAX 1000000

static struct jinja_value global_range(struct jinja_call *call)
{
    jinja_check_arguments(call, 1, 3, "");
    __int128 start = 0, stop = jinja_argument_int(call, 0, "stop", NULL), step = 1;
    if (call->count > 1) {
        start = stop;
        stop = jinja_argument_int(call, 1, "stop", NULL);
    }
    if (call->count > 2) {
        step = jinja_argument_int(call, 2, "step", NULL);
    }
    if (step == 0) {
        jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span, "the step of a range cannot be 0");
    }
    struct jinja_value list = jinja_list_new(&call->jinja->scratch);
    for (__int128 i = start; step > 0 ? i < stop : i > stop; i += step) {
        if (list.as.list->count == RANGE_MAX) {
            jinja_fail(call->jinja, DIAG_TEMPLATE_LIMIT, call->span,
                       "a range of more than %d numbers", RANGE_MAX);
        }
        jinja_append(&call->jinja->scratch, list, jinja_int(i));
        if (__builtin_add_overflow(i, step, &(__int128){0})) {
            break;
        }
    }
    return list;
}

static struct jinja_value global_dict(struct jinja_call *call)
{
    struct jinja_value dict = jinja_dict_new(&call->jinja->scratch), result;
    struct jinja_call inner = *call;
    if (call->count > 1) {
        jinja_check_arguments(call, 0, 1, "");
    }
    jinja_call_method(call->jinja, dict, "update", &inner, &result);
    return dict;
}

static struct jinja_value global_namespace(struct jinja_call *call)
{
    struct jinja_value object = jinja_object_new(&call->jinja->scratch, "namespace");
    jinja_check_arguments(call, 0, 0, "");
    return object;
}

/* namespace(a=1): the attributes are the keywords, so these are not checked. */
static struct jinja_value make_namespace(struct jinja_call *call)
{
    struct jinja_call bare = *call;
    bare.keyword_count = 0;
    struct jinja_value object = global_namespace(&bare);
    for (size_t i = 0; i < call->keyword_count; i++) {
        jinja_put(&call->jinja->scratch, object, call->keywords[i].name, call->keywords[i].value);
    }
    return object;
}

/* joiner(", "): a function that gives "" the first time and the text afterwards. */
struct joiner {
    struct jinja_value text;
    bool used;
};

static struct jinja_value call_joiner(struct jinja_call *call)
{
    struct joiner *joiner = call->callable->data;
    jinja_check_arguments(call, 0, 0, "");
    bool first = !joiner->used;
    joiner->used = true;
    return first ? jinja_string("") : joiner->text;
}

static struct jinja_value global_joiner(struct jinja_call *call)
{
    jinja_check_arguments(call, 0, 1, "sep");
    struct joiner *joiner = arena_new(&call->jinja->scratch, struct joiner);
    joiner->text = jinja_string(jinja_argument_string(call, 0, "sep", ", "));
    return jinja_callable_new(&call->jinja->scratch, "joiner", call_joiner, joiner);
}

/* Functions that are filters under another name. */
static struct jinja_value as_filter(struct jinja_call *call, const char *name)
{
    struct jinja_value result;
    struct jinja_call inner = *call;
    if (call->count == 0) {
        jinja_check_arguments(call, 1, SIZE_MAX, "");
    }
    jinja_apply_filter(call->jinja, name, &inner, &result);
    return result;
}

static struct jinja_value global_len(struct jinja_call *call)
{
    return as_filter(call, "length");
}

static struct jinja_value global_list(struct jinja_call *call)
{
    return call->count == 0 ? jinja_list_new(&call->jinja->scratch) : as_filter(call, "list");
}

static struct jinja_value global_tuple(struct jinja_call *call)
{
    struct jinja_value list = global_list(call);
    list.kind = JINJA_TUPLE;
    return list;
}

static struct jinja_value global_str(struct jinja_call *call)
{
    return as_filter(call, "string");
}

static struct jinja_value global_repr(struct jinja_call *call)
{
    return as_filter(call, "pprint");
}

static struct jinja_value global_abs(struct jinja_call *call)
{
    return as_filter(call, "abs");
}

static struct jinja_value global_sum(struct jinja_call *call)
{
    return as_filter(call, "sum");
}

static struct jinja_value global_reversed(struct jinja_call *call)
{
    return as_filter(call, "reverse");
}

static struct jinja_value global_round(struct jinja_call *call)
{
    return as_filter(call, "round");
}

/* sorted(items, reverse=false): unlike the filter, case counts. */
static struct jinja_value global_sorted(struct jinja_call *call)
{
    struct jinja_value no = jinja_bool(false);
    jinja_check_arguments(call, 1, 1, "reverse");
    struct jinja_value items = as_filter(
        &(struct jinja_call){
            .jinja = call->jinja, .span = call->span, .arguments = call->arguments, .count = 1},
        "list");
    bool reverse = jinja_is_true(jinja_argument(call, SIZE_MAX, "reverse", &no));
    struct jinja_list keys = *items.as.list;
    keys.items = arena_array(&call->jinja->scratch, struct jinja_value, keys.count + 1);
    for (size_t i = 0; i < keys.count; i++) {
        keys.items[i] = items.as.list->items[i];
    }
    jinja_sort(call->jinja, items.as.list, &keys, reverse, call->span);
    return items;
}

/* min and max of the arguments, or of the items of a single one. */
static struct jinja_value extreme(struct jinja_call *call, int sign)
{
    struct jinja *j = call->jinja;
    jinja_check_arguments(call, 1, SIZE_MAX, "");
    struct jinja_list all = {.count = call->count};
    all.items = arena_array(&j->scratch, struct jinja_value, call->count);
    memcpy(all.items, call->arguments, call->count * sizeof(*all.items));
    if (call->count == 1) {
        all = *jinja_items_of(j, call->arguments[0], call->span);
    }
    if (all.count == 0) {
        jinja_fail(j, DIAG_TEMPLATE_TYPE, call->span, "`%s` of nothing", call->callable->name);
    }
    struct jinja_value best = jinja_defined(j, all.items[0], call->span);
    for (size_t i = 1; i < all.count; i++) {
        best = jinja_order(j, all.items[i], best, call->span) * sign > 0 ? all.items[i] : best;
    }
    return best;
}

static struct jinja_value global_min(struct jinja_call *call)
{
    return extreme(call, -1);
}

static struct jinja_value global_max(struct jinja_call *call)
{
    return extreme(call, 1);
}

/* int(x) and int(x, base): unlike the filter, what is no number is an error. */
static struct jinja_value global_int(struct jinja_call *call)
{
    static const __int128 ten = 10;
    struct jinja *j = call->jinja;
    jinja_check_arguments(call, 1, 2, "base");
    struct jinja_value subject = jinja_defined(j, call->arguments[0], call->span);
    struct jinja_value low = jinja_int(0), high = jinja_int(1);
    struct jinja_value base = jinja_int(jinja_argument_int(call, 1, "base", &ten));
    struct jinja_value arguments[3] = {subject, low, base};
    struct jinja_call inner = {.jinja = j, .span = call->span, .arguments = arguments, .count = 3};
    struct jinja_value first = as_filter(&inner, "int");
    arguments[1] = high;
    if (!jinja_equal(first, as_filter(&inner, "int"))) {
        jinja_fail(j, DIAG_TEMPLATE_TYPE, call->span, "this %s is not a number",
                   jinja_type_name(subject));
    }
    return first;
}

static struct jinja_value global_float(struct jinja_call *call)
{
    jinja_check_arguments(call, 1, 1, "");
    return as_filter(call, "float");
}

static struct jinja_value global_bool(struct jinja_call *call)
{
    jinja_check_arguments(call, 1, 1, "");
    return jinja_bool(jinja_is_true(jinja_defined(call->jinja, call->arguments[0], call->span)));
}

static struct jinja_value global_hex(struct jinja_call *call)
{
    jinja_check_arguments(call, 1, 1, "");
    static const struct jinja_text format = {"%#x", 3};
    struct jinja_value arguments = jinja_tuple_new(&call->jinja->scratch);
    jinja_append(&call->jinja->scratch, arguments, call->arguments[0]);
    return jinja_percent(call->jinja, format, arguments, call->span);
}

static struct jinja_value global_enumerate(struct jinja_call *call)
{
    static const __int128 zero = 0;
    struct jinja *j = call->jinja;
    jinja_check_arguments(call, 1, 2, "start");
    __int128 start = jinja_argument_int(call, 1, "start", &zero);
    const struct jinja_list *items = jinja_items_of(j, call->arguments[0], call->span);
    struct jinja_value list = jinja_list_new(&j->scratch);
    for (size_t i = 0; i < items->count; i++) {
        struct jinja_value pair = jinja_tuple_new(&j->scratch);
        jinja_append(&j->scratch, pair,
                     jinja_binary(j, "+", jinja_int(start), jinja_int((__int128)i), call->span));
        jinja_append(&j->scratch, pair, items->items[i]);
        jinja_append(&j->scratch, list, pair);
    }
    return list;
}

static struct jinja_value global_zip(struct jinja_call *call)
{
    struct jinja *j = call->jinja;
    jinja_check_arguments(call, 1, 16, "");
    const struct jinja_list *lists[16];
    size_t shortest = SIZE_MAX;
    for (size_t k = 0; k < call->count; k++) {
        lists[k] = jinja_items_of(j, call->arguments[k], call->span);
        shortest = lists[k]->count < shortest ? lists[k]->count : shortest;
    }
    struct jinja_value result = jinja_list_new(&j->scratch);
    for (size_t i = 0; i < shortest; i++) {
        struct jinja_value tuple = jinja_tuple_new(&j->scratch);
        for (size_t k = 0; k < call->count; k++) {
            jinja_append(&j->scratch, tuple, lists[k]->items[i]);
        }
        jinja_append(&j->scratch, result, tuple);
    }
    return result;
}

static bool any_is(struct jinja_call *call, bool wanted)
{
    jinja_check_arguments(call, 1, 1, "");
    const struct jinja_list *items = jinja_items_of(call->jinja, call->arguments[0], call->span);
    for (size_t i = 0; i < items->count; i++) {
        if (jinja_is_true(items->items[i]) == wanted) {
            return true;
        }
    }
    return false;
}

static struct jinja_value global_any(struct jinja_call *call)
{
    return jinja_bool(any_is(call, true));
}

static struct jinja_value global_all(struct jinja_call *call)
{
    return jinja_bool(!any_is(call, false));
}

/* Ours: the template refuses the system. */
static struct jinja_value global_error(struct jinja_call *call)
{
    jinja_check_arguments(call, 1, 1, "");
    jinja_fail(call->jinja, DIAG_TEMPLATE_RAISED, call->span, "%s",
               jinja_argument_string(call, 0, "message", NULL));
}

static const struct jinja_named_function builtins[] = {
    {"abs",       global_abs      },
    {"all",       global_all      },
    {"any",       global_any      },
    {"bool",      global_bool     },
    {"dict",      global_dict     },
    {"enumerate", global_enumerate},
    {"error",     global_error    },
    {"float",     global_float    },
    {"hex",       global_hex      },
    {"int",       global_int      },
    {"joiner",    global_joiner   },
    {"len",       global_len      },
    {"list",      global_list     },
    {"max",       global_max      },
    {"min",       global_min      },
    {"namespace", make_namespace  },
    {"range",     global_range    },
    {"repr",      global_repr     },
    {"reversed",  global_reversed },
    {"round",     global_round    },
    {"sorted",    global_sorted   },
    {"str",       global_str      },
    {"sum",       global_sum      },
    {"tuple",     global_tuple    },
    {"zip",       global_zip      },
};

void jinja_add_builtins(struct jinja *jinja)
{
    for (size_t i = 0; i < sizeof(builtins) / sizeof(builtins[0]); i++) {
        jinja_set(
            jinja, builtins[i].name,
            jinja_callable_new(&jinja->c->arena, builtins[i].name, builtins[i].function, NULL));
    }
}
