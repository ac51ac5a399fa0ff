/* SPDX-License-Identifier: BSD-2-Clause
 *
 * adlc plan: where the root server of an image will put every object.
 */
#include <stdio.h>

#include "adl/base/path.h"
#include "adl/build/manifest.h"
#include "adl/cli/command.h"
#include "adl/cli/verify_image.h"
#include "loader/pack/plan_image.h"
#include "loader/pack/plan_report.h"
#include "loader/pack/read_board.h"

int command_plan(struct compilation *c, const struct options *options)
{
    const char *path = options->operands.items[0];
    const char *name = options_value(options, OPTION_PLATFORM, PLATFORM_DEFAULT);
    struct installation installation;
    const struct platform *platform;
    struct verify_image v;
    struct board_memory board;
    struct plan_input input;
    struct plan_layout *layout = arena_new(&c->arena, struct plan_layout);
    struct manifest manifest;
    struct strbuf out;

    if (file_is_directory(path)) {
        if (!manifest_read(c, path, &manifest)) {
            return EXIT_STATUS_DONE;
        }
        path = path_join(&c->arena, path, manifest.image);
        name = options_value(options, OPTION_PLATFORM, manifest.platform);
    }
    strbuf_init(&out, &c->arena);
    if (!platform_installation(c, &installation) || !verify_image_open(c, path, &v)) {
        return EXIT_STATUS_DONE;
    }
    platform = platform_load(c, &installation, name, SPAN_NONE);
    if (platform == NULL || !read_board(c, platform, v.image.dtb.size, &board)) {
        return EXIT_STATUS_DONE;
    }
    read_image_loader(&v.image, &board.loader);
    if (!plan_image_input(c, v.spec, &v.image.kernel, &v.image.root, &board, &input)) {
        return EXIT_STATUS_DONE;
    }
    if (!plan_layout_board(c, &input, layout)) {
        return EXIT_STATUS_FINDINGS;
    }
    if (options_has(options, OPTION_JSON)) {
        plan_report_json(layout, &out);
    } else {
        plan_report_text(layout, &out);
    }
    fwrite(out.text, 1, out.size, stdout);
    return EXIT_STATUS_DONE;
}
