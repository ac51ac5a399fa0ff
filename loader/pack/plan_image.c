/* SPDX-License-Identifier: BSD-2-Clause */
#include "loader/pack/plan_image.h"

#include "capdl/forms/form_binary.h"
#include "loader/pack/read_image.h"

/* Begins an input; notes where the kernel lies. */
static bool take_kernel(struct compilation *c, const struct spec *spec,
                        const struct pack_bytes *kernel, const struct board_memory *board,
                        struct plan_input *input)
{
    struct pack_program program;
    uint64_t end = 0;

    *input = (struct plan_input){.spec = spec, .board = *board};
    if (!pack_elf_read(c, "kernel", kernel, &program)) {
        return false;
    }
    if (!pack_elf_symbol(&program, "kernel_image_end", &end)) {
        end = program.virt_end;
    }
    input->board.kernel.start = program.phys_start;
    input->board.kernel.end = program.phys_start + (end - program.virt_start);
    return true;
}

bool plan_image_input(struct compilation *c, const struct spec *spec,
                      const struct pack_bytes *kernel, const struct pack_bytes *root,
                      const struct board_memory *board, struct plan_input *input)
{
    struct pack_program program;
    struct read_payload payload;

    if (!take_kernel(c, spec, kernel, board, input) ||
        !pack_elf_read(c, "root server", root, &program)) {
        return false;
    }
    if (!read_image_payload(c, &program, &payload)) {
        diag_report(&c->diags, DIAG_IMAGE_CORRUPT, SPAN_NONE,
                    "root server `%s` carries no spec of ours", root->path);
        return false;
    }
    input->binary = (const struct capdl_header *)(const void *)payload.spec.bytes;
    input->binary_size = payload.spec.size;
    input->contents = payload.contents.bytes;
    input->contents_vaddr = payload.payload.frames_vaddr;
    input->board.root_vaddr = program.virt_start;
    input->board.root_size = program.virt_end - program.virt_start;
    input->board.root_own = pack_elf_own(&program);
    return true;
}

/* Adds a part of the root server, as pack_root_bytes will: how large the file gets. */
static void add_part(struct compilation *c, struct pack_program *program, uint64_t virt,
                     uint64_t file_size)
{
    vec_push(&c->arena, &program->segments,
             ((struct pack_segment){.virt = virt, .file_size = file_size}));
}

bool plan_image_input_spec(struct compilation *c, const struct spec *spec,
                           const struct board_files *files, struct plan_input *input)
{
    struct pack_program program;
    struct pack_root_layout root;
    struct form_binary outline;

    if (!take_kernel(c, spec, &files->kernel, &files->board, input) ||
        !pack_elf_read(c, "root server", &files->init, &program) ||
        !form_binary_outline(c, spec, &outline)) {
        return false;
    }
    pack_root_lay_out(program.virt_end, outline.spec, outline.spec_size, outline.contents_pages,
                      &root);
    add_part(c, &program, root.spec_vaddr, outline.spec_size);
    add_part(c, &program, root.state_vaddr, 0);
    if (outline.contents_pages != 0) {
        add_part(c, &program, root.frames_vaddr, outline.contents_pages * PACK_PAGE);
    }
    input->binary = (const struct capdl_header *)(const void *)outline.spec;
    input->binary_size = outline.spec_size;
    input->contents_vaddr = root.frames_vaddr;
    input->board.root_vaddr = program.virt_start;
    input->board.root_size = root.end - program.virt_start;
    input->board.root_own =
        outline.contents_pages != 0 ? root.frames_vaddr - program.virt_start : 0;
    return pack_boot_range(c, &files->boot, files->kernel.size, pack_elf_file_size(&program),
                           files->dtb.size, &input->board.loader.start, &input->board.loader.end);
}
