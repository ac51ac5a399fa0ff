/* SPDX-License-Identifier: BSD-2-Clause
 *
 * adlc fmt: the canonical layout, in place; standard input goes to standard output. A file with
 * faults is left alone.
 */
#include <stdio.h>
#include <string.h>

#include "adl/base/strbuf.h"
#include "adl/cli/command.h"
#include "adl/cli/show_difference.h"
#include "adl/lang/fmt.h"

/* What is to be done with the formatted text. */
static void deliver(struct compilation *c, const struct options *options, const char *path,
                    const struct strbuf *text, bool changed)
{
    if (options_has(options, OPTION_DIFF)) {
        if (changed) {
            show_difference(c, path, path, "formatted", text);
        }
    } else if (options_has(options, OPTION_CHECK_ONLY)) {
        if (changed) {
            puts(path);
        }
    } else if (strcmp(path, "-") == 0) {
        fwrite(text->text, 1, text->size, stdout);
    } else if (changed) {
        enum file_result result = file_replace(path, text->text, text->size);
        if (result != FILE_OK && result != FILE_UNCHANGED) {
            diag_report(&c->diags, DIAG_OUTPUT_FAILED, SPAN_NONE, "cannot write `%s`: %s", path,
                        file_result_text(result));
        }
    }
}

int command_fmt(struct compilation *c, const struct options *options)
{
    bool dry = options_has(options, OPTION_DIFF) || options_has(options, OPTION_CHECK_ONLY);
    bool any_changed = false;
    for (vec_each (path, &options->operands)) {
        uint32_t file = 0;
        struct strbuf text;
        if (strcmp(*path, "-") == 0 && options_has(options, OPTION_DIFF)) {
            fputs("adlc: --diff needs files, not `-`\n", stderr);
            return EXIT_STATUS_USAGE;
        }
        enum file_result result = source_load(&c->sources, *path, &file);
        if (result != FILE_OK) {
            diag_report(&c->diags, DIAG_FILE_UNREADABLE, SPAN_NONE, "cannot read `%s`: %s", *path,
                        file_result_text(result));
            continue;
        }
        strbuf_init(&text, &c->arena);
        if (!fmt_file(c, file, &text)) {
            continue;
        }
        const struct source_file *source = source_get(&c->sources, file);
        bool changed = text.size != source->size || memcmp(text.text, source->text, text.size) != 0;
        deliver(c, options, *path, &text, changed);
        any_changed = any_changed || changed;
    }
    return dry && any_changed && c->diags.errors == 0 ? EXIT_STATUS_FINDINGS : EXIT_STATUS_DONE;
}
