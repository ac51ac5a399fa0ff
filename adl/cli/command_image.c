/* SPDX-License-Identifier: BSD-2-Clause
 *
 * adlc image: a boot image from any kernel with seL4's boot protocol and any root server; or, with
 * --show, what an image holds.
 */
#include <stdio.h>

#include "adl/base/strbuf.h"
#include "adl/cli/command.h"
#include "loader/pack/pack.h"

static int show(struct compilation *c, const char *path)
{
    struct strbuf text;
    strbuf_init(&text, &c->arena);
    if (pack_show_image(c, path, &text) == 0) {
        fwrite(text.text, 1, text.size, stdout);
    }
    return EXIT_STATUS_DONE;
}

int command_image(struct compilation *c, const struct options *options)
{
    if (options_has(options, OPTION_SHOW)) {
        return show(c, options_value(options, OPTION_SHOW, NULL));
    }
    const char *root = options_value(options, OPTION_ROOT, NULL);
    const char *out = options_value(options, OPTION_OUT, NULL);
    if (root == NULL || out == NULL) {
        fputs("adlc: `adlc image` needs --root FILE and -o FILE\nsee `adlc help image`\n", stderr);
        return EXIT_STATUS_USAGE;
    }
    struct front front;
    if (!front_start(c, options, &front)) {
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
