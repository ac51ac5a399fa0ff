/* SPDX-License-Identifier: BSD-2-Clause */
#include "loader/pack/read_image.h"

#include <elf.h>
#include <string.h>

#include "adl/base/compilation.h"
#include "capdl/forms/form_binary.h"
#include "capdl/include/crc32.h"
#include "loader/include/image_check.h"

static bool broken(struct compilation *c, const char *path, const char *reason)
{
    diag_report(&c->diags, DIAG_IMAGE_CORRUPT, SPAN_NONE, "boot image `%s`: %s", path, reason);
    return false;
}

/* Finds the payload in a flat file: the first page that begins with the magic. */
static size_t find_payload(const uint8_t *bytes, size_t size)
{
    uint64_t magic = BOOT_IMAGE_MAGIC;

    for (size_t at = 0; size >= BOOT_IMAGE_HEADER_SIZE && at <= size - BOOT_IMAGE_HEADER_SIZE;
         at += BOOT_IMAGE_PAGE) {
        if (memcmp(bytes + at, &magic, sizeof magic) == 0) {
            return at;
        }
    }
    return SIZE_MAX;
}

static bool is_elf(const void *bytes, size_t size)
{
    return size >= SELFMAG && memcmp(bytes, ELFMAG, SELFMAG) == 0;
}

bool read_image_recognise(const void *bytes, size_t size)
{
    return is_elf(bytes, size) || find_payload(bytes, size) != SIZE_MAX;
}

/* Checks the header, both sums and the loader's. NULL when all agree. */
static const char *check(const struct boot_image_header *header, size_t size,
                         const struct pack_bytes *boot)
{
    const char *fault =
        size < sizeof *header ? "the payload is cut" : image_check_header(header, 0);

    if (fault == NULL && header->total_size > size) {
        fault = "the payload is cut";
    }
    if (fault == NULL) {
        fault = image_check_payload(header);
    }
    if (fault == NULL && crc32_of(boot->bytes, boot->size) != header->boot_crc) {
        fault = "the loader itself is corrupt (checksum)";
    }
    return fault;
}

static struct pack_bytes part(const struct read_image *image, const struct boot_image_part *p)
{
    return (struct pack_bytes){image->path, (const uint8_t *)image->header + p->offset,
                               (size_t)p->size};
}

bool read_image_open(struct compilation *c, const struct pack_bytes *file, struct read_image *image)
{
    struct pack_bytes flat = *file;
    struct pack_program program;
    struct boot_image_header *copy;
    const char *fault;
    size_t at;

    *image = (struct read_image){.path = file->path, .flat = !is_elf(file->bytes, file->size)};
    if (!image->flat) {
        if (!pack_elf_read(c, "boot image", file, &program)) {
            return false;
        }
        pack_elf_flatten(c, &program, &flat);
        image->boot_address = program.virt_start;
    }
    at = find_payload(flat.bytes, flat.size);
    if (at == SIZE_MAX) {
        return broken(c, file->path, "no payload found: this is not a boot image, or it is cut");
    }
    image->boot = (struct pack_bytes){file->path, flat.bytes, at};
    copy = arena_alloc(&c->arena, flat.size - at, alignof(struct boot_image_header));
    memcpy(copy, flat.bytes + at, flat.size - at);
    fault = check(copy, flat.size - at, &image->boot);
    if (fault != NULL) {
        return broken(c, file->path, fault);
    }
    image->header = copy;
    image->kernel = part(image, &copy->kernel);
    image->root = part(image, &copy->root);
    image->dtb = part(image, &copy->dtb);
    return true;
}

void read_image_loader(const struct read_image *image, struct board_memory_range *range)
{
    *range = (struct board_memory_range){0, 0};
    if (image->boot_address != 0) {
        range->start = image->boot_address;
        range->end = image->boot_address + image->boot.size + image->header->total_size;
    }
}

/* The `size` bytes of file at `vaddr`; NULL when the program has them not. */
static const uint8_t *bytes_at(const struct pack_program *p, uint64_t vaddr, uint64_t size)
{
    for (size_t i = 0; i < p->segments.count; i++) {
        const struct pack_segment *s = &p->segments.items[i];

        if (vaddr >= s->virt && size <= s->file_size && vaddr - s->virt <= s->file_size - size) {
            return s->bytes + (vaddr - s->virt);
        }
    }
    return NULL;
}

/* Finds the struct by its magic, of which there is one in a root server. */
static bool find_struct(const struct pack_program *p, struct read_payload *found)
{
    uint64_t magic = INIT_PAYLOAD_MAGIC;
    struct init_payload *in = &found->payload;

    for (size_t i = 0; i < p->segments.count; i++) {
        const struct pack_segment *s = &p->segments.items[i];

        for (uint64_t at = 0; s->file_size >= sizeof *in && at <= s->file_size - sizeof *in;
             at += 8) {
            if (memcmp(s->bytes + at, &magic, sizeof magic) != 0) {
                continue;
            }
            memcpy(in, s->bytes + at, sizeof *in);
            if (in->size == sizeof *in && in->version == INIT_PAYLOAD_VERSION) {
                found->payload_vaddr = s->virt + at;
                return true;
            }
        }
    }
    return false;
}

bool read_image_payload(struct compilation *c, const struct pack_program *program,
                        struct read_payload *payload)
{
    const struct init_payload *in = &payload->payload;
    const uint8_t *spec, *contents = NULL;
    uint8_t *copy;

    *payload = (struct read_payload){0};
    if (!find_struct(program, payload) || in->spec_size == 0 ||
        in->frames_pages > BOOT_IMAGE_SIZE_MAX / INIT_PAYLOAD_PAGE) {
        return false;
    }
    spec = bytes_at(program, in->spec_vaddr, in->spec_size);
    if (in->frames_pages != 0) {
        contents = bytes_at(program, in->frames_vaddr, in->frames_pages * INIT_PAYLOAD_PAGE);
    }
    if (spec == NULL || (contents == NULL) != (in->frames_pages == 0)) {
        return false;
    }
    copy = arena_alloc(&c->arena, (size_t)in->spec_size, 8);
    memcpy(copy, spec, (size_t)in->spec_size);
    payload->spec = (struct pack_bytes){program->file.path, copy, (size_t)in->spec_size};
    payload->contents = (struct pack_bytes){program->file.path, contents,
                                            (size_t)(in->frames_pages * INIT_PAYLOAD_PAGE)};
    return true;
}

struct spec *read_image_graph(struct compilation *c, const struct read_image *image,
                              struct read_payload *payload)
{
    struct pack_program program;

    if (!pack_elf_read(c, "root server", &image->root, &program)) {
        return NULL;
    }
    if (!read_image_payload(c, &program, payload)) {
        (void)broken(c, image->path, "its root server carries no spec");
        return NULL;
    }
    return form_binary_read(c, payload->spec.bytes, payload->spec.size, image->path);
}

struct spec *read_image_spec(struct compilation *c, const void *bytes, size_t size,
                             const char *shown_name)
{
    struct pack_bytes file = {shown_name, bytes, size};
    struct read_image image;
    struct read_payload payload;

    return read_image_open(c, &file, &image) ? read_image_graph(c, &image, &payload) : NULL;
}
