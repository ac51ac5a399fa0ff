/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/forms/forms.h"

#include <string.h>

#include "capdl/forms/form_snapshot.h"
#include "capdl/include/capdl_binary.h"
#include "capdl/text/read_text.h"

static bool write_binary(struct compilation *c, const struct spec *spec, struct strbuf *out)
{
    struct form_binary binary;

    if (!form_binary_write(c, spec, NULL, 0, &binary)) {
        return false;
    }
    strbuf_put_bytes(out, (const char *)binary.spec, binary.spec_size);
    return true;
}

static bool is_binary(const void *bytes, size_t size)
{
    uint64_t magic;

    if (size < sizeof(magic)) {
        return false;
    }
    memcpy(&magic, bytes, sizeof(magic));
    return magic == CAPDL_MAGIC;
}

/* A text begins with `arch`, behind blanks and comments; nested comments only hide it. */
static bool is_text(const void *bytes, size_t size)
{
    const char *at = bytes;
    const char *end = at + size;

    while (at < end) {
        const char *skipped = NULL;

        if (strchr(" \t\r\n\f\v", *at) != NULL && *at != '\0') {
            at++;
            continue;
        }
        if (end - at >= 2 && memcmp(at, "--", 2) == 0) {
            skipped = memchr(at, '\n', (size_t)(end - at));
        } else if (end - at >= 2 && memcmp(at, "/*", 2) == 0) {
            for (skipped = at + 2; skipped + 1 < end && memcmp(skipped, "*/", 2) != 0;) {
                skipped++;
            }
            skipped++;
        }
        if (skipped == NULL || skipped >= end) {
            break;
        }
        at = skipped + 1;
    }
    return end - at >= 5 && memcmp(at, "arch", 4) == 0 && strchr(" \t\r\n", at[4]) != NULL;
}

/* JSON begins with a brace, which no other form does. */
static bool is_json(const void *bytes, size_t size)
{
    const char *at = bytes;

    while (size > 0 && (*at == ' ' || *at == '\t' || *at == '\r' || *at == '\n')) {
        at++;
        size--;
    }
    return size > 0 && *at == '{';
}

static const struct form table[] = {
#define FORM(name, extension, help, read, write, recognise)                                        \
    {name, extension, help, read, write, recognise},
#include "capdl/forms/forms.def"
#undef FORM
};

#define FORM_COUNT (sizeof(table) / sizeof(table[0]))

const struct form *forms_all(size_t *count)
{
    *count = FORM_COUNT;
    return table;
}

const struct form *forms_find(const char *name)
{
    for (size_t i = 0; i < FORM_COUNT; i++) {
        if (strcmp(table[i].name, name) == 0) {
            return &table[i];
        }
    }
    return NULL;
}

const struct form *forms_guess(const char *path, const void *bytes, size_t size)
{
    const char *extension = strrchr(path, '.');

    for (size_t i = 0; i < FORM_COUNT; i++) {
        if (table[i].recognise != NULL && table[i].recognise(bytes, size)) {
            return &table[i];
        }
    }
    for (size_t i = 0; i < FORM_COUNT; i++) {
        if (extension != NULL && strcmp(table[i].extension, extension) == 0) {
            return &table[i];
        }
    }
    return NULL;
}
