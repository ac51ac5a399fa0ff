/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CRC-32 as used by every image and spec of adlc: the reflected polynomial 0xedb88320, start value
 * and final xor 0xffffffff (the sum that `crc32` and zip print). Host, boot loader and root server
 * (bare metal, no libc) must agree on it bit by bit: this is the one implementation.
 *
 * A sum over several pieces starts from CRC32_START and is fed piece by piece with crc32_feed; the
 * last result is the finished sum.
 */
#ifndef CAPDL_INCLUDE_CRC32_H
#define CAPDL_INCLUDE_CRC32_H

#include <stddef.h>
#include <stdint.h>

#define CRC32_START 0u

/* Returns the sum `crc` extended by `size` bytes at `data`. Never fails; needs no alignment. */
static inline uint32_t crc32_feed(uint32_t crc, const void *data, size_t size)
{
    static const uint32_t nibble[16] = {
        0x00000000u, 0x1db71064u, 0x3b6e20c8u, 0x26d930acu, 0x76dc4190u, 0x6b6b51f4u,
        0x4db26158u, 0x5005713cu, 0xedb88320u, 0xf00f9344u, 0xd6d6a3e8u, 0xcb61b38cu,
        0x9b64c2b0u, 0x86d3d2d4u, 0xa00ae278u, 0xbdbdf21cu,
    };
    const unsigned char *byte = (const unsigned char *)data;

    crc = ~crc;
    for (size_t i = 0; i < size; i++) {
        crc ^= byte[i];
        crc = (crc >> 4) ^ nibble[crc & 15u];
        crc = (crc >> 4) ^ nibble[crc & 15u];
    }
    return ~crc;
}

/* Returns the finished sum of one block of `size` bytes. */
static inline uint32_t crc32_of(const void *data, size_t size)
{
    return crc32_feed(CRC32_START, data, size);
}

#endif
