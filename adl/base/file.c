/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "adl/base/arena.h"
#include "adl/base/path.h"
#include "adl/base/strbuf.h"

#define CHUNK_SIZE 65536

enum file_result file_result_from_errno(void)
{
    if (errno == ENOENT || errno == ENOTDIR) {
        return FILE_MISSING;
    }
    return errno == EISDIR ? FILE_IS_DIRECTORY : FILE_FAILED;
}

/* Closes a file that was only read, leaving errno alone. */
static void file_close(int fd)
{
    int saved = errno;

    close(fd);
    errno = saved;
}

/* Reads from `fd` to its end into `out`. */
static enum file_result file_read_descriptor(int fd, size_t limit, struct strbuf *out)
{
    char chunk[CHUNK_SIZE];

    for (;;) {
        ssize_t got = read(fd, chunk, sizeof(chunk));

        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return file_result_from_errno();
        }
        if (got == 0) {
            return FILE_OK;
        }
        if (limit != 0 && (size_t)got > limit - out->size) {
            errno = EFBIG;
            return FILE_TOO_BIG;
        }
        strbuf_put_bytes(out, chunk, (size_t)got);
    }
}

enum file_result file_read(struct arena *arena, const char *path, size_t limit, char **text,
                           size_t *size)
{
    bool standard = strcmp(path, "-") == 0;
    /* Opening a named pipe nobody writes to must not wait: it is empty. */
    int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    struct strbuf out;
    struct stat info = {0};
    enum file_result result;

    if (fd < 0) {
        return file_result_from_errno();
    }
    if (fstat(fd, &info) == 0 && S_ISDIR(info.st_mode)) {
        errno = EISDIR;
        result = FILE_IS_DIRECTORY;
    } else if (!standard && fcntl(fd, F_SETFL, 0) != 0) {
        result = file_result_from_errno();
    } else {
        strbuf_init(&out, arena);
        if (S_ISREG(info.st_mode) && info.st_size > 0 &&
            (limit == 0 || (uintmax_t)info.st_size <= limit)) {
            strbuf_reserve(&out, (size_t)info.st_size);
        }
        result = file_read_descriptor(fd, limit, &out);
        *text = out.text;
        *size = out.size;
    }
    if (!standard) {
        file_close(fd);
    }
    return result;
}

/* Does the open file begin with these bytes? Any failure to find out counts as no. */
static bool file_holds(int fd, const unsigned char *bytes, size_t size)
{
    unsigned char chunk[CHUNK_SIZE];
    size_t at = 0;
    bool same = true;

    while (same && at < size) {
        ssize_t got = read(fd, chunk, sizeof(chunk));

        if (got < 0 && errno == EINTR) {
            continue;
        }
        same = got > 0 && (size_t)got <= size - at && memcmp(chunk, bytes + at, (size_t)got) == 0;
        at += same ? (size_t)got : 0;
    }
    return same;
}

bool file_write_descriptor(int fd, const void *bytes, size_t size)
{
    const unsigned char *at = bytes;

    while (size > 0) {
        ssize_t put = write(fd, at, size);

        if (put < 0 && errno == EINTR) {
            continue;
        }
        if (put < 0) {
            return false;
        }
        at += put;
        size -= (size_t)put;
    }
    return true;
}

/* What is to be done with a file that is there, or not: FILE_UNCHANGED when nothing, FILE_OK when
 * it is to be written, else why it cannot be. */
static enum file_result file_look(int folder, const char *path, const void *bytes, size_t size,
                                  mode_t mode)
{
    int fd = openat(folder, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    enum file_result result = FILE_OK;
    struct stat info = {0};

    if (fd < 0 && errno == ENOENT) {
        return FILE_OK;
    }
    if ((fd >= 0 ? fstat(fd, &info) : fstatat(folder, path, &info, 0)) == 0 &&
        S_ISDIR(info.st_mode)) {
        errno = EISDIR;
        result = FILE_IS_DIRECTORY;
    } else if (fd >= 0 && S_ISREG(info.st_mode) && (uintmax_t)info.st_size == size &&
               ((mode & 0100) == 0 || faccessat(folder, path, X_OK, 0) == 0) &&
               file_holds(fd, bytes, size)) {
        result = FILE_UNCHANGED;
    }
    if (fd >= 0) {
        file_close(fd);
    }
    return result;
}

/* Makes a new file with a name near `path`, stores the name in `*name`. -1 on failure. The process
 * number keeps parallel runs apart; the counter steps over left-overs. */
static int file_open_temporary(struct arena *arena, int folder, const char *path, mode_t mode,
                               char **name)
{
    for (unsigned i = 0; i < 100; i++) {
        int fd;

        *name = arena_printf(arena, "%s.%ld-%u.tmp", path, (long)getpid(), i);
        fd = openat(folder, *name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
        if (fd >= 0 || errno != EEXIST) {
            return fd;
        }
    }
    return -1;
}

/* `keep`: the file gets exactly these permissions, whatever the umask is. */
static enum file_result file_write_mode(int folder, const char *path, const void *bytes,
                                        size_t size, mode_t mode, bool keep)
{
    enum file_result todo = file_look(folder, path, bytes, size, mode);
    struct arena scratch;
    char *name;
    int fd;
    bool good;

    if (todo != FILE_OK) {
        return todo;
    }
    arena_init(&scratch);
    fd = file_open_temporary(&scratch, folder, path, mode, &name);
    good = fd >= 0;
    if (good) {
        int saved;

        good = file_write_descriptor(fd, bytes, size);
        good = good && (!keep || fchmod(fd, mode) == 0);
        good = close(fd) == 0 && good;
        good = good && renameat(folder, name, folder, path) == 0;
        saved = errno;
        if (!good) {
            unlinkat(folder, name, 0);
        }
        errno = saved;
    }
    arena_done(&scratch);
    return good ? FILE_OK : file_result_from_errno();
}

enum file_result file_write(const char *path, const void *bytes, size_t size)
{
    return file_write_mode(AT_FDCWD, path, bytes, size, 0666, false);
}

enum file_result file_write_at(int folder, const char *path, const void *bytes, size_t size)
{
    return file_write_mode(folder, path, bytes, size, 0666, false);
}

/* The path that symbolic links lead to from `path`; NULL (errno set) if they lead nowhere. */
static const char *file_follow_links(struct arena *arena, const char *path)
{
    struct stat info;
    char target[4096];

    for (unsigned i = 0; i < 40; i++) {
        ssize_t size;

        if (lstat(path, &info) != 0) {
            return NULL;
        }
        if (!S_ISLNK(info.st_mode)) {
            return path;
        }
        size = readlink(path, target, sizeof target - 1);
        if (size < 0) {
            return NULL;
        }
        target[size] = '\0';
        path = path_join(arena, path_directory(arena, path), target);
    }
    errno = ELOOP;
    return NULL;
}

enum file_result file_replace(const char *path, const void *bytes, size_t size)
{
    enum file_result result = FILE_OK;
    struct arena scratch;
    struct stat info;
    const char *real;

    arena_init(&scratch);
    real = file_follow_links(&scratch, path);
    if (real == NULL || stat(real, &info) != 0 || access(real, W_OK) != 0) {
        result = file_result_from_errno();
    } else {
        result = file_write_mode(AT_FDCWD, real, bytes, size, info.st_mode & 0777, true);
    }
    arena_done(&scratch);
    return result;
}

static bool file_make_one_directory(const char *path)
{
    if (mkdir(path, 0777) == 0) {
        return true;
    }
    if (errno == EEXIST && file_is_directory(path)) {
        return true;
    }
    return false;
}

bool file_make_directories(const char *path)
{
    struct arena scratch;
    bool good = file_make_one_directory(path);
    char *copy;

    if (good || (errno != ENOENT && errno != EEXIST)) {
        return good;
    }
    arena_init(&scratch);
    copy = arena_strdup(&scratch, path);
    good = true;
    for (char *slash = strchr(copy + (*copy == '/'), '/'); good && slash != NULL;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        good = file_make_one_directory(copy);
        *slash = '/';
    }
    good = good && file_make_one_directory(copy);
    if (!good && errno == EEXIST) {
        errno = ENOTDIR;
    }
    arena_done(&scratch);
    return good;
}

bool file_exists(const char *path)
{
    struct stat info;

    return stat(path, &info) == 0 && !S_ISDIR(info.st_mode);
}

bool file_is_directory(const char *path)
{
    struct stat info;

    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

const char *file_result_text(enum file_result result)
{
    switch (result) {
    case FILE_OK:
        return "done";
    case FILE_UNCHANGED:
        return "unchanged";
    case FILE_MISSING:
        return "no such file";
    case FILE_IS_DIRECTORY:
        return "it is a folder";
    case FILE_TOO_BIG:
        return "it is too large";
    case FILE_FAILED:
        return strerror(errno);
    }
    return "unknown result";
}
