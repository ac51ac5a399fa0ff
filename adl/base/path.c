/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/base/path.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include "adl/base/arena.h"
#include "adl/base/strbuf.h"

/* Appends one part of a path to what is there; `rooted` says that it began with a slash. */
static void path_put_part(struct strbuf *out, const char *part, size_t size, bool rooted)
{
    const char *last = strrchr(out->text, '/');
    const char *name = last == NULL ? out->text : last + 1;
    size_t keep = last == NULL ? 0 : (size_t)(last - out->text);

    if (size == 0 || (size == 1 && part[0] == '.')) {
        return;
    }
    if (size == 2 && part[0] == '.' && part[1] == '.') {
        if (*name != '\0' && strcmp(name, "..") != 0) {
            strbuf_truncate(out, rooted && keep == 0 ? 1 : keep);
            return;
        }
        if (rooted) {
            return;
        }
    }
    if (out->size != 0 && out->text[out->size - 1] != '/') {
        strbuf_putc(out, '/');
    }
    strbuf_put_bytes(out, part, size);
}

char *path_normalise(struct arena *arena, const char *path)
{
    bool rooted = path[0] == '/';
    struct strbuf out;

    strbuf_init(&out, arena);
    if (rooted) {
        strbuf_putc(&out, '/');
    }
    while (*path != '\0') {
        size_t size = strcspn(path, "/");

        path_put_part(&out, path, size, rooted);
        path += size;
        path += strspn(path, "/");
    }
    if (out.size == 0) {
        strbuf_putc(&out, '.');
    }
    return out.text;
}

char *path_join(struct arena *arena, const char *directory, const char *path)
{
    size_t size = strlen(directory);

    if (path[0] == '/' || size == 0 || strcmp(directory, ".") == 0) {
        return arena_strdup(arena, path);
    }
    return arena_printf(arena, "%s%s%s", directory, directory[size - 1] == '/' ? "" : "/", path);
}

char *path_directory(struct arena *arena, const char *path)
{
    const char *last = strrchr(path, '/');

    if (last == NULL) {
        return arena_strdup(arena, ".");
    }
    return last == path ? arena_strdup(arena, "/")
                        : arena_strndup(arena, path, (size_t)(last - path));
}

const char *path_base(const char *path)
{
    const char *last = strrchr(path, '/');

    return last == NULL ? path : last + 1;
}

const char *path_extension(const char *path)
{
    const char *base = path_base(path);
    const char *dot = strrchr(base, '.');

    return dot == NULL || dot == base ? base + strlen(base) : dot;
}

/* The current directory, or NULL. */
static char *path_current(struct arena *arena)
{
    for (size_t size = 256; size <= 1 << 20; size *= 4) {
        char *buffer = arena_alloc(arena, size, 1);

        if (getcwd(buffer, size) != NULL) {
            return buffer;
        }
        if (errno != ERANGE) {
            break;
        }
    }
    return NULL;
}

char *path_absolute(struct arena *arena, const char *path)
{
    const char *current = path[0] == '/' ? "" : path_current(arena);

    return path_normalise(arena, current == NULL ? path : path_join(arena, current, path));
}

char *path_relative_to(struct arena *arena, const char *path, const char *directory)
{
    size_t size = strlen(directory);

    while (size > 1 && directory[size - 1] == '/') {
        size--;
    }
    if (size > 0 && strncmp(path, directory, size) == 0) {
        if (size == 1 && directory[0] == '/' && path[1] != '\0') {
            return arena_strdup(arena, path + 1);
        }
        if (path[size] == '/') {
            return arena_strdup(arena, path + size + 1);
        }
        if (path[size] == '\0') {
            return arena_strdup(arena, ".");
        }
    }
    return arena_strdup(arena, path);
}
