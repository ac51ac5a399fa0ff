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
#include "adl/cli/build_programs.h"
#include "adl/cli/command.h"
#include "adl/cli/value_headers.h"
#include "adl/glue/glue.h"
#include "adl/lower/lower.h"
#include "capdl/check/check_graph.h"
#include "capdl/check/check_parents.h"
#include "capdl/forms/form_binary.h"
#include "capdl/forms/form_text.h"
#include "capdl/plan/elf_pages.h"
#include "capdl/plan/program_finish.h"
#include "loader/pack/pack_system.h"
#include "loader/pack/plan_static.h"

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
    struct board_files files;
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
    project_check(c, &b->front.project, b->model);
    b->components = front_components(c, &b->front, b->model, true);
    pass_note_time(c, "sources", since);
    since = pass_clock();
    front_lower(c, &b->front, b->model, b->components, &b->lowered);
    b->has_domains = b->lowered.spec != NULL && spec_has_domains(b->lowered.spec);
    pass_note_time(c, "lower", since);
    return true; /* faults so far do not hide those of the connections */
}

/* The code between components and kernel, and with it what the connections need of the graph. */
static bool stage_glue(struct build *b)
{
    uint64_t since = pass_clock();
    struct glue *glue = glue_connect(b->model, b->lowered.build, b->front.templates);
    bool good = b->c->diags.errors == 0 && lower_finish(b->model, &b->lowered) &&
                glue_complete(glue, &b->glue);
    if (good) {
        value_headers_choose(b->c, &b->front, b->model, b->components, &b->glue);
        good = glue_write(b->c, &b->glue, path_join(&b->c->arena, b->out, "glue"));
    }
    pass_note_time(b->c, "glue", since);
    return good;
}

static bool stage_programs(struct build *b)
{
    uint64_t since = pass_clock();
    struct build_programs request = {
        .front = &b->front,
        .model = b->model,
        .programs = &b->lowered.programs,
        .components = b->components,
        .glue = &b->glue,
        .out = b->out,
        .has_domains = b->has_domains,
        .jobs = b->jobs,
        .verbose = options_has(b->options, OPTION_VERBOSE),
    };
    bool compiled = false;
    bool good = build_programs_run(b->c, &request, &compiled);
    if (compiled) {
        uint32_t count = b->lowered.programs.count;
        say(b, "Compiled",
            arena_printf(&b->c->arena, "%u program%s for %s", count, count == 1 ? "" : "s",
                         b->front.platform->name));
    }
    b->changed = b->changed || compiled;
    pass_note_time(b->c, "compile", since);
    return good;
}

/* Reads kernel and root server, and with --static fixes where everything lies. */
static bool plan_memory(struct build *b)
{
    const struct platform *platform = b->front.platform;
    const char *kernel = b->has_domains ? platform->kernel_domains : platform->kernel;
    struct plan_layout *layout = arena_new(&b->c->arena, struct plan_layout);

    if (!read_board_files(b->c, platform, options_value(b->options, OPTION_KERNEL, kernel),
                          platform->dtb, &b->files)) {
        return false;
    }
    if (options_has(b->options, OPTION_STATIC)) {
        b->lowered.spec = plan_static(b->c, b->lowered.spec, &b->files, layout);
    }
    return b->lowered.spec != NULL;
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
    if (good) {
        check_parents(b->c, b->lowered.spec, DIAG_SPEC_UNBOOTABLE);
        good = b->c->diags.errors == 0 && plan_memory(b);
    }
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
    bool packed = pack_system(c, &(struct pack_system){
                                     .platform = b->front.platform,
                                     .files = &b->files,
                                     .spec = b->lowered.spec,
                                     .binary = &binary,
                                     .root = path_join(arena, b->out, "image/root-server.elf"),
                                     .image = path_join(arena, b->out, b->image),
                                     .form = PACK_ELF,
                                 });
    pass_note_time(c, "image", since);
    return packed;
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
