/* SPDX-License-Identifier: BSD-2-Clause */
#include <ctype.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "kernel/tools/api_emit.h"

/* Makes the folders on the way to `path`; ones that are there are fine. */
static bool make_folders(char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        bool good = mkdir(path, 0777) == 0 || errno == EEXIST;
        if (!good) {
            fprintf(stderr, "%s: %s\n", path, strerror(errno));
        }
        *slash = '/';
        if (!good) {
            return false;
        }
    }
    return true;
}

bool api_out_begin(struct api_out *out, const char *folder, const char *name)
{
    int length = snprintf(out->path, sizeof(out->path), "%s%s%s", folder ? folder : "",
                          folder ? "/" : "", name);
    int longer = snprintf(out->temporary, sizeof(out->temporary), "%s%s%s.tmp",
                          folder ? folder : "", folder ? "/" : "", name);
    if (length <= 0 || longer < 0 || (size_t)longer >= sizeof(out->temporary)) {
        fprintf(stderr, "%s: not a usable path\n", name);
        return false;
    }
    if (!make_folders(out->temporary)) {
        return false;
    }
    out->file = fopen(out->temporary, "wb");
    if (!out->file) {
        fprintf(stderr, "%s: %s\n", out->temporary, strerror(errno));
        return false;
    }
    return true;
}

bool api_out_end(struct api_out *out)
{
    bool good = !ferror(out->file);
    good = fclose(out->file) == 0 && good;
    if (!good || rename(out->temporary, out->path) != 0) {
        fprintf(stderr, "%s: %s\n", out->path, strerror(errno));
        remove(out->temporary);
        return false;
    }
    return true;
}

bool api_out_begin_header(struct api_out *out, const char *folder, const char *name,
                          const char *essay)
{
    if (!api_out_begin(out, folder, name)) {
        return false;
    }
    fprintf(out->file,
            "/* SPDX-License-Identifier: BSD-2-Clause */\n"
            "/* Made by api_gen from kernel/api; do not edit.\n * %s */\n",
            essay);
    fputs("#pragma once\n\n", out->file);
    return true;
}

bool api_out_end_header(struct api_out *out)
{
    return api_out_end(out);
}

void api_out_lower(FILE *file, const char *text)
{
    for (; *text; text++) {
        fputc(tolower((unsigned char)*text), file);
    }
}

void api_out_upper(FILE *file, const char *text)
{
    for (; *text; text++) {
        fputc(toupper((unsigned char)*text), file);
    }
}
