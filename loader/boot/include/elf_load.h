/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reads an ELF file as little as a loader must: the PT_LOADs of a static 64-bit little-endian
 * program. elf_load_plan checks everything and writes nothing; elf_load_copy then cannot fail.
 * The span of a program is the run of bytes from its lowest to its highest address; offsets within
 * it are counted in virtual addresses, and all of it is one block of physical memory.
 */
#ifndef LOADER_BOOT_ELF_LOAD_H
#define LOADER_BOOT_ELF_LOAD_H

#include <stddef.h>
#include <stdint.h>

#define ELF_LOAD_PAGE UINT64_C(4096)
/* Enough for any program here, few enough that count, size and headers fit one page. */
#define ELF_LOAD_HEADERS_MAX 64u

struct elf_span {
    const uint8_t *file;
    uint64_t virt_start; /* lowest vaddr, 4 KiB aligned */
    uint64_t virt_end;   /* end of the highest segment, not rounded */
    uint64_t phys_start; /* lowest paddr */
    uint64_t given;      /* lowest vaddr of the segments with INIT_PAYLOAD_GIVEN, virt_end: none */
    uint64_t entry;      /* virtual, inside the span */
    uint64_t headers;    /* file offset of the program headers */
    uint32_t header_count;
    uint32_t same_offset; /* 1 if paddr - vaddr is the same for all segments */
};

/* Checks the `size` bytes at `file` and fills `span`, which then refers to `file`. Returns NULL, or
   one line that says what is wrong. */
const char *elf_load_plan(const uint8_t *file, uint64_t size, uint32_t machine,
                          struct elf_span *span);

/* Returns NULL if the program can be placed as a kernel: one offset for all segments, aligned
   paddr, not across a 1 GiB border. */
const char *elf_load_check_kernel(const struct elf_span *span);

/* Fills the span's memory at `dest` with zeros, then with the segments' bytes. */
void elf_load_copy(const struct elf_span *span, uint8_t *dest);

/* Writes the program-header page: u32 count, u32 entry size, the headers; zeros to its end. */
void elf_load_headers(const struct elf_span *span, uint8_t *page);

#endif
