/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Is an image what it should be?  Its parts are compared with the files they should have come from,
 * its spec with a given one, and the capability state of a system booted from it with its spec.
 * Differences are diagnostics; what agrees is said in one line each, in `summary`.
 */
#ifndef ADL_CLI_VERIFY_IMAGE_H
#define ADL_CLI_VERIFY_IMAGE_H

#include <stdbool.h>

#include "adl/base/strbuf.h"
#include "loader/pack/platform.h"
#include "loader/pack/read_image.h"

struct verify_image {
    struct compilation *c;
    const char *path;
    struct pack_bytes file;
    struct read_image image;
    struct read_payload payload;
    struct spec *spec; /* inside the image */
    struct strbuf summary;
};

/* What to compare an image with; each may be NULL, and is then left out. */
struct verify_with {
    const struct platform *platform; /* boot loader, root server program, device tree */
    const char *kernel;              /* ELF file */
    const char *spec;                /* capDL text */
    const char *elf_folder;          /* of the programs that frames are filled from */
};

/* Opens the image; false after reporting. */
bool verify_image_open(struct compilation *c, const char *path, struct verify_image *v);

/* Compares everything that `with` names; false after reporting differences. */
bool verify_image_parts(struct verify_image *v, const struct verify_with *with);

/* Compares the snapshot in the output of a system with the spec in the image; the same result. On a
 * platform (not NULL) also with the plan of where everything is to lie. */
bool verify_image_state(struct verify_image *v, const struct platform *platform, const char *log,
                        size_t size, const char *log_name);

/* The files that frames of a spec are filled from, looked for in `folder`; `*count` of them. */
struct form_file *verify_image_files(struct compilation *c, const struct spec *spec,
                                     const char *folder, size_t *count);

#endif
