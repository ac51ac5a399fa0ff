/* SPDX-License-Identifier: BSD-2-Clause */
/* The packer's way to and from the disk: reads the inputs, writes the output if all went well. */
#include "loader/pack/pack.h"

#include "adl/base/compilation.h"
#include "adl/base/file.h"

#define FILE_SIZE_MAX ((size_t)1 << 30)

/* Reads a file; false after reporting. `path` NULL gives an empty one. */
static bool pack_files_read(struct compilation *c, const char *what, const char *path,
                            struct pack_bytes *file)
{
    char *text = NULL;
    enum file_result result;

    *file = (struct pack_bytes){.path = path};
    if (path == NULL) {
        return true;
    }
    result = file_read(&c->arena, path, FILE_SIZE_MAX, &text, &file->size);
    file->bytes = (const uint8_t *)text;
    if (result != FILE_OK) {
        diag_report(&c->diags, DIAG_IMAGE_FILE, SPAN_NONE, "cannot read %s `%s`: %s", what, path,
                    file_result_text(result));
    }
    return result == FILE_OK;
}

static int pack_files_write(struct compilation *c, const char *what, const char *path,
                            const struct pack_bytes *file)
{
    enum file_result result = file_write(path, file->bytes, file->size);

    if (result == FILE_OK || result == FILE_UNCHANGED) {
        return 0;
    }
    diag_report(&c->diags, DIAG_OUTPUT_FAILED, SPAN_NONE, "cannot write %s `%s`: %s", what, path,
                file_result_text(result));
    return -1;
}

int pack_boot_image(struct compilation *c, const struct pack_options *options)
{
    struct pack_bytes boot, kernel, root, dtb, out = {0};
    bool boot_ok = pack_files_read(c, "the boot loader", options->boot_path, &boot);
    bool kernel_ok = pack_files_read(c, "the kernel", options->kernel_path, &kernel);
    bool root_ok = pack_files_read(c, "the root server", options->root_path, &root);
    bool dtb_ok = pack_files_read(c, "the device tree", options->dtb_path, &dtb);

    if (!boot_ok || !kernel_ok || !root_ok || !dtb_ok ||
        pack_boot_bytes(c, &boot, &kernel, &root, &dtb, options->form, &out) != 0) {
        return -1;
    }
    return pack_files_write(c, "the boot image", options->output_path, &out);
}

int pack_root_server(struct compilation *c, const struct pack_root_options *options)
{
    struct pack_bytes init, out = {0};

    if (!pack_files_read(c, "the root server", options->init_path, &init) ||
        pack_root_bytes(c, &init, options, &out) != 0) {
        return -1;
    }
    return pack_files_write(c, "the root server", options->output_path, &out);
}
