/* SPDX-License-Identifier: BSD-2-Clause
 *
 * adlc-manifest.json: what an output folder was made for, so that `adlc run` and other tools need
 * no options. Keys: "schema" ("adlc.manifest/1"), "adlc" (version), "platform", "image" (path in
 * the folder), "programs" (paths of the component programs).
 */
#ifndef ADL_BUILD_MANIFEST_H
#define ADL_BUILD_MANIFEST_H

#include <stdbool.h>

#include "adl/base/compilation.h"

#define MANIFEST_NAME "adlc-manifest.json"

struct manifest {
    const char *platform;
    const char *image; /* relative to the folder */
    const char *const *programs;
    size_t program_count;
};

/* Appends the manifest's text. */
struct strbuf;
void manifest_print(struct compilation *c, const struct manifest *manifest, const char *version,
                    struct strbuf *out);

/* Reads platform and image of the manifest in `folder`; false (reported) when there is none or it
 * is malformed. The strings live in the arena. */
bool manifest_read(struct compilation *c, const char *folder, struct manifest *manifest);

#endif
