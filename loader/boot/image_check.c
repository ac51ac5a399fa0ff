/* SPDX-License-Identifier: BSD-2-Clause */
#include "loader/boot/include/image_check.h"

#include <stdbool.h>
#include <stddef.h>

#include "loader/include/crc32.h"

/* The header's sum, taken with the field header_crc as zero. */
static uint32_t header_sum(const struct boot_image_header *header)
{
    const uint8_t *bytes = (const uint8_t *)header;
    static const uint8_t zero[4] = {0};
    size_t at = offsetof(struct boot_image_header, header_crc);
    uint32_t crc = crc32_feed(CRC32_START, bytes, at);

    crc = crc32_feed(crc, zero, sizeof zero);
    return crc32_end(crc32_feed(crc, bytes + at + 4, sizeof *header - at - 4));
}

static bool part_fits(const struct boot_image_part *part, uint64_t from, uint64_t total)
{
    return part->offset >= from && part->offset % BOOT_IMAGE_PAGE == 0 && part->offset <= total &&
           part->size <= total - part->offset;
}

const char *image_check_header(const struct boot_image_header *header, uint32_t machine)
{
    if (header->magic != BOOT_IMAGE_MAGIC) {
        return "no payload after the loader (cut image, or boot.elf without `adlc image`)";
    }
    if (header->version != BOOT_IMAGE_VERSION || header->header_size != BOOT_IMAGE_HEADER_SIZE) {
        return "the payload has another format version than this loader";
    }
    if (header->header_crc != header_sum(header)) {
        return "the payload's header is corrupt (checksum)";
    }
    if (header->machine != machine) {
        return "the payload is for another CPU";
    }
    if (header->total_size < BOOT_IMAGE_HEADER_SIZE || header->total_size > BOOT_IMAGE_SIZE_MAX) {
        return "the payload's size is out of range";
    }
    if (header->kernel.size == 0 ||
        !part_fits(&header->kernel, BOOT_IMAGE_HEADER_SIZE, header->total_size)) {
        return "the kernel lies outside the payload";
    }
    if (header->root.size == 0 ||
        !part_fits(&header->root, header->kernel.offset + header->kernel.size,
                   header->total_size)) {
        return "the root server lies outside the payload";
    }
    if (header->dtb.size != 0 &&
        !part_fits(&header->dtb, header->root.offset + header->root.size, header->total_size)) {
        return "the device tree lies outside the payload";
    }
    return NULL;
}

const char *image_check_payload(const struct boot_image_header *header)
{
    const uint8_t *bytes = (const uint8_t *)header;
    size_t size = (size_t)header->total_size - BOOT_IMAGE_HEADER_SIZE;

    if (crc32_of(bytes + BOOT_IMAGE_HEADER_SIZE, size) != header->payload_crc) {
        return "the payload is corrupt or cut (checksum)";
    }
    return NULL;
}
