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
#include "adl/cli/verify_image.h"

#define DEFAULT_TIMEOUT 60
#define TIMEOUT_MAX     86400

/* Boots a copy of the image that prints its state before anything runs, and compares. False after
 * reporting. */
static bool verify(struct compilation *c, const char *folder, struct run_options run)
{
    static const char *const end[] = {"^-- end of snapshot$"};
    const char *path = path_join(&c->arena, folder, ".adlc/verify.elf");
    struct verify_image v;
    struct pack_bytes copy;
    struct strbuf log;

    strbuf_init(&log, &c->arena);
    if (!verify_image_open(c, run.image, &v) ||
        !read_image_set_flags(c, &v.file, INIT_PAYLOAD_SNAPSHOT, &copy)) {
        return false;
    }
    if (!file_make_directories(path_directory(&c->arena, path)) ||
        file_write(path, copy.bytes, copy.size) > FILE_UNCHANGED) {
        diag_report(&c->diags, DIAG_OUTPUT_FAILED, SPAN_NONE, "cannot write `%s`", path);
        return false;
    }
    run.image = path;
    run.expect = end;
    run.expect_count = 1;
    run.timeout = run.timeout > 0 ? run.timeout : DEFAULT_TIMEOUT;
    run.send_count = 0;
    run.capture = &log;
    if (run_image(c, &run) != RUN_SEEN) {
        fwrite(log.text, 1, log.size, stdout);
        diag_report(&c->diags, DIAG_STATE_DIFFERS, SPAN_NONE,
                    "the system printed no snapshot of its capabilities");
        return false;
    }
    if (!verify_image_state(&v, run.platform, log.text, log.size, "the running system")) {
        return false;
    }
    fputs(v.summary.text, stdout);
    return true;
}

/* TEXT of --send with its escapes undone. */
static const char *typed_text(struct arena *arena, const char *text)
{
    struct strbuf out;
    strbuf_init(&out, arena);
    for (; *text != '\0'; text++) {
        const char *escape = *text == '\\' && text[1] != '\0' ? strchr("rntb\\", text[1]) : NULL;
        if (escape != NULL) {
            text++;
            strbuf_putc(&out, *text == 'r'   ? '\r'
                              : *text == 'n' ? '\n'
                              : *text == 't' ? '\t'
                              : *text == 'b' ? '\b'
                                             : '\\');
        } else {
            strbuf_putc(&out, *text);
        }
    }
    return out.text;
}

/* What --send says, each with how many --expect stand before it. */
static void take_sends(struct compilation *c, const struct options *options,
                       struct run_options *run)
{
    const struct option_values *texts = &options->values[OPTION_SEND];
    struct run_send *sends = arena_array(&c->arena, struct run_send, texts->count);
    for (size_t i = 0; i < texts->count; i++) {
        sends[i].text = typed_text(&c->arena, texts->items[i]);
        while (sends[i].after < options->places[OPTION_EXPECT].count &&
               options->places[OPTION_EXPECT].items[sends[i].after] <
                   options->places[OPTION_SEND].items[i]) {
            sends[i].after++;
        }
    }
    run->sends = sends;
    run->send_count = texts->count;
}

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
    take_sends(c, options, &run);
    if (options_has(options, OPTION_PRINT)) {
        run_print(c, &run);
        return EXIT_STATUS_DONE;
    }
    if (options_has(options, OPTION_VERIFY) &&
        (!verify(c, folder, run) || !options_has(options, OPTION_EXPECT))) {
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
