/* SPDX-License-Identifier: BSD-2-Clause
 *
 * What to do about a name that nothing bears: it may have been called otherwise in older releases,
 * or be declared in a file of the search path that nobody imports.
 */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "adl/base/compilation.h"
#include "adl/base/path.h"
#include "adl/model/names.h"

#define IMPORT_MAX_FILES 200           /* of a folder that are looked into */
#define IMPORT_MAX_SIZE  (1024 * 1024) /* of a file */

/* Connectors that got another name. */
static const char *const names_old[][2] = {
    {"seL4RPC",          "seL4RPCCall"           },
    {"seL4Asynch",       "seL4Notification"      },
    {"seL4AsynchQueue",  "seL4NotificationQueue" },
    {"seL4AsynchNative", "seL4NotificationNative"},
    {"seL4AsynchBind",   "seL4NotificationBind"  },
};

/* The end of blanks, comments and `#` lines at the start of a text. */
static size_t names_first_code(const char *text, size_t size)
{
    size_t at = strncmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0; /* a byte order mark */
    size_t line = at;

    while (at < size) {
        const char *end = NULL;

        if (strchr(" \t\f\r\n", text[at]) != NULL) {
            at++;
            line = text[at - 1] == '\n' ? at : line;
            continue;
        }
        if (text[at] == '#' || strncmp(text + at, "//", 2) == 0) {
            end = memchr(text + at, '\n', size - at);
        } else if (strncmp(text + at, "/*", 2) == 0) {
            end = strstr(text + at, "*/");
            end = end != NULL ? end + 1 : NULL;
        } else {
            break;
        }
        at = end != NULL ? (size_t)(end - text) + 1 : size;
        line = end != NULL && *end == '\n' ? at : line;
    }
    return line;
}

/* Does the text have `word`, blanks, and `name` as a whole word? */
static bool names_declares(const char *text, const char *word, const char *name)
{
    size_t length = strlen(word);
    size_t size = strlen(name);

    for (const char *at = strstr(text, word); at != NULL; at = strstr(at + 1, word)) {
        const char *rest = at + length + strspn(at + length, " \t");

        if ((at == text || strchr(" \t\r\n;}", at[-1]) != NULL) && rest > at + length &&
            strncmp(rest, name, size) == 0 && strchr(" \t\r\n{", rest[size]) != NULL) {
            return true;
        }
    }
    return false;
}

/* Does the path look like a description, and is it a plain file? */
static bool names_is_description(const char *path)
{
    const char *dot = strrchr(path, '.');
    struct stat info;

    return dot != NULL && (strcmp(dot, ".camkes") == 0 || strcmp(dot, ".idl4") == 0) &&
           stat(path, &info) == 0 && S_ISREG(info.st_mode);
}

/* The first file of the folder that declares the name, or NULL. */
static const char *names_search_folder(struct compilation *c, const char *folder, const char *word,
                                       const char *name)
{
    struct dirent **entries = NULL;
    int count = scandir(folder, &entries, NULL, alphasort);
    const char *found = NULL;

    for (int i = 0; i < count; i++) {
        struct arena_mark mark = arena_mark(&c->scratch);
        const char *path = path_join(&c->scratch, folder, entries[i]->d_name);
        char *text;
        size_t size;

        if (found == NULL && i < IMPORT_MAX_FILES && names_is_description(path) &&
            file_read(&c->scratch, path, IMPORT_MAX_SIZE, &text, &size) == FILE_OK &&
            names_declares(text, word, name)) {
            found = arena_strdup(&c->arena, entries[i]->d_name);
        }
        arena_reset(&c->scratch, mark);
        free(entries[i]);
    }
    free(entries);
    return found;
}

/* The file of the search path that declares the name, as an import names it, or NULL. */
static const char *names_search_path(struct compilation *c, const char *word, const char *name)
{
    const char *found = c->options.builtin_path == NULL
                            ? NULL
                            : names_search_folder(c, c->options.builtin_path, word, name);

    for (size_t i = 0; i < c->options.import_paths.count && found == NULL; i++) {
        found = names_search_folder(c, c->options.import_paths.items[i], word, name);
    }
    return found;
}

bool names_import_hint(struct decls *decls, struct diag *diag, enum decl_kind kind,
                       const struct decl_ref *ref)
{
    struct compilation *c = decls->compilation;
    const struct source_file *source = source_get(&c->sources, ref->span.file);
    const char *found;
    uint32_t at;

    for (size_t i = 0; kind == DECL_KIND_CONNECTOR && i < sizeof names_old / sizeof names_old[0];
         i++) {
        if (strcmp(names_old[i][0], ref->text) == 0) {
            diag_hint(diag, "it is called `%s` now", names_old[i][1]);
            diag_fix(diag, ref->span, names_old[i][1]);
            return true;
        }
    }
    if (c->options.no_files || diag_limit_reached(&c->diags) || kind == DECL_KIND_STRUCT) {
        return false;
    }
    found = names_search_path(c, names_kind_text(kind), ref->text);
    if (found == NULL) {
        return false;
    }
    at = (uint32_t)names_first_code(source->text, source->size);
    diag_hint(diag, "`import <%s>;` declares it", found);
    diag_fix(diag, (struct span){ref->span.file, at, at},
             arena_printf(&c->arena, "import <%s>;\n", found));
    return true;
}
