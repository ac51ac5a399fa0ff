/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A boot image taken apart again: loader, kernel, root server, device tree, and out of the root
 * server the binary spec with the contents of its frames.
 *
 * Nothing in a file is trusted: sums, sizes and offsets are checked before they are followed, and
 * what is wrong is reported in one line. All parts point into memory of the compilation's arena.
 */
#ifndef LOADER_PACK_READ_IMAGE_H
#define LOADER_PACK_READ_IMAGE_H

#include <stdbool.h>

#include "capdl/plan/board_memory.h"
#include "loader/include/boot_image.h"
#include "loader/include/init_payload.h"
#include "loader/pack/pack_elf.h"

struct spec;

struct read_image {
    const char *path;
    bool flat;                              /* a flat file, which does not know its address */
    uint64_t boot_address;                  /* 0 in a flat file */
    struct pack_bytes boot;                 /* the loader's memory up to the payload */
    const struct boot_image_header *header; /* the payload, checked */
    struct pack_bytes kernel, root, dtb;    /* ELF files, and a device tree or nothing */
};

/* What a root server of ours carries. */
struct read_payload {
    struct init_payload payload; /* as it stands in the root server */
    uint64_t payload_vaddr;
    struct pack_bytes spec;     /* binary spec, 8-byte aligned, not yet checked */
    struct pack_bytes contents; /* frame contents, whole pages; size 0: none */
};

/* Does a file that begins with these bytes look like a boot image, of either form? */
bool read_image_recognise(const void *bytes, size_t size);

/* Opens the image and checks its sums; false after reporting why it is no whole boot image. */
bool read_image_open(struct compilation *c, const struct pack_bytes *file,
                     struct read_image *image);

/* Where its boot loader stands with its payload; nothing in a flat file. */
void read_image_loader(const struct read_image *image, struct board_memory_range *range);

/* Finds the payload of the root server in `program`; false (nothing reported) when it is none of
 * ours or its payload does not lie in it. */
bool read_image_payload(struct compilation *c, const struct pack_program *program,
                        struct read_payload *payload);

/* The graph inside an image; NULL after reporting. The contents of its frames come with
 * `payload`. The first form has the shape of the readers in capdl/forms. */
struct spec *read_image_spec(struct compilation *c, const void *bytes, size_t size,
                             const char *shown_name);
struct spec *read_image_graph(struct compilation *c, const struct read_image *image,
                              struct read_payload *payload);

/* Makes a copy of the image whose root server has these flags (INIT_PAYLOAD_*), its sums made right
 * again; false after reporting. */
bool read_image_set_flags(struct compilation *c, const struct pack_bytes *file, uint32_t flags,
                          struct pack_bytes *out);

#endif
