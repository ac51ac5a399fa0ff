/* SPDX-License-Identifier: BSD-2-Clause
 *
 * adlc image: a boot image from any kernel with seL4's boot protocol and any root server; or, with
 * --show, what an image holds. With --spec the root server is adlc's own and makes what the spec
 * describes.
 */
#include <stdio.h>

#include "adl/base/path.h"
#include "adl/base/strbuf.h"
#include "adl/cli/command.h"
#include "adl/cli/verify_image.h"
#include "capdl/check/check_graph.h"
#include "capdl/check/check_parents.h"
#include "capdl/forms/forms.h"
#include "loader/pack/pack_system.h"
#include "loader/pack/plan_static.h"

#define SPEC_LIMIT ((size_t)1 << 30)

static int show(struct compilation *c, const char *path)
{
    struct strbuf text;
    strbuf_init(&text, &c->arena);
    if (pack_show_image(c, path, &text) == 0) {
        fwrite(text.text, 1, text.size, stdout);
    }
    return EXIT_STATUS_DONE;
}

/* The image of a system that a spec describes. */
static void pack_spec(struct compilation *c, const struct options *options,
                      const struct platform *platform)
{
    const char *path = options_value(options, OPTION_SPEC, NULL);
    const char *folder = path_directory(&c->arena, path);
    const char *kernel;
    struct form_binary binary;
    struct form_file *files;
    struct spec *spec;
    struct board_files parts;
    char *bytes = NULL;
    size_t size = 0, count;
    enum file_result result = file_read(&c->arena, path, SPEC_LIMIT, &bytes, &size);
    const struct form *form;

    if (result != FILE_OK) {
        diag_report(&c->diags, DIAG_SPEC_UNREADABLE, SPAN_NONE, "`%s` cannot be read: %s", path,
                    file_result_text(result));
        return;
    }
    form = forms_guess(path, bytes, size);
    if (form == NULL || form->read == NULL) {
        diag_report(&c->diags, DIAG_SPEC_UNREADABLE, SPAN_NONE, "`%s` is in no form that is known",
                    path);
        return;
    }
    spec = form->read(c, bytes, size, path);
    if (spec == NULL || !check_graph(c, spec)) {
        return;
    }
    kernel = options_value(options, OPTION_KERNEL,
                           spec_has_domains(spec) ? platform->kernel_domains : platform->kernel);
    check_parents(c, spec, DIAG_SPEC_UNBOOTABLE);
    if (c->diags.errors != 0 ||
        !read_board_files(c, platform, kernel, options_value(options, OPTION_DTB, platform->dtb),
                          &parts)) {
        return;
    }
    if (options_has(options, OPTION_STATIC)) {
        spec = plan_static(c, spec, &parts, arena_new(&c->arena, struct plan_layout));
    }
    if (spec == NULL) {
        return;
    }
    files = verify_image_files(c, spec, options_value(options, OPTION_ELF, folder), &count);
    if (!form_binary_write(c, spec, files, count, &binary)) {
        return;
    }
    pack_system(c, &(struct pack_system){
                       .platform = platform,
                       .files = &parts,
                       .spec = spec,
                       .binary = &binary,
                       .image = options_value(options, OPTION_OUT, NULL),
                       .form = options_has(options, OPTION_FLAT) ? PACK_FLAT : PACK_ELF,
                   });
}

int command_image(struct compilation *c, const struct options *options)
{
    if (options_has(options, OPTION_SHOW)) {
        return show(c, options_value(options, OPTION_SHOW, NULL));
    }
    const char *root = options_value(options, OPTION_ROOT, NULL);
    const char *out = options_value(options, OPTION_OUT, NULL);
    bool has_spec = options_has(options, OPTION_SPEC);
    if ((root != NULL) == has_spec || out == NULL) {
        fputs("adlc: `adlc image` needs -o FILE and either --root FILE or --spec FILE\n"
              "see `adlc help image`\n",
              stderr);
        return EXIT_STATUS_USAGE;
    }
    struct front front;
    if (!front_start(c, options, &front)) {
        return EXIT_STATUS_DONE;
    }
    if (has_spec) {
        pack_spec(c, options, front.platform);
        return EXIT_STATUS_DONE;
    }
    pack_boot_image(
        c, &(struct pack_options){
               .boot_path = front.platform->boot,
               .kernel_path = options_value(options, OPTION_KERNEL, front.platform->kernel),
               .root_path = root,
               .dtb_path = options_value(options, OPTION_DTB, front.platform->dtb),
               .output_path = out,
               .form = options_has(options, OPTION_FLAT) ? PACK_FLAT : PACK_ELF,
           });
    return EXIT_STATUS_DONE;
}
