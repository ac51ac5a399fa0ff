/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ELF programs as the packer sees them: a list of loadable segments of a static 64-bit program,
 * read with libelf and checked as strictly as loader/boot will check them again; and a writer for
 * the two files the packer makes, which have program headers only.
 */
#ifndef LOADER_PACK_PACK_ELF_H
#define LOADER_PACK_PACK_ELF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "adl/base/vec.h"
#include "loader/pack/pack.h"

#define PACK_PAGE UINT64_C(4096)

/* One PT_LOAD with memory; `bytes` are the first `file_size` of its `size` bytes. */
struct pack_segment {
    uint64_t virt, phys, size, file_size;
    uint32_t flags; /* PF_R, PF_W, PF_X */
    const uint8_t *bytes;
};

struct pack_program {
    struct pack_bytes file;
    uint32_t machine; /* e_machine */
    uint64_t entry;
    uint64_t virt_start, virt_end;     /* span of all segments, not rounded */
    uint64_t phys_start;               /* lowest */
    bool same_offset;                  /* phys - virt is the same for all segments */
    VEC(struct pack_segment) segments; /* in the order of the file */
};

/* Rounds up to a page; the argument must not lie in the last page of the address space. */
uint64_t pack_elf_page_up(uint64_t value);

/* Reads and checks the program in `file`; `what` ("kernel") goes into messages. Returns false after
   reporting. The program refers to the file's bytes. */
bool pack_elf_read(struct compilation *c, const char *what, const struct pack_bytes *file,
                   struct pack_program *program);

/* Bytes at the start of a root server that are its own: up to the first segment marked with
   INIT_PAYLOAD_GIVEN (loader/include/init_payload.h); 0: there is none. */
uint64_t pack_elf_own(const struct pack_program *program);

/* The value of the global symbol `name`; false if there is none. */
bool pack_elf_symbol(const struct pack_program *program, const char *name, uint64_t *value);

/* Address and size of the section `name`; false if there is none with bytes in the file. */
bool pack_elf_section(const struct pack_program *program, const char *name, uint64_t *virt,
                      uint64_t *size);

/* Makes an ELF file of the segments, in their order, and the entry point. Segments' bytes start at
   file offsets that agree with their addresses modulo 4 KiB. */
void pack_elf_write(struct compilation *c, const struct pack_program *program,
                    struct pack_bytes *out);

/* Bytes that file has. */
uint64_t pack_elf_file_size(const struct pack_program *program);

/* Makes the flat memory from virt_start to virt_end; gaps are zero. */
void pack_elf_flatten(struct compilation *c, const struct pack_program *program,
                      struct pack_bytes *out);

#endif
