/* SPDX-License-Identifier: BSD-2-Clause */
#include "loader/pack/read_board.h"

#include <stdlib.h>
#include <string.h>

#include "adl/base/file.h"
#include "adl/base/path.h"
#include "adl/base/yaml.h"

#define FILE_LIMIT ((size_t)1 << 30)

/* The number under `key`; false when there is none. */
static bool number(const struct yaml_node *node, const char *key, uint64_t *value)
{
    const struct yaml_node *scalar = yaml_get(node, key);
    char *end;

    if (scalar == NULL || scalar->kind != YAML_SCALAR || *scalar->text == '\0') {
        return false;
    }
    *value = strtoull(scalar->text, &end, 0);
    return *end == '\0';
}

/* Reads a list of { start, end }; entries with `shared: true` are left out. */
static bool ranges(const struct yaml_node *list, struct board_memory_range *out, uint32_t *count)
{
    for (size_t i = 0; list != NULL && i < list->items.count; i++) {
        const struct yaml_node *shared = yaml_get(list->items.items[i], "shared");
        struct board_memory_range *range = &out[*count];

        if (shared != NULL && shared->kind == YAML_SCALAR && strcmp(shared->text, "true") == 0) {
            continue;
        }
        if (*count == BOARD_MEMORY_RANGES ||
            !number(list->items.items[i], "start", &range->start) ||
            !number(list->items.items[i], "end", &range->end) || range->end < range->start) {
            return false;
        }
        (*count)++;
    }
    return true;
}

bool read_board(struct compilation *c, const struct platform *platform, uint64_t dtb_size,
                struct board_memory *board)
{
    const char *folder = path_directory(&c->arena, platform->kernel);
    const struct yaml_node *root =
        yaml_read(c, path_join(&c->arena, folder, "plat.yaml"), SPAN_NONE);

    *board = (struct board_memory){.arch = platform->arch, .dtb_size = dtb_size};
    if (root == NULL) {
        return false;
    }
    if (dtb_size == 0) {
        (void)number(yaml_get(root, "qemu"), "device_tree_size", &board->dtb_size);
    }
    if (!ranges(yaml_get(root, "memory"), board->ram, &board->ram_count) ||
        !ranges(yaml_get(root, "devices"), board->reserved, &board->reserved_count) ||
        board->ram_count == 0) {
        diag_report(&c->diags, DIAG_YAML_VALUE, root->span,
                    "the memory of platform `%s` cannot be read", platform->name);
        return false;
    }
    return true;
}

bool read_board_file(struct compilation *c, const char *what, const char *path,
                     struct pack_bytes *out)
{
    char *text = NULL;
    enum file_result result;

    *out = (struct pack_bytes){.path = path};
    if (path == NULL) {
        return true;
    }
    result = file_read(&c->arena, path, FILE_LIMIT, &text, &out->size);
    out->bytes = (const uint8_t *)text;
    if (result != FILE_OK) {
        diag_report(&c->diags, DIAG_IMAGE_FILE, SPAN_NONE, "cannot read %s `%s`: %s", what, path,
                    file_result_text(result));
    }
    return result == FILE_OK;
}

bool read_board_files(struct compilation *c, const struct platform *platform, const char *kernel,
                      const char *dtb, struct board_files *files)
{
    bool good = read_board_file(c, "the root server", platform->init, &files->init);

    good = read_board_file(c, "the boot loader", platform->boot, &files->boot) && good;
    good = read_board_file(c, "the kernel", kernel, &files->kernel) && good;
    good = read_board_file(c, "the device tree", dtb, &files->dtb) && good;
    return good && read_board(c, platform, files->dtb.size, &files->board);
}
