/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/cli/plan_command.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "capdl/check/check_parents.h"
#include "capdl/forms/form_binary.h"
#include "loader/pack/plan_image.h"
#include "loader/pack/plan_report.h"
#include "loader/pack/plan_static.h"
#include "loader/pack/read_image.h"

static bool parse_number(const char **text, uint64_t *value)
{
    char *end;

    errno = 0;
    if (**text < '0' || **text > '9') {
        return false;
    }
    *value = strtoull(*text, &end, 0);
    *text = end;
    return errno == 0;
}

bool plan_command_memory(const char *text, struct untyped_plan_memory *memory)
{
    uint64_t bits;

    *memory = (struct untyped_plan_memory){0};
    if (!parse_number(&text, &memory->paddr) || *text++ != ':' || !parse_number(&text, &bits) ||
        bits < 4 || bits > 63) {
        return false;
    }
    memory->size_bits = (uint8_t)bits;
    memory->device = strcmp(text, ":device") == 0;
    return (memory->device || *text == '\0') &&
           (memory->paddr & ((UINT64_C(1) << bits) - 1)) == 0 &&
           memory->paddr + (UINT64_C(1) << bits) - 1 >= memory->paddr;
}

bool plan_command_given(const struct plan_arguments *arguments)
{
    return arguments->memory_count > 0 || arguments->platform != NULL ||
           arguments->kernel != NULL || arguments->json || arguments->derive;
}

const char *plan_command_fault(const struct plan_arguments *arguments)
{
    if ((arguments->memory_count > 0) == (arguments->platform != NULL)) {
        return "plan needs either --platform or --memory";
    }
    if (arguments->platform == NULL && (arguments->kernel != NULL || arguments->derive)) {
        return "--kernel and --static need --platform";
    }
    if (arguments->json && arguments->derive) {
        return "--json is for the layout; with --static it is --to json";
    }
    return NULL;
}

static int in_memory(struct compilation *c, const struct spec *spec,
                     const struct plan_arguments *arguments, struct plan_layout *layout)
{
    struct plan_input input = {.spec = spec};
    struct form_binary outline;

    if (!form_binary_outline(c, spec, &outline)) {
        return STATUS_INPUT;
    }
    input.binary = (const struct capdl_header *)(const void *)outline.spec;
    return plan_layout_memory(c, &input, arguments->memory, arguments->memory_count, layout)
               ? STATUS_DONE
               : STATUS_FINDINGS;
}

/* Kernel and device tree: those named, those of the image, or the platform's. */
static bool read_parts(struct compilation *c, const struct spec *spec,
                       const struct plan_arguments *arguments, const struct read_image *image,
                       struct board_files *files)
{
    struct installation installation;
    const struct platform *platform;
    const char *kernel = arguments->kernel;

    if (!platform_installation(c, &installation)) {
        return false;
    }
    platform = platform_load(c, &installation, arguments->platform, SPAN_NONE);
    if (platform == NULL) {
        return false;
    }
    if (kernel == NULL) {
        kernel = spec_has_domains(spec) ? platform->kernel_domains : platform->kernel;
    }
    if (!read_board_files(c, platform, kernel, platform->dtb, files)) {
        return false;
    }
    if (image != NULL && arguments->kernel == NULL) {
        files->kernel = image->kernel;
    }
    if (image == NULL) {
        return true;
    }
    files->dtb = image->dtb;
    if (!read_board(c, platform, image->dtb.size, &files->board)) {
        return false;
    }
    read_image_loader(image, &files->board.loader);
    return true;
}

static int on_platform(struct compilation *c, struct spec **spec,
                       const struct plan_arguments *arguments, struct plan_layout *layout)
{
    const struct pack_bytes *file = &arguments->input;
    struct board_files files;
    struct read_image image;
    struct plan_input input;
    bool is_image = read_image_recognise(file->bytes, file->size);

    if ((is_image && !read_image_open(c, file, &image)) ||
        !read_parts(c, *spec, arguments, is_image ? &image : NULL, &files)) {
        return STATUS_INPUT;
    }
    check_parents(c, *spec, DIAG_SPEC_UNBOOTABLE);
    if (c->diags.errors != 0) {
        return STATUS_FINDINGS;
    }
    if (arguments->derive) {
        *spec = plan_static(c, *spec, &files, layout);
        return *spec != NULL ? STATUS_DONE : STATUS_FINDINGS;
    }
    if (is_image ? !plan_image_input(c, *spec, &files.kernel, &image.root, &files.board, &input)
                 : !plan_image_input_spec(c, *spec, &files, &input)) {
        return STATUS_INPUT;
    }
    return plan_layout_board(c, &input, layout) ? STATUS_DONE : STATUS_FINDINGS;
}

int plan_command(struct compilation *c, struct spec **spec, const struct plan_arguments *arguments,
                 struct strbuf *out)
{
    struct plan_layout *layout = arena_new(&c->arena, struct plan_layout);
    int status = arguments->platform != NULL ? on_platform(c, spec, arguments, layout)
                                             : in_memory(c, *spec, arguments, layout);

    if (status != STATUS_DONE || arguments->derive) {
        return status;
    }
    if (arguments->json) {
        plan_report_json(layout, out);
    } else {
        plan_report_text(layout, out);
    }
    return STATUS_DONE;
}
