/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the packer adds to the root server, and how the root server finds it.
 *
 * loader/init is built once per platform as init.elf. It holds one struct init_payload, all zero
 * but for magic, version and size, alone in the section INIT_PAYLOAD_SECTION. loader/pack copies
 * init.elf, appends up to three PT_LOADs after init's own span and fills the struct in:
 *
 *     init's own segments | spec_vaddr: binary capability spec
 *                         | state_vaddr: zeroed memory, writable, not in the file
 *                         | frames_vaddr: frame contents; INIT_PAYLOAD_GIVEN in p_flags
 *
 * All regions start on a 4 KiB boundary, each at the first boundary after the one before, so the
 * root server's image stays one gap-free run of pages. Page k of the frame contents
 * (0 <= k < frames_pages) is the k-th 4 KiB content of the spec: the kernel gives init one frame
 * capability for each page of its own image, so init hands a page on by copying that capability.
 * They are the last region: the boot loader places the image so that this part of it and the part
 * before, which whoever comes after init can take back, share no untyped (capdl/include/
 * root_place.h).
 *
 * The state is init's working memory, as large as the spec makes necessary
 * (init_payload_state_size): so init has no limits of its own and need not make and map memory
 * before it can work, and too little memory shows when the image is loaded.
 *
 * image_vaddr is the lowest vaddr of the whole image (page 0 of bootinfo's userImageFrames) and
 * image_pages its length; crc is the CRC-32 of the struct with crc taken as 0. The spec carries
 * its own checksum. The frame contents carry none of their own: the boot image's sum covers them.
 */
#ifndef LOADER_INCLUDE_INIT_PAYLOAD_H
#define LOADER_INCLUDE_INIT_PAYLOAD_H

#include <stddef.h>
#include <stdint.h>

/* The eight bytes "adlcinit" read as a little-endian number. */
#define INIT_PAYLOAD_MAGIC   UINT64_C(0x74696e69636c6461)
#define INIT_PAYLOAD_VERSION 2u
#define INIT_PAYLOAD_PAGE    4096u
#define INIT_PAYLOAD_SECTION ".init_payload"

/* In p_flags of the segment with the frame contents; one of the bits that ELF leaves to systems. */
#define INIT_PAYLOAD_GIVEN 0x00100000u

/* flags: before the root server gives way, it prints where the capability of each object is, as
 * lines `adlc-init: slots: N N ...` in the order of the objects (0: none), and has the kernel print
 * the state of all capabilities. Nothing else changes, and nothing has run yet. */
#define INIT_PAYLOAD_SNAPSHOT 1u

struct init_payload {
    uint64_t magic;
    uint32_t version;
    uint32_t size; /* sizeof(struct init_payload) */
    uint64_t spec_vaddr;
    uint64_t spec_size; /* bytes */
    uint64_t frames_vaddr;
    uint64_t frames_pages; /* 4 KiB each; may be 0 */
    uint64_t state_vaddr;
    uint64_t state_size; /* bytes */
    uint64_t image_vaddr;
    uint64_t image_pages;
    uint32_t crc;
    uint32_t flags; /* INIT_PAYLOAD_* */
};

/* What init keeps per object and per capability of the spec, in bytes. */
#define INIT_PAYLOAD_OBJECT_STATE 25u
#define INIT_PAYLOAD_CAP_STATE    5u

/* Bytes of state for a spec with so many objects and capabilities. */
static inline uint64_t init_payload_state_size(uint32_t objects, uint32_t caps)
{
    return (uint64_t)objects * INIT_PAYLOAD_OBJECT_STATE + (uint64_t)caps * INIT_PAYLOAD_CAP_STATE;
}

_Static_assert(sizeof(struct init_payload) == 88, "init_payload size");
_Static_assert(offsetof(struct init_payload, spec_vaddr) == 16, "spec_vaddr");
_Static_assert(offsetof(struct init_payload, crc) == 80, "crc");

#endif
