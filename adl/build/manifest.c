/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/build/manifest.h"

#include <string.h>

#include <jansson.h>

#include "adl/base/path.h"
#include "adl/base/strbuf.h"

#define MANIFEST_SIZE_MAX ((size_t)16 * 1024 * 1024)

static void put_string(struct strbuf *out, const char *key, const char *value)
{
    strbuf_printf(out, "  \"%s\": \"", key);
    strbuf_put_json_escaped(out, value, strlen(value));
    strbuf_puts(out, "\",\n");
}

void manifest_print(struct compilation *c, const struct manifest *manifest, const char *version,
                    struct strbuf *out)
{
    (void)c;
    strbuf_puts(out, "{\n");
    put_string(out, "schema", "adlc.manifest/1");
    put_string(out, "adlc", version);
    put_string(out, "platform", manifest->platform);
    put_string(out, "image", manifest->image);
    strbuf_puts(out, "  \"programs\": [");
    for (size_t i = 0; i < manifest->program_count; i++) {
        strbuf_puts(out, i > 0 ? ",\n    \"" : "\n    \"");
        strbuf_put_json_escaped(out, manifest->programs[i], strlen(manifest->programs[i]));
        strbuf_putc(out, '"');
    }
    strbuf_puts(out, manifest->program_count > 0 ? "\n  ]\n}\n" : "]\n}\n");
}

bool manifest_read(struct compilation *c, const char *folder, struct manifest *manifest)
{
    *manifest = (struct manifest){0};
    const char *path = path_join(&c->arena, folder, MANIFEST_NAME);
    char *text = NULL;
    size_t size = 0;
    enum file_result read = file_read(&c->arena, path, MANIFEST_SIZE_MAX, &text, &size);
    if (read != FILE_OK) {
        struct diag *d = diag_report(&c->diags, DIAG_MANIFEST, SPAN_NONE, "cannot read `%s`: %s",
                                     path, file_result_text(read));
        diag_hint(d, "build the system first: adlc FILE.camkes -o %s", folder);
        return false;
    }
    json_error_t error;
    json_t *root = json_loadb(text, size, 0, &error);
    const char *platform = json_string_value(json_object_get(root, "platform"));
    const char *image = json_string_value(json_object_get(root, "image"));
    if (platform != NULL && image != NULL) {
        manifest->platform = arena_strdup(&c->arena, platform);
        manifest->image = arena_strdup(&c->arena, image);
    } else {
        diag_report(&c->diags, DIAG_MANIFEST, SPAN_NONE, "`%s` is not a manifest of adlc", path);
    }
    json_decref(root);
    return manifest->platform != NULL;
}
