/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/build/project.h"

#include <errno.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "adl/base/path.h"
#include "adl/base/suggest.h"
#include "adl/base/yaml.h"

static const char *const project_keys[] = {"platform",   "imports",   "defines",  "cpp_flags",
                                           "components", "instances", "defaults", "templates",
                                           "schedule",   NULL};
static const char *const component_keys[] = {"sources",     "includes",   "flags", "cxx_flags",
                                             "libraries",   "link_flags", "parts", "convention",
                                             "unsupported", NULL};

static const char *const part_keys[] = {"sources", "includes", "flags", "cxx_flags", NULL};

/* The list of parts of an entry; NULL: there is none, or it is no list of maps (reported). */
static const struct yaml_node *parts_of(struct compilation *c, const struct yaml_node *entry)
{
    const struct yaml_node *parts = yaml_get(entry, "parts");
    bool good = parts != NULL && parts->kind == YAML_LIST;
    for (size_t i = 0; good && i < parts->items.count; i++) {
        good = parts->items.items[i]->kind == YAML_MAP;
    }
    if (parts != NULL && !good) {
        diag_report(&c->diags, DIAG_YAML_VALUE, parts->span,
                    "expected a list of `{sources: [...]}` here");
    }
    return good ? parts : NULL;
}

/* Looks at the names in `list`, the entries of components or instances; NULL: there are none. */
static void check_entries(struct compilation *c, const struct yaml_node *list)
{
    if (list == NULL) {
        return;
    }
    if (list->kind != YAML_MAP) {
        diag_report(&c->diags, DIAG_YAML_VALUE, list->span, "expected `name: ...` entries here");
        return;
    }
    for (size_t i = 0; i < list->items.count; i++) {
        yaml_check_keys(c, list->items.items[i], component_keys);
        const struct yaml_node *parts = parts_of(c, list->items.items[i]);
        for (size_t k = 0; parts != NULL && k < parts->items.count; k++) {
            yaml_check_keys(c, parts->items.items[k], part_keys);
        }
    }
}

static void check_shape(struct compilation *c, const struct yaml_node *root)
{
    yaml_check_keys(c, root, project_keys);
    if (root->kind != YAML_MAP) {
        diag_report(&c->diags, DIAG_YAML_VALUE, root->span, "expected `name: ...` entries here");
        return;
    }
    check_entries(c, yaml_get(root, "components"));
    check_entries(c, yaml_get(root, "instances"));
}

/* Takes over the values for settings that the description does not make. */
static void add_defaults(struct compilation *c, const struct yaml_node *map)
{
    for (size_t i = 0; map != NULL && i < map->keys.count; i++) {
        const struct yaml_node *value = map->items.items[i];
        char *end = NULL;
        long number = value->kind == YAML_SCALAR ? strtol(value->text, &end, 0) : 0;
        if (value->kind != YAML_SCALAR || *value->text == '\0' || *end != '\0') {
            diag_report(&c->diags, DIAG_YAML_VALUE, value->span, "expected a number here");
            continue;
        }
        vec_push(&c->arena, &c->options.defaults,
                 (struct compilation_default){map->keys.items[i]->text, number});
    }
}

/* The number `key` of a turn; false (reported): there is none. */
static bool turn_number(struct compilation *c, const struct yaml_node *turn, const char *key,
                        uint64_t *number)
{
    const char *text = yaml_text(c, turn, key);
    char *end = NULL;
    if (text == NULL) {
        return false;
    }
    errno = 0;
    *number = strtoull(text, &end, 0);
    if (*text < '0' || *text > '9' || *end != '\0' || errno != 0) {
        diag_report(&c->diags, DIAG_YAML_VALUE, yaml_get(turn, key)->span,
                    "expected a number here");
        return false;
    }
    return true;
}

/* Takes over the domain schedule for a description that has none. */
static void add_schedule(struct compilation *c, const struct yaml_node *list)
{
    static const char *const keys[] = {"domain", "duration", "unit", NULL};
    if (list != NULL && list->kind != YAML_LIST) {
        diag_report(&c->diags, DIAG_YAML_VALUE, list->span,
                    "expected a list of `{domain: D, duration: N}` here");
        return;
    }
    for (size_t i = 0; list != NULL && i < list->items.count; i++) {
        const struct yaml_node *item = list->items.items[i];
        struct compilation_turn turn = {.span = item->span};
        yaml_check_keys(c, item, keys);
        const char *unit = yaml_get(item, "unit") != NULL ? yaml_text(c, item, "unit") : "ticks";
        turn.in_microseconds = unit != NULL && strcmp(unit, "us") == 0;
        if (unit != NULL && !turn.in_microseconds && strcmp(unit, "ticks") != 0) {
            diag_report(&c->diags, DIAG_YAML_VALUE, yaml_get(item, "unit")->span,
                        "expected `ticks` or `us` here");
        }
        if (turn_number(c, item, "domain", &turn.domain) &&
            turn_number(c, item, "duration", &turn.duration)) {
            vec_push(&c->arena, &c->options.schedule, turn);
        }
    }
}

bool project_read(struct compilation *c, const char *main_path, const char *path,
                  struct project *project)
{
    struct arena *arena = &c->arena;
    *project = (struct project){.folder = path_directory(arena, path_absolute(arena, main_path))};
    const char *templates = path_join(arena, project->folder, "templates");
    if (file_is_directory(templates)) {
        vec_push(arena, &project->templates, templates);
    }
    if (path != NULL) {
        path = path_absolute(arena, path);
        project->folder = path_directory(arena, path);
    } else {
        path = path_join(arena, project->folder, "adlc.yaml");
        if (!file_exists(path)) {
            return true;
        }
    }
    size_t errors = c->diags.errors, count = 0;
    project->root = yaml_read(c, path, SPAN_NONE);
    if (project->root == NULL) {
        return false;
    }
    check_shape(c, project->root);
    if (yaml_get(project->root, "platform") != NULL) {
        project->platform = yaml_text(c, project->root, "platform");
        project->platform_span = yaml_get(project->root, "platform")->span;
    }
    const char **texts = yaml_texts(c, project->root, "templates", &count);
    for (size_t i = 0; i < count; i++) {
        vec_push(arena, &project->templates, path_join(arena, project->folder, texts[i]));
    }
    texts = yaml_texts(c, project->root, "imports", &count);
    for (size_t i = 0; i < count; i++) {
        vec_push(arena, &c->options.import_paths, path_join(arena, project->folder, texts[i]));
    }
    texts = yaml_texts(c, project->root, "defines", &count);
    for (size_t i = 0; i < count; i++) {
        vec_push(arena, &c->options.defines, texts[i]);
    }
    add_defaults(c, yaml_get(project->root, "defaults"));
    add_schedule(c, yaml_get(project->root, "schedule"));
    texts = yaml_texts(c, project->root, "cpp_flags", &count);
    for (size_t i = 0; i < count; i++) {
        vec_push(arena, &c->options.cpp_flags, texts[i]);
    }
    return c->diags.errors == errors;
}

/* A compiler would wait on a pipe for ever and read a device without end. */
static bool is_regular(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISREG(info.st_mode);
}

/* Appends the regular files that match `pattern`, sorted; how many. */
static size_t add_matches(struct compilation *c, struct project_component *result,
                          const char *pattern)
{
    glob_t found = {0};
    size_t count = 0;
    if (glob(pattern, 0, NULL, &found) == 0) {
        for (size_t i = 0; i < found.gl_pathc; i++) {
            if (is_regular(found.gl_pathv[i])) {
                vec_push(&c->arena, &result->sources, arena_strdup(&c->arena, found.gl_pathv[i]));
                count++;
            }
        }
    }
    globfree(&found);
    return count;
}

/* `path` with the characters special to glob() escaped. */
static const char *literal(struct compilation *c, const char *path)
{
    char *copy = arena_alloc(&c->arena, 2 * strlen(path) + 1, 1);
    char *at = copy;
    for (; *path != '\0'; path++) {
        if (strchr("*?[]\\", *path) != NULL) {
            *at++ = '\\';
        }
        *at++ = *path;
    }
    return copy;
}

static void add_include(struct compilation *c, struct project_component *result, const char *folder)
{
    if (!file_is_directory(folder)) {
        return;
    }
    for (vec_each (known, &result->includes)) {
        if (strcmp(*known, folder) == 0) {
            return;
        }
    }
    vec_push(&c->arena, &result->includes, folder);
}

/* Appends the texts of the list `key` to `list`; empty ones, which generators leave, do not count.
 */
static void add_texts(struct compilation *c, const struct yaml_node *entry, const char *key,
                      struct project_texts *list)
{
    size_t count = 0;
    const char **texts = yaml_texts(c, entry, key, &count);
    for (size_t i = 0; i < count; i++) {
        if (*texts[i] != '\0') {
            vec_push(&c->arena, list, texts[i]);
        }
    }
}

static void add_libraries(struct compilation *c, const struct project *project,
                          const struct yaml_node *entry, struct project_component *result)
{
    struct project_texts names = {0};
    add_texts(c, entry, "link_flags", &result->libraries);
    add_texts(c, entry, "libraries", &names);
    for (vec_each (name, &names)) {
        bool is_path = strchr(*name, '/') != NULL || strcmp(path_extension(*name), ".a") == 0;
        vec_push(&c->arena, &result->libraries,
                 is_path ? path_join(&c->arena, project->folder, *name)
                         : arena_printf(&c->arena, "-l%s", *name));
    }
}

/* Sources that adlc.yaml names; true when there are some. Those that are not there are reported if
 * `reporting`. */
static bool add_sources(struct compilation *c, const struct project *project,
                        const struct yaml_node *entry, bool reporting,
                        struct project_component *result)
{
    size_t count = 0;
    const char **texts = yaml_texts(c, entry, "sources", &count);
    for (size_t i = 0; i < count; i++) {
        if (*texts[i] == '\0') {
            continue;
        }
        const char *pattern = texts[i][0] == '/'
                                  ? texts[i]
                                  : path_join(&c->arena, literal(c, project->folder), texts[i]);
        if (add_matches(c, result, pattern) == 0 && reporting) {
            const struct yaml_node *list = yaml_get(entry, "sources");
            struct span span = list->kind == YAML_LIST ? list->items.items[i]->span : list->span;
            struct diag *d = diag_report(&c->diags, DIAG_SOURCE_NOT_FOUND, span,
                                         "no source file matches `%s`", texts[i]);
            diag_hint(d, "paths are relative to the folder of the project file");
        }
    }
    return count > 0;
}

/* Sources, their includes and flags; true when there are sources. */
static bool add_compiled(struct compilation *c, const struct project *project,
                         const struct yaml_node *entry, bool reporting,
                         struct project_component *result)
{
    struct project_texts folders = {0};
    add_texts(c, entry, "includes", &folders);
    for (vec_each (folder, &folders)) {
        add_include(c, result, path_join(&c->arena, project->folder, *folder));
    }
    add_texts(c, entry, "flags", &result->flags);
    add_texts(c, entry, "cxx_flags", &result->cxx_flags);
    return add_sources(c, project, entry, reporting, result);
}

/* Sources and settings that adlc.yaml gives for the type; true when it names sources. Faults are
 * reported if `reporting`. */
static bool from_file(struct compilation *c, const struct project *project,
                      const struct yaml_node *entry, bool reporting,
                      struct project_component *result)
{
    struct project_texts unsupported = {0};
    const struct yaml_node *parts = yaml_get(entry, "parts");
    bool found = add_compiled(c, project, entry, reporting, result);
    add_libraries(c, project, entry, result);
    for (size_t i = 0; parts != NULL && i < parts->items.count; i++) {
        struct project_component *part = arena_new(&c->arena, struct project_component);
        found = add_compiled(c, project, parts->items.items[i], reporting, part) || found;
        vec_push(&c->arena, &result->parts, part);
    }
    if (reporting) {
        add_texts(c, entry, "unsupported", &unsupported);
    }
    for (vec_each (what, &unsupported)) {
        struct diag *d =
            diag_report(&c->diags, DIAG_PROJECT_UNSUPPORTED, yaml_get(entry, "unsupported")->span,
                        "a component of the system needs what adlc does not have: %s", *what);
        diag_hint(d, "leave it out of the component's declaration, or bring it with the project");
    }
    return found;
}

/* Sources at the conventional places; true when there are some. */
static bool by_convention(struct compilation *c, const char *folder, const char *type,
                          struct project_component *result)
{
    static const char *const patterns[] = {"src/*.c", "src/*.cc", "src/*.cpp", "src/*.cxx"};
    struct arena *arena = &c->arena;
    const char *places[] = {
        path_join(arena, folder, arena_printf(arena, "components/%s", type)),
        strcmp(path_base(folder), type) == 0 ? folder : NULL,
    };
    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        if (places[i] == NULL) {
            continue;
        }
        size_t count = 0;
        for (size_t k = 0; k < sizeof(patterns) / sizeof(patterns[0]); k++) {
            const char *pattern = path_join(arena, literal(c, places[i]), patterns[k]);
            count += add_matches(c, result, pattern);
        }
        if (count > 0) {
            add_include(c, result, path_join(arena, places[i], "include"));
            return true;
        }
    }
    return false;
}

/* Must a component of this type have code of its own? */
static bool needs_code(const struct model_component *component)
{
    if (component->control) {
        return true;
    }
    for (uint32_t i = 0; i < component->interface_count; i++) {
        const struct model_interface *interface = &component->interfaces[i];
        if (interface->kind == MODEL_PROVIDES && !interface->exported &&
            interface->procedure != NULL && interface->procedure->method_count > 0) {
            return true;
        }
    }
    return false;
}

/* Folder of the file that declares the type. */
static const char *type_folder(struct compilation *c, const struct project *project,
                               const struct model_component *type)
{
    const char *path = source_get(&c->sources, type->file)->path;
    return path != NULL ? path_directory(&c->arena, path) : project->folder;
}

/* Does the folder belong to adlc's own declarations? */
static bool is_builtin(const struct compilation *c, const char *folder)
{
    const char *builtin = c->sources.builtin;
    return builtin != NULL && strncmp(folder, builtin, strlen(builtin)) == 0;
}

bool project_component(struct compilation *c, const struct project *project,
                       const struct model *model, uint32_t component, bool reporting,
                       struct project_component *result)
{
    const struct model_component *type = &model->components[component];
    const char *name = type->name != NULL ? type->name : "";
    size_t errors = c->diags.errors;
    *result = (struct project_component){0};
    const char *folder = type_folder(c, project, type);
    const struct yaml_node *entry = yaml_get(yaml_get(project->root, "components"), name);
    if (is_builtin(c, folder)) {
        entry = NULL; /* it comes with its sources; another project's of that name do not fit it */
    }

    bool named = entry != NULL && from_file(c, project, entry, reporting, result);
    const struct yaml_node *convention = yaml_get(entry, "convention");
    bool found = named;
    if (convention == NULL || convention->kind != YAML_SCALAR ||
        strcmp(convention->text, "false") != 0) {
        found = named || (*name != '\0' && by_convention(c, folder, name, result));
        add_include(c, result, path_join(&c->arena, folder, "include"));
        add_include(c, result, path_join(&c->arena, project->folder, "include"));
    }
    if (!found && reporting && needs_code(type)) {
        struct diag *d = diag_report(&c->diags, DIAG_SOURCES_MISSING, type->span,
                                     "component type `%s` has no source files", name);
        diag_hint(d, "put C or C++ files into %s, or name them in adlc.yaml",
                  source_shown_name(&c->sources,
                                    arena_printf(&c->arena, "%s/components/%s/src", folder, name)));
    }
    return c->diags.errors == errors;
}

bool project_instance(struct compilation *c, const struct project *project, const char *instance,
                      struct project_component *result)
{
    const struct yaml_node *entry = yaml_get(yaml_get(project->root, "instances"), instance);
    size_t errors = c->diags.errors;
    *result = (struct project_component){0};
    if (entry == NULL) {
        return false;
    }
    from_file(c, project, entry, true, result);
    return c->diags.errors == errors;
}

bool project_has_instance(const struct project *project, const char *instance)
{
    return yaml_get(yaml_get(project->root, "instances"), instance) != NULL;
}

/* Reports instances in adlc.yaml that the model does not have. */
static void check_instances(struct compilation *c, const struct yaml_node *instances,
                            const struct model *model)
{
    for (size_t i = 0; instances != NULL && i < instances->keys.count; i++) {
        const struct yaml_node *key = instances->keys.items[i];
        if (model_instance_named(model, key->text) != UINT32_MAX) {
            continue;
        }
        struct suggest near;
        suggest_start(&near, key->text);
        for (uint32_t k = 0; k < model->instance_count; k++) {
            suggest_consider(&near, model->instances[k].name);
        }
        struct diag *d = diag_report(&c->diags, DIAG_PROJECT_COMPONENT, key->span,
                                     "there is no instance `%s`", key->text);
        if (suggest_result(&near) != NULL) {
            diag_hint(d, "did you mean `%s`?", suggest_result(&near));
        }
    }
}

/* Components in another language are described and checked, but not built. */
static void check_languages(struct compilation *c, const struct model *model)
{
    for (uint32_t i = 0; i < model->instance_count; i++) {
        const char *name = model->instances[i].name;
        const struct model_setting *setting = model_setting(model, name, "environment");
        if (setting != NULL && setting->value.kind == MODEL_VALUE_STRING &&
            strcasecmp(setting->value.string, "cakeml") == 0) {
            struct diag *d =
                diag_report(&c->diags, DIAG_PROJECT_UNSUPPORTED, setting->span,
                            "`%s` is to be written in CakeML, which adlc cannot build", name);
            diag_hint(d, "write the component in C or C++");
        }
    }
}

void project_check(struct compilation *c, const struct project *project, const struct model *model)
{
    check_languages(c, model);
    const struct yaml_node *components = yaml_get(project->root, "components");
    check_instances(c, yaml_get(project->root, "instances"), model);
    for (size_t i = 0; components != NULL && i < components->keys.count; i++) {
        const struct yaml_node *key = components->keys.items[i];
        struct suggest near;
        suggest_start(&near, key->text);
        bool found = false;
        for (uint32_t k = 0; k < model->component_count; k++) {
            const char *name = model->components[k].name;
            found = found || (name != NULL && strcmp(name, key->text) == 0);
            suggest_consider(&near, name);
        }
        if (found) {
            continue;
        }
        struct diag *d = diag_report(&c->diags, DIAG_PROJECT_COMPONENT, key->span,
                                     "there is no component type `%s`", key->text);
        if (suggest_result(&near) != NULL) {
            diag_hint(d, "did you mean `%s`?", suggest_result(&near));
        }
    }
}
