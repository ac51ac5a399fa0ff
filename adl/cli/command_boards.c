/* SPDX-License-Identifier: BSD-2-Clause
 *
 * adlc boards: the platforms there are; with --kernel the path of a platform's kernel.
 */
#include <stdio.h>

#include "adl/base/path.h"
#include "adl/cli/command.h"

int command_boards(struct compilation *c, const struct options *options)
{
    struct installation installation;
    if (!platform_installation(c, &installation)) {
        return EXIT_STATUS_DONE;
    }
    const char *wanted = options_value(options, OPTION_KERNEL_OF, NULL);
    if (wanted != NULL) {
        const struct platform *platform = platform_load(c, &installation, wanted, SPAN_NONE);
        if (platform != NULL) {
            puts(path_absolute(&c->arena, platform->kernel));
        }
        return EXIT_STATUS_DONE;
    }
    size_t count = 0;
    const char **names = platform_names(c, &installation, &count);
    for (size_t i = 0; i < count; i++) {
        const struct platform *platform = platform_load(c, &installation, names[i], SPAN_NONE);
        if (platform != NULL) {
            printf("%-18s %-8s %s\n", platform->name, platform->cpu, platform->title);
        }
    }
    return EXIT_STATUS_DONE;
}
