/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/glue/glue_index.h"

#include <string.h>

#include "adl/base/file.h"
#include "adl/base/path.h"
#include "adl/base/strbuf.h"
#include "adl/base/suggest.h"

const char *glue_index_output(struct arena *arena, const char *template)
{
    const char *slash = strrchr(template, '/');
    const char *name = slash != NULL ? slash + 1 : template;
    const char *mark = path_extension(name);
    return strcmp(mark, ".tmpl") == 0 ? arena_strndup(arena, name, (size_t)(mark - name)) : name;
}

static const char *const connector_keys[] = {"from", "to", "from_header", "to_header", NULL};

/* The map `connectors` of an index: each entry a map of templates. */
static bool check_connectors(struct compilation *c, const struct yaml_node *root)
{
    const struct yaml_node *connectors = yaml_get(root, "connectors");
    size_t errors = c->diags.errors;
    if (connectors == NULL) {
        return true;
    }
    if (connectors->kind != YAML_MAP) {
        diag_report(&c->diags, DIAG_TEMPLATE_INDEX, connectors->span,
                    "`connectors` is a map from connector types to templates");
        return false;
    }
    for (size_t i = 0; i < connectors->items.count; i++) {
        const struct yaml_node *entry = connectors->items.items[i];
        if (entry->kind != YAML_MAP) {
            diag_report(&c->diags, DIAG_TEMPLATE_INDEX, entry->span,
                        "connector `%s` needs {from: TEMPLATE, to: TEMPLATE}",
                        connectors->keys.items[i]->text);
            continue;
        }
        yaml_check_keys(c, entry, connector_keys);
        for (size_t k = 0; k < entry->items.count; k++) {
            yaml_text(c, entry, entry->keys.items[k]->text);
        }
    }
    return c->diags.errors == errors;
}

/* The file name of a template that a component gets fits the list it stands in. */
static void check_added(struct compilation *c, const struct yaml_node *entry, const char *key,
                        const char *ending)
{
    const struct yaml_node *list = yaml_get(entry, key);
    size_t count;
    const char **texts = yaml_texts(c, entry, key, &count);
    for (size_t i = 0; i < count; i++) {
        const char *name = glue_index_output(&c->arena, texts[i]);
        if (strcmp(path_extension(name), ending) != 0) {
            diag_report(&c->diags, DIAG_TEMPLATE_INDEX,
                        list->kind == YAML_LIST ? list->items.items[i]->span : list->span,
                        "a template in `%s` makes a file of its own name, which must end in `%s` "
                        "or `%s.tmpl`",
                        key, ending, ending);
        }
    }
}

/* The map `components` of an index: lists of templates for each type. */
static bool check_components(struct compilation *c, const struct yaml_node *root)
{
    static const char *const keys[] = {"sources", "headers", "late", NULL};
    const struct yaml_node *components = yaml_get(root, "components");
    size_t errors = c->diags.errors;
    if (components == NULL) {
        return true;
    }
    if (components->kind != YAML_MAP) {
        diag_report(&c->diags, DIAG_TEMPLATE_INDEX, components->span,
                    "`components` is a map from component types to templates");
        return false;
    }
    for (size_t i = 0; i < components->items.count; i++) {
        const struct yaml_node *entry = components->items.items[i];
        if (entry->kind != YAML_MAP) {
            diag_report(&c->diags, DIAG_TEMPLATE_INDEX, entry->span,
                        "component `%s` needs {sources: [TEMPLATE], headers: [TEMPLATE]}",
                        components->keys.items[i]->text);
            continue;
        }
        yaml_check_keys(c, entry, keys);
        check_added(c, entry, "sources", ".c");
        check_added(c, entry, "headers", ".h");
        check_added(c, entry, "late", ".c");
    }
    return c->diags.errors == errors;
}

/* adlc's own index has more than connectors. */
static bool check_own(struct compilation *c, const struct yaml_node *root)
{
    static const char *const keys[] = {"component", "components", "connectors", "runtime", NULL};
    yaml_check_keys(c, root, keys);
    const struct yaml_node *connectors = yaml_get(root, "connectors");
    const struct yaml_node *component = yaml_get(root, "component");
    if (connectors == NULL || connectors->kind != YAML_MAP || component == NULL ||
        component->kind != YAML_LIST) {
        diag_report(&c->diags, DIAG_TEMPLATE_INDEX, root->span,
                    "the index of templates needs a list `component` and a map `connectors`");
        return false;
    }
    return true;
}

/* A folder of the user: connectors and components, and an index only if it has any. */
static bool check_user(struct compilation *c, const struct yaml_node *root)
{
    static const char *const keys[] = {"components", "connectors", NULL};
    size_t errors = c->diags.errors;
    yaml_check_keys(c, root, keys);
    return c->diags.errors == errors;
}

bool glue_index_read(struct glue_index *index, struct compilation *c, const char *const *folders)
{
    size_t count = 0;
    bool good = true;
    *index = (struct glue_index){.c = c};
    while (folders[count] != NULL) {
        count++;
    }
    index->search = arena_array(&c->arena, const char *, count + 1);
    for (size_t i = 0; i < count; i++) {
        bool own = i + 1 == count;
        struct glue_index_folder *folder = vec_add(&c->arena, &index->folders);
        folder->folder = index->search[i] = folders[i];
        folder->path = path_join(&c->arena, folders[i], "index.yaml");
        if (!own && !file_exists(folder->path)) {
            continue;
        }
        folder->root = yaml_read(c, folder->path, SPAN_NONE);
        good = folder->root != NULL &&
               (own ? check_own(c, folder->root) : check_user(c, folder->root)) &&
               check_connectors(c, folder->root) && check_components(c, folder->root) && good;
    }
    return good;
}

const struct yaml_node *glue_index_own(const struct glue_index *index)
{
    return index->folders.items[index->folders.count - 1].root;
}

const char *glue_index_own_path(const struct glue_index *index, const char *path)
{
    return path_join(&index->c->arena, index->folders.items[index->folders.count - 1].folder, path);
}

/* A template named by `text` at `span`: in `folder`, else in the first folder that has it. */
static struct glue_template named(struct glue_index *index, const char *folder, const char *text,
                                  struct span span)
{
    struct arena *arena = &index->c->arena;
    struct glue_template found = {.known = true, .span = span};
    if (strcmp(text, "none") == 0) {
        return found;
    }
    const char *key = arena_printf(arena, "%s\n%s", folder, text);
    uint32_t known;
    if (map_string_get(&index->found, key, &known)) {
        found.path = index->paths.items[known];
        return found;
    }
    found.path = path_join(arena, folder, text);
    for (size_t i = 0; !file_exists(found.path) && index->search[i] != NULL; i++) {
        const char *path = path_join(arena, index->search[i], text);
        found.path = file_exists(path) ? path : found.path;
    }
    (void)map_string_put(&index->found, arena, key, (uint32_t)index->paths.count);
    vec_push(arena, &index->paths, found.path);
    return found;
}

/* What the connector itself says: attribute string from_template = "file". */
static struct glue_template declared(struct glue_index *index,
                                     const struct model_connector *connector, const char *key)
{
    const char *name = arena_printf(&index->c->arena, "%s_template", key);
    for (uint32_t i = 0; i < connector->attribute_count; i++) {
        const struct model_field *field = &connector->attributes[i];
        if (strcmp(field->name, name) == 0 && field->fallback != NULL &&
            field->fallback->kind == MODEL_VALUE_STRING) {
            const struct source_file *file = source_get(&index->c->sources, connector->span.file);
            const char *folder =
                file->path != NULL ? path_directory(&index->c->arena, file->path) : ".";
            return named(index, folder, field->fallback->string, field->fallback->span);
        }
    }
    return (struct glue_template){0};
}

struct glue_template glue_index_find(struct glue_index *index,
                                     const struct model_connector *connector, const char *key)
{
    for (vec_each (folder, &index->folders)) {
        const struct yaml_node *entry =
            connector->name != NULL
                ? yaml_get(yaml_get(folder->root, "connectors"), connector->name)
                : NULL;
        if (entry == NULL) {
            continue;
        }
        const struct yaml_node *template = yaml_get(entry, key);
        return template != NULL ? named(index, folder->folder, template->text, template->span)
                                : (struct glue_template){0};
    }
    return declared(index, connector, key);
}

void glue_index_added(struct glue_index *index, const char *component, const char *key,
                      struct glue_templates *templates)
{
    for (vec_each (folder, &index->folders)) {
        const struct yaml_node *components = yaml_get(folder->root, "components");
        const struct yaml_node *list =
            component != NULL ? yaml_get(yaml_get(components, component), key) : NULL;
        bool several = list != NULL && list->kind == YAML_LIST;
        for (size_t i = 0; list != NULL && i < (several ? list->items.count : 1); i++) {
            const struct yaml_node *item = several ? list->items.items[i] : list;
            vec_push(&index->c->arena, templates,
                     named(index, folder->folder, item->text, item->span));
        }
    }
}

/* Is there a component type of that name? Notes all names in `near`. */
static bool is_component(const struct model *model, const char *name, struct suggest *near)
{
    bool found = false;
    for (uint32_t i = 0; i < model->component_count; i++) {
        const char *known = model->components[i].name;
        found = found || (known != NULL && strcmp(known, name) == 0);
        suggest_consider(near, known);
    }
    return found;
}

void glue_index_check(const struct glue_index *index, const struct model *model)
{
    for (size_t i = 0; i + 1 < index->folders.count; i++) {
        const struct yaml_node *components = yaml_get(index->folders.items[i].root, "components");
        for (size_t k = 0; components != NULL && k < components->keys.count; k++) {
            const struct yaml_node *key = components->keys.items[k];
            struct suggest near;
            suggest_start(&near, key->text);
            if (is_component(model, key->text, &near)) {
                continue;
            }
            struct diag *d = diag_report(&index->c->diags, DIAG_PROJECT_COMPONENT, key->span,
                                         "there is no component type `%s`", key->text);
            if (suggest_result(&near) != NULL) {
                diag_hint(d, "did you mean `%s`?", suggest_result(&near));
            }
        }
    }
}

const char *glue_index_list(const struct glue_index *index, const char *wanted, const char **near)
{
    struct suggest suggest;
    struct strbuf list;
    suggest_start(&suggest, wanted);
    strbuf_init(&list, &index->c->arena);
    for (vec_each (folder, &index->folders)) {
        const struct yaml_node *connectors = yaml_get(folder->root, "connectors");
        for (size_t i = 0; connectors != NULL && i < connectors->keys.count; i++) {
            suggest_consider(&suggest, connectors->keys.items[i]->text);
            strbuf_printf(&list, "%s%s", list.size > 0 ? ", " : "",
                          connectors->keys.items[i]->text);
        }
    }
    *near = suggest_result(&suggest);
    return list.text;
}
