/* SPDX-License-Identifier: BSD-2-Clause
 *
 * A program file, as far as an address space needs to know it: its loadable segments in the order
 * of addresses and its symbols by name.
 *
 * The file may be anybody's: everything in it is verified before it is believed.  After
 * elf_file_load() has said yes, every segment's bytes lie in the file, its addresses below the end
 * of user space and above page 0, no two segments overlap, none is writable and executable, and
 * their sum is at most ELF_FILE_MEMORY_MAX.
 *
 * Ownership: all in the arena of the compilation.
 */
#ifndef CAPDL_PLAN_ELF_FILE_H
#define CAPDL_PLAN_ELF_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include "adl/base/compilation.h"
#include "adl/base/map.h"
#include "capdl/spec/spec.h"

#define ELF_FILE_SIZE_MAX   ((size_t)256 << 20)
#define ELF_FILE_MEMORY_MAX (UINT64_C(1) << 30)

struct elf_segment {
    uint64_t vaddr, memory_size;     /* bytes; memory_size > 0 */
    uint64_t file_offset, file_size; /* file_size <= memory_size; the rest is zero */
    bool readable, writable, executable;
};

struct elf_symbol {
    uint64_t address, size;
};

struct elf_file {
    const char *shown_name; /* for messages */
    const char *bytes;      /* the whole file */
    size_t size;
    uint64_t entry;
    struct elf_segment *segments; /* by vaddr */
    uint32_t segment_count;
    VEC(struct elf_symbol) symbols;
    struct map_string by_name; /* index in symbols */
};

/* Reads and verifies the ELF program at `path`, which must be a static executable for `arch`. False
 * after diagnostics. `shown_name` names the file in messages. */
bool elf_file_load(struct compilation *c, enum spec_arch arch, const char *path,
                   const char *shown_name, struct elf_file *elf);

/* The same for `size` bytes in memory, which must live as long as the compilation. */
bool elf_file_parse(struct compilation *c, enum spec_arch arch, const char *bytes, size_t size,
                    const char *shown_name, struct elf_file *elf);

/* Address and size of a symbol that the file defines; false when there is none. */
bool elf_file_symbol(const struct elf_file *elf, const char *name, uint64_t *address,
                     uint64_t *size);

#endif
