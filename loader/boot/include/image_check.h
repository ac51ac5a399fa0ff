/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Is the payload what the packer wrote? Everything the loader reads later lies inside the bytes
 * this module has found to be whole. Portable and free of hardware, so the host tests it too.
 */
#ifndef LOADER_BOOT_IMAGE_CHECK_H
#define LOADER_BOOT_IMAGE_CHECK_H

#include <stdint.h>

#include "loader/include/boot_image.h"

/* Checks the header alone: magic, version, its own sum, the machine, sizes and offsets. Reads only
   the header's bytes. Returns NULL, or one line that says what is wrong. */
const char *image_check_header(const struct boot_image_header *header, uint32_t machine);

/* Checks the payload's sum. Reads total_size bytes from the header on, so the header must have
   passed and the caller must know that much memory to exist. Same result. */
const char *image_check_payload(const struct boot_image_header *header);

#endif
