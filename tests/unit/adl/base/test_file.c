/* SPDX-License-Identifier: BSD-2-Clause */
// link: adl_base
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "adl/base/arena.h"
#include "adl/base/file.h"
#include "adl/base/file_tree.h"
#include "adl/base/path.h"
#include "adl/base/process.h"

static struct arena arena;
static char folder[] = "/tmp/adlc-test-file-XXXXXX";

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena);
    return mkdtemp(folder) == NULL ? -1 : 0;
}

static int tear_down(void **state)
{
    const char *const argv[] = {"rm", "-rf", folder, NULL};
    struct process_request request = {.argv = argv};
    struct process_result result;
    bool good = process_run(&arena, &request, &result);

    (void)state;
    arena_done(&arena);
    return good ? 0 : -1;
}

static const char *in_folder(const char *name)
{
    return path_join(&arena, folder, name);
}

static void path_normalise_knows_the_rules(void **state)
{
    static const char *const cases[][2] = {
        {"",           "."    },
        {".",          "."    },
        {"a//b/./c",   "a/b/c"},
        {"a/../b",     "b"    },
        {"a/..",       "."    },
        {"../a",       "../a" },
        {"../../a/..", "../.."},
        {"/..",        "/"    },
        {"/a/../../b", "/b"   },
        {"/",          "/"    },
        {"a/b/../..",  "."    },
        {"/a/..",      "/"    },
        {"a/../../b",  "../b" },
        {"..a/b",      "..a/b"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_string_equal(path_normalise(&arena, cases[i][0]), cases[i][1]);
    }
}

static void path_parts(void **state)
{
    (void)state;
    assert_string_equal(path_join(&arena, "a", "b"), "a/b");
    assert_string_equal(path_join(&arena, "a/", "b"), "a/b");
    assert_string_equal(path_join(&arena, "a", "/b"), "/b");
    assert_string_equal(path_join(&arena, ".", "b"), "b");
    assert_string_equal(path_directory(&arena, "a/b/c"), "a/b");
    assert_string_equal(path_directory(&arena, "c"), ".");
    assert_string_equal(path_directory(&arena, "/c"), "/");
    assert_string_equal(path_base("a/b.c"), "b.c");
    assert_string_equal(path_extension("a.d/b.c"), ".c");
    assert_string_equal(path_extension("a.d/b"), "");
    assert_string_equal(path_extension(".profile"), "");
    assert_string_equal(path_relative_to(&arena, "/a/b/c", "/a/b"), "c");
    assert_string_equal(path_relative_to(&arena, "/a/bc", "/a/b"), "/a/bc");
    assert_string_equal(path_relative_to(&arena, "/a/b", "/a/b/"), ".");
    assert_string_equal(path_relative_to(&arena, "/a", "/"), "a");
    assert_int_equal(path_absolute(&arena, "x")[0], '/');
}

static void file_reads_what_was_written(void **state)
{
    const char *path = in_folder("a.txt");
    char *text;
    size_t size;

    (void)state;
    assert_int_equal(file_write(path, "one\0two", 7), FILE_OK);
    assert_int_equal(file_read(&arena, path, 0, &text, &size), FILE_OK);
    assert_int_equal(size, 7);
    assert_memory_equal(text, "one\0two\0", 8);
    assert_int_equal(file_read(&arena, path, 6, &text, &size), FILE_TOO_BIG);
    assert_int_equal(file_read(&arena, path, 7, &text, &size), FILE_OK);
}

static void file_write_leaves_equal_files_alone(void **state)
{
    const char *path = in_folder("b.txt");
    struct timespec old[2] = {
        {1000, 0},
        {1000, 0}
    };
    struct stat info;

    (void)state;
    assert_int_equal(file_write(path, "same", 4), FILE_OK);
    assert_int_equal(utimensat(-100 /* AT_FDCWD */, path, old, 0), 0);
    assert_int_equal(file_write(path, "same", 4), FILE_UNCHANGED);
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mtime, 1000);
    assert_int_equal(file_write(path, "sam", 3), FILE_OK);
    assert_int_equal(file_write(path, "sAm", 3), FILE_OK);
    assert_int_equal(file_write(path, "sAm", 3), FILE_UNCHANGED);
}

static void file_replace_keeps_what_the_file_is(void **state)
{
    const char *path = in_folder("kept.txt");
    const char *link = in_folder("link");
    struct stat info;
    char *text;
    size_t size;

    (void)state;
    assert_int_equal(file_write(path, "old", 3), FILE_OK);
    assert_int_equal(chmod(path, 0640), 0);
    assert_int_equal(symlink("kept.txt", link), 0);
    assert_int_equal(file_replace(link, "new", 3), FILE_OK);
    assert_int_equal(lstat(link, &info), 0);
    assert_true(S_ISLNK(info.st_mode));
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0640);
    assert_int_equal(file_read(&arena, path, 0, &text, &size), FILE_OK);
    assert_memory_equal(text, "new", 4);
    assert_int_equal(file_replace(in_folder("none"), "x", 1), FILE_MISSING);
    assert_int_equal(unlink(link), 0);
    assert_int_equal(symlink("link", link), 0);
    assert_int_equal(file_replace(link, "x", 1), FILE_FAILED);
}

static void file_failures_are_told_apart(void **state)
{
    char *text;
    size_t size;

    (void)state;
    assert_int_equal(file_read(&arena, in_folder("none"), 0, &text, &size), FILE_MISSING);
    assert_int_equal(file_read(&arena, folder, 0, &text, &size), FILE_IS_DIRECTORY);
    assert_int_equal(file_write(folder, "x", 1), FILE_IS_DIRECTORY);
    assert_int_equal(file_write(in_folder("none/x"), "x", 1), FILE_MISSING);
    assert_false(file_exists(folder));
    assert_true(file_is_directory(folder));
}

static void file_makes_directories(void **state)
{
    (void)state;
    assert_true(file_make_directories(in_folder("p/q/r")));
    assert_true(file_make_directories(in_folder("p/q/r")));
    assert_true(file_is_directory(in_folder("p/q/r")));
    assert_int_equal(file_write(in_folder("p/plain"), "x", 1), FILE_OK);
    assert_false(file_make_directories(in_folder("p/plain/s")));
    assert_false(file_make_directories(in_folder("p/plain")));
}

static const struct file_tree_entry tree[] = {
    {"a/x",   "one",   3},
    {"a/y",   "two",   3},
    {"b/c/x", "three", 5},
    {"top",   "four",  4},
};
#define TREE_COUNT (sizeof(tree) / sizeof(tree[0]))

static bool holds(const char *name, const char *expected)
{
    char *text;
    size_t size;
    return file_read(&arena, in_folder(name), 0, &text, &size) == FILE_OK &&
           size == strlen(expected) && memcmp(text, expected, size) == 0;
}

static void file_tree_makes_and_updates(void **state)
{
    const struct timespec old[2] = {
        {1000, 0},
        {1000, 0}
    };
    struct stat info;
    size_t failed;
    bool changed = false;

    (void)state;
    assert_int_equal(file_tree_write(in_folder("t/u/"), tree, TREE_COUNT, &failed, &changed),
                     FILE_OK);
    assert_true(changed);
    assert_true(holds("t/u/a/x", "one") && holds("t/u/a/y", "two"));
    assert_true(holds("t/u/b/c/x", "three") && holds("t/u/top", "four"));

    changed = false;
    assert_int_equal(file_tree_write(in_folder("t/u"), tree, TREE_COUNT, &failed, &changed),
                     FILE_OK);
    assert_false(changed);

    assert_int_equal(file_write(in_folder("t/u/a/y"), "TWO", 3), FILE_OK);
    assert_int_equal(unlink(in_folder("t/u/b/c/x")), 0);
    assert_int_equal(rmdir(in_folder("t/u/b/c")), 0);
    assert_int_equal(file_write(in_folder("t/u/stays"), "s", 1), FILE_OK);
    assert_int_equal(utimensat(-100 /* AT_FDCWD */, in_folder("t/u/top"), old, 0), 0);
    assert_int_equal(file_tree_write(in_folder("t/u"), tree, TREE_COUNT, &failed, &changed),
                     FILE_OK);
    assert_true(changed);
    assert_true(holds("t/u/a/y", "two") && holds("t/u/b/c/x", "three") && holds("t/u/stays", "s"));
    assert_int_equal(stat(in_folder("t/u/top"), &info), 0);
    assert_int_equal(info.st_mtime, 1000);
}

static void file_tree_leaves_nothing_behind(void **state)
{
    /* the last cannot be made: its folder is a file */
    static const struct file_tree_entry bad[] = {
        {"a/x",   "1", 1},
        {"b/c/y", "2", 1},
        {"a/x/z", "3", 1},
    };
    size_t failed;
    bool changed = false;

    (void)state;
    assert_true(file_make_directories(in_folder("v")));
    assert_int_not_equal(file_tree_write(in_folder("v/w"), bad, 3, &failed, &changed), FILE_OK);
    assert_int_equal(failed, 2);
    assert_false(changed);
    assert_int_equal(rmdir(in_folder("v")), 0); /* empty */

    assert_int_equal(file_write(in_folder("plain"), "x", 1), FILE_OK);
    assert_int_equal(file_tree_write(in_folder("plain/w"), bad, 1, &failed, &changed), FILE_FAILED);
    assert_int_equal(failed, 1);
    assert_int_equal(file_tree_write(in_folder("plain"), bad, 1, &failed, &changed), FILE_FAILED);
}

static void process_feeds_and_collects(void **state)
{
    const char *const argv[] = {"sh", "-c", "cat; echo err >&2; exit 3", NULL};
    size_t size = 300000; /* more than a pipe holds */
    char *input = arena_alloc(&arena, size, 1);
    struct process_request request = {.argv = argv, .input = input, .input_size = size};
    struct process_result result;

    (void)state;
    memset(input, 'x', size);
    assert_false(process_run(&arena, &request, &result));
    assert_int_equal(result.status, 3);
    assert_int_equal(result.output_size, size);
    assert_memory_equal(result.output, input, size);
    assert_string_equal(result.errors, "err\n");
}

static void process_that_ignores_its_input_does_not_end_us(void **state)
{
    const char *const argv[] = {"true", NULL};
    char *input = arena_alloc(&arena, 300000, 1);
    struct process_request request = {.argv = argv, .input = input, .input_size = 300000};
    struct process_result result;

    (void)state;
    assert_true(process_run(&arena, &request, &result));
}

static void process_faults(void **state)
{
    const char *const missing[] = {"/no/such/program", NULL};
    const char *const killed[] = {"sh", "-c", "kill -9 $$", NULL};
    const char *const endless[] = {"yes", NULL};
    struct process_request request = {.argv = missing};
    struct process_result result;

    (void)state;
    assert_false(process_run(&arena, &request, &result));
    assert_true(result.not_found);
    request.argv = killed;
    assert_false(process_run(&arena, &request, &result));
    assert_int_equal(result.status, 128 + 9);
    request = (struct process_request){.argv = endless, .output_limit = 10000};
    assert_false(process_run(&arena, &request, &result));
    assert_true(result.over_limit);
}

static void process_runs_in_a_folder(void **state)
{
    const char *const argv[] = {"pwd", "-P", NULL};
    struct process_request request = {.argv = argv, .directory = folder};
    struct process_result result;

    (void)state;
    assert_true(process_run(&arena, &request, &result));
    assert_string_equal(path_base(result.output), arena_printf(&arena, "%s\n", path_base(folder)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(path_normalise_knows_the_rules),
        cmocka_unit_test(path_parts),
        cmocka_unit_test(file_reads_what_was_written),
        cmocka_unit_test(file_write_leaves_equal_files_alone),
        cmocka_unit_test(file_replace_keeps_what_the_file_is),
        cmocka_unit_test(file_failures_are_told_apart),
        cmocka_unit_test(file_makes_directories),
        cmocka_unit_test(file_tree_makes_and_updates),
        cmocka_unit_test(file_tree_leaves_nothing_behind),
        cmocka_unit_test(process_feeds_and_collects),
        cmocka_unit_test(process_that_ignores_its_input_does_not_end_us),
        cmocka_unit_test(process_faults),
        cmocka_unit_test(process_runs_in_a_folder),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
