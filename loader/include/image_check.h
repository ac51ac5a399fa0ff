/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Is a payload what the packer wrote? Everything a reader of the boot image looks at later lies
 * inside the bytes found to be whole here. Freestanding, in a header, because the loader (before
 * it starts anything) and the packer (`adlc image --show`) must give the same verdict.
 */
#ifndef LOADER_INCLUDE_IMAGE_CHECK_H
#define LOADER_INCLUDE_IMAGE_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "capdl/include/crc32.h"
#include "loader/include/boot_image.h"

/* The CRC-32 of the header, taken with the field header_crc as zero. */
static inline uint32_t image_check_header_sum(const struct boot_image_header *header)
{
    const uint8_t *bytes = (const uint8_t *)header;
    static const uint8_t zero[4] = {0};
    size_t at = offsetof(struct boot_image_header, header_crc);
    uint32_t crc = crc32_feed(CRC32_START, bytes, at);

    crc = crc32_feed(crc, zero, sizeof zero);
    return crc32_feed(crc, bytes + at + 4, sizeof *header - at - 4);
}

/* Does the part start on a page at or after `from` and end within `total`? */
static inline bool image_check_part(const struct boot_image_part *part, uint64_t from,
                                    uint64_t total)
{
    return part->offset >= from && part->offset % BOOT_IMAGE_PAGE == 0 && part->offset <= total &&
           part->size <= total - part->offset;
}

/* Checks the header alone: magic, version, its own sum, the machine (0: any), sizes and offsets.
   Reads only the header's bytes. Returns NULL, or one line that says what is wrong. */
static inline const char *image_check_header(const struct boot_image_header *header,
                                             uint32_t machine)
{
    if (header->magic != BOOT_IMAGE_MAGIC) {
        return "no payload after the loader (cut image, or boot.elf without `adlc image`)";
    }
    if (header->version != BOOT_IMAGE_VERSION || header->header_size != BOOT_IMAGE_HEADER_SIZE) {
        return "the payload has another format version than this loader";
    }
    if (header->header_crc != image_check_header_sum(header)) {
        return "the payload's header is corrupt (checksum)";
    }
    if (machine != 0 && header->machine != machine) {
        return "the payload is for another CPU";
    }
    if (header->total_size < BOOT_IMAGE_HEADER_SIZE || header->total_size > BOOT_IMAGE_SIZE_MAX) {
        return "the payload's size is out of range";
    }
    if (header->kernel.size == 0 ||
        !image_check_part(&header->kernel, BOOT_IMAGE_HEADER_SIZE, header->total_size)) {
        return "the kernel lies outside the payload";
    }
    if (header->root.size == 0 ||
        !image_check_part(&header->root, header->kernel.offset + header->kernel.size,
                          header->total_size)) {
        return "the root server lies outside the payload";
    }
    if (header->dtb.size != 0 &&
        !image_check_part(&header->dtb, header->root.offset + header->root.size,
                          header->total_size)) {
        return "the device tree lies outside the payload";
    }
    return NULL;
}

/* Checks the payload's sum. Reads total_size bytes from the header on, so the header must have
   passed and the caller must know that much memory to exist. Same result. */
static inline const char *image_check_payload(const struct boot_image_header *header)
{
    const uint8_t *bytes = (const uint8_t *)header;
    size_t size = (size_t)header->total_size - BOOT_IMAGE_HEADER_SIZE;

    if (crc32_of(bytes + BOOT_IMAGE_HEADER_SIZE, size) != header->payload_crc) {
        return "the payload is corrupt or cut (checksum)";
    }
    return NULL;
}

#endif
