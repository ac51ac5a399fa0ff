/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/cli/command.h"

#include "adl/base/path.h"
#include "adl/check/check.h"
#include "adl/lang/ast.h"
#include "adl/lang/load.h"

/* The options that the reader of descriptions looks at. */
static void take_options(struct compilation *c, const struct options *options)
{
    for (vec_each (folder, &options->values[OPTION_IMPORT])) {
        vec_push(&c->arena, &c->options.import_paths, *folder);
    }
    for (vec_each (define, &options->values[OPTION_DEFINE])) {
        vec_push(&c->arena, &c->options.defines, *define);
    }
    for (vec_each (stage, &options->values[OPTION_TRACE])) {
        vec_push(&c->arena, &c->options.trace, *stage);
    }
    if (options_has(options, OPTION_NO_CPP)) {
        c->options.cpp = CPP_NEVER;
    } else if (options_has(options, OPTION_CPP)) {
        c->options.cpp = CPP_ALWAYS;
    }
    c->options.forward_references = options_has(options, OPTION_FORWARD);
    c->options.dtb_path = options_value(options, OPTION_DTB, NULL);
    c->options.gpio_path = options_value(options, OPTION_GPIO, NULL);
}

/* The platform: of the command line, else of adlc.yaml, else the default. */
static bool find_platform(struct compilation *c, const struct options *options, struct front *front)
{
    const char *name = options_value(options, OPTION_PLATFORM, NULL);
    struct span span = SPAN_NONE;
    if (name == NULL && front->project.platform != NULL) {
        name = front->project.platform;
        span = front->project.platform_span;
    }
    front->platform =
        platform_load(c, &front->installation, name != NULL ? name : PLATFORM_DEFAULT, span);
    return front->platform != NULL;
}

/* The folders that templates are looked for in, by rank. */
static const char *const *template_folders(struct compilation *c, const struct options *options,
                                           const struct front *front)
{
    VEC(const char *) folders = {0};
    for (vec_each (folder, &options->values[OPTION_TEMPLATES])) {
        vec_push(&c->arena, &folders, *folder);
    }
    vec_append(&c->arena, &folders, &front->project.templates);
    vec_push(&c->arena, &folders, front->installation.templates);
    vec_push(&c->arena, &folders, NULL);
    return folders.items;
}

bool front_start(struct compilation *c, const struct options *options, struct front *front)
{
    *front = (struct front){0};
    take_options(c, options);
    if (!platform_installation(c, &front->installation)) {
        return false;
    }
    if (options->operands.count > 0 &&
        !project_read(c, options->operands.items[0], options_value(options, OPTION_PROJECT, NULL),
                      &front->project)) {
        return false;
    }
    if (!find_platform(c, options, front)) {
        return false;
    }
    front->templates = template_folders(c, options, front);
    if (c->options.dtb_path == NULL) {
        c->options.dtb_path = front->platform->devices;
        c->options.dtb_is_board = true;
    }
    c->options.builtin_path = path_join(&c->arena, front->installation.templates, "builtin");
    c->sources.builtin = path_absolute(&c->arena, c->options.builtin_path);
    vec_push(&c->arena, &c->options.import_paths,
             path_join(&c->arena, c->options.builtin_path, "services"));
    vec_push(&c->arena, &c->options.import_paths,
             arena_printf(&c->arena, "%s/plat/%s", c->options.builtin_path, front->platform->name));
    return true;
}

struct model *front_model(struct compilation *c, const struct options *options)
{
    uint64_t since = pass_clock();
    struct ast_file *file = load_main(c, options->operands.items[0]);
    pass_note_time(c, "parse", since);
    since = pass_clock();
    struct model *model = file->faulty ? NULL : model_from_ast(c, file);
    pass_note_time(c, "resolve", since);
    if (model == NULL) {
        return NULL;
    }
    since = pass_clock();
    bool good = check_run(c, model);
    pass_note_time(c, "check", since);
    return good && c->diags.errors == 0 ? model : NULL;
}

struct project_component *front_components(struct compilation *c, const struct front *front,
                                           const struct model *model, bool reporting)
{
    struct project_component *components =
        arena_array(&c->arena, struct project_component, model->component_count);
    bool *seen = arena_array(&c->arena, bool, model->component_count);
    for (uint32_t i = 0; i < model->instance_count; i++) {
        uint32_t type = model->instances[i].component;
        if (seen[type] || model->components[type].hardware) {
            continue;
        }
        seen[type] = true;
        project_component(c, &front->project, model, type, reporting, &components[type]);
    }
    return components;
}

bool front_lower(struct compilation *c, const struct front *front, const struct model *model,
                 const struct project_component *components, struct lower_result *result)
{
    bool *has_sources = arena_array(&c->arena, bool, model->component_count);
    for (uint32_t i = 0; i < model->component_count; i++) {
        has_sources[i] = components[i].sources.count > 0 || components[i].parts.count > 0;
    }
    return lower_run(model, front->platform->arch, has_sources, result);
}

bool front_write(struct compilation *c, const char *folder, const char *name, const void *bytes,
                 size_t size, bool *changed)
{
    const char *path = path_join(&c->arena, folder, name);
    enum file_result result = FILE_FAILED;
    if (file_make_directories(path_directory(&c->arena, path))) {
        result = file_write(path, bytes, size);
    }
    *changed = *changed || result == FILE_OK;
    if (result == FILE_OK || result == FILE_UNCHANGED) {
        return true;
    }
    diag_report(&c->diags, DIAG_OUTPUT_FAILED, SPAN_NONE, "cannot write `%s`: %s", path,
                file_result_text(result));
    return false;
}
