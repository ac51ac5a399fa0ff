/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/lang/load.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "adl/base/compilation.h"
#include "adl/base/path.h"
#include "adl/base/suggest.h"
#include "adl/lang/ast.h"
#include "adl/lang/parse.h"
#include "adl/lang/preprocess.h"

#define LOAD_MAX_DEPTH 100 /* imports within imports */

/* The state of loading one specification. */
struct load {
    struct compilation *c;
    struct ast_file *result;
    struct map_string seen; /* absolute paths of files that are in, by import or by #include, and
                               their numbers on disk */
    unsigned depth;
};

static void load_expand(struct load *load, uint32_t file);

/* Where an import was looked for and what was found. */
struct load_search {
    VEC(const char *) folders;
    const char *found;     /* path of the file, or NULL */
    const char *directory; /* path of a folder of that name, or NULL */
};

/* Looks for `name` in `folder`; true ends the search. */
static bool load_try(struct load *load, struct load_search *search, const char *folder,
                     const char *name)
{
    char *path = path_join(&load->c->arena, folder, name);

    vec_push(&load->c->arena, &search->folders, folder);
    if (load->c->options.no_files) {
        return false;
    }
    if (file_exists(path)) {
        search->found = path;
        return true;
    }
    if (file_is_directory(path) && search->directory == NULL) {
        search->directory = path;
    }
    return false;
}

/* The folder of the file in which `span` lies. */
static const char *load_folder_of(struct load *load, struct span span)
{
    const struct source_file *source = source_get(&load->c->sources, span.file);

    return path_directory(&load->c->arena, source->path != NULL ? source->path : source->name);
}

static void load_search_path(struct load *load, struct load_search *search, const char *name)
{
    const struct compilation_options *options = &load->c->options;

    if (options->builtin_path != NULL && load_try(load, search, options->builtin_path, name)) {
        return;
    }
    for (size_t i = 0; i < options->import_paths.count; i++) {
        if (load_try(load, search, options->import_paths.items[i], name)) {
            return;
        }
    }
}

static struct load_search load_find(struct load *load, const struct ast_import *import)
{
    struct load_search search = {.found = NULL};

    if (import->angle) {
        load_search_path(load, &search, import->path);
    } else {
        load_try(load, &search, load_folder_of(load, import->path_span), import->path);
    }
    return search;
}

/* If the other form of import would have found the file, says so. */
static void load_hint_other_form(struct load *load, struct diag *diag,
                                 const struct ast_import *import)
{
    struct ast_import other = *import;

    other.angle = !import->angle;
    if (load_find(load, &other).found != NULL) {
        diag_hint(diag, "write `import %c%s%c;`: %s", other.angle ? '<' : '"', import->path,
                  other.angle ? '>' : '"',
                  other.angle ? "files of the search path are named in angle brackets"
                              : "the file lies in the folder of the importing file");
    }
}

/* Names the file of the folders searched whose name is nearest to the one wanted. */
static void load_hint_similar(struct load *load, struct diag *diag, const struct ast_import *import,
                              const struct load_search *search)
{
    struct suggest near;

    suggest_start(&near, path_base(import->path));
    for (size_t i = 0; i < search->folders.count && !load->c->options.no_files; i++) {
        struct dirent **entries = NULL;
        int count = scandir(search->folders.items[i], &entries, NULL, alphasort);

        for (int k = 0; k < count; k++) {
            suggest_consider(&near, arena_strdup(&load->c->arena, entries[k]->d_name));
            free(entries[k]);
        }
        free(entries);
    }
    if (suggest_result(&near) != NULL &&
        strcmp(suggest_result(&near), path_base(import->path)) == 0) {
        diag_hint(diag, "there is a symbolic link of that name, but it leads nowhere");
    } else if (suggest_result(&near) != NULL) {
        diag_hint(diag, "did you mean `%s`?", suggest_result(&near));
    }
}

static void load_report_missing(struct load *load, const struct ast_import *import,
                                const struct load_search *search)
{
    struct diag *diag;

    load->result->faulty = true;
    if (search->directory != NULL) {
        diag_report(&load->c->diags, DIAG_IMPORT_IS_DIRECTORY, import->path_span,
                    "`%s` is a folder, not a file", import->path);
        return;
    }
    diag = diag_report(&load->c->diags, DIAG_IMPORT_NOT_FOUND, import->path_span,
                       "cannot find `%s`", import->path);
    for (size_t i = 0; i < search->folders.count; i++) {
        diag_note(diag, "looked in %s",
                  source_shown_name(&load->c->sources, search->folders.items[i]));
    }
    if (search->folders.count == 0) {
        diag_note(diag, "the search path is empty");
        diag_hint(diag, "name folders by -I");
    }
    load_hint_other_form(load, diag, import);
    if (diag->hints.count == 0) {
        load_hint_similar(load, diag, import, search);
    }
    if (diag->hints.count == 0) {
        diag_hint(diag, "%s",
                  import->angle ? "name the folder it lies in by -I"
                                : "the path is relative to the folder of the importing file");
    }
}

/* Marks the file at `path` as being in; false if it was already, under this name or another one
 * that links give it. */
static bool load_mark(struct load *load, const char *path)
{
    struct arena *arena = &load->c->arena;
    const char *absolute = path_absolute(arena, path);
    struct stat info;

    if (!map_string_put(&load->seen, arena, absolute, 0)) {
        return false;
    }
    return load->c->options.no_files || stat(absolute, &info) != 0 || !S_ISREG(info.st_mode) ||
           map_string_put(&load->seen, arena,
                          arena_printf(arena, "%llx:%llx", (unsigned long long)info.st_dev,
                                       (unsigned long long)info.st_ino),
                          0);
}

/* Files that the preprocessor pulled in count as read and as imported. */
static void load_mark_included(struct load *load, uint32_t file)
{
    struct sources *sources = &load->c->sources;
    const struct source_file *source = source_get(sources, file);

    if (source->original == NULL) {
        return;
    }
    for (size_t i = 0; i < source->markers.count; i++) {
        const char *name = source->markers.items[i].name;

        if (name[0] != '<' && load_mark(load, name)) {
            source_note_read(sources, name);
        }
    }
}

static void load_report_unreadable(struct load *load, const char *path, struct span span,
                                   enum file_result result)
{
    load->result->faulty = true;
    diag_report(&load->c->diags, DIAG_FILE_UNREADABLE, span, "cannot read %s: %s",
                source_shown_name(&load->c->sources, path), file_result_text(result));
}

static void load_import(struct load *load, const struct ast_import *import)
{
    struct load_search search = load_find(load, import);
    enum file_result result;
    uint32_t file;

    if (search.found == NULL) {
        load_report_missing(load, import, &search);
        return;
    }
    if (!load_mark(load, search.found)) {
        return;
    }
    if (load->depth == LOAD_MAX_DEPTH) {
        load->result->faulty = true;
        diag_report(&load->c->diags, DIAG_IMPORT_TOO_DEEP, import->node.span,
                    "imports are nested more than %d deep", LOAD_MAX_DEPTH);
        return;
    }
    result = source_load(&load->c->sources, search.found, &file);
    if (result != FILE_OK) {
        load_report_unreadable(load, search.found, import->path_span, result);
        return;
    }
    source_get(&load->c->sources, file)->imported_from = import->path_span;
    load_expand(load, file);
}

/* Parses one text and takes its declarations over, those of its imports in their places. */
static void load_expand(struct load *load, uint32_t file)
{
    struct compilation *c = load->c;
    struct ast_file *parsed;

    load->depth++;
    if (preprocess_is_wanted(c, file) && !preprocess_file(c, file)) {
        load->result->faulty = true;
        load->depth--;
        return;
    }
    parsed = parse_source(c, file);
    load->result->faulty = load->result->faulty || parsed->faulty;
    load_mark_included(load, file);
    for (size_t i = 0; i < parsed->decls.count && !diag_limit_reached(&c->diags); i++) {
        struct ast_node *decl = parsed->decls.items[i];

        if (decl->kind == AST_IMPORT) {
            load_import(load, ast_as_import(decl));
        } else {
            vec_push(&c->arena, &load->result->decls, decl);
        }
    }
    load->depth--;
}

static struct load load_begin(struct compilation *c)
{
    c->sources.no_files = c->options.no_files;
    return (struct load){.c = c, .result = arena_new(&c->arena, struct ast_file)};
}

struct ast_file *load_main(struct compilation *c, const char *path)
{
    struct load load = load_begin(c);
    enum file_result result = source_load(&c->sources, path, &load.result->file);

    if (result != FILE_OK) {
        load_report_unreadable(&load, path, SPAN_NONE, result);
        return load.result;
    }
    if (strcmp(path, "-") != 0) {
        load_mark(&load, path);
    }
    load_expand(&load, load.result->file);
    return load.result;
}

struct ast_file *load_text(struct compilation *c, const char *name, const char *text, size_t size)
{
    struct load load = load_begin(c);

    load.result->file = source_add_text(&c->sources, name, text, size);
    load_expand(&load, load.result->file);
    return load.result;
}
