/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Makes small ELF programs in memory for the loader's tests: up to four PT_LOADs, and optionally
 * a symbol table with one symbol and one named section. The maker knows nothing of the code under
 * test. The buffer belongs to the caller (free).
 */
#ifndef TESTS_UNIT_LOADER_ELF_MAKER_H
#define TESTS_UNIT_LOADER_ELF_MAKER_H

#include <elf.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct elf_maker_segment {
    uint64_t virt, phys, size, file_size;
    uint32_t flags;
    const void *bytes; /* NULL: a pattern */
};

struct elf_maker {
    uint16_t machine;
    uint64_t entry;
    struct elf_maker_segment segments[4];
    unsigned count;
    const char *symbol; /* NULL: no symbol table */
    uint64_t symbol_value;
    const char *section; /* NULL: none; else the file bytes of segment 0 */
    uint64_t section_size;
};

/* Appends `size` bytes at the next 8-byte border and returns their offset. */
static inline size_t elf_maker_put(uint8_t *file, size_t *at, const void *bytes, size_t size)
{
    size_t start = (*at + 7) / 8 * 8;

    if (size != 0) {
        memcpy(file + start, bytes, size);
    }
    *at = start + size;
    return start;
}

/* Makes the file; `*size` gets its length. */
static inline uint8_t *elf_maker_make(const struct elf_maker *m, size_t *size)
{
    uint8_t *file = calloc(1, 1 << 20);
    Elf64_Ehdr eh = {
        .e_ident = {0x7f, 'E', 'L', 'F', ELFCLASS64, ELFDATA2LSB, EV_CURRENT},
        .e_type = ET_EXEC,
        .e_machine = m->machine,
        .e_version = EV_CURRENT,
        .e_entry = m->entry,
        .e_phoff = 64,
        .e_ehsize = 64,
        .e_phentsize = 56,
        .e_phnum = (uint16_t)m->count,
        .e_shentsize = 64,
        .e_shnum = 5,
        .e_shstrndx = 4
    };
    Elf64_Shdr sh[5] = {{0}};
    Elf64_Sym symbols[2] = {{0}};
    char names[96] = {0}, strings[64] = {0};
    size_t at = 64 + 56 * m->count;
    Elf64_Phdr ph[4] = {{0}};

    for (unsigned i = 0; i < m->count; i++) {
        const struct elf_maker_segment *s = &m->segments[i];

        at = (at + 4095) / 4096 * 4096;
        ph[i] = (Elf64_Phdr){PT_LOAD, s->flags, at, s->virt, s->phys, s->file_size, s->size, 4096};
        for (uint64_t k = 0; s->bytes == NULL && k < s->file_size; k++) {
            file[at + k] = (uint8_t)(k * 7 + i + 1);
        }
        if (s->bytes != NULL) {
            memcpy(file + at, s->bytes, s->file_size);
        }
        at += s->file_size;
    }
    memcpy(file + 64, ph, 56 * m->count);
    memcpy(names + 1, ".symtab", 7);
    memcpy(names + 9, ".strtab", 7);
    memcpy(names + 17, ".shstrtab", 9);
    if (m->section != NULL) {
        strncpy(names + 32, m->section, 32);
        sh[3] = (Elf64_Shdr){.sh_name = 32,
                             .sh_type = SHT_PROGBITS,
                             .sh_flags = SHF_ALLOC,
                             .sh_addr = m->segments[0].virt,
                             .sh_offset = ph[0].p_offset,
                             .sh_size = m->section_size,
                             .sh_addralign = 8};
    }
    if (m->symbol != NULL) {
        strncpy(strings + 1, m->symbol, 40);
        symbols[1] = (Elf64_Sym){.st_name = 1,
                                 .st_info = ELF64_ST_INFO(STB_GLOBAL, STT_NOTYPE),
                                 .st_shndx = SHN_ABS,
                                 .st_value = m->symbol_value};
        sh[1] = (Elf64_Shdr){.sh_name = 1,
                             .sh_type = SHT_SYMTAB,
                             .sh_size = sizeof symbols,
                             .sh_link = 2,
                             .sh_info = 1,
                             .sh_addralign = 8,
                             .sh_entsize = sizeof(Elf64_Sym)};
        sh[1].sh_offset = elf_maker_put(file, &at, symbols, sizeof symbols);
    }
    sh[2] = (Elf64_Shdr){.sh_name = 9, .sh_type = SHT_STRTAB, .sh_size = sizeof strings};
    sh[2].sh_offset = elf_maker_put(file, &at, strings, sizeof strings);
    sh[4] = (Elf64_Shdr){.sh_name = 17, .sh_type = SHT_STRTAB, .sh_size = sizeof names};
    sh[4].sh_offset = elf_maker_put(file, &at, names, sizeof names);
    eh.e_shoff = elf_maker_put(file, &at, sh, sizeof sh);
    memcpy(file, &eh, sizeof eh);
    *size = at;
    return realloc(file, at);
}

#endif
