/* SPDX-License-Identifier: BSD-2-Clause
 *
 * adlc build: the stages from description to boot image, in order. Nothing is written before the
 * description is known to be sound.
 */
#include <stdio.h>
#include <string.h>

#include "adl/base/path.h"
#include "adl/base/strbuf.h"
#include "adl/build/manifest.h"
#include "adl/build/ninja.h"
#include "adl/cli/command.h"
#include "adl/glue/glue.h"
#include "adl/lower/lower.h"
#include "capdl/check/check_graph.h"
#include "capdl/forms/form_binary.h"
#include "capdl/forms/form_text.h"
#include "capdl/plan/elf_pages.h"
#include "capdl/plan/program_finish.h"
#include "loader/pack/pack.h"

#define JOBS_MAX 1024

/* One build, from stage to stage. */
struct build {
    struct compilation *c;
    const struct options *options;
    struct front front;
    const struct model *model;
    struct lower_result lowered;
    struct project_component *components; /* per component type in use */
    struct glue_outputs glue;
    const char *out;
    const char *image; /* relative to out */
    const char *kernel;
    bool has_domains; /* some thread is not of domain 0, or there is a domain schedule */
    unsigned jobs;
    bool quiet;
    bool changed; /* some output is new */
};

/* A line of progress. */
static void say(const struct build *b, const char *verb, const char *what)
{
    if (!b->quiet) {
        fprintf(stderr, "%10s %s\n", verb, what);
    }
}

/* Description -> model -> capability graph, and what the components are compiled from. */
static bool stage_front(struct build *b)
{
    struct compilation *c = b->c;
    if (!front_start(c, b->options, &b->front)) {
        return false;
    }
    b->model = front_model(c, b->options);
    if (b->model == NULL) {
        return false;
    }
    uint64_t since = pass_clock();
    const struct model *model = b->model;
    project_check(c, &b->front.project, model);
    b->components = arena_array(&c->arena, struct project_component, model->component_count);
    for (uint32_t i = 0; i < model->instance_count; i++) {
        uint32_t type = model->instances[i].component;
        struct project_component *component = &b->components[type];
        if (!model->components[type].hardware && component->sources.count == 0) {
            project_component(c, &b->front.project, model, type, component);
        }
    }
    pass_note_time(c, "sources", since);
    since = pass_clock();
    lower_run(model, b->front.platform->arch, &b->lowered);
    b->has_domains = b->lowered.spec != NULL && spec_has_domains(b->lowered.spec);
    b->kernel = options_value(b->options, OPTION_KERNEL,
                              b->has_domains ? b->front.platform->kernel_domains
                                             : b->front.platform->kernel);
    pass_note_time(c, "lower", since);
    return c->diags.errors == 0;
}

static bool stage_glue(struct build *b)
{
    uint64_t since = pass_clock();
    struct glue_options options = {
        .templates = b->front.installation.templates,
        .out = path_join(&b->c->arena, b->out, "glue"),
    };
    bool good =
        glue_emit(b->c, b->model, b->lowered.spec, &b->lowered.programs, &options, &b->glue);
    pass_note_time(b->c, "glue", since);
    return good;
}

static struct ninja_unit *new_unit(struct build *b, struct ninja_build *ninja,
                                   const char *object_folder)
{
    struct ninja_unit *unit = arena_new(&b->c->arena, struct ninja_unit);
    unit->object_folder = object_folder;
    vec_push(&b->c->arena, &ninja->units, unit);
    return unit;
}

/* The runtime, compiled once for all programs. */
static const struct ninja_unit *runtime_unit(struct build *b, struct ninja_build *ninja)
{
    struct arena *arena = &b->c->arena;
    struct ninja_unit *unit = new_unit(b, ninja, "runtime");
    for (uint32_t i = 0; i < b->glue.runtime_source_count; i++) {
        vec_push(arena, &unit->sources, path_absolute(arena, b->glue.runtime_sources[i]));
    }
    vec_push(arena, &unit->includes, path_absolute(arena, b->glue.runtime_include));
    if (b->has_domains) {
        vec_push(arena, &unit->includes, path_absolute(arena, b->front.platform->include_domains));
    }
    vec_push(arena, &unit->includes, path_absolute(arena, b->front.platform->include));
    return unit;
}

/* Generated code and the component's own, which see the same headers. */
static void add_program(struct build *b, struct ninja_build *ninja, const struct glue_program *glue,
                        const struct ninja_unit *runtime)
{
    struct arena *arena = &b->c->arena;
    const char *name = glue->program->name;
    const char *folder = path_absolute(arena, path_join(arena, b->out, "glue"));
    uint32_t instance = glue->program->instances[0];
    const struct project_component *own = &b->components[b->model->instances[instance].component];

    struct ninja_unit *generated = new_unit(b, ninja, arena_printf(arena, "%s/glue", name));
    struct ninja_unit *user = new_unit(b, ninja, arena_printf(arena, "%s/src", name));
    for (uint32_t i = 0; i < glue->source_count; i++) {
        vec_push(arena, &generated->sources, path_join(arena, folder, glue->sources[i]));
    }
    vec_append(arena, &user->sources, &own->sources);
    for (uint32_t i = 0; i < glue->include_folder_count; i++) {
        const char *include = path_join(arena, folder, glue->include_folders[i]);
        vec_push(arena, &generated->includes, include);
        vec_push(arena, &user->includes, include);
    }
    vec_append(arena, &generated->includes, &own->includes);
    vec_append(arena, &user->includes, &own->includes);
    vec_append(arena, &generated->includes, &runtime->includes);
    vec_append(arena, &user->includes, &runtime->includes);
    vec_append(arena, &user->flags, &own->flags);

    struct ninja_program *program = vec_add(arena, &ninja->programs);
    program->name = name;
    vec_push(arena, &program->units, generated);
    vec_push(arena, &program->units, user);
    vec_push(arena, &program->units, runtime);
    vec_append(arena, &program->libraries, &own->libraries);
}

static bool stage_programs(struct build *b)
{
    struct arena *arena = &b->c->arena;
    uint64_t since = pass_clock();
    struct ninja_build ninja = {
        .out = b->out,
        .toolchain = toolchain_for(b->front.platform->cpu),
        .linker_script = path_absolute(arena, b->glue.linker_script),
        .jobs = b->jobs,
        .verbose = options_has(b->options, OPTION_VERBOSE),
    };
    const char *templates = path_absolute(arena, b->front.installation.templates);
    const char *out = path_absolute(arena, b->out);
    struct ninja_prefix prefixes[] = {
        {arena_printf(arena,                   "%s/",                                                     b->front.project.folder), ""},
        {arena_printf(arena,                                  "%s/",                                                                                           templates), "adlc/"},
        {path_absolute(arena,b->front.platform->include),"adlc/include"},
        {path_absolute(arena,                                    b->front.platform->include_domains),                                                                           "adlc/include_domains"},
        {arena_printf(arena,                      "%s/",                                                                                                                             out), ""},
        {out,"."},
    };
    for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++) {
        vec_push(arena, &ninja.prefixes, prefixes[i]);
    }
    const struct ninja_unit *runtime = runtime_unit(b, &ninja);
    for (uint32_t i = 0; i < b->glue.program_count; i++) {
        add_program(b, &ninja, &b->glue.programs[i], runtime);
    }
    bool compiled = false;
    bool good = ninja_run(b->c, &ninja, &compiled);
    if (compiled) {
        uint32_t count = b->glue.program_count;
        say(b, "Compiled",
            arena_printf(arena, "%u component%s for %s", count, count == 1 ? "" : "s",
                         b->front.platform->name));
    }
    b->changed = b->changed || compiled;
    pass_note_time(b->c, "compile", since);
    return good;
}

/* Frames, page tables and start addresses, from the linked programs. */
static bool stage_plan(struct build *b)
{
    struct arena *arena = &b->c->arena;
    uint64_t since = pass_clock();
    const struct program_list *list = &b->lowered.programs;
    for (uint32_t i = 0; i < list->count; i++) {
        const char *path = arena_printf(arena, "%s/elf/%s", b->out, list->programs[i].elf_name);
        program_finish_from_file(b->c, b->lowered.spec, &list->programs[i], path);
    }
    bool good = b->c->diags.errors == 0 && check_graph(b->c, b->lowered.spec);
    pass_note_time(b->c, "plan", since);
    return good;
}

/* capDL text, serialized spec and the two images. */
static bool stage_write(struct build *b)
{
    struct compilation *c = b->c;
    struct arena *arena = &c->arena;
    uint64_t since = pass_clock();
    const struct program_list *list = &b->lowered.programs;
    struct form_file *files = arena_array(arena, struct form_file, list->count);
    for (uint32_t i = 0; i < list->count; i++) {
        files[i].name = list->programs[i].elf_name;
        files[i].path = arena_printf(arena, "%s/elf/%s", b->out, list->programs[i].elf_name);
    }
    struct strbuf text;
    strbuf_init(&text, arena);
    struct form_binary binary;
    if (!form_text_write(c, b->lowered.spec, &text) ||
        !form_binary_write(c, b->lowered.spec, files, list->count, &binary) ||
        !front_write(c, b->out, "system.cdl", text.text, text.size, &b->changed) ||
        !front_write(c, b->out, "system.spec", binary.spec, binary.spec_size, &b->changed)) {
        return false;
    }
    const char *root = path_join(arena, b->out, "image/root-server.elf");
    const char *image = path_join(arena, b->out, b->image);
    if (!file_make_directories(path_directory(arena, image))) {
        diag_report(&c->diags, DIAG_OUTPUT_FAILED, SPAN_NONE, "cannot make the folder `%s`",
                    path_directory(arena, image));
        return false;
    }
    int packed = pack_root_server(c, &(struct pack_root_options){
                                         .init_path = b->front.platform->init,
                                         .spec = binary.spec,
                                         .spec_size = binary.spec_size,
                                         .contents = binary.contents,
                                         .contents_pages = binary.contents_pages,
                                         .output_path = root,
                                     });
    if (packed == 0) {
        packed = pack_boot_image(c, &(struct pack_options){
                                        .boot_path = b->front.platform->boot,
                                        .kernel_path = b->kernel,
                                        .root_path = root,
                                        .dtb_path = b->front.platform->dtb,
                                        .output_path = image,
                                        .form = PACK_ELF,
                                    });
    }
    pass_note_time(c, "image", since);
    return packed == 0;
}

static bool stage_manifest(struct build *b)
{
    struct arena *arena = &b->c->arena;
    const struct program_list *list = &b->lowered.programs;
    const char **programs = arena_array(arena, const char *, list->count);
    for (uint32_t i = 0; i < list->count; i++) {
        programs[i] = arena_printf(arena, "elf/%s", list->programs[i].elf_name);
    }
    struct manifest manifest = {
        .platform = b->front.platform->name,
        .image = b->image,
        .programs = programs,
        .program_count = list->count,
    };
    struct strbuf text;
    strbuf_init(&text, arena);
    manifest_print(b->c, &manifest, ADLC_VERSION, &text);
    return front_write(b->c, b->out, MANIFEST_NAME, text.text, text.size, &b->changed);
}

int command_build(struct compilation *c, const struct options *options)
{
    struct build b = {
        .c = c,
        .options = options,
        .out = options_value(options, OPTION_OUT, NULL),
        .quiet = options_has(options, OPTION_QUIET),
    };
    if (b.out == NULL || *b.out == '\0') {
        fputs("adlc: where to? give -o DIR\nsee `adlc help build`\n", stderr);
        return EXIT_STATUS_USAGE;
    }
    if (!options_number(options, OPTION_JOBS, JOBS_MAX, &b.jobs)) {
        return EXIT_STATUS_USAGE;
    }
    if (!stage_front(&b)) {
        return EXIT_STATUS_DONE;
    }
    b.image = arena_printf(&c->arena, "image/%s.elf", b.front.platform->name);
    if (!stage_glue(&b) || !stage_programs(&b) || !stage_plan(&b) || !stage_write(&b) ||
        !stage_manifest(&b)) {
        return EXIT_STATUS_DONE;
    }
    if (b.changed) {
        say(&b, "Finished",
            arena_printf(&c->arena, "%s/%s; boot it with: adlc run %s", b.out, b.image, b.out));
    } else {
        say(&b, "Finished", arena_printf(&c->arena, "%s is up to date, nothing to do", b.out));
    }
    return EXIT_STATUS_DONE;
}
