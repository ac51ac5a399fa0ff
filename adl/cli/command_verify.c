/* SPDX-License-Identifier: BSD-2-Clause
 *
 * adlc verify: is an image made of what it should be made of? Without options an output folder is
 * compared with what lies in it and in the installation.
 */
#include <stdio.h>

#include "adl/base/path.h"
#include "adl/build/manifest.h"
#include "adl/cli/command.h"
#include "adl/cli/verify_image.h"

#define LOG_LIMIT ((size_t)1 << 30)

/* What the command line says, and what follows from a build folder. */
struct request {
    const char *image;
    const char *platform;
    const char *folder; /* build folder to compare with, or NULL */
};

/* Fills the request in; false after reporting. */
static bool read_request(struct compilation *c, const struct options *options,
                         struct request *request)
{
    struct manifest manifest;
    const char *operand = options->operands.items[0];

    *request = (struct request){
        .image = operand,
        .platform = options_value(options, OPTION_PLATFORM, NULL),
        .folder = options_value(options, OPTION_BUILT, NULL),
    };
    if (file_is_directory(operand)) {
        if (!manifest_read(c, operand, &manifest)) {
            return false;
        }
        request->image = path_join(&c->arena, operand, manifest.image);
        request->folder = request->folder != NULL ? request->folder : operand;
    }
    if (request->folder != NULL && request->platform == NULL) {
        if (!manifest_read(c, request->folder, &manifest)) {
            return false;
        }
        request->platform = manifest.platform;
    }
    return true;
}

/* What is compared with what. */
static bool find_files(struct compilation *c, const struct options *options,
                       const struct request *request, const struct spec *spec,
                       struct verify_with *with)
{
    struct installation installation;

    *with = (struct verify_with){0};
    if (request->folder != NULL) {
        with->spec = path_join(&c->arena, request->folder, "system.cdl");
        with->elf_folder = path_join(&c->arena, request->folder, "elf");
    }
    with->spec = options_value(options, OPTION_SPEC, with->spec);
    with->elf_folder = options_value(options, OPTION_ELF, with->elf_folder);
    if (request->platform != NULL) {
        if (!platform_installation(c, &installation)) {
            return false;
        }
        with->platform = platform_load(c, &installation, request->platform, SPAN_NONE);
        if (with->platform == NULL) {
            return false;
        }
        with->kernel =
            spec_has_domains(spec) ? with->platform->kernel_domains : with->platform->kernel;
    }
    with->kernel = options_value(options, OPTION_KERNEL, with->kernel);
    return true;
}

static void verify_log(struct verify_image *v, const struct platform *platform, const char *path)
{
    char *log = NULL;
    size_t size = 0;
    enum file_result result = file_read(&v->c->arena, path, LOG_LIMIT, &log, &size);

    if (result != FILE_OK) {
        diag_report(&v->c->diags, DIAG_SPEC_UNREADABLE, SPAN_NONE, "cannot read `%s`: %s", path,
                    file_result_text(result));
        return;
    }
    (void)verify_image_state(v, platform, log, size, path);
}

int command_verify(struct compilation *c, const struct options *options)
{
    struct request request;
    struct verify_image v;
    struct verify_with with;

    if (!read_request(c, options, &request) || !verify_image_open(c, request.image, &v) ||
        !find_files(c, options, &request, v.spec, &with)) {
        return EXIT_STATUS_DONE;
    }
    if (with.kernel == NULL && with.spec == NULL && with.elf_folder == NULL &&
        with.platform == NULL && !options_has(options, OPTION_SNAPSHOT)) {
        fputs("adlc: with what? give --built DIR, --spec FILE, --platform NAME or another\n"
              "see `adlc help verify`\n",
              stderr);
        return EXIT_STATUS_USAGE;
    }
    (void)verify_image_parts(&v, &with);
    if (options_has(options, OPTION_SNAPSHOT)) {
        verify_log(&v, with.platform, options_value(options, OPTION_SNAPSHOT, NULL));
    }
    fwrite(v.summary.text, 1, v.summary.size, stdout);
    return EXIT_STATUS_DONE;
}
