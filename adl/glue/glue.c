/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/glue/glue.h"

#include <string.h>

#include "adl/base/file_tree.h"
#include "adl/base/path.h"
#include "adl/base/vec.h"
#include "adl/glue/claims.h"
#include "adl/glue/facts.h"
#include "adl/glue/glue_index.h"
#include "adl/glue/jinja.h"
#include "adl/glue/macros.h"
#include "adl/glue/placement.h"
#include "adl/glue/python_names.h"

VEC_STRUCT(glue_strings, const char *);

struct glue {
    struct compilation *c;
    const struct model *model;
    struct system_build *build;
    struct glue_index index;
    struct facts facts;
    struct claims claims;
    struct jinja jinja;
    struct placement placement;
    size_t errors; /* before the work began */
};

/* One end of a connection, and what its files are called after. */
struct glue_end {
    struct program_place place;
    const struct model_end *end;
    const struct model_connection *connection;
    const struct model_connector *connector;
    const char *side;
};

static void report_no_template(struct glue *g, const struct glue_end *end)
{
    const char *name = end->connector->name != NULL ? end->connector->name : "(anonymous)";
    const char *near;
    const char *list = glue_index_list(&g->index, name, &near);
    struct diag *d =
        diag_report(&g->c->diags, DIAG_CONNECTOR_NO_TEMPLATE, end->connection->span,
                    "there is no template for the `%s` end of connector `%s`", end->side, name);
    diag_label(d, end->connector->span, "the connector is declared here");
    diag_note(d, "connectors with templates: %s", list);
    if (near != NULL && strcmp(near, name) != 0) {
        diag_hint(d, "did you mean `%s`?", near);
    } else {
        diag_hint(d, "how to add one: adlc-templates(7), ADDING A CONNECTOR");
    }
}

/* Renders a template into file `name` of an instance; `own`: it is for this instance alone. False:
 * it was reported. */
static bool render(struct glue *g, const struct glue_template *template, uint32_t instance,
                   const char *name, bool own)
{
    const struct jinja_template *parsed = jinja_load(&g->jinja, template->path, template->span);
    struct strbuf text;
    strbuf_init(&text, &g->c->arena);
    jinja_set(&g->jinja, "included", jinja_list_new(&g->c->arena)); /* a template's own, a set */
    if (parsed == NULL || !jinja_render(&g->jinja, parsed, &text)) {
        return false;
    }
    struct placement_file file = {name, text.text, text.size, template->span, own, 0};
    placement_add(&g->placement, instance, &file);
    return true;
}

/* Name of the type of an instance, or one made of its own where the type has none. */
static const char *type_name(struct glue *g, uint32_t instance)
{
    const char *type = model_component_of(g->model, instance)->name;
    return type != NULL ? type
                        : arena_printf(&g->c->arena, "%s-type", g->model->instances[instance].name);
}

/* `{component}` in a file name of the index stands for the type. */
static const char *output_name(struct glue *g, const char *type, const char *pattern)
{
    static const char mark[] = "{component}";
    const char *at = strstr(pattern, mark);
    return at == NULL ? pattern
                      : arena_printf(&g->c->arena, "%.*s%s%s", (int)(at - pattern), pattern, type,
                                     at + sizeof(mark) - 1);
}

/* The next templates are for the instance itself. */
static void start_instance(struct glue *g, uint32_t instance)
{
    struct program_place place = {.connection = PROGRAM_OWN,
                                  .end = g->build->position_of[instance]};
    jinja_set(&g->jinja, "me", g->facts.instances[instance]);
    claims_start(&g->claims, &g->build->programs[g->build->program_of[instance]], place,
                 g->model->instances[instance].name, g->facts.instances[instance]);
}

/* The files that the index adds to the instances of its type under a key. */
static void add_extras(struct glue *g, uint32_t instance, const char *key)
{
    const char *type = model_component_of(g->model, instance)->name;
    struct glue_templates list = {0};
    glue_index_added(&g->index, type, key, &list);
    for (vec_each (template, &list)) {
        const char *name = glue_index_output(&g->c->arena, template->path);
        if (render(g, template, instance, name, false) && strcmp(key, "headers") == 0) {
            facts_add_header(&g->facts, instance, name);
        }
    }
}

/* The files every instance has. */
static void add_component(struct glue *g, uint32_t instance)
{
    const struct yaml_node *list = yaml_get(glue_index_own(&g->index), "component");
    start_instance(g, instance);
    g->claims.closed = true;
    for (size_t i = 0; i < list->items.count; i++) {
        const struct yaml_node *entry = list->items.items[i];
        const struct yaml_node *template = yaml_get(entry, "template");
        const char *pattern = yaml_text(g->c, entry, "output");
        if (pattern != NULL && yaml_text(g->c, entry, "template") != NULL) {
            struct glue_template found = {.path = glue_index_own_path(&g->index, template->text),
                                          .span = template->span};
            render(g, &found, instance, output_name(g, type_name(g, instance), pattern), true);
        }
    }
    add_extras(g, instance, "late");
}

/* The header a connector gives the code of this end's component. */
static void add_end_header(struct glue *g, const struct glue_end *end, const char *stem)
{
    struct arena *arena = &g->c->arena;
    struct glue_template header =
        glue_index_find(&g->index, end->connector, arena_printf(arena, "%s_header", end->side));
    const char *name = arena_printf(arena, "%s.h", stem);
    if (header.path != NULL && render(g, &header, end->end->instance, name, false)) {
        facts_add_header(&g->facts, end->end->instance, name);
    }
}

/* The files of one connection end; an end on hardware has none. */
static bool add_end(struct glue *g, struct program_place place)
{
    const struct model_connection *connection = &g->model->connections[place.connection];
    struct glue_end end = {
        .place = place,
        .end = place.to_side ? &connection->to[place.end] : &connection->from[place.end],
        .connection = connection,
        .connector = &g->model->connectors[connection->connector],
        .side = place.to_side ? "to" : "from",
    };
    uint32_t program = g->build->program_of[end.end->instance];
    if (program == UINT32_MAX) {
        return true;
    }
    struct glue_template template = glue_index_find(&g->index, end.connector, end.side);
    if (!template.known) {
        report_no_template(g, &end);
        return false;
    }
    const char *stem =
        arena_printf(&g->c->arena, "%s_%s_%u", model_interface_of(g->model, end.end)->name,
                     end.connector->name != NULL ? end.connector->name : "connector", place.end);
    struct jinja_value fact = place.to_side ? g->facts.to[place.connection][place.end]
                                            : g->facts.from[place.connection][place.end];
    jinja_set(&g->jinja, "me", fact);
    claims_start(&g->claims, &g->build->programs[program], place, connection->name, fact);
    if (template.path != NULL) {
        render(g, &template, end.end->instance, arena_printf(&g->c->arena, "%s.c", stem), false);
    }
    add_end_header(g, &end, stem);
    return true;
}

/* All ends of a connection, up to the first of a side without template. */
static void add_connection(struct glue *g, uint32_t index)
{
    const struct model_connection *connection = &g->model->connections[index];
    for (uint32_t k = 0; k < connection->from_count; k++) {
        if (!add_end(g, (struct program_place){index, k, false})) {
            return;
        }
    }
    for (uint32_t k = 0; k < connection->to_count; k++) {
        if (!add_end(g, (struct program_place){index, k, true})) {
            return;
        }
    }
}

/* The files of all instances. */
static void describe_instances(struct glue *g, struct glue_outputs *out)
{
    struct arena *arena = &g->c->arena;
    struct glue_instance *list = arena_array(arena, struct glue_instance, g->model->instance_count);
    const char **types = arena_array(arena, const char *, g->model->instance_count);
    for (uint32_t i = 0; i < g->build->program_count; i++) {
        for (vec_each (instance, &g->build->programs[i].instances)) {
            types[out->instance_count] = type_name(g, *instance);
            list[out->instance_count++].instance = *instance;
        }
    }
    placement_finish(&g->placement, types, list, out);
}

/* The runtime's files, from the index. */
static void describe_runtime(struct glue *g, struct glue_outputs *out)
{
    const struct yaml_node *runtime = yaml_get(glue_index_own(&g->index), "runtime");
    if (runtime == NULL) {
        diag_report(&g->c->diags, DIAG_TEMPLATE_INDEX, glue_index_own(&g->index)->span,
                    "the index of templates needs a map `runtime`");
        return;
    }
    const char *include = yaml_text(g->c, runtime, "include");
    const char *script = yaml_text(g->c, runtime, "linker_script");
    const struct jinja_value *arch = jinja_get(g->facts.system.as.dict, "arch");
    const char *keys[] = {"sources", arch->as.string.bytes};
    struct glue_strings sources = {0};
    for (size_t i = 0; i < 2; i++) {
        size_t count;
        const char **list = yaml_texts(g->c, runtime, keys[i], &count);
        for (size_t k = 0; k < count; k++) {
            vec_push(&g->c->arena, &sources, glue_index_own_path(&g->index, list[k]));
        }
    }
    if (include != NULL && script != NULL) {
        out->runtime_include = glue_index_own_path(&g->index, include);
        out->linker_script = glue_index_own_path(&g->index, script);
    }
    out->runtime_sources = sources.items;
    out->runtime_source_count = (uint32_t)sources.count;
}

/* An interpreter that knows the facts and can claim. */
static void prepare(struct glue *g)
{
    struct jinja_options options = jinja_camkes_options();
    options.trim_blocks = true;
    options.lstrip_blocks = true;
    options.keep_trailing_newline = true;
    options.folders = g->index.search;
    struct program_list *programs = arena_new(&g->c->arena, struct program_list);
    *programs = system_build_publish(g->build);
    facts_init(&g->facts, g->c, g->model, g->build->spec, programs);
    jinja_init(&g->jinja, g->c, &options);
    jinja_set(&g->jinja, "system", g->facts.system);
    jinja_set(&g->jinja, "composition", g->facts.composition);
    jinja_set(&g->jinja, "configuration", g->facts.configuration);
    jinja_set(&g->jinja, "options", g->facts.options);
    python_names_add(&g->jinja);
    macros_add(&g->jinja, &g->facts);
    claims_init(&g->claims, &g->facts, &g->jinja, g->build);
    placement_init(&g->placement, g->model);
}

/* Is it a connection between dataports? */
static bool is_memory(const struct model *model, uint32_t connection)
{
    uint32_t connector = model->connections[connection].connector;
    return model->connectors[connector].from.kind == MODEL_END_DATAPORT;
}

struct glue *glue_connect(const struct model *model, struct system_build *build,
                          const char *const *folders)
{
    struct compilation *c = model->compilation;
    struct glue *g = arena_new(&c->arena, struct glue);
    *g = (struct glue){.c = c, .model = model, .build = build, .errors = c->diags.errors};
    if (!glue_index_read(&g->index, c, folders)) {
        return NULL;
    }
    prepare(g);
    for (int memory = 1; memory >= 0; memory--) {
        for (uint32_t i = 0; i < model->connection_count; i++) {
            if (is_memory(model, i) == (memory != 0)) {
                add_connection(g, i);
            }
        }
    }
    glue_index_check(&g->index, model);
    for (uint32_t i = 0; i < build->program_count; i++) {
        for (vec_each (instance, &build->programs[i].instances)) {
            start_instance(g, *instance);
            add_extras(g, *instance, "sources");
            add_extras(g, *instance, "headers");
        }
    }
    if (c->diags.errors > g->errors) {
        jinja_done(&g->jinja);
        return NULL;
    }
    return g;
}

bool glue_complete(struct glue *g, struct glue_outputs *out)
{
    *out = (struct glue_outputs){0};
    for (uint32_t i = 0; i < g->build->program_count; i++) {
        const struct program_build *p = &g->build->programs[i];
        unsigned bits = spec_object(g->build->spec, p->program.cspace)->size_bits;
        for (vec_each (instance, &p->instances)) {
            facts_set_cnode(&g->facts, *instance, bits, p->next_slot);
            add_component(g, *instance);
        }
    }
    describe_instances(g, out);
    describe_runtime(g, out);
    jinja_done(&g->jinja);
    return g->c->diags.errors == g->errors;
}

void glue_need_values(const struct glue_outputs *out, const struct glue_instance *instance)
{
    out->needed[instance->values] = true;
}

const char *glue_include(const struct glue_outputs *out, const struct glue_instance *instance)
{
    return out->needed[instance->values] ? instance->include : instance->type_include;
}

bool glue_write(struct compilation *c, const struct glue_outputs *out, const char *folder)
{
    struct file_tree_entry *entries =
        arena_array(&c->arena, struct file_tree_entry, out->file_count);
    size_t count = 0, failed;
    bool changed = false;
    for (uint32_t i = 0; i < out->file_count; i++) {
        const struct glue_file *file = &out->files[i];
        if (file->values == UINT32_MAX || out->needed[file->values]) {
            entries[count++] = (struct file_tree_entry){file->path, file->text, file->size};
        }
    }
    enum file_result result = file_tree_write(folder, entries, count, &failed, &changed);
    if (result == FILE_OK) {
        return true;
    }
    diag_report(&c->diags, DIAG_GLUE_WRITE, SPAN_NONE, "cannot write `%s`: %s",
                failed == count ? folder : path_join(&c->arena, folder, entries[failed].path),
                file_result_text(result));
    return false;
}
