/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CRC-32 as used by every adlc image: the reflected polynomial 0xedb88320, start value and final
 * xor 0xffffffff (the sum that `crc32` and zip print). The packer (host), the boot loader and the
 * root server (bare metal, no libc) must agree on it bit by bit, and with the spec's own sum: the
 * one implementation is that of the spec's format, capdl_crc32.
 *
 * A sum over several pieces starts from CRC32_START and is fed piece by piece with crc32_feed;
 * the last result is the finished sum.
 */
#ifndef LOADER_INCLUDE_CRC32_H
#define LOADER_INCLUDE_CRC32_H

#include <stddef.h>
#include <stdint.h>

#include "capdl/include/capdl_binary.h"

#define CRC32_START 0u

/* Returns the sum `crc` extended by `size` bytes at `data`. Never fails. */
static inline uint32_t crc32_feed(uint32_t crc, const void *data, size_t size)
{
    return capdl_crc32(crc, data, size);
}

/* Returns the finished sum of one block of `size` bytes. */
static inline uint32_t crc32_of(const void *data, size_t size)
{
    return crc32_feed(CRC32_START, data, size);
}

#endif
