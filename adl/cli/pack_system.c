/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/cli/pack_system.h"

#include "adl/base/file.h"
#include "adl/base/path.h"
#include "adl/cli/read_board.h"
#include "loader/pack/pack_elf.h"
#include "loader/pack/plan_image.h"

#define FILE_LIMIT ((size_t)1 << 30)

/* Reads a part of the image; false after reporting. `path` NULL gives an empty one. */
static bool read_part(struct compilation *c, const char *what, const char *path,
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

static bool write_part(struct compilation *c, const char *path, const struct pack_bytes *file)
{
    enum file_result result = FILE_FAILED;

    if (!file_make_directories(path_directory(&c->arena, path))) {
        diag_report(&c->diags, DIAG_OUTPUT_FAILED, SPAN_NONE, "cannot make the folder `%s`",
                    path_directory(&c->arena, path));
        return false;
    }
    result = file_write(path, file->bytes, file->size);
    if (result != FILE_OK && result != FILE_UNCHANGED) {
        diag_report(&c->diags, DIAG_OUTPUT_FAILED, SPAN_NONE, "cannot write `%s`: %s", path,
                    file_result_text(result));
        return false;
    }
    return true;
}

/* Where the loader and its payload stand. Both were read before. */
static struct board_memory_range loader_range(struct compilation *c, const struct pack_bytes *boot,
                                              const struct pack_bytes *image, enum pack_form form)
{
    struct pack_program p;

    if (!pack_elf_read(c, "boot loader", form == PACK_ELF ? image : boot, &p)) {
        return (struct board_memory_range){0, 0};
    }
    return (struct board_memory_range){p.phys_start,
                                       form == PACK_ELF ? p.virt_end : p.phys_start + image->size};
}

bool pack_system(struct compilation *c, const struct pack_system *system)
{
    const struct pack_root_options options = {
        .spec = system->binary->spec,
        .spec_size = system->binary->spec_size,
        .contents = system->binary->contents,
        .contents_pages = system->binary->contents_pages,
    };
    struct pack_bytes init, boot, kernel, dtb, root = {0}, image = {0};
    struct board_memory board;
    bool good = read_part(c, "the root server", system->platform->init, &init);

    good = read_part(c, "the boot loader", system->platform->boot, &boot) && good;
    good = read_part(c, "the kernel", system->kernel, &kernel) && good;
    good = read_part(c, "the device tree", system->dtb, &dtb) && good;
    if (!good || pack_root_bytes(c, &init, &options, &root) != 0) {
        return false;
    }
    root.path = system->root != NULL ? system->root : init.path;
    if (!read_board(c, system->platform, dtb.size, &board) ||
        pack_boot_bytes(c, &boot, &kernel, &root, &dtb, system->form, &image) != 0) {
        return false;
    }
    board.loader = loader_range(c, &boot, &image, system->form);
    if (!plan_image(c, &kernel, &root, &board, NULL)) {
        return false;
    }
    return (system->root == NULL || write_part(c, system->root, &root)) &&
           write_part(c, system->image, &image);
}
