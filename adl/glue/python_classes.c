/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The classes of CAmkES's own program, to be asked for with isinstance() only: which fact, or which
 * object of the capability graph, a value is.  And its Counter.
 */
#include "adl/glue/python_classes.h"

#include <string.h>

#include "adl/glue/jinja_tree.h"

/* A class: the type of the fact, and its attribute `kind` where that makes the difference. */
static const struct python_class {
    const char *name, *type, *kind;
} classes[] = {
    {"camkes.ast.Instance",        "instance",    NULL              },
    {"camkes.ast.Component",       "component",   NULL              },
    {"camkes.ast.Connection",      "connection",  NULL              },
    {"camkes.ast.ConnectionEnd",   "end",         NULL              },
    {"camkes.ast.Connector",       "connector",   NULL              },
    {"camkes.ast.Composition",     "composition", NULL              },
    {"camkes.ast.Procedure",       "procedure",   NULL              },
    {"camkes.ast.Method",          "method",      NULL              },
    {"camkes.ast.Parameter",       "parameter",   NULL              },
    {"camkes.ast.Attribute",       "attribute",   NULL              },
    {"camkes.ast.Struct",          "struct",      NULL              },
    {"camkes.ast.Include",         "include",     NULL              },
    {"camkes.ast.Interface",       "interface",   NULL              },
    {"camkes.ast.Uses",            "interface",   "uses"            },
    {"camkes.ast.Provides",        "interface",   "provides"        },
    {"camkes.ast.Emits",           "interface",   "emits"           },
    {"camkes.ast.Consumes",        "interface",   "consumes"        },
    {"camkes.ast.Dataport",        "interface",   "dataport"        },
    {"camkes.ast.Mutex",           "lock",        "mutex"           },
    {"camkes.ast.Semaphore",       "lock",        "semaphore"       },
    {"camkes.ast.BinarySemaphore", "lock",        "binary_semaphore"},
    {"capdl.Endpoint",             "object",      "ep"              },
    {"capdl.Notification",         "object",      "notification"    },
    {"capdl.TCB",                  "object",      "tcb"             },
    {"capdl.Frame",                "object",      "frame"           },
    {"capdl.Untyped",              "object",      "ut"              },
    {"capdl.CNode",                "object",      "cnode"           },
    {"capdl.IRQ",                  "object",      "irq"             },
    {"capdl.ASIDPool",             "object",      "asid_pool"       },
    {"capdl.Cap",                  "cap",         NULL              },
};

bool python_classes_fit(struct jinja_value value, const char *name)
{
    const char *type = value.kind == JINJA_DICT ? value.as.dict->type_name : NULL;
    for (size_t i = 0; type != NULL && i < sizeof(classes) / sizeof(classes[0]); i++) {
        if (strcmp(classes[i].name, name) == 0 && strcmp(classes[i].type, type) == 0) {
            const struct jinja_value *kind = jinja_get(value.as.dict, "kind");
            return classes[i].kind == NULL ||
                   (kind != NULL && jinja_equal(*kind, jinja_string(classes[i].kind)));
        }
    }
    return false;
}

static struct jinja_value no_instance(struct jinja_call *call)
{
    jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span,
               "templates make no values of this class; it is for isinstance()");
}

/* ---- Counter ---- */

static void counter_set(struct jinja_call *call, struct jinja_value counter, __int128 value)
{
    struct arena *arena = &call->jinja->scratch;
    if (value > INT64_MAX || value < INT64_MIN) {
        jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span, "a Counter has 64 bits");
    }
    jinja_put(arena, counter, "value", jinja_int(value));
    counter.as.dict->shown = arena_printf(arena, "%lld", (long long)value);
}

/* set(value), increment(by=1), decrement(by=1) */
static struct jinja_value counter_change(struct jinja_call *call)
{
    static const __int128 one = 1;
    struct jinja_value counter = {.kind = JINJA_DICT, .as.dict = call->callable->data};
    char what = call->callable->name[0];
    jinja_check_arguments(call, 0, 1, "value offset");
    __int128 by = what == 's' ? jinja_argument_int(call, 0, "value", NULL)
                              : jinja_argument_int(call, 0, "offset", &one);
    __int128 value = jinja_get(counter.as.dict, "value")->as.integer;
    if (by > INT64_MAX || by < INT64_MIN) {
        jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span, "a Counter has 64 bits");
    }
    counter_set(call, counter, what == 's' ? by : what == 'i' ? value + by : value - by);
    return jinja_string("");
}

/* Counter(): a number that keeps what an inner block did to it. */
static struct jinja_value global_counter(struct jinja_call *call)
{
    static const char *const methods[] = {"set", "increment", "decrement"};
    struct arena *arena = &call->jinja->scratch;
    jinja_check_arguments(call, 0, 0, "");
    struct jinja_value counter = jinja_object_new(arena, "counter");
    for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++) {
        jinja_put(arena, counter, methods[i],
                  jinja_callable_new(arena, methods[i], counter_change, counter.as.dict));
    }
    counter_set(call, counter, 0);
    return counter;
}

void python_classes_add(struct jinja *jinja)
{
    struct arena *arena = &jinja->c->arena;
    struct jinja_value camkes = jinja_object_new(arena, "module");
    struct jinja_value ast = jinja_object_new(arena, "module");
    struct jinja_value capdl = jinja_object_new(arena, "module");
    for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++) {
        bool graph = strncmp(classes[i].name, "capdl.", 6) == 0;
        jinja_put(arena, graph ? capdl : ast, strrchr(classes[i].name, '.') + 1,
                  jinja_callable_new(arena, classes[i].name, no_instance, NULL));
    }
    jinja_put(arena, camkes, "ast", ast);
    jinja_freeze(camkes);
    jinja_freeze(capdl);
    jinja_set(jinja, "camkes", camkes);
    jinja_set(jinja, "capdl", capdl);
    jinja_set(jinja, "Counter", jinja_callable_new(arena, "Counter", global_counter, NULL));
}
