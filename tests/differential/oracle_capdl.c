/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Runs `capdl convert --to text` on every case of shared/oracle/capdl and compares with the
 * recorded answer: the verdict, and byte for byte the canonical text of accepted cases; that text,
 * read again, must come out the same; and the JSON of cases that have some recorded. Cases that
 * differ on purpose stand in known_capdl.txt with the section that justifies it; the test fails if
 * a case differs that is not listed, and if a listed one agrees. Skipped (77) where the collection
 * is not there.
 */
// link: adl_base PkgConfig::JANSSON
#include <dirent.h>
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "adl/base/arena.h"
#include "adl/base/file.h"
#include "adl/base/process.h"
#include "adl/base/vec.h"

#define ORACLE_FOLDER ADLC_SHARED_DIR "/oracle/capdl"
#define KNOWN_FOLDER  ADLC_SOURCE_DIR "/tests/differential"
#define CAPDL         ADLC_BINARY_DIR "/bin/capdl"

enum { STATUS_PASS = 0, STATUS_FAIL = 1, STATUS_SKIP = 77, STATUS_BROKEN = 99 };

/* The text of a file without the newlines at its end, or NULL. */
static char *read_part(struct arena *arena, const char *folder, const char *name)
{
    char *text = NULL;
    size_t size = 0;

    if (file_read(arena, arena_printf(arena, "%s/%s", folder, name), 0, &text, &size) != FILE_OK) {
        return NULL;
    }
    while (size > 0 && text[size - 1] == '\n') {
        text[--size] = '\0';
    }
    return text;
}

/* Runs capdl on a file; the newlines at the end of its output are cut off. */
static struct process_result run_capdl(struct arena *arena, const char *path, const char *form)
{
    const char *argv[] = {CAPDL, "convert", path, "--to", form, NULL};
    struct process_request request = {.argv = argv};
    struct process_result result = {0};
    size_t size;

    (void)process_run(arena, &request, &result);
    size = result.output == NULL ? 0 : strlen(result.output);
    while (size > 0 && result.output[size - 1] == '\n') {
        result.output[--size] = '\0';
    }
    return result;
}

/* What is wrong when the program reads its own text again, or NULL. */
static const char *read_again(struct arena *arena, const char *text)
{
    char path[] = "/tmp/oracle_capdl.XXXXXX";
    int file = mkstemp(path);
    struct process_result result;

    if (file < 0 || file_write(path, text, strlen(text)) == FILE_FAILED) {
        return "no temporary file";
    }
    close(file);
    result = run_capdl(arena, path, "text");
    unlink(path);
    return result.status == 0 && strcmp(result.output, text) == 0
               ? NULL
               : "the text does not come out the same when it is read again";
}

/* What is wrong with the JSON of a case that has some recorded, or NULL. A field of our own,
 * `arch`, which the recorded ones do not have, is not looked at. */
static const char *compare_json(struct arena *arena, const char *folder)
{
    const char *recorded = read_part(arena, folder, "spec.json");
    struct process_result result;
    json_t *wanted, *given;
    bool same;

    if (recorded == NULL) {
        return NULL;
    }
    result = run_capdl(arena, arena_printf(arena, "%s/in.cdl", folder), "json");
    wanted = json_loads(recorded, 0, NULL);
    given = result.status == 0 ? json_loads(result.output, 0, NULL) : NULL;
    same = wanted != NULL && given != NULL && json_object_del(given, "arch") == 0 &&
           json_equal(wanted, given);
    json_decref(wanted);
    json_decref(given);
    return same ? NULL : "its JSON is not the recorded one";
}

/* How the program's answer differs from the recorded one, or NULL. `*broken` is set for what no
 * list of known differences excuses. */
static const char *run_case(struct arena *arena, const char *folder, bool *broken)
{
    const char *verdict = read_part(arena, folder, "verdict");
    const char *text = read_part(arena, folder, "text");
    struct process_result result =
        run_capdl(arena, arena_printf(arena, "%s/in.cdl", folder), "text");
    const char *difference = NULL;

    *broken = true;
    if (verdict == NULL) {
        return "the case cannot be read";
    }
    if (result.status != 0 && result.status != 3) {
        return arena_printf(arena, "exit status %d", result.status);
    }
    if (result.status == 3 && strstr(result.errors, "error[") == NULL) {
        return "rejected without an error message";
    }
    if (result.status == 0) {
        difference = read_again(arena, result.output);
        difference = difference != NULL ? difference : compare_json(arena, folder);
    }
    if (difference != NULL) {
        return difference;
    }
    *broken = false;
    if ((strcmp(verdict, "accept") == 0) != (result.status == 0)) {
        return result.status == 0 ? "accepted, should be rejected"
                                  : arena_printf(arena, "rejected, should be accepted: %.*s",
                                                 (int)strcspn(result.errors, "\n"), result.errors);
    }
    return result.status == 0 && text != NULL && strcmp(text, result.output) != 0
               ? arena_printf(arena, "texts differ; given:\n%s", result.output)
               : NULL;
}

/* Is the case in the list (lines "name: reason")? */
static bool is_known(const char *list, const char *name)
{
    size_t length = strlen(name);

    for (const char *at = list; at != NULL; at = strchr(at, '\n')) {
        at += *at == '\n' ? 1 : 0;
        if (strncmp(at, name, length) == 0 && at[length] == ':') {
            return true;
        }
    }
    return false;
}

static int compare_strings(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

int main(void)
{
    struct arena arena;
    VEC(const char *) cases = {0};
    struct dirent *entry;
    size_t failures = 0;
    size_t known_count = 0;
    DIR *folder = opendir(ORACLE_FOLDER);
    const char *known;

    if (folder == NULL) {
        printf("skipped: %s: %s\n", ORACLE_FOLDER, strerror(errno));
        return STATUS_SKIP;
    }
    arena_init(&arena);
    while ((entry = readdir(folder)) != NULL) {
        if (entry->d_name[0] != '.') {
            vec_push(&arena, &cases, arena_strdup(&arena, entry->d_name));
        }
    }
    closedir(folder);
    known = read_part(&arena, KNOWN_FOLDER, "known_capdl.txt");
    if (known == NULL || cases.count == 0) {
        printf("known_capdl.txt is missing, or there are no cases\n");
        return STATUS_BROKEN;
    }
    qsort(cases.items, cases.count, sizeof *cases.items, compare_strings);
    for (vec_each (name, &cases)) {
        bool broken = false;
        bool listed = is_known(known, *name);
        const char *difference =
            run_case(&arena, arena_printf(&arena, "%s/%s", ORACLE_FOLDER, *name), &broken);

        known_count += listed ? 1 : 0;
        if (difference != NULL && (!listed || broken)) {
            printf("%s: %s\n", *name, difference);
            failures++;
        } else if (difference == NULL && listed) {
            printf("%s: agrees, but known_capdl.txt lists it\n", *name);
            failures++;
        }
    }
    printf("%zu cases, %zu known to differ, %zu wrong\n", cases.count, known_count, failures);
    arena_done(&arena);
    return failures == 0 ? STATUS_PASS : STATUS_FAIL;
}
