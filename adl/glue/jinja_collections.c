/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Methods of list and dict, as Python has them. A frozen one cannot be changed.
 */
#include "adl/glue/jinja_tree.h"

#include <string.h>

/* ---- list ---- */

static struct jinja_list *changeable(struct jinja_value self, struct jinja_call *call)
{
    if (self.kind == JINJA_TUPLE || self.as.list->frozen) {
        jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span, "this %s cannot be changed",
                   jinja_type_name(self));
    }
    return self.as.list;
}

static struct jinja_value list_append(struct jinja_value self, struct jinja_call *call)
{
    struct jinja_list *list = changeable(self, call);
    vec_push(&call->jinja->scratch, list, call->arguments[0]);
    return jinja_none();
}

static struct jinja_value list_extend(struct jinja_value self, struct jinja_call *call)
{
    struct jinja_list *list = changeable(self, call);
    const struct jinja_list *more = jinja_items_of(call->jinja, call->arguments[0], call->span);
    for (size_t i = 0, count = more->count; i < count; i++) {
        vec_push(&call->jinja->scratch, list, more->items[i]);
    }
    return jinja_none();
}

static struct jinja_value list_insert(struct jinja_value self, struct jinja_call *call)
{
    struct jinja_list *list = changeable(self, call);
    __int128 wanted = jinja_argument_int(call, 0, "index", NULL);
    __int128 count = (__int128)list->count;
    wanted = wanted < 0 ? wanted + count : wanted;
    size_t at = wanted < 0 ? 0 : wanted > count ? list->count : (size_t)wanted;
    vec_push(&call->jinja->scratch, list, call->arguments[1]);
    memmove(list->items + at + 1, list->items + at, (list->count - at - 1) * sizeof(*list->items));
    list->items[at] = call->arguments[1];
    return jinja_none();
}

static struct jinja_value list_pop(struct jinja_value self, struct jinja_call *call)
{
    static const __int128 end = -1;
    struct jinja_list *list = changeable(self, call);
    __int128 at = jinja_argument_int(call, 0, "index", &end);
    at = at < 0 ? at + (__int128)list->count : at;
    if (at < 0 || at >= (__int128)list->count) {
        jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span, "there is no such item to pop");
    }
    struct jinja_value item = list->items[at];
    memmove(list->items + at, list->items + at + 1,
            (list->count - (size_t)at - 1) * sizeof(*list->items));
    list->count--;
    return item;
}

static struct jinja_value list_index(struct jinja_value self, struct jinja_call *call)
{
    for (size_t i = 0; i < self.as.list->count; i++) {
        if (jinja_equal(self.as.list->items[i], call->arguments[0])) {
            return jinja_int((__int128)i);
        }
    }
    jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span, "the item is not in the list");
}

static struct jinja_value list_count(struct jinja_value self, struct jinja_call *call)
{
    __int128 count = 0;
    for (size_t i = 0; i < self.as.list->count; i++) {
        count += jinja_equal(self.as.list->items[i], call->arguments[0]) ? 1 : 0;
    }
    return jinja_int(count);
}

static struct jinja_value list_remove(struct jinja_value self, struct jinja_call *call)
{
    struct jinja_list *list = changeable(self, call);
    struct jinja_value at = list_index(self, call);
    struct jinja_call inner = *call;
    (void)list;
    inner.arguments = &at;
    inner.count = 1;
    list_pop(self, &inner);
    return jinja_none();
}

static struct jinja_value list_copy(struct jinja_value self, struct jinja_call *call)
{
    struct jinja_value copy = jinja_list_new(&call->jinja->scratch);
    vec_append(&call->jinja->scratch, copy.as.list, self.as.list);
    return copy;
}

static struct jinja_value list_reverse(struct jinja_value self, struct jinja_call *call)
{
    struct jinja_list *list = changeable(self, call);
    for (size_t i = 0; i + 1 < list->count - i; i++) {
        struct jinja_value swap = list->items[i];
        list->items[i] = list->items[list->count - 1 - i];
        list->items[list->count - 1 - i] = swap;
    }
    return jinja_none();
}

/* ---- dict ---- */

static struct jinja_dict *changeable_dict(struct jinja_value self, struct jinja_call *call)
{
    if (self.as.dict->frozen) {
        jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span, "this dict cannot be changed");
    }
    return self.as.dict;
}

static struct jinja_value hashable(struct jinja_call *call, struct jinja_value key)
{
    if (!jinja_hashable(key)) {
        jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span, "%s cannot be a key of a dict",
                   jinja_type_name(jinja_defined(call->jinja, key, call->span)));
    }
    return key;
}

static struct jinja_value dict_get(struct jinja_value self, struct jinja_call *call)
{
    struct jinja_value none = jinja_none();
    const struct jinja_value *found =
        jinja_get_value(self.as.dict, hashable(call, call->arguments[0]));
    return found != NULL ? *found : jinja_argument(call, 1, "default", &none);
}

static struct jinja_value dict_items(struct jinja_value self, struct jinja_call *call)
{
    return jinja_method_by_filter(self, call, "items");
}

static struct jinja_value dict_keys(struct jinja_value self, struct jinja_call *call)
{
    return jinja_method_by_filter(self, call, "list");
}

static struct jinja_value dict_values(struct jinja_value self, struct jinja_call *call)
{
    struct jinja_value list = jinja_list_new(&call->jinja->scratch);
    for (size_t i = 0; i < self.as.dict->count; i++) {
        jinja_append(&call->jinja->scratch, list, self.as.dict->entries[i].value);
    }
    return list;
}

static void update(struct jinja_value self, struct jinja_call *call)
{
    struct jinja_value other =
        call->count > 0 ? call->arguments[0] : jinja_dict_new(&call->jinja->scratch);
    if (other.kind != JINJA_DICT || other.as.dict->object) {
        jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span, "update needs a dict");
    }
    for (size_t i = 0, count = other.as.dict->count; i < count; i++) {
        jinja_put_value(&call->jinja->scratch, self, other.as.dict->entries[i].key,
                        other.as.dict->entries[i].value);
    }
    for (size_t i = 0; i < call->keyword_count; i++) {
        jinja_put(&call->jinja->scratch, self, call->keywords[i].name, call->keywords[i].value);
    }
}

static struct jinja_value dict_update(struct jinja_value self, struct jinja_call *call)
{
    changeable_dict(self, call);
    update(self, call);
    return jinja_none();
}

static struct jinja_value dict_copy(struct jinja_value self, struct jinja_call *call)
{
    struct jinja_value copy = jinja_dict_new(&call->jinja->scratch);
    struct jinja_call inner = *call;
    inner.arguments = &self;
    inner.count = 1;
    update(copy, &inner);
    return copy;
}

static struct jinja_value dict_setdefault(struct jinja_value self, struct jinja_call *call)
{
    struct jinja_value none = jinja_none();
    struct jinja_value key = hashable(call, call->arguments[0]);
    const struct jinja_value *found = jinja_get_value(self.as.dict, key);
    if (found != NULL) {
        return *found;
    }
    struct jinja_value value = jinja_argument(call, 1, "default", &none);
    changeable_dict(self, call);
    jinja_put_value(&call->jinja->scratch, self, key, value);
    return value;
}

static struct jinja_value dict_pop(struct jinja_value self, struct jinja_call *call)
{
    struct jinja_dict *dict = changeable_dict(self, call);
    struct jinja_value key = hashable(call, call->arguments[0]);
    const struct jinja_value *found = jinja_get_value(dict, key);
    struct jinja_value result = found != NULL ? *found : jinja_argument(call, 1, "default", NULL);
    jinja_remove_key(&call->jinja->scratch, dict, key);
    return result;
}

/* list.sort(): in Python's order; a frozen list cannot be sorted. */
static struct jinja_value list_sort(struct jinja_value self, struct jinja_call *call)
{
    struct jinja_list *list = changeable(self, call);
    struct jinja_list keys = *list;
    keys.items = arena_array(&call->jinja->scratch, struct jinja_value, list->count + 1);
    for (size_t i = 0; i < list->count; i++) {
        keys.items[i] = list->items[i];
    }
    jinja_sort(call->jinja, list, &keys, false, call->span);
    return jinja_none();
}

/* list.add(item): appends what is not there yet; lists stand for sets. */
static struct jinja_value list_add(struct jinja_value self, struct jinja_call *call)
{
    struct jinja_list *list = changeable(self, call);
    if (!jinja_contains(call->jinja, self, call->arguments[0], call->span)) {
        vec_push(&call->jinja->scratch, list, call->arguments[0]);
    }
    return jinja_none();
}

/* list.__setitem__(index, item) */
static struct jinja_value list_setitem(struct jinja_value self, struct jinja_call *call)
{
    struct jinja_list *list = changeable(self, call);
    __int128 at = jinja_integer(call->jinja, call->arguments[0], call->span, "an index");
    at = at < 0 ? at + (__int128)list->count : at;
    if (at < 0 || at >= (__int128)list->count) {
        jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span,
                   "there is no such item in a list of %zu", list->count);
    }
    list->items[at] = call->arguments[1];
    return jinja_none();
}

const struct jinja_method jinja_list_methods[] = {
    {"__setitem__", list_setitem, 2, 2},
    {"add",         list_add,     1, 1},
    {"append",      list_append,  1, 1},
    {"copy",        list_copy,    0, 0},
    {"count",       list_count,   1, 1},
    {"extend",      list_extend,  1, 1},
    {"index",       list_index,   1, 1},
    {"insert",      list_insert,  2, 2},
    {"pop",         list_pop,     0, 1},
    {"remove",      list_remove,  1, 1},
    {"reverse",     list_reverse, 0, 0},
    {"sort",        list_sort,    0, 0},
    {NULL,          NULL,         0, 0},
};

const struct jinja_method jinja_dict_methods[] = {
    {"copy",       dict_copy,       0, 0},
    {"get",        dict_get,        1, 2},
    {"items",      dict_items,      0, 0},
    {"keys",       dict_keys,       0, 0},
    {"pop",        dict_pop,        1, 2},
    {"setdefault", dict_setdefault, 1, 2},
    {"update",     dict_update,     0, 1},
    {"values",     dict_values,     0, 0},
    {NULL,         NULL,            0, 0},
};
