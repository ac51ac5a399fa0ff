/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/cli/build_programs.h"

#include <string.h>

#include "adl/base/map.h"
#include "adl/base/path.h"
#include "adl/base/strbuf.h"
#include "adl/build/ninja.h"

/* Work in progress. */
struct programs {
    struct compilation *c;
    const struct build_programs *request;
    struct ninja_build ninja;
    const struct ninja_unit *runtime;
    const char *glue_folder; /* absolute */
    struct map_string units; /* headers, or a shared file -> unit of the sources compiled so */
};

static struct ninja_unit *new_unit(struct programs *p, const char *object_folder)
{
    struct ninja_unit *unit = arena_new(&p->c->arena, struct ninja_unit);
    unit->object_folder = object_folder;
    vec_push(&p->c->arena, &p->ninja.units, unit);
    return unit;
}

/* The runtime, compiled once for all programs. */
static const struct ninja_unit *runtime_unit(struct programs *p)
{
    struct arena *arena = &p->c->arena;
    const struct glue_outputs *glue = p->request->glue;
    struct ninja_unit *unit = new_unit(p, "runtime");
    for (uint32_t i = 0; i < glue->runtime_source_count; i++) {
        vec_push(arena, &unit->sources, path_absolute(arena, glue->runtime_sources[i]));
    }
    vec_push(arena, &unit->includes, path_absolute(arena, glue->runtime_include));
    const struct platform *platform = p->request->front->platform;
    if (p->request->has_domains) {
        vec_push(arena, &unit->includes, path_absolute(arena, platform->include_domains));
    }
    vec_push(arena, &unit->includes, path_absolute(arena, platform->include));
    return unit;
}

static void add_includes(struct programs *p, struct ninja_unit *unit, const char *generated,
                         const struct project_component *own)
{
    struct arena *arena = &p->c->arena;
    vec_push(arena, &unit->includes, path_join(arena, p->glue_folder, generated));
    vec_append(arena, &unit->includes, &own->includes);
    vec_append(arena, &unit->includes, &p->runtime->includes);
}

/* The unit of that key, made with `folder` for its objects when there is none (then `*fresh`). */
static struct ninja_unit *find_unit(struct programs *p, const char *key, const char *folder,
                                    bool *fresh)
{
    uint32_t index = (uint32_t)p->ninja.units.count;
    *fresh = !map_string_get(&p->units, key, &index);
    if (!*fresh) {
        return p->ninja.units.items[index];
    }
    (void)map_string_put(&p->units, &p->c->arena, key, index);
    return new_unit(p, folder);
}

/* The component's own sources, compiled with the headers of the instance; `alone`: for it only.
 */
static const struct ninja_unit *own_unit(struct programs *p, const struct glue_instance *glue,
                                         const struct project_component *own, bool alone)
{
    struct arena *arena = &p->c->arena;
    const char *headers = glue_include(p->request->glue, glue);
    const char *folder = alone ? p->request->model->instances[glue->instance].name : headers;
    const char *objects = arena_printf(arena, "%s/src", folder);
    bool fresh = true;
    struct ninja_unit *unit = alone ? new_unit(p, objects) : find_unit(p, headers, objects, &fresh);
    if (fresh) {
        vec_append(arena, &unit->sources, &own->sources);
        add_includes(p, unit, headers, own);
        vec_append(arena, &unit->flags, &own->flags);
        vec_append(arena, &unit->cxx_flags, &own->cxx_flags);
    }
    return unit;
}

/* A generated source that other instances with the same headers have too. */
static const struct ninja_unit *shared_unit(struct programs *p, const char *headers,
                                            const char *path, const struct project_component *own)
{
    struct arena *arena = &p->c->arena;
    bool fresh;
    struct ninja_unit *unit = find_unit(p, arena_printf(arena, "%s:%s", headers, path),
                                        arena_printf(arena, "%s/glue", headers), &fresh);
    if (fresh) {
        vec_push(arena, &unit->sources, path_join(arena, p->glue_folder, path));
        add_includes(p, unit, headers, own);
    }
    return unit;
}

/* A library of the component: compiled without the generated headers, and once for all that have it
 * with the same flags. */
static const struct ninja_unit *part_unit(struct programs *p, const struct project_component *part)
{
    struct arena *arena = &p->c->arena;
    struct strbuf key;
    bool fresh;
    strbuf_init(&key, arena);
    for (vec_each (source, &part->sources)) {
        strbuf_printf(&key, "%s\n", *source);
    }
    for (vec_each (folder, &part->includes)) {
        strbuf_printf(&key, "-I%s\n", *folder);
    }
    for (vec_each (flag, &part->flags)) {
        strbuf_printf(&key, "%s\n", *flag);
    }
    for (vec_each (flag, &part->cxx_flags)) {
        strbuf_printf(&key, "+%s\n", *flag);
    }
    struct ninja_unit *unit =
        find_unit(p, key.text, arena_printf(arena, "parts/%zu", p->ninja.units.count), &fresh);
    if (fresh) {
        vec_append(arena, &unit->sources, &part->sources);
        vec_append(arena, &unit->includes, &part->includes);
        vec_append(arena, &unit->includes, &p->runtime->includes);
        vec_append(arena, &unit->flags, &part->flags);
        vec_append(arena, &unit->cxx_flags, &part->cxx_flags);
    }
    return unit;
}

/* What the component has together with what the project file adds for the instance; the same
 * `own` if that is nothing. */
static const struct project_component *with_extras(struct programs *p, const char *instance,
                                                   const struct project_component *own)
{
    struct arena *arena = &p->c->arena;
    struct project_component *both = arena_new(arena, struct project_component);
    if (!project_instance(p->c, &p->request->front->project, instance, both)) {
        return own;
    }
    vec_append(arena, &both->sources, &own->sources);
    vec_append(arena, &both->includes, &own->includes);
    struct project_component flags = *own;
    vec_append(arena, &flags.flags, &both->flags);
    vec_append(arena, &flags.cxx_flags, &both->cxx_flags);
    vec_append(arena, &flags.libraries, &both->libraries);
    vec_append(arena, &flags.parts, &both->parts);
    flags.sources.items = both->sources.items;
    flags.sources.count = both->sources.count;
    flags.includes.items = both->includes.items;
    flags.includes.count = both->includes.count;
    *both = flags;
    return both;
}

/* Generated code and the component's own, which see the same headers. */
static void add_instance(struct programs *p, const struct glue_instance *glue,
                         struct ninja_part *part)
{
    struct arena *arena = &p->c->arena;
    const struct model_instance *instance = &p->request->model->instances[glue->instance];
    const struct project_component *type = &p->request->components[instance->component];
    const struct project_component *own = with_extras(p, instance->name, type);
    const char *headers = glue_include(p->request->glue, glue);
    struct ninja_unit *generated = new_unit(p, arena_printf(arena, "%s/glue", instance->name));
    add_includes(p, generated, headers, own);
    part->name = instance->name;
    vec_push(arena, &part->units, generated);
    for (uint32_t i = 0; i < glue->source_count; i++) {
        const struct glue_file *file = &p->request->glue->files[glue->sources[i]];
        if (file->shared && own == type) {
            vec_push(arena, &part->units, shared_unit(p, headers, file->path, own));
        } else {
            vec_push(arena, &generated->sources, path_join(arena, p->glue_folder, file->path));
        }
    }
    vec_push(arena, &part->units, own_unit(p, glue, own, own != type));
    for (vec_each (library, &own->parts)) {
        vec_push(arena, &part->units, part_unit(p, *library));
    }
    vec_append(arena, &part->libraries, &own->libraries);
}

static void add_program(struct programs *p, const struct program *program, uint32_t first)
{
    struct ninja_program *out = vec_add(&p->c->arena, &p->ninja.programs);
    out->name = program->name;
    out->common = p->runtime;
    for (uint32_t i = 0; i < program->instance_count; i++) {
        struct ninja_part *part = vec_add(&p->c->arena, &out->parts);
        add_instance(p, &p->request->glue->instances[first + i], part);
    }
}

/* What paths of this machine become in the programs. */
static void add_prefixes(struct programs *p)
{
    struct arena *arena = &p->c->arena;
    const struct front *front = p->request->front;
    const char *templates = path_absolute(arena, front->installation.templates);
    const char *out = path_absolute(arena, p->request->out);
    struct ninja_prefix prefixes[] = {
        {.from = arena_printf(arena, "%s/",   front->project.folder), .to = ""},
        {.from = arena_printf(arena,                  "%s/",                         templates), .to = "adlc/"},
        {.from = path_absolute(arena,    front->platform->include),.to = "adlc/include"},
        {.from = arena_printf(arena,                          "%s/",       out), .to = ""},
        {.from = out,      .to = "."                                    },
    };
    for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++) {
        vec_push(arena, &p->ninja.prefixes, prefixes[i]);
    }
}

bool build_programs_run(struct compilation *c, const struct build_programs *request, bool *compiled)
{
    struct arena *arena = &c->arena;
    struct programs p = {
        .c = c,
        .request = request,
        .ninja =
            {
                    .out = request->out,
                    .toolchain = toolchain_for(request->front->platform->cpu),
                    .linker_script = path_absolute(arena, request->glue->linker_script),
                    .jobs = request->jobs,
                    .verbose = request->verbose,
                    },
        .glue_folder = path_absolute(arena, path_join(arena, request->out, "glue")),
    };
    uint32_t first = 0;
    add_prefixes(&p);
    p.runtime = runtime_unit(&p);
    for (uint32_t i = 0; i < request->programs->count; i++) {
        add_program(&p, &request->programs->programs[i], first);
        first += request->programs->programs[i].instance_count;
    }
    return c->diags.errors == 0 && ninja_run(c, &p.ninja, compiled);
}
