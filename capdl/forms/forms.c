/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/forms/forms.h"

#include <string.h>

#include "capdl/include/capdl_binary.h"

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
