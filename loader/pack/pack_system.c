/* SPDX-License-Identifier: BSD-2-Clause */
#include "loader/pack/pack_system.h"

#include "adl/base/file.h"
#include "adl/base/path.h"
#include "loader/pack/pack_elf.h"
#include "loader/pack/plan_image.h"
#include "loader/pack/plan_report.h"

/* log2 of the slots of the first CNode in seL4's default configuration. */
#define SEL4_ROOT_BITS 12u

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

/* The first CNode of a kernel other than ours is as large as it was built with. */
static void warn_of_cnode(struct compilation *c, const struct pack_bytes *kernel,
                          const struct plan_layout *layout)
{
    unsigned bits = plan_report_sel4_bits(layout);
    struct pack_program program;
    uint64_t end;

    if (bits > SEL4_ROOT_BITS && pack_elf_read(c, "kernel", kernel, &program) &&
        !pack_elf_symbol(&program, "kernel_image_end", &end)) {
        diag_report(&c->diags, DIAG_ROOT_CNODE_SIZE, SPAN_NONE,
                    "kernel `%s` must have been built with CONFIG_ROOT_CNODE_SIZE_BITS %u or more",
                    kernel->path, bits);
    }
}

/* Will it fit? */
static bool fits(struct compilation *c, const struct pack_system *system,
                 const struct pack_bytes *root)
{
    const struct board_files *files = system->files;
    struct board_memory board = files->board;
    struct plan_input input;
    struct plan_layout *layout = arena_new(&c->arena, struct plan_layout);

    if (!pack_boot_range(c, &files->boot, files->kernel.size, root->size, files->dtb.size,
                         &board.loader.start, &board.loader.end) ||
        !plan_image_input(c, system->spec, &files->kernel, root, &board, &input) ||
        !plan_layout_board(c, &input, layout)) {
        return false;
    }
    warn_of_cnode(c, &files->kernel, layout);
    return true;
}

bool pack_system(struct compilation *c, const struct pack_system *system)
{
    const struct board_files *files = system->files;
    const struct pack_root_options options = {
        .spec = system->binary->spec,
        .spec_size = system->binary->spec_size,
        .contents = system->binary->contents,
        .contents_pages = system->binary->contents_pages,
    };
    struct pack_bytes root = {0}, image = {0};

    if (pack_root_bytes(c, &files->init, &options, &root) != 0) {
        return false;
    }
    root.path = system->root != NULL ? system->root : files->init.path;
    if (!fits(c, system, &root) || pack_boot_bytes(c, &files->boot, &files->kernel, &root,
                                                   &files->dtb, system->form, &image) != 0) {
        return false;
    }
    return (system->root == NULL || write_part(c, system->root, &root)) &&
           write_part(c, system->image, &image);
}
