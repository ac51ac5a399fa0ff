/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/spec/sizes_file.h"

#include <string.h>

#include "adl/base/yaml.h"

static const char *const keys[SIZES_KEY_COUNT] = {
    [SIZES_SLOT] = "seL4_Slot",
    [SIZES_TCB] = "seL4_TCBObject",
    [SIZES_ENDPOINT] = "seL4_EndpointObject",
    [SIZES_NOTIFICATION] = "seL4_NotificationObject",
    [SIZES_ASID_POOL] = "seL4_ASID_Pool",
    [SIZES_REPLY] = "seL4_RTReplyObject",
    [SIZES_VCPU] = "seL4_VCPU",
    [SIZES_PAGE_TABLE] = "seL4_PageTableObject",
    [SIZES_PAGE_DIRECTORY] = "seL4_PageDirectoryObject",
    [SIZES_PGD] = "seL4_AARCH64_PGD",
    [SIZES_PUD] = "seL4_AARCH64_PUD",
    [SIZES_IO_PAGE_TABLE] = "seL4_IOPageTableObject",
    [SIZES_PDPT] = "seL4_X64_PDPT",
    [SIZES_PML4] = "seL4_X64_PML4",
    [SIZES_SCHED_CONTEXT] = "seL4_SchedContextObject",
};

/* A number below 64; false when the text is none. */
static bool parse_bits(const char *text, uint8_t *bits)
{
    unsigned value = 0;

    if (text == NULL || *text == '\0' || strlen(text) > 2) {
        return false;
    }
    for (; *text >= '0' && *text <= '9'; text++) {
        value = value * 10 + (unsigned)(*text - '0');
    }
    *bits = (uint8_t)value;
    return *text == '\0' && value < 64;
}

const struct sizes_given *sizes_file_read(struct compilation *c, const char *path)
{
    struct sizes_given *given = arena_new(&c->arena, struct sizes_given);
    const struct yaml_node *file = yaml_read(c, path, SPAN_NONE);
    bool good = file != NULL;

    if (good && file->kind != YAML_MAP) {
        (void)diag_report(&c->diags, DIAG_SPEC_SIZES, file->span,
                          "object sizes are a map from names to numbers");
        return NULL;
    }
    for (int key = SIZES_NO_KEY + 1; good && key < SIZES_KEY_COUNT; key++) {
        const struct yaml_node *value = yaml_get(file, keys[key]);

        if (value == NULL) {
            continue;
        }
        given->given[key] = true;
        if (value->kind != YAML_SCALAR || !parse_bits(value->text, &given->bits[key])) {
            (void)diag_report(&c->diags, DIAG_SPEC_SIZES, value->span,
                              "the size `%s` is not the logarithm of a number of bytes", keys[key]);
            good = false;
        }
    }
    return good ? given : NULL;
}
