/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Names of Python that CAmkES hands its templates: isinstance, lambda, filter, map, six, numbers,
 * math, set, uniq, flatten.  What reaches the machine (os, sys, exec) is left out on purpose.  Its
 * classes are in python_classes.c, its regular expressions in python_re.c.
 */
#include "adl/glue/python_names.h"

#include <math.h>
#include <string.h>

#include "adl/glue/jinja_tree.h"
#include "adl/glue/python_classes.h"
#include "adl/glue/python_re.h"

#define LAMBDA_PARAMETERS 8

/* A function made of the text "x, y: expression". */
struct lambda {
    const char *parameters[LAMBDA_PARAMETERS]; /* interned */
    size_t count;
    const struct jinja_node *body;
};

static bool is_of_type(struct jinja_value value, const char *type)
{
    if (strchr(type, '.') != NULL) {
        return python_classes_fit(value, type);
    }
    static const struct {
        const char *name;
        enum jinja_kind kind;
    } kinds[] = {
        {"str",   JINJA_STRING},
        {"int",   JINJA_INT   },
        {"int",   JINJA_BOOL  },
        {"bool",  JINJA_BOOL  },
        {"float", JINJA_FLOAT },
        {"list",  JINJA_LIST  },
        {"tuple", JINJA_TUPLE },
    };
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        if (value.kind == kinds[i].kind && strcmp(type, kinds[i].name) == 0) {
            return true;
        }
    }
    return strcmp(jinja_type_name(value), type) == 0;
}

/* isinstance(value, type) with a type or a tuple of them; a type is the function of its name. */
static struct jinja_value global_isinstance(struct jinja_call *call)
{
    jinja_check_arguments(call, 2, 2, "");
    struct jinja_value value = jinja_defined(call->jinja, call->arguments[0], call->span);
    struct jinja_value types = jinja_defined(call->jinja, call->arguments[1], call->span);
    struct jinja_list one = {.items = &types, .count = 1};
    const struct jinja_list *list =
        types.kind == JINJA_TUPLE || types.kind == JINJA_LIST ? types.as.list : &one;
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i].kind != JINJA_CALLABLE) {
            jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span,
                       "`isinstance` takes types such as str, int or six.string_types, not %s",
                       jinja_type_name(list->items[i]));
        }
        if (is_of_type(value, list->items[i].as.callable->name)) {
            return jinja_bool(true);
        }
    }
    return jinja_bool(false);
}

static struct jinja_value call_lambda(struct jinja_call *call)
{
    const struct lambda *lambda = call->callable->data;
    struct jinja *j = call->jinja;
    struct jinja_scope *scope = arena_new(&j->scratch, struct jinja_scope);
    jinja_check_arguments(call, lambda->count, lambda->count, "");
    for (size_t i = 0; i < lambda->count; i++) {
        vec_push(&j->scratch, &scope->variables,
                 (struct jinja_variable){lambda->parameters[i], call->arguments[i]});
    }
    return jinja_compute(j, scope, lambda->body);
}

/* The parameters before the colon; where the expression begins. */
static const char *read_parameters(struct jinja_call *call, const char *text, struct lambda *lambda)
{
    const char *colon = strchr(text, ':');
    if (colon == NULL) {
        jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span,
                   "`lambda` takes a text such as 'x: x + 1'");
    }
    while (text < colon) {
        text += strspn(text, " ,");
        size_t size = strcspn(text, " ,:");
        if (size > 0 && lambda->count == LAMBDA_PARAMETERS) {
            jinja_fail(call->jinja, DIAG_TEMPLATE_LIMIT, call->span,
                       "a lambda with more than %d parameters", LAMBDA_PARAMETERS);
        }
        if (size > 0) {
            lambda->parameters[lambda->count++] = intern_string(
                &call->jinja->c->interner, arena_strndup(&call->jinja->scratch, text, size));
        }
        text += size;
    }
    return colon + 1;
}

/* lambda('x: expression'): a function whose expression sees its parameters and the globals. */
static struct jinja_value global_lambda(struct jinja_call *call)
{
    struct jinja *j = call->jinja;
    jinja_check_arguments(call, 1, 1, "");
    const char *text = jinja_argument_string(call, 0, "text", NULL);
    struct lambda *lambda = arena_new(&j->scratch, struct lambda);
    const char *expression = read_parameters(call, text, lambda);
    uint32_t index;
    if (!map_string_get(&j->lambda_index, text, &index)) {
        const char *source = arena_printf(&j->c->arena, "%s %s %s", j->options.variable_start,
                                          expression, j->options.variable_end);
        const struct jinja_template *parsed =
            jinja_from_text(j, "<lambda>", source, strlen(source));
        if (parsed == NULL) {
            jinja_give_up(j);
        }
        index = (uint32_t)j->lambdas.count;
        map_string_put(&j->lambda_index, &j->c->arena, arena_strdup(&j->c->arena, text), index);
        vec_push(&j->c->arena, &j->lambdas, parsed);
    }
    const struct jinja_template *parsed = j->lambdas.items[index];
    if (parsed->body.count != 1 || parsed->body.items[0]->kind != NODE_OUTPUT) {
        jinja_fail(j, DIAG_TEMPLATE_TYPE, call->span, "the text of a lambda is one expression");
    }
    lambda->body = parsed->body.items[0]->left;
    return jinja_callable_new(&j->scratch, "lambda", call_lambda, lambda);
}

static struct jinja_value call_with(struct jinja_call *call, struct jinja_value function,
                                    const struct jinja_value *argument)
{
    struct jinja_call inner = {
        .jinja = call->jinja, .span = call->span, .arguments = argument, .count = 1};
    return jinja_call_value(call->jinja, function, &inner);
}

/* filter(function, items): none as function keeps what is true. */
static struct jinja_value global_filter(struct jinja_call *call)
{
    jinja_check_arguments(call, 2, 2, "");
    const struct jinja_list *items = jinja_items_of(call->jinja, call->arguments[1], call->span);
    struct jinja_value result = jinja_list_new(&call->jinja->scratch);
    for (size_t i = 0; i < items->count; i++) {
        struct jinja_value keep = call->arguments[0].kind == JINJA_NONE
                                      ? items->items[i]
                                      : call_with(call, call->arguments[0], &items->items[i]);
        if (jinja_is_true(keep)) {
            jinja_append(&call->jinja->scratch, result, items->items[i]);
        }
    }
    return result;
}

static struct jinja_value global_map(struct jinja_call *call)
{
    jinja_check_arguments(call, 2, 2, "");
    const struct jinja_list *items = jinja_items_of(call->jinja, call->arguments[1], call->span);
    struct jinja_value result = jinja_list_new(&call->jinja->scratch);
    for (size_t i = 0; i < items->count; i++) {
        jinja_append(&call->jinja->scratch, result,
                     call_with(call, call->arguments[0], &items->items[i]));
    }
    return result;
}

/* uniq(items), set(items): each once, in order. A set is a list here, with add(). */
static struct jinja_value global_uniq(struct jinja_call *call)
{
    struct jinja *j = call->jinja;
    struct jinja_value result = jinja_list_new(&j->scratch);
    jinja_check_arguments(call, 0, 1, "");
    if (call->count == 0) {
        return result;
    }
    const struct jinja_list *items = jinja_items_of(j, call->arguments[0], call->span);
    for (size_t i = 0; i < items->count; i++) {
        jinja_step(j, call->span);
        if (!jinja_contains(j, result, items->items[i], call->span)) {
            jinja_append(&j->scratch, result, items->items[i]);
        }
    }
    return result;
}

static struct jinja_value global_flatten(struct jinja_call *call)
{
    struct jinja *j = call->jinja;
    struct jinja_value result = jinja_list_new(&j->scratch);
    jinja_check_arguments(call, 1, 1, "");
    const struct jinja_list *lists = jinja_items_of(j, call->arguments[0], call->span);
    for (size_t i = 0; i < lists->count; i++) {
        const struct jinja_list *items = jinja_items_of(j, lists->items[i], call->span);
        for (size_t k = 0; k < items->count; k++) {
            jinja_append(&j->scratch, result, items->items[k]);
        }
    }
    return result;
}

/* flatMap(function, items): the items of all results. */
static struct jinja_value global_flat_map(struct jinja_call *call)
{
    struct jinja_value lists = global_map(call);
    struct jinja_call inner = *call;
    inner.arguments = &lists;
    inner.count = 1;
    return global_flatten(&inner);
}

/* itertools.chain(lists...): flatten() of its arguments. */
static struct jinja_value itertools_chain(struct jinja_call *call)
{
    struct jinja_value lists = jinja_list_new(&call->jinja->scratch);
    jinja_check_arguments(call, 0, SIZE_MAX, "");
    for (size_t i = 0; i < call->count; i++) {
        jinja_append(&call->jinja->scratch, lists, call->arguments[i]);
    }
    struct jinja_call inner = *call;
    inner.arguments = &lists;
    inner.count = 1;
    return global_flatten(&inner);
}

/* functools.reduce(function, items, first=) */
static struct jinja_value functools_reduce(struct jinja_call *call)
{
    jinja_check_arguments(call, 2, 3, "");
    const struct jinja_list *items = jinja_items_of(call->jinja, call->arguments[1], call->span);
    size_t at = call->count > 2 ? 0 : 1;
    if (call->count == 2 && items->count == 0) {
        jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span,
                   "`reduce` of no items needs a third argument");
    }
    struct jinja_value so_far = call->count > 2 ? call->arguments[2] : items->items[0];
    for (; at < items->count; at++) {
        struct jinja_value pair[] = {so_far, items->items[at]};
        struct jinja_call inner = {
            .jinja = call->jinja, .span = call->span, .arguments = pair, .count = 2};
        jinja_step(call->jinja, call->span);
        so_far = jinja_call_value(call->jinja, call->arguments[0], &inner);
    }
    return so_far;
}

/* hasattr(value, name), getattr(value, name, default=) */
static struct jinja_value global_hasattr(struct jinja_call *call)
{
    jinja_check_arguments(call, 2, 2, "");
    struct jinja_value found = jinja_attribute(
        call->jinja, call->arguments[0], jinja_argument_string(call, 1, "name", NULL), call->span);
    return jinja_bool(found.kind != JINJA_UNDEFINED);
}

static struct jinja_value global_getattr(struct jinja_call *call)
{
    jinja_check_arguments(call, 2, 3, "");
    struct jinja_value found = jinja_attribute(
        call->jinja, call->arguments[0], jinja_argument_string(call, 1, "name", NULL), call->span);
    return found.kind == JINJA_UNDEFINED && call->count > 2
               ? call->arguments[2]
               : jinja_defined(call->jinja, found, call->span);
}

static struct jinja_value global_pow(struct jinja_call *call)
{
    jinja_check_arguments(call, 2, 2, "");
    return jinja_binary(call->jinja, "**", call->arguments[0], call->arguments[1], call->span);
}

/* math.log(x, base=e), exact where x is a power of two and the base is 2. */
static struct jinja_value math_log(struct jinja_call *call)
{
    jinja_check_arguments(call, 1, 2, "");
    for (size_t i = 0; i < call->count; i++) {
        if (!jinja_is_number(jinja_defined(call->jinja, call->arguments[i], call->span)) ||
            jinja_real(call->arguments[i]) <= 0) {
            jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span, "`log` takes numbers above 0");
        }
    }
    double x = jinja_real(call->arguments[0]);
    double base = call->count > 1 ? jinja_real(call->arguments[1]) : 0;
    return jinja_float(call->count == 1 ? log(x) : base == 2 ? log2(x) : log(x) / log(base));
}

static struct jinja_value rounded(struct jinja_call *call, double (*function)(double))
{
    jinja_check_arguments(call, 1, 1, "");
    if (!jinja_is_number(jinja_defined(call->jinja, call->arguments[0], call->span)) ||
        !(fabs(jinja_real(call->arguments[0])) < 1e18)) {
        jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span, "`%s` takes a number below 10^18",
                   call->callable->name);
    }
    return jinja_int((__int128)function(jinja_real(call->arguments[0])));
}

static struct jinja_value math_ceil(struct jinja_call *call)
{
    return rounded(call, ceil);
}

static struct jinja_value math_floor(struct jinja_call *call)
{
    return rounded(call, floor);
}

static struct jinja_value type_of(struct jinja *jinja, const char *name)
{
    uint32_t index = 0;
    map_string_get(&jinja->global_index, name, &index);
    return jinja->globals.items[index].value;
}

/* six.string_types and the like: types under other names. */
static void add_modules(struct jinja *jinja)
{
    struct arena *arena = &jinja->c->arena;
    struct jinja_value six = jinja_object_new(arena, "module");
    struct jinja_value moves = jinja_object_new(arena, "module");
    struct jinja_value numbers = jinja_object_new(arena, "module");
    struct jinja_value math = jinja_object_new(arena, "module");
    struct jinja_value itertools = jinja_object_new(arena, "module");
    struct jinja_value functools = jinja_object_new(arena, "module");
    jinja_put(arena, six, "string_types", type_of(jinja, "str"));
    jinja_put(arena, six, "integer_types", type_of(jinja, "int"));
    jinja_put(arena, moves, "range", type_of(jinja, "range"));
    jinja_put(arena, six, "moves", moves);
    jinja_put(arena, numbers, "Integral", type_of(jinja, "int"));
    jinja_put(arena, math, "log", jinja_callable_new(arena, "log", math_log, NULL));
    jinja_put(arena, math, "ceil", jinja_callable_new(arena, "ceil", math_ceil, NULL));
    jinja_put(arena, math, "floor", jinja_callable_new(arena, "floor", math_floor, NULL));
    jinja_put(arena, itertools, "chain", jinja_callable_new(arena, "chain", itertools_chain, NULL));
    jinja_put(arena, functools, "reduce",
              jinja_callable_new(arena, "reduce", functools_reduce, NULL));
    const struct {
        const char *name;
        struct jinja_value value;
    } modules[] = {
        {"six",       six      },
        {"numbers",   numbers  },
        {"math",      math     },
        {"itertools", itertools},
        {"functools", functools},
    };
    for (size_t i = 0; i < sizeof(modules) / sizeof(modules[0]); i++) {
        jinja_freeze(modules[i].value);
        jinja_set(jinja, modules[i].name, modules[i].value);
    }
}

void python_names_add(struct jinja *jinja)
{
    static const struct jinja_named_function functions[] = {
        {"filter",     global_filter    },
        {"flatMap",    global_flat_map  },
        {"flatten",    global_flatten   },
        {"getattr",    global_getattr   },
        {"hasattr",    global_hasattr   },
        {"isinstance", global_isinstance},
        {"lambda",     global_lambda    },
        {"map",        global_map       },
        {"pow",        global_pow       },
        {"set",        global_uniq      },
        {"uniq",       global_uniq      },
    };
    for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++) {
        jinja_set(
            jinja, functions[i].name,
            jinja_callable_new(&jinja->c->arena, functions[i].name, functions[i].function, NULL));
    }
    add_modules(jinja);
    python_classes_add(jinja);
    python_re_add(jinja);
}
