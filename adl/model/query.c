/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/model/query.h"

#include <ctype.h>
#include <stdarg.h>
#include <string.h>

#include "adl/base/compilation.h"
#include "adl/base/strbuf.h"
#include "adl/base/suggest.h"
#include "adl/model/model_value.h"

struct diag *query_fault(struct decls *decls, enum diag_id id, const struct decl_setting *setting,
                         const char *format, ...)
{
    va_list arguments;
    const char *text;

    va_start(arguments, format);
    text = arena_vprintf(&decls->compilation->arena, format, arguments);
    va_end(arguments);
    decls->faulty = true;
    return diag_report(&decls->compilation->diags, id, setting->span, "%s", text);
}

void query_check_keys(struct decls *decls, const struct decl_setting *setting,
                      const struct model_value *dict, const char *const *known)
{
    for (uint32_t i = 0; i < dict->count; i++) {
        const struct model_value *key = &dict->keys[i];
        struct suggest near;
        bool found = false;
        struct diag *diag;

        if (key->kind != MODEL_VALUE_STRING) {
            continue;
        }
        suggest_start(&near, key->string);
        for (size_t k = 0; known[k] != NULL; k++) {
            found = found || strcmp(known[k], key->string) == 0;
            suggest_consider(&near, known[k]);
        }
        if (found) {
            continue;
        }
        diag = diag_report(&decls->compilation->diags, DIAG_QUERY_KEY, key->span,
                           "`%s` says nothing to a `%s` query", key->string, setting->query);
        if (suggest_result(&near) != NULL) {
            diag_hint(diag, "did you mean \"%s\"?", suggest_result(&near));
        }
    }
}

/* The argument as a list of dicts. */
static bool query_arguments(struct decls *decls, const struct decl_setting *setting,
                            const struct model_value **arguments, uint32_t *count)
{
    const struct model_value *argument = setting->argument;
    bool list = argument->kind == MODEL_VALUE_LIST;

    *arguments = list ? argument->items : argument;
    *count = list ? argument->count : 1;
    for (uint32_t i = 0; i < *count; i++) {
        if ((*arguments)[i].kind != MODEL_VALUE_DICT) {
            (void)query_fault(decls, DIAG_BAD_QUERY, setting,
                              "query `%s` takes a dict or a list of dicts, not %s", setting->query,
                              model_value_a_kind((*arguments)[i].kind));
            return false;
        }
    }
    if (*count == 0) {
        (void)query_fault(decls, DIAG_QUERY_NO_RESULT, setting,
                          "query `%s` asks for nothing: its list is empty", setting->query);
        return false;
    }
    return true;
}

/* A name as `<-` references can use it. */
static struct model_value query_fit_name(struct arena *arena, const char *name)
{
    char *copy = arena_strdup(arena, name);

    for (char *at = copy; *at != '\0'; at++) {
        *at = isalnum((unsigned char)*at) || *at == '_' ? *at : '_';
    }
    return (struct model_value){.kind = MODEL_VALUE_STRING, .string = copy};
}

/* The dict with its keys made fit. */
static struct model_value query_fit_dict(struct arena *arena, const struct model_value *dict)
{
    struct model_value *keys = arena_array(arena, struct model_value, dict->count);
    struct model_value result = *dict;

    for (uint32_t i = 0; i < dict->count; i++) {
        keys[i] = query_fit_name(arena, dict->keys[i].string);
    }
    result.keys = keys;
    return result;
}

static const struct model_value *query_whole(struct decls *decls,
                                             const struct decl_setting *setting,
                                             const struct query_answer *answer)
{
    struct arena *arena = &decls->compilation->arena;
    struct model_value *results = arena_array(arena, struct model_value, answer->results.count);
    struct model_value *keys = arena_array(arena, struct model_value, 2);
    struct model_value *items = arena_array(arena, struct model_value, 2);
    struct model_value *value = arena_new(arena, struct model_value);

    for (size_t i = 0; i < answer->results.count; i++) {
        results[i] = query_fit_dict(arena, &answer->results.items[i]);
    }
    keys[0] = query_fit_name(arena, "query");
    items[0] = (struct model_value){.kind = MODEL_VALUE_LIST,
                                    .span = setting->span,
                                    .items = results,
                                    .count = (uint32_t)answer->results.count};
    keys[1] = query_fit_name(arena, answer->extra_name);
    items[1] = answer->extra;
    *value = (struct model_value){
        .kind = MODEL_VALUE_DICT, .span = setting->span, .keys = keys, .items = items, .count = 2};
    return value;
}

/* What the setting's keys find in one of the results; NULL (reported) when they find nothing. */
static const struct model_value *query_lookup(struct decls *decls,
                                              const struct decl_setting *setting,
                                              const struct model_value *value)
{
    bool nothing = value->count == 0;

    for (uint32_t i = 0; i < setting->key_count; i++) {
        const struct model_value *inner = model_value_at(value, &setting->keys[i]);
        struct strbuf key;

        if (inner != NULL) {
            value = inner;
            continue;
        }
        strbuf_init(&key, &decls->compilation->arena);
        model_value_put_text(&key, &setting->keys[i]);
        (void)query_fault(decls, DIAG_MISSING_KEY, setting,
                          nothing ? "the query finds nothing in which %s could be looked up"
                                  : "what the query finds has no %s",
                          key.text);
        return NULL;
    }
    return value;
}

static const struct model_value *query_list(struct decls *decls, const struct decl_setting *setting,
                                            const struct query_answer *answer)
{
    struct arena *arena = &decls->compilation->arena;
    uint32_t count = (uint32_t)answer->results.count;
    struct model_value *items = arena_array(arena, struct model_value, count);
    struct model_value *list = arena_new(arena, struct model_value);

    for (uint32_t i = 0; i < count; i++) {
        const struct model_value *found = query_lookup(decls, setting, &answer->results.items[i]);

        if (found == NULL) {
            return NULL;
        }
        items[i] = *found;
    }
    *list = (struct model_value){
        .kind = MODEL_VALUE_LIST, .span = setting->span, .items = items, .count = count};
    return list;
}

static const struct model_value *query_ask(struct decls *decls, struct query_data *data,
                                           const struct decl_setting *setting)
{
    struct query_answer answer = {.extra_name = NULL};
    const struct model_value *arguments;
    uint32_t count;
    bool dtb;

    if (setting->query == NULL || !setting->has_argument || setting->argument == NULL) {
        return NULL; /* reported */
    }
    dtb = strcmp(setting->query, "dtb") == 0;
    if (!query_arguments(decls, setting, &arguments, &count) ||
        !(dtb ? query_dtb : query_gpio)(decls, data, setting, arguments, count, &answer)) {
        return NULL;
    }
    return setting->key_count > 0 ? query_list(decls, setting, &answer)
                                  : query_whole(decls, setting, &answer);
}

const struct model_value *query_run(struct decls *decls, struct query_data *data,
                                    const struct decl_setting *setting)
{
    struct arena *arena = &decls->compilation->arena;
    uint32_t place;

    if (!map_get(&data->answered, map_key_from_pointer(setting), &place)) {
        place = (uint32_t)data->values.count;
        (void)map_put(&data->answered, arena, map_key_from_pointer(setting), place);
        vec_push(arena, &data->values, query_ask(decls, data, setting));
    }
    return data->values.items[place];
}
