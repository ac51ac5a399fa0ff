/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/glue/glue.h"

#include <string.h>

#include "adl/base/file.h"
#include "adl/base/path.h"
#include "adl/base/suggest.h"
#include "adl/base/vec.h"
#include "adl/base/yaml.h"
#include "adl/glue/facts.h"
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
    struct map_string paths;              /* of the files */
    struct glue_strings sources, headers; /* of the program in work */
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

/* Renders a template into a file of the program in work. */
static void add_file(struct glue *g, const struct yaml_node *template, const char *path)
{
    const struct jinja_template *parsed =
        jinja_load(&g->jinja, in_templates(g, template->text), template->span);
    if (parsed == NULL) {
        return;
    }
    if (!map_string_put(&g->paths, &g->c->arena, path, (uint32_t)g->files.count)) {
        diag_report(&g->c->diags, DIAG_GLUE_NAME_CLASH, template->span,
                    "two generated files would be called `%s`", path);
        return;
    }
    struct strbuf text;
    strbuf_init(&text, &g->c->arena);
    if (jinja_render(&g->jinja, parsed, &text)) {
        vec_push(&g->c->arena, &g->files, (struct glue_file){path, text.text, text.size});
        bool header = strcmp(path_extension(path), ".h") == 0;
        vec_push(&g->c->arena, header ? &g->headers : &g->sources, path);
    }
}

/* `{instance}` in a file name of the index stands for the instance's name. */
static const char *output_path(struct glue *g, const char *instance, const char *pattern)
{
    static const char mark[] = "{instance}";
    const char *at = strstr(pattern, mark);
    if (at == NULL) {
        return arena_printf(&g->c->arena, "%s/%s", instance, pattern);
    }
    return arena_printf(&g->c->arena, "%s/%.*s%s%s", instance, (int)(at - pattern), pattern,
                        instance, at + sizeof(mark) - 1);
}

static void add_component_files(struct glue *g, const char *instance)
{
    const struct yaml_node *list = yaml_get(g->index, "component");
    for (size_t i = 0; i < list->items.count; i++) {
        const struct yaml_node *entry = list->items.items[i];
        const struct yaml_node *template = yaml_get(entry, "template");
        const char *pattern = yaml_text(g->c, entry, "output");
        if (pattern != NULL && yaml_text(g->c, entry, "template") != NULL) {
            add_file(g, template, output_path(g, instance, pattern));
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
    add_file(g, template,
             arena_printf(&g->c->arena, "%s/%s_%s_%u.c", instance,
                          model_interface_of(g->facts.model, end)->name, connector, place.end));
}

static void add_ends(struct glue *g, uint32_t instance)
{
    const struct model *model = g->facts.model;
    const char *name = model->instances[instance].name;
    for (uint32_t i = 0; i < model->connection_count; i++) {
        const struct model_connection *connection = &model->connections[i];
        for (uint32_t k = 0; k < connection->from_count; k++) {
            if (connection->from[k].instance == instance) {
                add_end(g, name, (struct program_place){i, k, false});
            }
        }
        for (uint32_t k = 0; k < connection->to_count; k++) {
            if (connection->to[k].instance == instance) {
                add_end(g, name, (struct program_place){i, k, true});
            }
        }
    }
}

/* All files of a program. */
static void add_program(struct glue *g, const struct program *program, struct glue_program *out)
{
    struct glue_strings folders = {0};
    struct jinja_value end = jinja_undefined("there is no connection end here");
    g->sources = (struct glue_strings){0};
    g->headers = (struct glue_strings){0};
    for (uint32_t i = 0; i < program->instance_count; i++) {
        uint32_t instance = program->instances[i];
        const char *name = g->facts.model->instances[instance].name;
        jinja_set(&g->jinja, "me", g->facts.instances[instance]);
        jinja_set(&g->jinja, "end", end);
        add_component_files(g, name);
        add_ends(g, instance);
        vec_push(&g->c->arena, &folders, arena_printf(&g->c->arena, "%s/include", name));
    }
    *out = (struct glue_program){
        .program = program,
        .sources = g->sources.items,
        .source_count = (uint32_t)g->sources.count,
        .headers = g->headers.items,
        .header_count = (uint32_t)g->headers.count,
        .include_folders = folders.items,
        .include_folder_count = (uint32_t)folders.count,
    };
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
    *out = (struct glue_outputs){.program_count = programs->count};
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
    struct glue_program *list = arena_array(&c->arena, struct glue_program, programs->count);
    for (uint32_t i = 0; i < programs->count; i++) {
        add_program(&g, &programs->programs[i], &list[i]);
    }
    out->programs = list;
    describe_runtime(&g, out);
    list_read(&g, out);
    jinja_done(&g.jinja);
    bool good = c->diags.errors == errors;
    for (size_t i = 0; good && i < g.files.count; i++) {
        good = write_file(&g, &g.files.items[i]);
    }
    return good;
}
