/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/cli/value_headers.h"

#include "adl/base/map.h"
#include "adl/build/mentions.h"

VEC_STRUCT(value_texts, const char *);

/* The choice in progress. */
struct value_headers {
    struct compilation *c;
    const struct model *model;
    const struct project_component *components;
    const struct glue_outputs *glue;
    struct map_string looks; /* headers of a type -> 1: code compiled with them looks at values */
    bool *read;              /* of each generated file */
};

static void add_includes(struct value_headers *v, struct value_texts *names,
                         const struct model_include *includes, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        vec_push(&v->c->arena, names, includes[i].path);
    }
}

/* What the generated headers of a component include for the user. */
static void list_headers(struct value_headers *v, uint32_t component, struct value_texts *names)
{
    const struct model_component *type = &v->model->components[component];
    add_includes(v, names, type->includes, type->include_count);
    for (uint32_t i = 0; i < type->interface_count; i++) {
        const struct model_procedure *procedure = type->interfaces[i].procedure;
        if (procedure != NULL) {
            add_includes(v, names, procedure->includes, procedure->include_count);
        }
    }
}

/* Reads what has not been read of an instance's code: the type's for its first instance, and
 * generated sources. */
static bool looks_at_values(struct value_headers *v, const struct glue_instance *instance,
                            bool first)
{
    uint32_t component = v->model->instances[instance->instance].component;
    const struct project_component *own = &v->components[component];
    struct value_texts texts = {0}, headers = {0};
    for (uint32_t i = 0; i < instance->source_count; i++) {
        const struct glue_file *file = &v->glue->files[instance->sources[i]];
        if (!file->own && !v->read[instance->sources[i]]) {
            v->read[instance->sources[i]] = true;
            vec_push(&v->c->arena, &texts, file->text);
        }
    }
    struct mentions_request request = {
        .texts = texts.items,
        .text_count = texts.count,
        .folders = own->includes.items,
        .folder_count = own->includes.count,
        .attributes = instance->varying,
        .attribute_count = instance->varying_count,
    };
    if (first) {
        list_headers(v, component, &headers);
        request.sources = own->sources.items;
        request.source_count = own->sources.count;
        request.headers = headers.items;
        request.header_count = headers.count;
    }
    return mentions_values(v->c, &request);
}

void value_headers_choose(struct compilation *c, const struct front *front,
                          const struct model *model, const struct project_component *components,
                          const struct glue_outputs *glue)
{
    struct value_headers v = {.c = c, .model = model, .components = components, .glue = glue};
    v.read = arena_array(&c->arena, bool, glue->file_count);
    for (uint32_t i = 0; i < glue->instance_count; i++) {
        const struct glue_instance *instance = &glue->instances[i];
        uint32_t looks = 0;
        bool first = !map_string_get(&v.looks, instance->type_include, &looks);
        if (instance->varying_count > 0 && looks == 0) {
            looks = looks_at_values(&v, instance, first);
            (void)map_string_put(&v.looks, &c->arena, instance->type_include, looks);
        }
    }
    for (uint32_t i = 0; i < glue->instance_count; i++) {
        const struct glue_instance *instance = &glue->instances[i];
        uint32_t looks = 0;
        (void)map_string_get(&v.looks, instance->type_include, &looks);
        if (looks != 0 ||
            project_has_instance(&front->project, model->instances[instance->instance].name)) {
            glue_need_values(glue, instance);
        }
    }
}
