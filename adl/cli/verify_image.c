/* SPDX-License-Identifier: BSD-2-Clause */
#include "adl/cli/verify_image.h"

#include <string.h>

#include "adl/base/file.h"
#include "adl/base/map.h"
#include "adl/base/path.h"
#include "capdl/check/check_graph.h"
#include "capdl/compare/compare_specs.h"
#include "capdl/compare/compare_state.h"
#include "capdl/forms/form_binary.h"
#include "capdl/include/binary_check.h"
#include "capdl/text/read_text.h"
#include "loader/pack/plan_image.h"
#include "loader/pack/read_board.h"

#define FILE_LIMIT   ((size_t)1 << 30)
#define FRAMES_SHOWN 20u

/* Reads a file; false after reporting. */
static bool read_part(struct compilation *c, const char *path, struct pack_bytes *out)
{
    char *text = NULL;
    enum file_result result;

    *out = (struct pack_bytes){.path = path};
    result = file_read(&c->arena, path, FILE_LIMIT, &text, &out->size);
    out->bytes = (const uint8_t *)text;
    if (result != FILE_OK) {
        diag_report(&c->diags, DIAG_IMAGE_FILE, SPAN_NONE, "cannot read `%s`: %s", path,
                    file_result_text(result));
    }
    return result == FILE_OK;
}

bool verify_image_open(struct compilation *c, const char *path, struct verify_image *v)
{
    *v = (struct verify_image){.c = c, .path = path};
    strbuf_init(&v->summary, &c->arena);
    if (!read_part(c, path, &v->file) || !read_image_open(c, &v->file, &v->image)) {
        return false;
    }
    v->spec = read_image_graph(c, &v->image, &v->payload);
    return v->spec != NULL && check_graph(c, v->spec);
}

/* Reports that a part is not the file; says where they differ first. */
static bool same_bytes(struct verify_image *v, const char *what, const struct pack_bytes *found,
                       const struct pack_bytes *wanted)
{
    size_t at = 0;

    while (at < found->size && at < wanted->size && found->bytes[at] == wanted->bytes[at]) {
        at++;
    }
    if (at == found->size && at == wanted->size) {
        strbuf_printf(&v->summary, "%s: %zu bytes, as in %s\n", what, found->size, wanted->path);
        return true;
    }
    diag_report(&v->c->diags, DIAG_IMAGE_DIFFERS, SPAN_NONE,
                "%s of `%s` is not `%s`: %zu bytes, not %zu, and the first difference is at byte "
                "%zu",
                what, v->path, wanted->path, found->size, wanted->size, at);
    return false;
}

/* Boot loader, root server program and device tree: those of an image packed anew from the
 * platform's files and this image's own kernel, spec and contents. */
static bool same_platform(struct verify_image *v, const struct platform *platform)
{
    struct compilation *c = v->c;
    struct pack_bytes boot, init, dtb = {0}, root = {0}, packed = {0};
    struct pack_root_options options = {
        .spec = v->payload.spec.bytes,
        .spec_size = v->payload.spec.size,
        .contents = v->payload.contents.bytes,
        .contents_pages = v->payload.contents.size / PACK_PAGE,
    };
    struct read_image fresh;
    bool same;

    if (!read_part(c, platform->boot, &boot) || !read_part(c, platform->init, &init) ||
        (platform->dtb != NULL && !read_part(c, platform->dtb, &dtb)) ||
        pack_root_bytes(c, &init, &options, &root) != 0 ||
        pack_boot_bytes(c, &boot, &v->image.kernel, &root, &dtb, PACK_ELF, &packed) != 0) {
        return false;
    }
    packed.path = v->path;
    if (!read_image_open(c, &packed, &fresh)) {
        return false;
    }
    fresh.boot.path = platform->boot;
    fresh.root.path = platform->init;
    fresh.dtb.path = platform->dtb;
    same = same_bytes(v, "boot loader", &v->image.boot, &fresh.boot);
    same = same_bytes(v, "root server", &v->image.root, &fresh.root) && same;
    return (dtb.size == 0 || same_bytes(v, "device tree", &v->image.dtb, &fresh.dtb)) && same;
}

static bool same_kernel(struct verify_image *v, const char *path)
{
    struct pack_bytes kernel;

    return read_part(v->c, path, &kernel) && same_bytes(v, "kernel", &v->image.kernel, &kernel);
}

static bool same_spec(struct verify_image *v, const char *path)
{
    struct pack_bytes text;
    const struct spec *wanted;

    if (!read_part(v->c, path, &text)) {
        return false;
    }
    wanted = read_text(v->c, text.bytes, text.size, path);
    if (wanted == NULL || !check_graph(v->c, wanted) ||
        !compare_specs(v->c, v->path, v->spec, wanted)) {
        return false;
    }
    strbuf_printf(&v->summary, "spec: %u objects, as in %s\n", wanted->object_count, path);
    return true;
}

struct form_file *verify_image_files(struct compilation *c, const struct spec *spec,
                                     const char *folder, size_t *count)
{
    VEC(struct form_file) files = {0};
    struct map_string seen = {0};

    for (uint32_t i = 0; i < spec->object_count; i++) {
        const struct spec_object *object = &spec->objects[i];

        for (uint32_t k = 0; k < object->fill_count; k++) {
            const char *name = object->fills[k].file;

            if (object->fills[k].kind == SPEC_FILL_FILE &&
                map_string_put(&seen, &c->arena, name, 1)) {
                vec_push(&c->arena, &files,
                         ((struct form_file){name, path_join(&c->arena, folder, name)}));
            }
        }
    }
    *count = files.count;
    return files.items;
}

/* The contents of frames are those that the files give. */
static bool same_contents(struct verify_image *v, const char *folder)
{
    const struct pack_bytes *found = &v->payload.contents;
    const struct capdl_header *header;
    struct form_binary fresh;
    size_t count;
    struct form_file *files = verify_image_files(v->c, v->spec, folder, &count);
    uint32_t different = 0;

    if (!form_binary_write(v->c, v->spec, files, count, &fresh)) {
        return false;
    }
    header = (const struct capdl_header *)(const void *)v->payload.spec.bytes;
    if (fresh.contents_pages != found->size / PACK_PAGE) {
        diag_report(&v->c->diags, DIAG_IMAGE_DIFFERS, SPAN_NONE,
                    "`%s` has %zu pages of frame contents, not %u", v->path,
                    found->size / PACK_PAGE, fresh.contents_pages);
        return false;
    }
    for (uint32_t i = 0; i < header->objects.count; i++) {
        const struct capdl_object *object = &capdl_objects(header)[i];
        size_t at = (size_t)object->detail * CAPDL_PAGE_SIZE;

        if (object->page_count == 0 || memcmp(found->bytes + at, fresh.contents + at,
                                              (size_t)object->page_count * CAPDL_PAGE_SIZE) == 0) {
            continue;
        }
        if (different++ < FRAMES_SHOWN) {
            diag_report(&v->c->diags, DIAG_IMAGE_DIFFERS, SPAN_NONE,
                        "`%s`: frame `%s` does not have the contents that `%s` in %s gives",
                        v->path, v->spec->objects[i].name, v->spec->objects[i].fills[0].file,
                        folder);
        }
    }
    if (different == 0) {
        strbuf_printf(&v->summary, "contents: %u pages from %zu programs, as in %s\n",
                      fresh.contents_pages, count, folder);
    }
    return different == 0;
}

bool verify_image_parts(struct verify_image *v, const struct verify_with *with)
{
    bool same = with->kernel == NULL || same_kernel(v, with->kernel);

    same = (with->platform == NULL || same_platform(v, with->platform)) && same;
    same = (with->spec == NULL || same_spec(v, with->spec)) && same;
    return (with->elf_folder == NULL || same_contents(v, with->elf_folder)) && same;
}

/* The address that each object is planned to have; NULL where it cannot be told. */
static const uint64_t *plan_addresses(struct verify_image *v, const struct platform *platform)
{
    struct compilation *c = v->c;
    struct plan_layout *layout = arena_new(&c->arena, struct plan_layout);
    uint64_t *addresses = arena_array(&c->arena, uint64_t, v->spec->object_count);
    struct diag_mark mark = diag_mark(&c->diags);
    struct board_memory board;
    struct plan_input input;

    if (!read_board(c, platform, v->image.dtb.size, &board)) {
        diag_withdraw(&c->diags, mark);
        return NULL;
    }
    read_image_loader(&v->image, &board.loader);
    if (!plan_image_input(c, v->spec, &v->image.kernel, &v->image.root, &board, &input) ||
        !plan_layout_board(c, &input, layout)) {
        diag_withdraw(&c->diags, mark);
        return NULL;
    }
    for (uint32_t i = 0; i < v->spec->object_count; i++) {
        addresses[i] = COMPARE_STATE_ANYWHERE;
    }
    for (size_t i = 0; i < layout->places.count; i++) {
        const struct plan_place *place = &layout->places.items[i];

        if (place->object != UNTYPED_PLAN_NONE) {
            addresses[place->object] = place->paddr;
        }
    }
    return addresses;
}

bool verify_image_state(struct verify_image *v, const struct platform *platform, const char *log,
                        size_t size, const char *log_name)
{
    struct form_snapshot snapshot;

    return form_snapshot_parse(v->c, log, size, log_name, &snapshot) &&
           compare_state(v->c, v->spec, &snapshot,
                         platform != NULL ? plan_addresses(v, platform) : NULL, &v->summary);
}
