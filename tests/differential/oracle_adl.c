/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Runs `adlc model` on every case of shared/oracle/adl and compares with the recorded answer: the
 * verdict; the model of accepted cases (ends of joined connections in any order); the line of the
 * first error of rejected ones. One line per case that differs. Cases that are known to differ
 * stand in known_adl.txt with a reason; the test fails if a case differs that is not listed, and
 * if a listed one agrees. Skipped (77) where the collection is not there.
 */
// link: adl_base PkgConfig::JANSSON
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "adl/base/arena.h"
#include "adl/base/file.h"
#include "adl/base/process.h"
#include "adl/base/strbuf.h"
#include "adl/base/vec.h"

#define ORACLE_FOLDER ADLC_SHARED_DIR "/oracle/adl"
#define KNOWN_FILE    ADLC_SOURCE_DIR "/tests/differential/known_adl.txt"

enum { STATUS_PASS = 0, STATUS_FAIL = 1, STATUS_SKIP = 77, STATUS_BROKEN = 99 };

VEC_STRUCT(strings, const char *);

/* The text of a file of the case without the newline at its end, or NULL. */
static char *read_part(struct arena *arena, const char *folder, const char *name)
{
    char *text = NULL;
    size_t size = 0;

    if (file_read(arena, arena_printf(arena, "%s/%s", folder, name), 0, &text, &size) != FILE_OK) {
        return NULL;
    }
    while (size > 0 && (text[size - 1] == '\n' || text[size - 1] == '\r')) {
        text[--size] = '\0';
    }
    return text;
}

/* Turns the lines of the case's `options` into arguments. False for a line it does not know. */
static bool read_options(struct arena *arena, const char *folder, struct strings *arguments)
{
    static const char *const words[][2] = {
        {"cpp",     "--cpp"               },
        {"nocpp",   "--no-cpp"            },
        {"forward", "--forward-references"},
        {"define",  "-D"                  },
        {"search",  "-I"                  },
        {"dtb",     "--dtb"               },
        {"gpio",    "--gpio"              },
    };
    char *text = read_part(arena, folder, "options");
    char *save = NULL;

    for (char *line = text == NULL ? NULL : strtok_r(text, "\n", &save); line != NULL;
         line = strtok_r(NULL, "\n", &save)) {
        char *value = strchr(line, ' ');
        bool known = false;

        if (value != NULL) {
            *value++ = '\0';
        }
        for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
            if (strcmp(words[i][0], line) == 0) {
                vec_push(arena, arguments, words[i][1]);
                known = true;
            }
        }
        if (!known) {
            return false;
        }
        if (value != NULL) {
            vec_push(arena, arguments, value);
        }
    }
    return true;
}

/* JSON integers may be longer than the library can hold: outside strings, those of more than 17
 * digits become strings, in both texts alike. */
static const char *quote_long_integers(struct arena *arena, const char *text)
{
    struct strbuf out;
    bool in_string = false;

    strbuf_init(&out, arena);
    for (const char *at = text; *at != '\0';) {
        size_t digits = strspn(at, "0123456789");
        bool minus = *at == '-';
        size_t length = minus ? 1 + strspn(at + 1, "0123456789") : digits;

        if (!in_string && length > 17 && strchr(".eE", at[length]) == NULL) {
            strbuf_putc(&out, '"');
            strbuf_put_bytes(&out, at, length);
            strbuf_putc(&out, '"');
            at += length;
        } else if (!in_string && length > 0) {
            strbuf_put_bytes(&out, at, length);
            at += length;
        } else {
            if (*at == '\\' && in_string && at[1] != '\0') {
                strbuf_putc(&out, *at++);
            } else if (*at == '"') {
                in_string = !in_string;
            }
            strbuf_putc(&out, *at++);
        }
    }
    return out.text;
}

static int compare_strings(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* Puts an array of strings in order. */
static void sort_array(struct arena *arena, json_t *array)
{
    struct strings texts = {0};
    size_t index;
    json_t *item;

    json_array_foreach(array, index, item)
    {
        vec_push(arena, &texts, arena_strdup(arena, json_string_value(item)));
    }
    if (texts.count > 1) {
        qsort(texts.items, texts.count, sizeof *texts.items, compare_strings);
    }
    json_array_clear(array);
    for (size_t i = 0; i < texts.count; i++) {
        json_array_append_new(array, json_string(texts.items[i]));
    }
}

/* The expected ends of joined connections are sorted: where they are, sorts the given ones too. */
static void sort_joined_ends(struct arena *arena, json_t *expected, json_t *given)
{
    static const char *const sides[] = {"from", "to"};
    json_t *connections = json_object_get(expected, "connections");
    size_t index;
    json_t *connection;

    json_array_foreach(connections, index, connection)
    {
        json_t *other = json_array_get(json_object_get(given, "connections"), index);

        for (size_t side = 0; other != NULL && side < 2; side++) {
            json_t *ends = json_object_get(connection, sides[side]);
            json_t *sorted = json_deep_copy(ends);

            sort_array(arena, sorted);
            if (json_equal(ends, sorted) &&
                strchr(json_string_value(json_object_get(connection, "name")), '.') != NULL) {
                sort_array(arena, json_object_get(other, sides[side]));
            }
            json_decref(sorted);
        }
    }
}

/* What is different, or NULL. */
static const char *compare_models(struct arena *arena, const char *expected_text,
                                  const char *given_text)
{
    static const char *const parts[] = {"instances", "connections", "settings", "schedule"};
    json_error_t error;
    json_t *expected = json_loads(quote_long_integers(arena, expected_text), 0, &error);
    json_t *given = json_loads(quote_long_integers(arena, given_text), 0, &error);
    const char *difference = NULL;

    if (expected == NULL || given == NULL) {
        difference = arena_printf(arena, "%s is no JSON: %s",
                                  expected == NULL ? "model.json" : "the answer", error.text);
    } else {
        sort_joined_ends(arena, expected, given);
    }
    for (size_t i = 0; difference == NULL && i < sizeof parts / sizeof parts[0]; i++) {
        json_t *wanted = json_object_get(expected, parts[i]);
        json_t *had = json_object_get(given, parts[i]);

        if (!json_equal(wanted, had)) {
            char *first = json_dumps(wanted, JSON_SORT_KEYS | JSON_COMPACT);
            char *second = json_dumps(had, JSON_SORT_KEYS | JSON_COMPACT);

            difference = arena_printf(arena, "%s differ:\n    expected %s\n    given    %s",
                                      parts[i], first, second == NULL ? "nothing" : second);
            free(first);
            free(second);
        }
    }
    json_decref(expected);
    json_decref(given);
    return difference;
}

/* "file:line" of the first error in the messages, or NULL. */
static const char *first_error_place(struct arena *arena, const char *errors)
{
    const char *mark = strstr(errors, "error[");
    const char *start = mark == NULL ? NULL : strstr(mark, "--> ");
    const char *end;
    const char *colon;

    if (start == NULL) {
        return NULL;
    }
    start += 4;
    end = start + strcspn(start, "\n");
    colon = end;
    while (colon > start && *--colon != ':') { /* back over the column */
    }
    return arena_strndup(arena, start, (size_t)(colon - start));
}

static const char *compare_fault(struct arena *arena, const char *folder,
                                 const struct process_result *result)
{
    const char *message = read_part(arena, folder, "message");
    const char *place = first_error_place(arena, result->errors);
    const char *end = message == NULL ? NULL : strstr(message, ": ");
    const char *wanted =
        end == NULL ? NULL : arena_strndup(arena, message, (size_t)(end - message));

    if (wanted == NULL) {
        return "the case has no message";
    }
    if (place == NULL) {
        return "rejected without an error message";
    }
    return strcmp(place, wanted) == 0
               ? NULL
               : arena_printf(arena, "the fault is at %s, reported at %s", wanted, place);
}

/* How the program's answer differs from the recorded one, or NULL. */
static const char *run_case(struct arena *arena, const char *folder)
{
    struct strings arguments = {0};
    struct process_request request = {.directory = folder};
    struct process_result result = {0};
    const char *verdict = read_part(arena, folder, "verdict");
    bool accept;

    vec_push(arena, &arguments, ADLC_PROGRAM);
    vec_push(arena, &arguments, "model");
    if (verdict == NULL || !read_options(arena, folder, &arguments)) {
        return "the case cannot be read";
    }
    vec_push(arena, &arguments, "main.camkes");
    vec_push(arena, &arguments, NULL);
    request.argv = arguments.items;
    (void)process_run(arena, &request, &result);
    if (result.status != 0 && result.status != 3) {
        return arena_printf(arena, "exit status %d", result.status);
    }
    accept = strcmp(verdict, "accept") == 0;
    if (accept != (result.status == 0)) {
        const char *place = first_error_place(arena, result.errors);

        return arena_printf(
            arena, accept ? "rejected (%s), should be accepted" : "accepted%s, should be rejected",
            accept ? (place == NULL ? "no message" : place) : "");
    }
    return accept ? compare_models(arena, read_part(arena, folder, "model.json"), result.output)
                  : compare_fault(arena, folder, &result);
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

int main(void)
{
    struct arena arena;
    struct strings cases = {0};
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
        if (entry->d_name[0] >= '0' && entry->d_name[0] <= '9') {
            vec_push(&arena, &cases, arena_strdup(&arena, entry->d_name));
        }
    }
    closedir(folder);
    known = read_part(&arena, ADLC_SOURCE_DIR "/tests/differential", "known_adl.txt");
    if (known == NULL || cases.count == 0) {
        printf("%s is missing, or there are no cases\n", KNOWN_FILE);
        return STATUS_BROKEN;
    }
    qsort(cases.items, cases.count, sizeof *cases.items, compare_strings);
    for (vec_each (name, &cases)) {
        struct arena_mark mark = arena_mark(&arena);
        const char *difference =
            run_case(&arena, arena_printf(&arena, "%s/%s", ORACLE_FOLDER, *name));
        bool listed = is_known(known, *name);

        known_count += listed ? 1 : 0;
        if (difference != NULL && !listed) {
            printf("%s: %s\n", *name, difference);
            failures++;
        } else if (difference == NULL && listed) {
            printf("%s: agrees, but known_adl.txt lists it\n", *name);
            failures++;
        }
        arena_reset(&arena, mark);
    }
    printf("%zu cases, %zu known to differ, %zu wrong\n", cases.count, known_count, failures);
    arena_done(&arena);
    return failures == 0 ? STATUS_PASS : STATUS_FAIL;
}
