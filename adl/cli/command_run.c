/* SPDX-License-Identifier: BSD-2-Clause
 *
 * adlc run: boots what `adlc build` left in a folder. Which platform and image that is stands in
 * the folder's adlc-manifest.json.
 */
#include <stdio.h>
#include <string.h>

#include "adl/base/path.h"
#include "adl/build/manifest.h"
#include "adl/build/run.h"
#include "adl/cli/command.h"

#define DEFAULT_TIMEOUT 60
#define TIMEOUT_MAX     86400

int command_run(struct compilation *c, const struct options *options)
{
    const char *folder = options->operands.items[0];
    unsigned timeout = options_has(options, OPTION_EXPECT) ? DEFAULT_TIMEOUT : 0;
    if (!options_number(options, OPTION_TIMEOUT, TIMEOUT_MAX, &timeout)) {
        return EXIT_STATUS_USAGE;
    }
    struct installation installation;
    struct manifest manifest;
    if (!platform_installation(c, &installation) || !manifest_read(c, folder, &manifest)) {
        return EXIT_STATUS_DONE;
    }
    const struct platform *platform = platform_load(c, &installation, manifest.platform, SPAN_NONE);
    if (platform == NULL) {
        return EXIT_STATUS_DONE;
    }
    struct run_options run = {
        .platform = platform,
        .image = path_join(&c->arena, folder, manifest.image),
        .expect = options->values[OPTION_EXPECT].items,
        .expect_count = options->values[OPTION_EXPECT].count,
        .timeout = timeout,
        .extra = options->operands.items + 1,
        .extra_count = options->operands.count - 1,
    };
    if (options_has(options, OPTION_PRINT)) {
        run_print(c, &run);
        return EXIT_STATUS_DONE;
    }
    enum run_outcome outcome = run_image(c, &run);
    if (outcome == RUN_TIMED_OUT) {
        fflush(stdout);
        fprintf(stderr, "adlc: %s within %u s\n",
                options_has(options, OPTION_EXPECT) ? "nothing matched" : "no end", timeout);
    } else if (outcome == RUN_GUEST_FAILED) {
        fflush(stdout);
        fprintf(stderr, "adlc: the guest stopped%s\n",
                options_has(options, OPTION_EXPECT) ? " before the expectation was met" : "");
    }
    return (int)outcome;
}
