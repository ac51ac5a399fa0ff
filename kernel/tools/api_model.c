/* SPDX-License-Identifier: BSD-2-Clause */
#include "kernel/tools/api_model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kernel/tools/api_load.h"

/* Blocks and files the model owns, newest first. */
struct api_owned {
    struct api_owned *next;
    struct api_yaml_file *file;
    void *memory;
};

/* Words for conditions, besides the platforms that config.yaml lists. */
static const char *const known_words[] = {
    "riscv64", "aarch64", "x86_64", "mcs", "smp", "hyp", "hardware_debug", "tls_syscall", "domains",
};

static struct api_owned *own(struct api_model *model)
{
    struct api_owned *owned = calloc(1, sizeof(*owned));
    if (!owned) {
        fputs("api_gen: out of memory\n", stderr);
        model->faults++;
        return NULL;
    }
    owned->next = model->owned;
    model->owned = owned;
    return owned;
}

void *api_load_array(struct api_model *model, size_t count, size_t size, size_t *usable)
{
    struct api_owned *owned = own(model);
    *usable = 0;
    if (!owned) {
        return NULL;
    }
    owned->memory = calloc(count ? count : 1, size);
    if (!owned->memory) {
        fputs("api_gen: out of memory\n", stderr);
        model->faults++;
        return NULL;
    }
    *usable = count;
    return owned->memory;
}

static bool contains(const char *const *words, size_t count, const char *word)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(words[i], word) == 0) {
            return true;
        }
    }
    return false;
}

bool api_load_condition(const struct api_model *model, struct api_node place, const char *word)
{
    bool negated = word[0] == '!';
    if (negated) {
        word++;
    }
    if (contains(known_words, sizeof(known_words) / sizeof(known_words[0]), word) ||
        contains(model->platforms, model->platform_count, word)) {
        return contains(model->choice.words, model->choice.count, word) != negated;
    }
    api_yaml_fault(place, "unknown condition '%s'", word);
    return false;
}

bool api_load_when(const struct api_model *model, struct api_node entry)
{
    struct api_node when = api_yaml_get(entry, "when");
    if (when.id == 0) {
        return true;
    }
    if (!api_yaml_is_sequence(when)) {
        const char *word = api_yaml_text(when);
        return word && api_load_condition(model, when, word);
    }
    size_t count = api_yaml_count(when);
    bool all = true;
    for (size_t i = 0; i < count; i++) {
        const char *word = api_yaml_text(api_yaml_item(when, i));
        all = word && api_load_condition(model, when, word) && all;
    }
    return all;
}

uint64_t api_load_value(const struct api_model *model, struct api_node node)
{
    if (!api_yaml_is_mapping(node)) {
        return api_yaml_number(node);
    }
    uint64_t value = 0;
    unsigned holding = 0;
    size_t pairs = api_yaml_pairs(node);
    for (size_t i = 0; i < pairs; i++) {
        const char *word;
        struct api_node item;
        api_yaml_pair(node, i, &word, &item);
        if (word && api_load_condition(model, item, word)) {
            value = api_yaml_number(item);
            holding++;
        }
    }
    if (holding != 1) {
        api_yaml_fault(node, "%u conditions hold here; exactly one must", holding);
    }
    return value;
}

static void load_syscalls(struct api_model *model, struct api_node top)
{
    api_yaml_keys(top, "syscalls");
    struct api_node list = api_yaml_get(top, "syscalls");
    size_t count = api_yaml_count(list);
    model->syscalls = api_load_array(model, count, sizeof(*model->syscalls), &count);
    for (size_t i = 0; i < count; i++) {
        struct api_node entry = api_yaml_item(list, i);
        api_yaml_keys(entry, "name kernel number kind when text");
        struct api_syscall item = {0};
        item.name = api_yaml_string(entry, "name", true);
        item.kernel = api_yaml_string(entry, "kernel", true);
        item.text = api_yaml_string(entry, "text", true);
        item.number = api_yaml_signed_at(entry, "number");
        const char *kind = api_yaml_string(entry, "kind", true);
        item.debug = kind && strcmp(kind, "debug") == 0;
        if (kind && !item.debug && strcmp(kind, "api") != 0) {
            api_yaml_fault(entry, "kind is api or debug, not '%s'", kind);
        }
        if (api_load_when(model, entry)) {
            model->syscalls[model->syscall_count++] = item;
        }
    }
}

static void load_objects(struct api_model *model, struct api_node top)
{
    api_yaml_keys(top, "object_types absent_types");
    struct api_node list = api_yaml_get(top, "object_types");
    size_t count = api_yaml_count(list);
    model->objects = api_load_array(model, count, sizeof(*model->objects), &count);
    for (size_t i = 0; i < count; i++) {
        struct api_node entry = api_yaml_item(list, i);
        api_yaml_keys(entry, "name kernel enum alias also size when text");
        struct api_object item = {0};
        item.name = api_yaml_string(entry, "name", true);
        item.kernel = api_yaml_string(entry, "kernel", true);
        item.enumeration = api_yaml_string(entry, "enum", true);
        item.alias = api_yaml_string(entry, "alias", false);
        item.also = api_yaml_string(entry, "also", false);
        item.size = api_yaml_string(entry, "size", true);
        item.text = api_yaml_string(entry, "text", true);
        item.number = model->object_count;
        if (api_load_when(model, entry)) {
            model->objects[model->object_count++] = item;
        }
    }
    list = api_yaml_get(top, "absent_types");
    count = api_yaml_count(list);
    model->absent = api_load_array(model, count, sizeof(*model->absent), &count);
    for (size_t i = 0; i < count; i++) {
        struct api_node entry = api_yaml_item(list, i);
        api_yaml_keys(entry, "name value when");
        struct api_object item = {0};
        item.name = api_yaml_string(entry, "name", true);
        item.number = api_yaml_number_at(entry, "value", 0);
        if (api_load_when(model, entry)) {
            model->absent[model->absent_count++] = item;
        }
    }
}

static void load_group(struct api_model *model, struct api_node entry, struct api_group *group)
{
    struct api_node list = api_yaml_get(entry, "items");
    size_t count = api_yaml_count(list);
    group->items = api_load_array(model, count, sizeof(*group->items), &count);
    for (size_t i = 0; i < count; i++) {
        struct api_node place = api_yaml_item(list, i);
        api_yaml_keys(place, "name kernel value when text");
        struct api_constant item = {0};
        item.name = api_yaml_string(place, "name", false);
        item.kernel = api_yaml_string(place, "kernel", false);
        item.text = api_yaml_string(place, "text", false);
        if (!item.name && !item.kernel) {
            api_yaml_fault(place, "a constant needs a name, a kernel name or both");
        }
        if (api_load_when(model, place)) {
            item.value = api_load_value(model, api_yaml_get(place, "value"));
            group->items[group->count++] = item;
        }
    }
}

static void load_constants(struct api_model *model, struct api_node top)
{
    api_yaml_keys(top, "constants");
    struct api_node list = api_yaml_get(top, "constants");
    size_t count = api_yaml_count(list);
    model->groups = api_load_array(model, count, sizeof(*model->groups), &count);
    for (size_t i = 0; i < count; i++) {
        struct api_node entry = api_yaml_item(list, i);
        api_yaml_keys(entry, "group enum when text items");
        struct api_group group = {0};
        group.name = api_yaml_string(entry, "group", true);
        group.enumeration = api_yaml_string(entry, "enum", false);
        group.text = api_yaml_string(entry, "text", true);
        if (api_load_when(model, entry)) {
            load_group(model, entry, &group);
            model->groups[model->group_count++] = group;
        }
    }
}

static void load_config(struct api_model *model, struct api_node top)
{
    api_yaml_keys(top, "platforms config");
    struct api_node list = api_yaml_get(top, "platforms");
    size_t count = api_yaml_count(list);
    model->platforms = api_load_array(model, count, sizeof(*model->platforms), &count);
    for (size_t i = 0; i < count; i++) {
        const char *name = api_yaml_text(api_yaml_item(list, i));
        if (name) {
            model->platforms[model->platform_count++] = name;
        }
    }
    list = api_yaml_get(top, "config");
    count = api_yaml_count(list);
    model->config = api_load_array(model, count, sizeof(*model->config), &count);
    for (size_t i = 0; i < count; i++) {
        struct api_node entry = api_yaml_item(list, i);
        api_yaml_keys(entry, "name value when");
        struct api_config item = {0};
        item.name = api_yaml_string(entry, "name", true);
        item.value = api_yaml_string(entry, "value", false);
        item.enabled = api_load_when(model, entry);
        model->config[model->config_count++] = item;
    }
}

struct part {
    const char *file;
    void (*load)(struct api_model *model, struct api_node top);
};

static void load_part(struct api_model *model, const char *folder, const struct part *part)
{
    char path[4096];
    int length = snprintf(path, sizeof(path), "%s/%s", folder, part->file);
    struct api_owned *owned = own(model);
    if (length < 0 || (size_t)length >= sizeof(path) || !owned) {
        fprintf(stderr, "%s: the path is too long\n", part->file);
        model->faults++;
        return;
    }
    owned->file = api_yaml_open(path, part->file, &model->faults);
    if (owned->file) {
        part->load(model, api_yaml_root(owned->file));
    }
}

void api_model_load(struct api_model *model, const char *folder)
{
    static const struct part parts[] = {
        {"syscalls.yaml",    load_syscalls       },
        {"objects.yaml",     load_objects        },
        {"constants.yaml",   load_constants      },
        {"layouts.yaml",     api_load_layouts    },
        {"invocations.yaml", api_load_invocations},
        {"config.yaml",      load_config         },
    };
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        load_part(model, folder, &parts[i]);
    }
}

void api_model_free(struct api_model *model)
{
    while (model->owned) {
        struct api_owned *owned = model->owned;
        model->owned = owned->next;
        api_yaml_close(owned->file);
        free(owned->memory);
        free(owned);
    }
}

const struct api_type *api_model_type(const struct api_model *model, const char *name)
{
    for (size_t i = 0; i < model->type_count; i++) {
        if (strcmp(model->types[i].name, name) == 0) {
            return &model->types[i];
        }
    }
    return NULL;
}

const struct api_constant *api_model_constant(const struct api_model *model, const char *kernel)
{
    for (size_t i = 0; i < model->group_count; i++) {
        for (size_t k = 0; k < model->groups[i].count; k++) {
            const struct api_constant *item = &model->groups[i].items[k];
            if (item->kernel && strcmp(item->kernel, kernel) == 0) {
                return item;
            }
        }
    }
    return NULL;
}
