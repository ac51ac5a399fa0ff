/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/base/file_tree.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "adl/base/arena.h"
#include "adl/base/path.h"

/* A folder that is being filled. */
struct file_tree {
    struct arena *arena;
    int fd;
    const char *last; /* path of the file before: its folders are there */
    size_t last_length;
};

/* Length of the folder's part of a path, 0 when it has none. */
static size_t file_tree_folder_length(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? (size_t)(slash - path) : 0;
}

/* Makes the folders of `path`, unless the file before was in the same. */
static bool file_tree_make_folders(struct file_tree *tree, const char *path)
{
    size_t length = file_tree_folder_length(path);
    if (length == tree->last_length && memcmp(path, tree->last, length) == 0) {
        return true;
    }
    for (size_t end = 1; end <= length; end++) {
        if (path[end] != '/') {
            continue;
        }
        const char *part = arena_strndup(tree->arena, path, end);
        if (mkdirat(tree->fd, part, 0777) != 0 && errno != EEXIST) {
            return false;
        }
    }
    tree->last = path;
    tree->last_length = length;
    return true;
}

/* Writes a file of a new folder. */
static bool file_tree_create(struct file_tree *tree, const struct file_tree_entry *entry)
{
    if (!file_tree_make_folders(tree, entry->path)) {
        return false;
    }
    int fd = openat(tree->fd, entry->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0) {
        return false;
    }
    bool good = file_write_descriptor(fd, entry->bytes, entry->size);
    return close(fd) == 0 && good;
}

/* Takes away what stands in a new folder, and the folder `name`. */
static void file_tree_remove(struct file_tree *tree, const char *name,
                             const struct file_tree_entry *entries, size_t count)
{
    int saved = errno;
    for (size_t i = count; i-- > 0;) {
        (void)unlinkat(tree->fd, entries[i].path, 0);
    }
    for (size_t i = count; i-- > 0;) {
        const char *path = entries[i].path;
        for (size_t end = file_tree_folder_length(path); end > 0;
             end = file_tree_folder_length(path)) {
            path = arena_strndup(tree->arena, path, end);
            (void)unlinkat(tree->fd, path, AT_REMOVEDIR);
        }
    }
    (void)rmdir(name);
    errno = saved;
}

/* Fills the folder `name`, which was just made, and gives it its name. */
static enum file_result file_tree_fill(struct file_tree *tree, const char *name, const char *folder,
                                       const struct file_tree_entry *entries, size_t count,
                                       size_t *failed)
{
    size_t done = 0;
    while (done < count && file_tree_create(tree, &entries[done])) {
        done++;
    }
    *failed = done;
    if (done == count && rename(name, folder) == 0) {
        return FILE_OK;
    }
    enum file_result result = done < count ? file_result_from_errno() : FILE_FAILED;
    file_tree_remove(tree, name, entries, done < count ? done + 1 : count);
    return result;
}

/* The folder is not there: all of it at once. */
static enum file_result file_tree_write_new(struct arena *arena, const char *folder,
                                            const struct file_tree_entry *entries, size_t count,
                                            size_t *failed)
{
    const char *name = arena_printf(arena, "%s.%ld.tmp", folder, (long)getpid());
    *failed = count;
    if (!file_make_directories(path_directory(arena, folder)) || mkdir(name, 0777) != 0) {
        return FILE_FAILED;
    }
    struct file_tree tree = {.arena = arena, .last = "", .last_length = 0};
    tree.fd = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (tree.fd < 0) {
        enum file_result result = file_result_from_errno();
        (void)rmdir(name);
        return result;
    }
    enum file_result result = file_tree_fill(&tree, name, folder, entries, count, failed);
    int saved = errno;
    close(tree.fd);
    errno = saved;
    return result;
}

/* The folder is there: only what changes. */
static enum file_result file_tree_update(struct file_tree *tree,
                                         const struct file_tree_entry *entries, size_t count,
                                         size_t *failed, bool *changed)
{
    for (size_t i = 0; i < count; i++) {
        const struct file_tree_entry *entry = &entries[i];
        enum file_result result = file_write_at(tree->fd, entry->path, entry->bytes, entry->size);
        if (result == FILE_MISSING && file_tree_make_folders(tree, entry->path)) {
            result = file_write_at(tree->fd, entry->path, entry->bytes, entry->size);
        }
        if (result != FILE_OK && result != FILE_UNCHANGED) {
            *failed = i;
            return result;
        }
        *changed = *changed || result == FILE_OK;
    }
    return FILE_OK;
}

enum file_result file_tree_write(const char *folder, const struct file_tree_entry *entries,
                                 size_t count, size_t *failed, bool *changed)
{
    struct arena scratch;
    arena_init(&scratch);
    const char *clean = path_normalise(&scratch, folder); /* no slash at the end */
    struct file_tree tree = {.arena = &scratch, .last = "", .last_length = 0};
    enum file_result result;
    *failed = count;
    tree.fd = open(clean, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (tree.fd >= 0) {
        result = file_tree_update(&tree, entries, count, failed, changed);
        int saved = errno;
        close(tree.fd);
        errno = saved;
    } else if (errno == ENOENT || errno == ENOTDIR) {
        result = file_tree_write_new(&scratch, clean, entries, count, failed);
        *changed = *changed || result == FILE_OK;
    } else {
        result = FILE_FAILED;
    }
    arena_done(&scratch);
    return result;
}
