/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The boot image: what loader/pack writes and loader/boot starts.
 *
 * A boot image is loader/boot's own program (boot.elf) followed, at the first 4 KiB boundary after
 * its last byte in memory (.bss, stack and page tables included), by the payload:
 *
 *     +------------------+ 0 = payload start, 4 KiB aligned in memory
 *     | header           | struct boot_image_header, BOOT_IMAGE_HEADER_SIZE bytes
 *     +------------------+ kernel.offset, 4 KiB aligned
 *     | kernel ELF file  |
 *     +------------------+ root.offset, 4 KiB aligned
 *     | root server ELF  |
 *     +------------------+ dtb.offset, 4 KiB aligned; no such part if dtb.size is 0
 *     | device tree      |
 *     +------------------+ total_size, gaps between the parts are zero
 *
 * On disk the image is either an ELF file (boot.elf's PT_LOADs and one more, last, with the
 * payload), or the same memory as a flat file that starts with boot.elf's first byte.
 *
 * Rules: all numbers little endian; offsets count from the header's first byte; header_crc is
 * the CRC-32 of the header with header_crc taken as 0; payload_crc is the CRC-32 of the bytes from
 * BOOT_IMAGE_HEADER_SIZE to total_size. A reader trusts nothing before both sums agree, and checks
 * every offset even then. boot.elf names the place of the header by the symbol
 * `boot_image_start`; the packer only accepts a boot.elf whose symbol lies where this rule puts it.
 */
#ifndef LOADER_INCLUDE_BOOT_IMAGE_H
#define LOADER_INCLUDE_BOOT_IMAGE_H

#include <stddef.h>
#include <stdint.h>

/* The eight bytes "adlcboot" read as a little-endian number. */
#define BOOT_IMAGE_MAGIC       UINT64_C(0x746f6f62636c6461)
#define BOOT_IMAGE_VERSION     1u
#define BOOT_IMAGE_PAGE        4096u
#define BOOT_IMAGE_HEADER_SIZE 128u
/* No payload may be larger: a wrong size must not send the reader through the address space. */
#define BOOT_IMAGE_SIZE_MAX (UINT64_C(1) << 30)

/* ELF numbers of the supported machines, as in e_machine. */
#define BOOT_IMAGE_MACHINE_AARCH64 183u
#define BOOT_IMAGE_MACHINE_RISCV   243u

/* One file inside the payload; size 0 (with offset 0) means there is none. */
struct boot_image_part {
    uint64_t offset;
    uint64_t size;
};

struct boot_image_header {
    uint64_t magic;
    uint32_t version;
    uint32_t header_size; /* BOOT_IMAGE_HEADER_SIZE */
    uint32_t header_crc;
    uint32_t payload_crc;
    uint64_t total_size; /* header and parts, bytes */
    uint32_t machine;    /* BOOT_IMAGE_MACHINE_* */
    uint32_t boot_crc;   /* CRC-32 of boot.elf's memory from its first byte to the payload */
    struct boot_image_part kernel;
    struct boot_image_part root;
    struct boot_image_part dtb;
    uint64_t reserved[5]; /* 0 */
};

_Static_assert(sizeof(struct boot_image_header) == BOOT_IMAGE_HEADER_SIZE, "header size");
_Static_assert(offsetof(struct boot_image_header, header_crc) == 16, "header_crc");
_Static_assert(offsetof(struct boot_image_header, total_size) == 24, "total_size: see start.S");
_Static_assert(offsetof(struct boot_image_header, kernel) == 40, "kernel");
_Static_assert(offsetof(struct boot_image_header, dtb) == 72, "dtb");
_Static_assert(offsetof(struct boot_image_header, reserved) == 88, "reserved");

#endif
