/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/glue/glue.h"

#include <string.h>

#include "adl/base/file.h"
#include "adl/base/path.h"
#include "adl/base/suggest.h"
#include "adl/base/vec.h"
#include "adl/base/yaml.h"
#include "adl/glue/facts.h"
#include "adl/glue/headers.h"
#include "adl/glue/jinja.h"

/* A file to be written. */
struct glue_file {
    const char *path; /* relative to the output folder */
    const char *text;
    size_t size;
};

VEC_STRUCT(glue_strings, const char *);

struct glue {
    struct compilation *c;
    const struct glue_options *options;
    struct facts facts;
    struct jinja jinja;
    struct yaml_node *index;
    const char *index_path;
    VEC(struct glue_file) files;
    struct map_string paths; /* of the files */
    struct headers headers;
    struct glue_strings sources; /* of the instance in work */
    struct header_list made;     /* the same: its headers */
};

static const char *in_templates(struct glue *g, const char *path)
{
    return path_join(&g->c->arena, g->options->templates, path);
}

/* Reads index.yaml; NULL (reported) when it cannot be used. */
static struct yaml_node *read_index(struct compilation *c, const char *templates, const char **path)
{
    static const char *const keys[] = {"component", "connectors", "runtime", NULL};
    *path = path_join(&c->arena, templates, "index.yaml");
    struct yaml_node *index = yaml_read(c, *path, SPAN_NONE);
    if (index == NULL) {
        return NULL;
    }
    yaml_check_keys(c, index, keys);
    const struct yaml_node *connectors = yaml_get(index, "connectors");
    const struct yaml_node *component = yaml_get(index, "component");
    if (connectors == NULL || connectors->kind != YAML_MAP || component == NULL ||
        component->kind != YAML_LIST) {
        diag_report(&c->diags, DIAG_TEMPLATE_INDEX, index->span,
                    "the index of templates needs a list `component` and a map `connectors`");
        return NULL;
    }
    return index;
}

/* The connection object of an end is at its index in the model. */
static const struct model_connection *connection_of(const struct glue *g,
                                                    const struct program_place *place)
{
    return &g->facts.model->connections[place->connection];
}

static void report_no_template(struct glue *g, const struct program_place *place)
{
    const struct model_connection *connection = connection_of(g, place);
    const struct model_connector *connector = &g->facts.model->connectors[connection->connector];
    const struct yaml_node *connectors = yaml_get(g->index, "connectors");
    const char *name = connector->name != NULL ? connector->name : "(anonymous)";
    struct diag *d = diag_report(&g->c->diags, DIAG_CONNECTOR_NO_TEMPLATE, connection->span,
                                 "there is no template for the `%s` end of connector `%s`",
                                 place->to_side ? "to" : "from", name);
    diag_label(d, connector->span, "the connector is declared here");
    struct suggest near;
    struct strbuf list;
    suggest_start(&near, name);
    strbuf_init(&list, &g->c->arena);
    for (size_t i = 0; i < connectors->keys.count; i++) {
        suggest_consider(&near, connectors->keys.items[i]->text);
        strbuf_printf(&list, "%s%s", i > 0 ? ", " : "", connectors->keys.items[i]->text);
    }
    diag_note(d, "connectors with templates: %s", list.text);
    const char *best = suggest_result(&near);
    if (best != NULL && strcmp(best, name) != 0) {
        diag_hint(d, "did you mean `%s`?", best);
    }
}

/* Notes a file to be written; reports a second one of the same name. */
static void add_file(struct glue *g, const char *path, const struct strbuf *text, struct span span)
{
    if (!map_string_put(&g->paths, &g->c->arena, path, (uint32_t)g->files.count)) {
        diag_report(&g->c->diags, DIAG_GLUE_NAME_CLASH, span,
                    "two generated files would be called `%s`", path);
        return;
    }
    vec_push(&g->c->arena, &g->files, (struct glue_file){path, text->text, text->size});
}

/* Renders a template into a file of the instance in work. */
static void render(struct glue *g, const struct yaml_node *template, const char *instance,
                   const char *name)
{
    const struct jinja_template *parsed =
        jinja_load(&g->jinja, in_templates(g, template->text), template->span);
    struct strbuf text;
    strbuf_init(&text, &g->c->arena);
    if (parsed == NULL || !jinja_render(&g->jinja, parsed, &text)) {
        return;
    }
    if (strcmp(path_extension(name), ".h") == 0) {
        vec_push(&g->c->arena, &g->made, (struct header){name, text.text});
        return;
    }
    const char *path = arena_printf(&g->c->arena, "%s/%s", instance, name);
    add_file(g, path, &text, template->span);
    vec_push(&g->c->arena, &g->sources, path);
}

/* `{component}` in a file name of the index stands for the type, or for the instance where the type
 * has no name. */
static const char *output_name(struct glue *g, const char *type, const char *pattern)
{
    static const char mark[] = "{component}";
    const char *at = strstr(pattern, mark);
    return at == NULL ? pattern
                      : arena_printf(&g->c->arena, "%.*s%s%s", (int)(at - pattern), pattern, type,
                                     at + sizeof(mark) - 1);
}

static void add_component_files(struct glue *g, const char *instance, const char *type)
{
    const struct yaml_node *list = yaml_get(g->index, "component");
    for (size_t i = 0; i < list->items.count; i++) {
        const struct yaml_node *entry = list->items.items[i];
        const struct yaml_node *template = yaml_get(entry, "template");
        const char *pattern = yaml_text(g->c, entry, "output");
        if (pattern != NULL && yaml_text(g->c, entry, "template") != NULL) {
            render(g, template, instance, output_name(g, type, pattern));
        }
    }
}

/* The file of one connection end. A template named `none` means that there is no code. */
static void add_end(struct glue *g, const char *instance, struct program_place place)
{
    const struct model_connection *connection = connection_of(g, &place);
    const char *connector = g->facts.model->connectors[connection->connector].name;
    const struct yaml_node *entry =
        connector != NULL ? yaml_get(yaml_get(g->index, "connectors"), connector) : NULL;
    const char *side = place.to_side ? "to" : "from";
    const struct yaml_node *template = yaml_get(entry, side);
    if (template == NULL || template->kind != YAML_SCALAR) {
        report_no_template(g, &place);
        return;
    }
    if (strcmp(template->text, "none") == 0) {
        return;
    }
    const struct model_end *end =
        place.to_side ? &connection->to[place.end] : &connection->from[place.end];
    jinja_set(&g->jinja, "end",
              place.to_side ? g->facts.to[place.connection][place.end]
                            : g->facts.from[place.connection][place.end]);
    render(g, template, instance,
           arena_printf(&g->c->arena, "%s_%s_%u.c", model_interface_of(g->facts.model, end)->name,
                        connector, place.end));
}

/* The files of an instance; which text its headers have. */
static uint32_t add_instance(struct glue *g, uint32_t instance, struct glue_instance *out)
{
    const struct model *model = g->facts.model;
    const char *name = model->instances[instance].name;
    const char *type = model_component_of(model, instance)->name;
    uint32_t count;
    const struct model_place *places = model_places_of(model, instance, &count);
    type = type != NULL ? type : arena_printf(&g->c->arena, "%s-type", name);
    g->sources = (struct glue_strings){0};
    g->made = (struct header_list){0};
    jinja_set(&g->jinja, "me", g->facts.instances[instance]);
    jinja_set(&g->jinja, "end", jinja_undefined("there is no connection end here"));
    add_component_files(g, name, type);
    for (uint32_t i = 0; i < count; i++) {
        add_end(g, name,
                (struct program_place){places[i].connection, places[i].end, places[i].to_side});
    }
    *out = (struct glue_instance){
        .instance = instance,
        .sources = g->sources.items,
        .source_count = (uint32_t)g->sources.count,
    };
    return headers_add(&g->headers, type, name, &g->made);
}

/* Notes the files of headers that are in `folder`. */
static void add_headers(struct glue *g, const char *folder, const struct header_list *list)
{
    for (vec_each (header, list)) {
        struct strbuf text;
        strbuf_init(&text, &g->c->arena);
        strbuf_puts(&text, header->text);
        add_file(g, arena_printf(&g->c->arena, "%s/%s", folder, header->path), &text,
                 g->index->span);
    }
}

/* Puts every text of headers, and every shape of which there are several texts, into its folder. */
static void place_headers(struct glue *g)
{
    for (uint32_t i = 0; i < g->headers.texts.count; i++) {
        add_headers(g, headers_folder(&g->headers, i), &g->headers.texts.items[i].list);
    }
    for (uint32_t i = 0; i < g->headers.shapes.count; i++) {
        const struct header_shape *shape = &g->headers.shapes.items[i];
        if (shape->texts > 1) {
            struct header_list list;
            headers_of_shape(&g->headers, i, &list);
            add_headers(g, headers_shape_folder(&g->headers, shape->first), &list);
        }
    }
}

/* All files of all instances. */
static void add_instances(struct glue *g, const struct program_list *programs,
                          struct glue_outputs *out)
{
    struct arena *arena = &g->c->arena;
    uint32_t total = 0;
    for (uint32_t i = 0; i < programs->count; i++) {
        total += programs->programs[i].instance_count;
    }
    struct glue_instance *list = arena_array(arena, struct glue_instance, total);
    uint32_t *texts = arena_array(arena, uint32_t, total);
    for (uint32_t i = 0; i < programs->count; i++) {
        const struct program *program = &programs->programs[i];
        for (uint32_t k = 0; k < program->instance_count; k++) {
            uint32_t at = out->instance_count++;
            texts[at] = add_instance(g, program->instances[k], &list[at]);
        }
    }
    for (uint32_t i = 0; i < total; i++) {
        uint32_t shape = g->headers.texts.items[texts[i]].shape;
        const struct header_names *varying = &g->headers.shapes.items[shape].varying;
        list[i].include = headers_folder(&g->headers, texts[i]);
        list[i].type_include = headers_shape_folder(&g->headers, texts[i]);
        list[i].varying = varying->items;
        list[i].varying_count = (uint32_t)varying->count;
    }
    out->instances = list;
    place_headers(g);
}

/* The runtime's files, from the index. */
static void describe_runtime(struct glue *g, struct glue_outputs *out)
{
    const struct yaml_node *runtime = yaml_get(g->index, "runtime");
    if (runtime == NULL) {
        diag_report(&g->c->diags, DIAG_TEMPLATE_INDEX, g->index->span,
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
            vec_push(&g->c->arena, &sources, in_templates(g, list[k]));
        }
    }
    if (include != NULL && script != NULL) {
        out->runtime_include = in_templates(g, include);
        out->linker_script = in_templates(g, script);
    }
    out->runtime_sources = sources.items;
    out->runtime_source_count = (uint32_t)sources.count;
}

static bool write_file(struct glue *g, const struct glue_file *file)
{
    const char *path = path_join(&g->c->arena, g->options->out, file->path);
    enum file_result result = FILE_FAILED;
    if (file_make_directories(path_directory(&g->c->arena, path))) {
        result = file_write(path, file->text, file->size);
    }
    if (result != FILE_OK && result != FILE_UNCHANGED) {
        diag_report(&g->c->diags, DIAG_GLUE_WRITE, SPAN_NONE, "cannot write `%s`: %s", path,
                    file_result_text(result));
        return false;
    }
    return true;
}

static void list_read(struct glue *g, struct glue_outputs *out)
{
    struct glue_strings read = {0};
    vec_push(&g->c->arena, &read, g->index_path);
    vec_append(&g->c->arena, &read, &g->jinja.template_paths);
    out->read = read.items;
    out->read_count = (uint32_t)read.count;
}

bool glue_emit(struct compilation *c, const struct model *model, const struct spec *spec,
               const struct program_list *programs, const struct glue_options *options,
               struct glue_outputs *out)
{
    size_t errors = c->diags.errors;
    struct glue g = {.c = c, .options = options};
    const char *const folders[] = {options->templates, NULL};
    *out = (struct glue_outputs){0};
    g.index = read_index(c, options->templates, &g.index_path);
    if (g.index == NULL) {
        return false;
    }
    struct jinja_options jinja_options = jinja_camkes_options();
    jinja_options.trim_blocks = true;
    jinja_options.lstrip_blocks = true;
    jinja_options.keep_trailing_newline = true;
    jinja_options.folders = folders;
    facts_init(&g.facts, c, model, spec, programs);
    jinja_init(&g.jinja, c, &jinja_options);
    jinja_set(&g.jinja, "system", g.facts.system);
    headers_init(&g.headers, &c->arena);
    add_instances(&g, programs, out);
    describe_runtime(&g, out);
    list_read(&g, out);
    jinja_done(&g.jinja);
    bool good = c->diags.errors == errors;
    for (size_t i = 0; good && i < g.files.count; i++) {
        good = write_file(&g, &g.files.items[i]);
    }
    return good;
}
