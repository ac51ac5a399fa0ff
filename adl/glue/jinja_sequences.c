/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Filters on sequences. None changes its subject; results are new lists (Jinja2 gives generators,
 * which a template cannot tell apart).
 */
#include "adl/glue/jinja_tree.h"

#include <ctype.h>
#include <string.h>

static const struct jinja_list *items_of(struct jinja_call *call)
{
    return jinja_items_of(call->jinja, call->arguments[0], call->span);
}

static struct jinja_value copy_of(struct jinja_call *call)
{
    struct jinja_value list = jinja_list_new(&call->jinja->scratch);
    vec_append(&call->jinja->scratch, list.as.list, items_of(call));
    return list;
}

/* The part of an item an `attribute` argument names: "a.b.0"; the item itself for none. */
static struct jinja_value part_of(struct jinja_call *call, struct jinja_value item,
                                  struct jinja_value attribute)
{
    struct jinja *j = call->jinja;
    if (attribute.kind == JINJA_INT) {
        return jinja_item(j, item, attribute, call->span);
    }
    if (attribute.kind == JINJA_NONE) {
        return item;
    }
    jinja_text_of(j, attribute, call->span, "the name of an attribute");
    char *name = arena_strndup(&j->scratch, attribute.as.string.bytes, attribute.as.string.size);
    while (name != NULL) {
        char *dot = strchr(name, '.');
        if (dot != NULL) {
            *dot = '\0';
        }
        bool number = isdigit((unsigned char)*name) && strlen(name) < 9;
        int index = 0;
        for (const char *at = name; number && isdigit((unsigned char)*at); at++) {
            index = index * 10 + (*at - '0');
        }
        item = number ? jinja_item(j, item, jinja_int(index), call->span)
                      : jinja_attribute(j, item, name, call->span);
        name = dot != NULL ? dot + 1 : NULL;
    }
    return item;
}

static struct jinja_value lower_case(struct jinja *j, struct jinja_value value)
{
    if (value.kind != JINJA_STRING) {
        return value;
    }
    struct strbuf buf;
    strbuf_init(&buf, &j->scratch);
    for (size_t i = 0; i < value.as.string.size; i++) {
        strbuf_putc(&buf, (char)tolower((unsigned char)value.as.string.bytes[i]));
    }
    return jinja_built(&buf);
}

/* Keys to compare items by: the attribute, in lower case unless case counts. */
static struct jinja_value keys_of(struct jinja_call *call, const struct jinja_list *items,
                                  struct jinja_value attribute, bool case_counts)
{
    struct jinja_value keys = jinja_list_new(&call->jinja->scratch);
    for (size_t i = 0; i < items->count; i++) {
        struct jinja_value key =
            jinja_defined(call->jinja, part_of(call, items->items[i], attribute), call->span);
        jinja_append(&call->jinja->scratch, keys, case_counts ? key : lower_case(call->jinja, key));
    }
    return keys;
}

static struct jinja_value end_item(struct jinja_call *call, bool last)
{
    jinja_check_arguments(call, 1, 1, "");
    const struct jinja_list *items = items_of(call);
    return items->count > 0 ? items->items[last ? items->count - 1 : 0]
                            : jinja_undefined("an empty sequence has no first and no last item");
}

static struct jinja_value filter_first(struct jinja_call *call)
{
    return end_item(call, false);
}

static struct jinja_value filter_last(struct jinja_call *call)
{
    return end_item(call, true);
}

static struct jinja_value filter_length(struct jinja_call *call)
{
    jinja_check_arguments(call, 1, 1, "");
    return jinja_int((__int128)jinja_length(call->jinja, call->arguments[0], call->span));
}

static struct jinja_value filter_list(struct jinja_call *call)
{
    jinja_check_arguments(call, 1, 1, "");
    return copy_of(call);
}

static struct jinja_value filter_join(struct jinja_call *call)
{
    struct jinja_value none = jinja_none();
    jinja_check_arguments(call, 1, 3, "d attribute");
    const struct jinja_list *items = items_of(call);
    const char *between = jinja_argument_string(call, 1, "d", "");
    struct jinja_value attribute = jinja_argument(call, 2, "attribute", &none);
    struct strbuf buf;
    strbuf_init(&buf, &call->jinja->scratch);
    for (size_t i = 0; i < items->count; i++) {
        strbuf_puts(&buf, i > 0 ? between : "");
        jinja_put_str(&buf, jinja_defined(call->jinja, part_of(call, items->items[i], attribute),
                                          call->span));
    }
    return jinja_built(&buf);
}

static struct jinja_value filter_reverse(struct jinja_call *call)
{
    jinja_check_arguments(call, 1, 1, "");
    struct jinja_value bounds[3] = {jinja_none(), jinja_none(), jinja_int(-1)};
    struct jinja_value subject = call->arguments[0];
    if (subject.kind != JINJA_STRING) {
        subject = copy_of(call);
    }
    return jinja_slice(call->jinja, subject, bounds, call->span);
}

static struct jinja_value filter_sort(struct jinja_call *call)
{
    struct jinja_value no = jinja_bool(false), none = jinja_none();
    jinja_check_arguments(call, 1, 4, "reverse case_sensitive attribute");
    bool reverse = jinja_is_true(jinja_argument(call, 1, "reverse", &no));
    bool case_counts = jinja_is_true(jinja_argument(call, 2, "case_sensitive", &no));
    struct jinja_value attribute = jinja_argument(call, 3, "attribute", &none);
    struct jinja_value items = copy_of(call);
    struct jinja_value keys = keys_of(call, items.as.list, attribute, case_counts);
    jinja_sort(call->jinja, items.as.list, keys.as.list, reverse, call->span);
    return items;
}

static struct jinja_value pair(struct jinja *j, struct jinja_value first, struct jinja_value second)
{
    struct jinja_value tuple = jinja_tuple_new(&j->scratch);
    jinja_append(&j->scratch, tuple, first);
    jinja_append(&j->scratch, tuple, second);
    return tuple;
}

static struct jinja_value pairs_of(struct jinja_call *call)
{
    struct jinja *j = call->jinja;
    struct jinja_value subject = jinja_defined(j, call->arguments[0], call->span);
    struct jinja_value list = jinja_list_new(&j->scratch);
    if (subject.kind != JINJA_DICT) {
        jinja_fail(j, DIAG_TEMPLATE_TYPE, call->span, "a dict is needed, not %s",
                   jinja_type_name(subject));
    }
    for (size_t i = 0; i < subject.as.dict->count; i++) {
        jinja_append(&j->scratch, list,
                     pair(j, subject.as.dict->entries[i].key, subject.as.dict->entries[i].value));
    }
    return list;
}

static struct jinja_value filter_items(struct jinja_call *call)
{
    jinja_check_arguments(call, 1, 1, "");
    return pairs_of(call);
}

static struct jinja_value filter_dictsort(struct jinja_call *call)
{
    struct jinja_value no = jinja_bool(false);
    jinja_check_arguments(call, 1, 4, "case_sensitive by reverse");
    struct jinja_value items = pairs_of(call);
    bool case_counts = jinja_is_true(jinja_argument(call, 1, "case_sensitive", &no));
    const char *by = jinja_argument_string(call, 2, "by", "key");
    bool reverse = jinja_is_true(jinja_argument(call, 3, "reverse", &no));
    struct jinja_value keys =
        keys_of(call, items.as.list, jinja_int(strcmp(by, "value") == 0 ? 1 : 0), case_counts);
    jinja_sort(call->jinja, items.as.list, keys.as.list, reverse, call->span);
    return items;
}

static struct jinja_value filter_unique(struct jinja_call *call)
{
    struct jinja_value no = jinja_bool(false), none = jinja_none();
    jinja_check_arguments(call, 1, 3, "case_sensitive attribute");
    bool case_counts = jinja_is_true(jinja_argument(call, 1, "case_sensitive", &no));
    struct jinja_value attribute = jinja_argument(call, 2, "attribute", &none);
    const struct jinja_list *items = items_of(call);
    struct jinja_value keys = keys_of(call, items, attribute, case_counts);
    struct jinja_value seen = jinja_list_new(&call->jinja->scratch);
    struct jinja_value result = jinja_list_new(&call->jinja->scratch);
    for (size_t i = 0; i < items->count; i++) {
        if (!jinja_contains(call->jinja, seen, keys.as.list->items[i], call->span)) {
            jinja_append(&call->jinja->scratch, seen, keys.as.list->items[i]);
            jinja_append(&call->jinja->scratch, result, items->items[i]);
        }
    }
    return result;
}

static struct jinja_value filter_sum(struct jinja_call *call)
{
    struct jinja_value none = jinja_none(), zero = jinja_int(0);
    jinja_check_arguments(call, 1, 3, "attribute start");
    struct jinja_value attribute = jinja_argument(call, 1, "attribute", &none);
    struct jinja_value total = jinja_argument(call, 2, "start", &zero);
    const struct jinja_list *items = items_of(call);
    for (size_t i = 0; i < items->count; i++) {
        total = jinja_binary(call->jinja, "+", total, part_of(call, items->items[i], attribute),
                             call->span);
    }
    return total;
}

static struct jinja_value extreme(struct jinja_call *call, int sign)
{
    struct jinja_value none = jinja_none(), no = jinja_bool(false);
    jinja_check_arguments(call, 1, 3, "case_sensitive attribute");
    bool case_counts = jinja_is_true(jinja_argument(call, 1, "case_sensitive", &no));
    struct jinja_value attribute = jinja_argument(call, 2, "attribute", &none);
    const struct jinja_list *items = items_of(call);
    struct jinja_value keys = keys_of(call, items, attribute, case_counts);
    size_t best = 0;
    for (size_t i = 1; i < items->count; i++) {
        if (jinja_order(call->jinja, keys.as.list->items[i], keys.as.list->items[best],
                        call->span) *
                sign >
            0) {
            best = i;
        }
    }
    return items->count > 0 ? items->items[best]
                            : jinja_undefined("an empty sequence has no least or largest item");
}

static struct jinja_value filter_min(struct jinja_call *call)
{
    return extreme(call, -1);
}

static struct jinja_value filter_max(struct jinja_call *call)
{
    return extreme(call, 1);
}

/* The arguments of a select filter from `skip` on, as a call with `item` in front. */
static struct jinja_call inner_call(struct jinja_call *call, struct jinja_value item, size_t skip)
{
    struct jinja *j = call->jinja;
    struct jinja_value arguments = jinja_list_new(&j->scratch);
    jinja_append(&j->scratch, arguments, item);
    for (size_t i = skip; i < call->count; i++) {
        jinja_append(&j->scratch, arguments, call->arguments[i]);
    }
    struct jinja_call inner = *call;
    inner.arguments = arguments.as.list->items;
    inner.count = arguments.as.list->count;
    return inner;
}

/* select, reject, selectattr, rejectattr: items (or their attribute) that pass a test, or that
 * are true when there is none. */
static struct jinja_value choose(struct jinja_call *call, bool wanted, bool by_attribute)
{
    struct jinja *j = call->jinja;
    size_t test_at = by_attribute ? 2 : 1;
    jinja_check_arguments(call, test_at, SIZE_MAX, "");
    const struct jinja_list *items = items_of(call);
    struct jinja_value result = jinja_list_new(&j->scratch);
    for (size_t i = 0; i < items->count; i++) {
        struct jinja_value item = items->items[i];
        if (by_attribute) {
            item = part_of(call, item, call->arguments[1]);
        }
        bool passes = jinja_is_true(item);
        if (call->count > test_at) {
            const char *test = jinja_argument_string(call, test_at, "test", NULL);
            struct jinja_call inner = inner_call(call, item, test_at + 1);
            if (!jinja_apply_test(j, test, &inner, &passes)) {
                jinja_fail(j, DIAG_TEMPLATE_UNDEFINED, call->span, "there is no test `%s`", test);
            }
        }
        if (passes == wanted) {
            jinja_append(&j->scratch, result, items->items[i]);
        }
    }
    return result;
}

static struct jinja_value filter_select(struct jinja_call *call)
{
    return choose(call, true, false);
}

static struct jinja_value filter_reject(struct jinja_call *call)
{
    return choose(call, false, false);
}

static struct jinja_value filter_selectattr(struct jinja_call *call)
{
    return choose(call, true, true);
}

static struct jinja_value filter_rejectattr(struct jinja_call *call)
{
    return choose(call, false, true);
}

/* map("filter", arguments...) or map(attribute="name", default=...). */
static struct jinja_value filter_map(struct jinja_call *call)
{
    struct jinja *j = call->jinja;
    struct jinja_value none = jinja_none();
    struct jinja_value attribute = jinja_argument(call, SIZE_MAX, "attribute", &none);
    struct jinja_value fallback = jinja_argument(call, SIZE_MAX, "default", &none);
    const struct jinja_list *items = items_of(call);
    struct jinja_value result = jinja_list_new(&j->scratch);
    for (size_t i = 0; i < items->count; i++) {
        struct jinja_value mapped;
        if (attribute.kind != JINJA_NONE) {
            mapped = part_of(call, items->items[i], attribute);
            mapped =
                mapped.kind == JINJA_UNDEFINED && fallback.kind != JINJA_NONE ? fallback : mapped;
        } else {
            const char *filter = jinja_argument_string(call, 1, "filter", NULL);
            struct jinja_call inner = inner_call(call, items->items[i], 2);
            if (!jinja_apply_filter(j, filter, &inner, &mapped)) {
                jinja_fail(j, DIAG_TEMPLATE_UNDEFINED, call->span, "there is no filter `%s`",
                           filter);
            }
        }
        jinja_append(&j->scratch, result, mapped);
    }
    return result;
}

/* groupby(attribute): a list of objects with `grouper` and `list`, in order of the key. */
static struct jinja_value filter_groupby(struct jinja_call *call)
{
    struct jinja *j = call->jinja;
    jinja_check_arguments(call, 2, 2, "");
    struct jinja_value items = copy_of(call);
    struct jinja_value keys = keys_of(call, items.as.list, call->arguments[1], true);
    jinja_sort(j, items.as.list, keys.as.list, false, call->span);
    struct jinja_value groups = jinja_list_new(&j->scratch), members = jinja_none();
    struct jinja_value last = jinja_none();
    for (size_t i = 0; i < items.as.list->count; i++) {
        struct jinja_value item = items.as.list->items[i];
        struct jinja_value key = part_of(call, item, call->arguments[1]);
        if (i == 0 || !jinja_equal(key, last)) {
            members = jinja_list_new(&j->scratch);
            jinja_append(&j->scratch, groups, pair(j, key, members));
            last = key;
        }
        jinja_append(&j->scratch, members, item);
    }
    return groups;
}

static struct jinja_value filter_batch(struct jinja_call *call)
{
    struct jinja *j = call->jinja;
    struct jinja_value none = jinja_none();
    jinja_check_arguments(call, 2, 3, "fill_with");
    __int128 size = jinja_argument_int(call, 1, "linecount", NULL);
    struct jinja_value fill = jinja_argument(call, 2, "fill_with", &none);
    const struct jinja_list *items = items_of(call);
    struct jinja_value result = jinja_list_new(&j->scratch), line = jinja_none();
    if (size < 1 || size > 1000000) {
        jinja_fail(j, DIAG_TEMPLATE_TYPE, call->span, "a batch has at least one item");
    }
    for (size_t i = 0; i < items->count; i++) {
        if (i % (size_t)size == 0) {
            line = jinja_list_new(&j->scratch);
            jinja_append(&j->scratch, result, line);
        }
        jinja_append(&j->scratch, line, items->items[i]);
    }
    while (fill.kind != JINJA_NONE && line.kind == JINJA_LIST &&
           line.as.list->count < (size_t)size) {
        jinja_append(&j->scratch, line, fill);
    }
    return result;
}

const struct jinja_named_function jinja_sequence_filters[] = {
    {"batch",      filter_batch     },
    {"count",      filter_length    },
    {"dictsort",   filter_dictsort  },
    {"first",      filter_first     },
    {"groupby",    filter_groupby   },
    {"items",      filter_items     },
    {"join",       filter_join      },
    {"last",       filter_last      },
    {"length",     filter_length    },
    {"list",       filter_list      },
    {"map",        filter_map       },
    {"max",        filter_max       },
    {"min",        filter_min       },
    {"reject",     filter_reject    },
    {"rejectattr", filter_rejectattr},
    {"reverse",    filter_reverse   },
    {"select",     filter_select    },
    {"selectattr", filter_selectattr},
    {"sort",       filter_sort      },
    {"sum",        filter_sum       },
    {"unique",     filter_unique    },
    {NULL,         NULL             },
};
