/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Values kept from one rendering to the next (stash, pop, guard), and symbols nobody else has.
 */
#include "adl/glue/claims.h"
#include "adl/glue/jinja_tree.h"

/* How large and how deep a value to be kept may be. */
#define KEEP_PARTS 100000u
#define KEEP_DEPTH 50u

/* A copy of `value` that outlives the rendering. */
static struct jinja_value keep(struct jinja_call *call, struct jinja_value value, unsigned depth,
                               uint32_t *parts)
{
    struct arena *arena = &call->jinja->c->arena;
    struct jinja_value copy = value;
    if (value.kind == JINJA_UNDEFINED) { /* an error only when it is used */
        return jinja_undefined(arena_strdup(arena, jinja_reason(call->jinja, value)));
    }
    if (++*parts > KEEP_PARTS || depth > KEEP_DEPTH) {
        jinja_fail(call->jinja, DIAG_TEMPLATE_LIMIT, call->span,
                   "a value too large or deep to be kept for other templates");
    }
    if (value.kind == JINJA_CALLABLE || value.kind == JINJA_LOOP) {
        jinja_fail(call->jinja, DIAG_TEMPLATE_TYPE, call->span,
                   "%s cannot be kept for other templates", jinja_type_name(value));
    }
    if (value.kind == JINJA_STRING) {
        return jinja_bytes(arena_strndup(arena, value.as.string.bytes, value.as.string.size),
                           value.as.string.size);
    }
    if ((value.kind == JINJA_LIST || value.kind == JINJA_TUPLE) && !value.as.list->frozen) {
        copy = value.kind == JINJA_LIST ? jinja_list_new(arena) : jinja_tuple_new(arena);
        for (size_t i = 0; i < value.as.list->count; i++) {
            jinja_append(arena, copy, keep(call, value.as.list->items[i], depth + 1, parts));
        }
        copy.as.list->frozen = true;
    }
    if (value.kind == JINJA_DICT && !value.as.dict->frozen) {
        copy = jinja_dict_new(arena);
        for (size_t i = 0; i < value.as.dict->count; i++) {
            const struct jinja_entry *entry = &value.as.dict->entries[i];
            jinja_put_value(arena, copy, keep(call, entry->key, depth + 1, parts),
                            keep(call, entry->value, depth + 1, parts));
        }
        copy.as.dict->object = value.as.dict->object;
        copy.as.dict->type_name = value.as.dict->type_name;
        copy.as.dict->frozen = true;
    }
    return copy;
}

static const char *stash_key(struct claims *claims, struct jinja_call *call, bool everyone)
{
    return arena_printf(&call->jinja->c->arena, "%s\n%s", everyone ? "" : claims->scope,
                        jinja_argument_string(call, 0, "key", NULL));
}

static void store(struct claims *claims, struct jinja_call *call, const char *key,
                  struct jinja_value value)
{
    uint32_t parts = 0, index;
    claims_count(claims, call->span, 1);
    struct jinja_value kept = keep(call, value, 0, &parts);
    claims_count(claims, call->span, parts);
    if (map_string_get(&claims->stash_index, key, &index)) {
        claims->stashed.items[index] = kept;
        return;
    }
    map_string_put(&claims->stash_index, &call->jinja->c->arena, key,
                   (uint32_t)claims->stashed.count);
    vec_push(&call->jinja->c->arena, &claims->stashed, kept);
}

/* The value under a key, which is taken away; None when there is none. */
static struct jinja_value take(struct claims *claims, const char *key)
{
    uint32_t index;
    if (!map_string_get(&claims->stash_index, key, &index)) {
        return jinja_none();
    }
    struct jinja_value value = claims->stashed.items[index];
    claims->stashed.items[index] = jinja_none();
    return value;
}

static struct jinja_value stash(struct jinja_call *call, bool everyone)
{
    struct claims *claims = claims_of(call);
    jinja_check_arguments(call, 2, 2, "");
    store(claims, call, stash_key(claims, call, everyone), call->arguments[1]);
    return jinja_string("");
}

static struct jinja_value pop(struct jinja_call *call, bool everyone)
{
    struct claims *claims = claims_of(call);
    jinja_check_arguments(call, 1, 1, "");
    return take(claims, stash_key(claims, call, everyone));
}

static struct jinja_value global_stash(struct jinja_call *call)
{
    return stash(call, false);
}

static struct jinja_value global_pop(struct jinja_call *call)
{
    return pop(call, false);
}

static struct jinja_value global_stash_everyone(struct jinja_call *call)
{
    return stash(call, true);
}

static struct jinja_value global_pop_everyone(struct jinja_call *call)
{
    return pop(call, true);
}

/* guard(function, key, **arguments): what is kept under the key, made by the function at first. */
static struct jinja_value global_guard(struct jinja_call *call)
{
    struct claims *claims = claims_of(call);
    jinja_check_arguments(call, 2, 2, call->keyword_count > 0 ? call->keywords[0].name : "");
    struct jinja_call named = *call;
    named.arguments = call->arguments + 1;
    named.count = 1;
    const char *key = stash_key(claims, &named, false);
    struct jinja_value value = take(claims, key);
    if (value.kind == JINJA_NONE) {
        struct jinja_call inner = *call;
        inner.count = 0;
        value = jinja_call_value(call->jinja, call->arguments[0], &inner);
    }
    store(claims, call, key, value);
    return value;
}

/* c_symbol(tag=''): a C name that is made once. */
static struct jinja_value global_c_symbol(struct jinja_call *call)
{
    struct claims *claims = call->callable->data;
    jinja_check_arguments(call, 0, 1, "tag");
    const char *tag = jinja_argument_string(call, 0, "tag", "");
    return jinja_string(arena_printf(&call->jinja->scratch, "_camkes_%s_%llu", tag,
                                     (unsigned long long)claims->symbols++));
}

void claims_add_stash(struct claims *claims)
{
    claims_global(claims, "stash", global_stash);
    claims_global(claims, "pop", global_pop);
    claims_global(claims, "guard", global_guard);
    claims_global(claims, "_stash", global_stash_everyone);
    claims_global(claims, "_pop", global_pop_everyone);
    claims_global(claims, "c_symbol", global_c_symbol);
}
