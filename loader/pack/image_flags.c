/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include "adl/base/compilation.h"
#include "capdl/include/crc32.h"
#include "loader/include/image_check.h"
#include "loader/pack/read_image.h"

/* Sets the flags in the root server's struct, which lies in `root`, a copy of its file. */
static bool set_flags(struct compilation *c, struct pack_bytes *root, uint8_t *bytes,
                      uint32_t flags)
{
    struct pack_program program;
    struct read_payload found;
    struct init_payload payload;

    if (!pack_elf_read(c, "root server", root, &program)) {
        return false;
    }
    if (!read_image_payload(c, &program, &found)) {
        diag_report(&c->diags, DIAG_IMAGE_PROGRAM, SPAN_NONE,
                    "boot image `%s`: its root server is not adlc's", root->path);
        return false;
    }
    payload = found.payload;
    payload.flags = flags;
    payload.crc = 0;
    payload.crc = crc32_of(&payload, sizeof payload);
    for (vec_each (s, &program.segments)) {
        if (found.payload_vaddr >= s->virt && found.payload_vaddr - s->virt < s->file_size) {
            memcpy(bytes + (s->bytes - root->bytes) + (found.payload_vaddr - s->virt), &payload,
                   sizeof payload);
        }
    }
    return true;
}

/* Where in the file the payload begins: read_image_open has found that there is one. */
static size_t payload_offset(struct compilation *c, const struct pack_bytes *file,
                             const struct read_image *image)
{
    struct pack_program program;

    if (!image->flat && pack_elf_read(c, "boot image", file, &program)) {
        for (vec_each (s, &program.segments)) {
            if (s->virt == image->boot_address + image->boot.size) {
                return (size_t)(s->bytes - file->bytes);
            }
        }
    }
    return image->boot.size;
}

bool read_image_set_flags(struct compilation *c, const struct pack_bytes *file, uint32_t flags,
                          struct pack_bytes *out)
{
    struct boot_image_header header;
    struct read_image image;
    struct pack_bytes root;
    uint8_t *bytes, *payload;
    size_t at;

    if (!read_image_open(c, file, &image)) {
        return false;
    }
    header = *image.header;
    bytes = arena_alloc(&c->arena, file->size, 8);
    memcpy(bytes, file->bytes, file->size);
    at = payload_offset(c, file, &image);
    payload = bytes + at;
    if (at > file->size || header.total_size > file->size - at ||
        memcmp(payload, &header, sizeof header) != 0) {
        diag_report(&c->diags, DIAG_IMAGE_CORRUPT, SPAN_NONE,
                    "boot image `%s`: its payload is not in one piece", file->path);
        return false;
    }
    root = (struct pack_bytes){file->path, payload + header.root.offset, (size_t)header.root.size};
    if (!set_flags(c, &root, payload + header.root.offset, flags)) {
        return false;
    }
    header.payload_crc = crc32_of(payload + BOOT_IMAGE_HEADER_SIZE,
                                  (size_t)header.total_size - BOOT_IMAGE_HEADER_SIZE);
    header.header_crc = image_check_header_sum(&header);
    memcpy(payload, &header, sizeof header);
    *out = (struct pack_bytes){file->path, bytes, file->size};
    return true;
}
