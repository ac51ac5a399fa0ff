/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/glue/placement.h"

#include <string.h>

#include "adl/base/path.h"

#define NONE UINT32_MAX

void placement_init(struct placement *p, const struct model *model)
{
    *p = (struct placement){.c = model->compilation, .model = model};
    p->instances = arena_array(&p->c->arena, struct placement_instance, model->instance_count);
    headers_init(&p->headers, &p->c->arena);
}

void placement_add(struct placement *p, uint32_t instance, const struct placement_file *file)
{
    struct arena *arena = &p->c->arena;
    struct placement_instance *parts = &p->instances[instance];
    const char *path = arena_printf(arena, "%s/%s", p->model->instances[instance].name, file->name);
    uint32_t other;
    if (map_string_get(&p->names, path, &other)) {
        vec_push(arena, &p->clashes,
                 (struct placement_clash){path, p->spans.items[other], file->span});
        return;
    }
    (void)map_string_put(&p->names, arena, path, (uint32_t)p->spans.count);
    vec_push(arena, &p->spans, file->span);
    if (strcmp(path_extension(file->name), ".h") == 0) {
        vec_push(arena, &parts->headers, (struct header){file->name, file->text, file->span});
    } else {
        vec_push(arena, &parts->sources, *file);
    }
}

/* Adds a file; its index. */
static uint32_t add_file(struct placement *p, struct glue_file file)
{
    uint32_t index = (uint32_t)p->files.count;
    (void)map_string_put(&p->paths, &p->c->arena, file.path, index);
    vec_push(&p->c->arena, &p->files, file);
    return index;
}

/* Notes the files of headers that are in `folder`; `values`: see struct glue_file. */
static void add_headers(struct placement *p, const char *folder, const struct header_list *list,
                        uint32_t values)
{
    for (vec_each (header, list)) {
        const char *path = arena_printf(&p->c->arena, "%s/%s", folder, header->path);
        struct glue_file file = {
            .path = path,
            .text = header->text,
            .size = strlen(header->text),
            .values = values,
        };
        add_file(p, file);
    }
}

/* Puts every text of headers, and every shape of which there are several texts, into its folder. */
static void place_headers(struct placement *p)
{
    for (uint32_t i = 0; i < p->headers.texts.count; i++) {
        const struct header_text *text = &p->headers.texts.items[i];
        bool vary = p->headers.shapes.items[text->shape].texts > 1;
        add_headers(p, headers_folder(&p->headers, i), &text->list, vary ? i : NONE);
    }
    for (uint32_t i = 0; i < p->headers.shapes.count; i++) {
        const struct header_shape *shape = &p->headers.shapes.items[i];
        if (shape->texts > 1) {
            struct header_list list;
            headers_of_shape(&p->headers, i, &list);
            add_headers(p, headers_shape_folder(&p->headers, shape->first), &list, NONE);
        }
    }
}

/* The group of a source; made when it is new. */
static uint32_t find_group(struct placement *p, const struct placement_file *source, uint32_t shape)
{
    uint32_t newest = NONE;
    (void)map_string_get(&p->by_text, source->text, &newest);
    for (uint32_t i = newest; i != NONE; i = p->groups.items[i].next) {
        const struct placement_group *group = &p->groups.items[i];
        if (group->shape == shape && group->first->size == source->size &&
            memcmp(group->first->text, source->text, source->size) == 0) {
            return i;
        }
    }
    uint32_t index = (uint32_t)p->groups.count;
    (void)map_string_put(&p->by_text, &p->c->arena, source->text, index);
    vec_push(
        &p->c->arena, &p->groups,
        (struct placement_group){.first = source, .file = NONE, .shape = shape, .next = newest});
    return index;
}

/* Finds out which sources are the same. */
static void group_sources(struct placement *p, const struct placement_instance *parts)
{
    uint32_t shape = p->headers.texts.items[parts->values].shape;
    for (vec_each (source, &parts->sources)) {
        if (!source->own) {
            source->group = find_group(p, source, shape);
            p->groups.items[source->group].count++;
        }
    }
}

/* A path in the folder of a shape that no other file has. */
static const char *shared_path(struct placement *p, const char *folder, const char *name)
{
    struct arena *arena = &p->c->arena;
    const char *plain = arena_printf(arena, "%s/%s", folder, name);
    const char *extension = path_extension(plain), *path = plain;
    uint32_t number = 0;
    (void)map_string_get(&p->variants, plain, &number);
    while (map_string_get(&p->paths, path, NULL)) {
        path =
            arena_printf(arena, "%.*s.%u%s", (int)(extension - plain), plain, ++number, extension);
    }
    (void)map_string_put(&p->variants, arena, plain, number);
    return path;
}

/* The file of a source of an instance; made when it is not there. */
static uint32_t source_file(struct placement *p, const struct placement_instance *parts,
                            const struct glue_instance *instance,
                            const struct placement_file *source)
{
    struct placement_group *group = source->own ? NULL : &p->groups.items[source->group];
    struct glue_file file = {
        .text = source->text,
        .size = source->size,
        .values = NONE,
        .own = source->own,
        .shared = group != NULL && group->count > 1,
    };
    if (!file.shared) {
        file.path = arena_printf(&p->c->arena, "%s/%s",
                                 p->model->instances[instance->instance].name, source->name);
        return add_file(p, file);
    }
    if (group->file == NONE) {
        file.path = shared_path(p, headers_shape_folder(&p->headers, parts->values), source->name);
        group->file = add_file(p, file);
    }
    return group->file;
}

/* Fills in what is said of an instance. */
static void describe(struct placement *p, struct glue_instance *instance)
{
    const struct placement_instance *parts = &p->instances[instance->instance];
    uint32_t shape = p->headers.texts.items[parts->values].shape;
    const struct header_names *varying = &p->headers.shapes.items[shape].varying;
    uint32_t *files = arena_array(&p->c->arena, uint32_t, parts->sources.count);
    for (size_t i = 0; i < parts->sources.count; i++) {
        files[i] = source_file(p, parts, instance, &parts->sources.items[i]);
    }
    instance->sources = files;
    instance->source_count = (uint32_t)parts->sources.count;
    instance->include = headers_folder(&p->headers, parts->values);
    instance->type_include = headers_shape_folder(&p->headers, parts->values);
    instance->values = parts->values;
    instance->varying = varying->items;
    instance->varying_count = (uint32_t)varying->count;
}

void placement_finish(struct placement *p, const char *const *types,
                      struct glue_instance *instances, struct glue_outputs *out)
{
    for (uint32_t i = 0; i < out->instance_count; i++) {
        uint32_t index = instances[i].instance;
        struct placement_instance *parts = &p->instances[index];
        parts->values =
            headers_add(&p->headers, types[i], p->model->instances[index].name, &parts->headers);
        group_sources(p, parts);
    }
    for (vec_each (clash, &p->clashes)) {
        struct diag *d = diag_report(&p->c->diags, DIAG_GLUE_NAME_CLASH, clash->second,
                                     "two generated files would be called `%s`", clash->path);
        diag_label(d, clash->first, "the other one is made by this template");
    }
    place_headers(p);
    for (uint32_t i = 0; i < out->instance_count; i++) {
        describe(p, &instances[i]);
    }
    out->instances = instances;
    out->files = p->files.items;
    out->file_count = (uint32_t)p->files.count;
    out->needed = arena_array(&p->c->arena, bool, p->headers.texts.count);
}
