/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Values: making them, Python's truth, equality and hash.
 */
#include "adl/glue/jinja_tree.h"

#include <assert.h>
#include <math.h>
#include <string.h>

/* Dicts below this size are searched, above they have an index. */
#define SMALL_DICT 16

struct jinja_value jinja_undefined(const char *reason)
{
    return (struct jinja_value){.kind = JINJA_UNDEFINED, .as.missing.text = reason};
}

struct jinja_value jinja_none(void)
{
    return (struct jinja_value){.kind = JINJA_NONE};
}

struct jinja_value jinja_bool(bool boolean)
{
    return (struct jinja_value){.kind = JINJA_BOOL, .as.boolean = boolean};
}

struct jinja_value jinja_int(__int128 integer)
{
    return (struct jinja_value){.kind = JINJA_INT, .as.integer = integer};
}

struct jinja_value jinja_float(double real)
{
    return (struct jinja_value){.kind = JINJA_FLOAT, .as.real = real};
}

struct jinja_value jinja_bytes(const char *bytes, size_t size)
{
    return (struct jinja_value){
        .kind = JINJA_STRING, .as.string = {bytes, size}
    };
}

struct jinja_value jinja_string(const char *text)
{
    return jinja_bytes(text, strlen(text));
}

struct jinja_value jinja_text_value(struct jinja_text text)
{
    return jinja_bytes(text.bytes, text.size);
}

struct jinja_value jinja_built(const struct strbuf *buf)
{
    return jinja_bytes(buf->text, buf->size);
}

struct jinja_value jinja_list_new(struct arena *arena)
{
    return (struct jinja_value){.kind = JINJA_LIST, .as.list = arena_new(arena, struct jinja_list)};
}

struct jinja_value jinja_tuple_new(struct arena *arena)
{
    struct jinja_value value = jinja_list_new(arena);
    value.kind = JINJA_TUPLE;
    return value;
}

struct jinja_value jinja_dict_new(struct arena *arena)
{
    return (struct jinja_value){.kind = JINJA_DICT, .as.dict = arena_new(arena, struct jinja_dict)};
}

struct jinja_value jinja_object_new(struct arena *arena, const char *type_name)
{
    struct jinja_value value = jinja_dict_new(arena);
    value.as.dict->object = true;
    value.as.dict->type_name = type_name;
    return value;
}

struct jinja_value jinja_callable_new(struct arena *arena, const char *name,
                                      jinja_function *function, void *data)
{
    struct jinja_callable *callable = arena_new(arena, struct jinja_callable);
    *callable = (struct jinja_callable){name, function, data};
    return (struct jinja_value){.kind = JINJA_CALLABLE, .as.callable = callable};
}

void jinja_reserve(struct arena *arena, struct jinja_value value, size_t count)
{
    if (value.kind == JINJA_DICT) {
        struct jinja_dict *dict = value.as.dict;
        assert(dict->entries == NULL);
        dict->entries = arena_array(arena, struct jinja_entry, count);
        dict->capacity = count;
    } else {
        assert(value.kind == JINJA_LIST && value.as.list->items == NULL);
        value.as.list->items = arena_array(arena, struct jinja_value, count);
        value.as.list->capacity = count;
    }
}

void jinja_append(struct arena *arena, struct jinja_value list, struct jinja_value item)
{
    assert((list.kind == JINJA_LIST || list.kind == JINJA_TUPLE) && !list.as.list->frozen);
    vec_push(arena, list.as.list, item);
}

/* Values can share parts, so that walking one can take a time exponential in its size; walks give
 * up after this many parts, or this deep. */
#define WALK_MAX   1000000u
#define WALK_DEPTH 200u

static bool hashable_within(struct jinja_value value, unsigned depth, unsigned *budget)
{
    if (depth == 0 || *budget == 0) {
        return false;
    }
    --*budget;
    if (value.kind == JINJA_TUPLE) {
        for (size_t i = 0; i < value.as.list->count; i++) {
            if (!hashable_within(value.as.list->items[i], depth - 1, budget)) {
                return false;
            }
        }
    }
    return value.kind != JINJA_LIST && value.kind != JINJA_UNDEFINED &&
           (value.kind != JINJA_DICT || value.as.dict->object);
}

/* A value too large or deep to be walked counts as one that cannot be hashed. */
bool jinja_hashable(struct jinja_value value)
{
    unsigned budget = WALK_MAX;
    return hashable_within(value, WALK_DEPTH, &budget);
}

static uint64_t hash_real(double real)
{
    /* Equal numbers hash alike whatever their kind. */
    if (real == floor(real) && fabs(real) < 1e18) {
        return map_hash_number((uint64_t)(int64_t)real);
    }
    uint64_t bits;
    memcpy(&bits, &real, sizeof(bits));
    return map_hash_number(bits);
}

uint64_t jinja_hash(struct jinja_value value)
{
    uint64_t hash = 17;
    switch (value.kind) {
    case JINJA_BOOL:
        return map_hash_number(value.as.boolean ? 1 : 0);
    case JINJA_INT:
        if (value.as.integer > INT64_MAX || value.as.integer < INT64_MIN) {
            return hash_real((double)value.as.integer);
        }
        return map_hash_number((uint64_t)value.as.integer);
    case JINJA_FLOAT:
        return hash_real(value.as.real);
    case JINJA_STRING:
        return map_hash_bytes(value.as.string.bytes, value.as.string.size);
    case JINJA_TUPLE:
        for (size_t i = 0; i < value.as.list->count; i++) {
            hash = hash * 31 + jinja_hash(value.as.list->items[i]);
        }
        return map_hash_number(hash);
    case JINJA_DICT:
        return map_hash_number(map_key_from_pointer(value.as.dict));
    case JINJA_CALLABLE:
        return map_hash_number(map_key_from_pointer(value.as.callable));
    case JINJA_UNDEFINED:
    case JINJA_NONE:
    case JINJA_LIST:
    case JINJA_LOOP:
        break;
    }
    return hash;
}

static struct jinja_entry *find_entry(const struct jinja_dict *dict, struct jinja_value key,
                                      uint64_t hash)
{
    uint32_t at;
    if (!dict->indexed) {
        for (size_t i = 0; i < dict->count; i++) {
            if (dict->entries[i].hash == hash && jinja_equal(dict->entries[i].key, key)) {
                return &dict->entries[i];
            }
        }
        return NULL;
    }
    if (!map_get(&dict->index, hash, &at)) {
        return NULL;
    }
    for (at++; at != 0; at = dict->entries[at - 1].next) {
        if (jinja_equal(dict->entries[at - 1].key, key)) {
            return &dict->entries[at - 1];
        }
    }
    return NULL;
}

static void index_entry(struct arena *arena, struct jinja_dict *dict, uint32_t at)
{
    uint32_t first;
    struct jinja_entry *entry = &dict->entries[at];
    entry->next = map_get(&dict->index, entry->hash, &first) ? first + 1 : 0;
    map_put(&dict->index, arena, entry->hash, at);
}

static void make_index(struct arena *arena, struct jinja_dict *dict)
{
    dict->index = (struct map){0};
    dict->indexed = true;
    for (uint32_t i = 0; i < dict->count; i++) {
        index_entry(arena, dict, i);
    }
}

void jinja_put_value(struct arena *arena, struct jinja_value value, struct jinja_value key,
                     struct jinja_value item)
{
    struct jinja_dict *dict = value.as.dict;
    assert(value.kind == JINJA_DICT && !dict->frozen && jinja_hashable(key));
    uint64_t hash = jinja_hash(key);
    struct jinja_entry *entry = find_entry(dict, key, hash);
    if (entry != NULL) {
        entry->value = item;
        return;
    }
    if (dict->count == dict->capacity) {
        dict->entries = vec_grown(arena, dict->entries, &dict->capacity, dict->count + 1,
                                  sizeof(*dict->entries));
    }
    dict->entries[dict->count++] = (struct jinja_entry){.key = key, .value = item, .hash = hash};
    if (dict->indexed) {
        index_entry(arena, dict, (uint32_t)(dict->count - 1));
    } else if (dict->count > SMALL_DICT) {
        make_index(arena, dict);
    }
}

void jinja_put(struct arena *arena, struct jinja_value dict, const char *key,
               struct jinja_value value)
{
    jinja_put_value(arena, dict, jinja_string(key), value);
}

void jinja_put_frozen(struct arena *arena, struct jinja_value dict, const char *key,
                      struct jinja_value value)
{
    bool frozen = dict.as.dict->frozen;
    dict.as.dict->frozen = false;
    jinja_put(arena, dict, key, value);
    dict.as.dict->frozen = frozen;
}

const struct jinja_value *jinja_get_value(const struct jinja_dict *dict, struct jinja_value key)
{
    if (!jinja_hashable(key)) {
        return NULL;
    }
    const struct jinja_entry *entry = find_entry(dict, key, jinja_hash(key));
    return entry != NULL ? &entry->value : NULL;
}

const struct jinja_value *jinja_get(const struct jinja_dict *dict, const char *key)
{
    return jinja_get_value(dict, jinja_string(key));
}

bool jinja_remove_key(struct arena *arena, struct jinja_dict *dict, struct jinja_value key)
{
    struct jinja_entry *entry = jinja_hashable(key) ? find_entry(dict, key, jinja_hash(key)) : NULL;
    if (entry == NULL) {
        return false;
    }
    size_t at = (size_t)(entry - dict->entries);
    memmove(entry, entry + 1, (dict->count - at - 1) * sizeof(*entry));
    dict->count--;
    if (dict->indexed) {
        make_index(arena, dict);
    }
    return true;
}

void jinja_freeze(struct jinja_value value)
{
    if (value.kind == JINJA_LIST || value.kind == JINJA_TUPLE) {
        if (value.as.list->frozen) {
            return;
        }
        value.as.list->frozen = true;
        for (size_t i = 0; i < value.as.list->count; i++) {
            jinja_freeze(value.as.list->items[i]);
        }
    }
    if (value.kind == JINJA_DICT && !value.as.dict->frozen) {
        value.as.dict->frozen = true;
        for (size_t i = 0; i < value.as.dict->count; i++) {
            jinja_freeze(value.as.dict->entries[i].value);
        }
    }
}

bool jinja_is_true(struct jinja_value value)
{
    switch (value.kind) {
    case JINJA_UNDEFINED:
    case JINJA_NONE:
        return false;
    case JINJA_BOOL:
        return value.as.boolean;
    case JINJA_INT:
        return value.as.integer != 0;
    case JINJA_FLOAT:
        return value.as.real != 0;
    case JINJA_STRING:
        return value.as.string.size > 0;
    case JINJA_LIST:
    case JINJA_TUPLE:
        return value.as.list->count > 0;
    case JINJA_DICT:
        return value.as.dict->object || value.as.dict->count > 0;
    case JINJA_CALLABLE:
    case JINJA_LOOP:
        break;
    }
    return true;
}

bool jinja_is_number(struct jinja_value value)
{
    return value.kind == JINJA_BOOL || value.kind == JINJA_INT || value.kind == JINJA_FLOAT;
}

double jinja_real(struct jinja_value value)
{
    return value.kind == JINJA_FLOAT  ? value.as.real
           : value.kind == JINJA_BOOL ? (value.as.boolean ? 1.0 : 0.0)
                                      : (double)value.as.integer;
}

static bool equal_within(struct jinja_value first, struct jinja_value second, unsigned depth,
                         unsigned *budget);

static bool lists_equal(const struct jinja_list *first, const struct jinja_list *second,
                        unsigned depth, unsigned *budget)
{
    if (first == second) {
        return true;
    }
    if (first->count != second->count) {
        return false;
    }
    for (size_t i = 0; i < first->count; i++) {
        if (!equal_within(first->items[i], second->items[i], depth, budget)) {
            return false;
        }
    }
    return true;
}

static bool dicts_equal(const struct jinja_dict *first, const struct jinja_dict *second,
                        unsigned depth, unsigned *budget)
{
    if (first == second || first->object || second->object) {
        return first == second;
    }
    if (first->count != second->count) {
        return false;
    }
    for (size_t i = 0; i < first->count; i++) {
        const struct jinja_value *other = jinja_get_value(second, first->entries[i].key);
        if (other == NULL || !equal_within(first->entries[i].value, *other, depth, budget)) {
            return false;
        }
    }
    return true;
}

static bool numbers_equal(struct jinja_value first, struct jinja_value second)
{
    if (first.kind == JINJA_FLOAT || second.kind == JINJA_FLOAT) {
        return jinja_real(first) == jinja_real(second);
    }
    __int128 a = first.kind == JINJA_BOOL ? first.as.boolean : first.as.integer;
    __int128 b = second.kind == JINJA_BOOL ? second.as.boolean : second.as.integer;
    return a == b;
}

static bool equal_within(struct jinja_value first, struct jinja_value second, unsigned depth,
                         unsigned *budget)
{
    if (depth == 0 || *budget == 0) {
        return false;
    }
    --*budget;
    if (jinja_is_number(first) && jinja_is_number(second)) {
        return numbers_equal(first, second);
    }
    if (first.kind != second.kind) {
        return false;
    }
    switch (first.kind) {
    case JINJA_UNDEFINED:
    case JINJA_NONE:
        return true;
    case JINJA_STRING:
        return first.as.string.size == second.as.string.size &&
               memcmp(first.as.string.bytes, second.as.string.bytes, first.as.string.size) == 0;
    case JINJA_LIST:
    case JINJA_TUPLE:
        return lists_equal(first.as.list, second.as.list, depth - 1, budget);
    case JINJA_DICT:
        return dicts_equal(first.as.dict, second.as.dict, depth - 1, budget);
    case JINJA_CALLABLE:
        return first.as.callable == second.as.callable;
    case JINJA_LOOP:
        return first.as.loop == second.as.loop;
    case JINJA_BOOL:
    case JINJA_INT:
    case JINJA_FLOAT:
        break;
    }
    return false;
}

bool jinja_equal(struct jinja_value first, struct jinja_value second)
{
    unsigned budget = WALK_MAX;
    return equal_within(first, second, WALK_DEPTH, &budget);
}

const char *jinja_type_name(struct jinja_value value)
{
    static const char *const names[] = {
        [JINJA_UNDEFINED] = "undefined", [JINJA_NONE] = "None",
        [JINJA_BOOL] = "bool",           [JINJA_INT] = "int",
        [JINJA_FLOAT] = "float",         [JINJA_STRING] = "str",
        [JINJA_LIST] = "list",           [JINJA_TUPLE] = "tuple",
        [JINJA_DICT] = "dict",           [JINJA_CALLABLE] = "function",
        [JINJA_LOOP] = "loop",
    };
    if (value.kind == JINJA_DICT && value.as.dict->type_name != NULL) {
        return value.as.dict->type_name;
    }
    return names[value.kind];
}
