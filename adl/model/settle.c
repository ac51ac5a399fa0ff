/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Gives every flat setting its value. A `<-` reference is settled by these rules (adl.md 8.4,
 * "Ours"), in this order:
 *   1. the attribute it names is set: that value, itself settled first; a circle is a fault;
 *   2. it is not set but has a default: that default;
 *   3. the referring attribute has a default: that (the setting vanishes, the default enters);
 *   4. the setting vanishes, with a warning.
 * A `[key]...` suffix is applied to whatever 1 and 2 gave.
 */
#include "adl/model/settle.h"

#include "adl/base/compilation.h"
#include "adl/base/strbuf.h"
#include "adl/base/suggest.h"
#include "adl/model/model_value.h"
#include "adl/model/passes.h"
#include "adl/model/query.h"

/* The number of a name, given in order of first use. */
static uint32_t settle_number(struct decls *decls, struct map *numbers, const char *name)
{
    uint64_t key = map_key_from_pointer(name);
    uint32_t number = (uint32_t)numbers->count;

    if (!map_get(numbers, key, &number)) {
        (void)map_put(numbers, &decls->compilation->arena, key, number);
    }
    return number;
}

void settle_index_fill(struct decls *decls, struct settle_index *index)
{
    struct arena *arena = &decls->compilation->arena;

    for (uint32_t i = 0; i < decls->instances.count; i++) {
        uint64_t key = map_key_from_pointer(decls->instances.items[i].name);

        if (!map_get(&index->instances, key, NULL)) {
            (void)map_put(&index->instances, arena, key, i);
        }
    }
    for (uint32_t i = 0; i < decls->flat_settings.count; i++) {
        const struct flat_setting *setting = vec_at(&decls->flat_settings, i);
        uint64_t key =
            map_key_from_pair(settle_number(decls, &index->targets, setting->target),
                              settle_number(decls, &index->attributes, setting->attribute));

        if (!map_get(&index->settings, key, NULL)) {
            (void)map_put(&index->settings, arena, key, i);
        }
    }
}

struct flat_setting *settle_find(struct decls *decls, const struct settle_index *index,
                                 const char *target, const char *attribute)
{
    uint32_t first;
    uint32_t second;
    uint32_t found;

    if (!map_get(&index->targets, map_key_from_pointer(target), &first) ||
        !map_get(&index->attributes, map_key_from_pointer(attribute), &second) ||
        !map_get(&index->settings, map_key_from_pair(first, second), &found)) {
        return NULL;
    }
    return vec_at(&decls->flat_settings, found);
}

const struct model_field *settle_attribute(const struct decls *decls,
                                           const struct settle_index *index, const char *target,
                                           const char *attribute)
{
    const struct model_component *component;
    uint32_t instance;

    if (!map_get(&index->instances, map_key_from_pointer(target), &instance)) {
        return NULL;
    }
    component = vec_at(&decls->components, decls->instances.items[instance].component);
    for (uint32_t i = 0; i < component->attribute_count; i++) {
        if (component->attributes[i].name == attribute) {
            return &component->attributes[i];
        }
    }
    return NULL;
}

/* Reports that `value`, which the first `depth` keys of the reference lead to, lacks the next one.
 */
static void settle_report_key(struct decls *decls, const struct decl_setting *declared,
                              const struct model_value *value, uint32_t depth)
{
    struct compilation *c = decls->compilation;
    const struct model_value *key = &declared->keys[depth];
    struct strbuf path;
    struct strbuf text;
    struct suggest near;
    struct diag *diag;

    strbuf_init(&path, &c->arena);
    strbuf_puts(&path, declared->reference.text);
    for (uint32_t i = 0; i < depth; i++) {
        strbuf_putc(&path, '[');
        model_value_put_text(&path, &declared->keys[i]);
        strbuf_putc(&path, ']');
    }
    strbuf_init(&text, &c->arena);
    model_value_put_text(&text, key);
    diag = diag_report(&c->diags, DIAG_MISSING_KEY, key->span,
                       value->kind == MODEL_VALUE_DICT || value->kind == MODEL_VALUE_LIST
                           ? "`%s` has no %s %s"
                           : "`%s` is neither a dict nor a list, so it has no %s %s",
                       path.text, value->kind == MODEL_VALUE_LIST ? "element" : "key", text.text);
    diag_label(diag, value->span, "the value it is looked for in");
    if (value->kind == MODEL_VALUE_LIST && value->count > 0) {
        diag_hint(diag, "the last of its elements is %u", value->count - 1);
    }
    if (value->kind != MODEL_VALUE_DICT || key->kind != MODEL_VALUE_STRING) {
        return;
    }
    suggest_start(&near, key->string);
    for (uint32_t i = 0; i < value->count; i++) {
        suggest_consider(&near,
                         value->keys[i].kind == MODEL_VALUE_STRING ? value->keys[i].string : NULL);
    }
    if (suggest_result(&near) != NULL) {
        const char *quoted = arena_printf(&c->arena, "\"%s\"", suggest_result(&near));

        diag_hint(diag, "did you mean %s?", quoted);
        if (suggest_is_certain(&near)) {
            diag_fix(diag, key->span, quoted);
        }
    }
}

/* Applies the `[key]...` suffix; NULL with a report if a key is missing. */
static const struct model_value *settle_keys(struct decls *decls, struct flat_setting *setting,
                                             const struct model_value *value)
{
    const struct decl_setting *declared = setting->declared;

    for (uint32_t i = 0; i < declared->key_count && value != NULL; i++) {
        const struct model_value *inner = model_value_at(value, &declared->keys[i]);

        if (inner == NULL) {
            settle_report_key(decls, declared, value, i);
            decls->faulty = true;
            setting->faulty = true;
        }
        value = inner;
    }
    return value;
}

static void settle_warn_without_value(struct decls *decls, const struct settle_index *index,
                                      const struct flat_setting *setting)
{
    struct diag *diag =
        diag_report(&decls->compilation->diags, DIAG_REFERENCE_WITHOUT_VALUE,
                    setting->declared->reference.span, "`%s` has no value, so `%s.%s` stays unset",
                    setting->declared->reference.text, setting->target, setting->attribute);

    if (settle_attribute(decls, index, setting->from_target, setting->from_attribute) == NULL &&
        !map_get(&index->targets, map_key_from_pointer(setting->from_target), NULL) &&
        !map_get(&index->instances, map_key_from_pointer(setting->from_target), NULL)) {
        diag_note(diag, "nothing is called `%s`", setting->from_target);
    }
}

/* Settles a reference whose referent, if it is a setting, is settled. */
static void settle_reference(struct decls *decls, const struct settle_index *index,
                             struct flat_setting *setting)
{
    const struct flat_setting *from =
        settle_find(decls, index, setting->from_target, setting->from_attribute);
    const struct model_field *attribute =
        settle_attribute(decls, index, setting->from_target, setting->from_attribute);
    const struct model_field *own;

    setting->settled = true;
    if (from != NULL && from->faulty) {
        setting->faulty = true;
        return;
    }
    if (from != NULL && from->value != NULL) {
        setting->value = settle_keys(decls, setting, from->value);
        return;
    }
    if (attribute != NULL && attribute->fallback != NULL) {
        setting->value = settle_keys(decls, setting, attribute->fallback);
        return;
    }
    own = settle_attribute(decls, index, setting->target, setting->attribute);
    if (own == NULL || own->fallback == NULL) {
        settle_warn_without_value(decls, index, setting);
    }
}

VEC_STRUCT(settle_chain, struct flat_setting *);

/* `chain` from place `from` on refers round in a circle. */
static void settle_report_circle(struct decls *decls, struct settle_chain *chain, size_t from)
{
    size_t length = chain->count - from;
    size_t first = from;
    struct diag *diag;

    for (size_t i = from; i < chain->count; i++) {
        first = chain->items[i] < chain->items[first] ? i : first; /* same array: textual order */
        chain->items[i]->faulty = true;
        chain->items[i]->settled = true;
    }
    diag = diag_report(
        &decls->compilation->diags, DIAG_REFERENCE_CYCLE, chain->items[first]->declared->span,
        length == 1 ? "`%s.%s` refers to itself" : "`%s.%s` refers to itself through others",
        chain->items[first]->target, chain->items[first]->attribute);
    for (size_t i = 1; i < length; i++) {
        const struct flat_setting *member = chain->items[from + (first - from + i) % length];

        diag_label(diag, member->declared->span, "`%s.%s` comes next", member->target,
                   member->attribute);
    }
    decls->faulty = true;
}

/* Follows references from `setting` to one that is settled, then settles them backwards. */
static void settle_follow(struct decls *decls, const struct settle_index *index,
                          struct flat_setting *setting, struct map *on_chain)
{
    struct arena *arena = &decls->compilation->arena;
    struct settle_chain chain = {0};

    while (setting != NULL && !setting->settled) {
        uint32_t place;

        if (map_get(on_chain, map_key_from_pointer(setting), &place)) {
            settle_report_circle(decls, &chain, place);
            break;
        }
        (void)map_put(on_chain, arena, map_key_from_pointer(setting), (uint32_t)chain.count);
        vec_push(arena, &chain, setting);
        setting = settle_find(decls, index, setting->from_target, setting->from_attribute);
        if (setting != NULL) {
            setting->referenced = true;
        }
    }
    while (chain.count > 0) {
        struct flat_setting *last = vec_pop(&chain);

        if (!last->settled) {
            settle_reference(decls, index, last);
        }
    }
}

bool settle_run(struct compilation *c, void *subject)
{
    struct decls *decls = (struct decls *)subject;
    struct settle_index index = {.targets = {0}};
    struct map on_chain = {0};
    struct query_data data = {.tree = NULL};

    (void)c;
    settle_index_fill(decls, &index);
    for (vec_each (setting, &decls->flat_settings)) {
        if (setting->declared->kind == DECL_REFERENCE) {
            setting->faulty = setting->from_target == NULL; /* bare name in an assembly: reported */
            setting->settled = setting->faulty;
            continue;
        }
        setting->settled = true;
        setting->value = setting->declared->kind == DECL_QUERY
                             ? query_run(decls, &data, setting->declared)
                             : setting->declared->value;
        setting->faulty = setting->value == NULL;
    }
    for (vec_each (setting, &decls->flat_settings)) {
        if (!setting->settled) {
            settle_follow(decls, &index, setting, &on_chain);
        }
    }
    for (vec_each (setting, &decls->flat_settings)) {
        const struct model_field *attribute =
            settle_attribute(decls, &index, setting->target, setting->attribute);

        if (setting->value != NULL && attribute != NULL) {
            setting->value = settle_complete(decls, setting, &attribute->type, setting->value);
        }
    }
    return true;
}
