/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/plan/elf_file.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <gelf.h>
#include <libelf.h>

#include "adl/base/file.h"
#include "capdl/plan/page_tables.h"

#define SYMBOLS_MAX 4000000u

/* What one arch's programs look like. */
struct machine {
    unsigned number; /* e_machine */
    const char *name;
};

static const struct machine machines[] = {
    [SPEC_ARCH_RISCV64] = {EM_RISCV,   "riscv64"},
    [SPEC_ARCH_AARCH64] = {EM_AARCH64, "aarch64"},
    [SPEC_ARCH_X86_64] = {EM_X86_64,  "x86_64" },
};

/* One reading. */
struct reader {
    struct compilation *c;
    struct elf_file *elf;
    enum spec_arch arch;
    Elf *handle;
};

__attribute__((format(printf, 3, 4))) static bool fault(struct reader *r, enum diag_id id,
                                                        const char *format, ...)
{
    va_list arguments;
    char *text;

    va_start(arguments, format);
    text = arena_vprintf(&r->c->arena, format, arguments);
    va_end(arguments);
    (void)diag_report(&r->c->diags, id, SPAN_NONE, "program `%s`: %s", r->elf->shown_name, text);
    return false;
}

static bool read_header(struct reader *r)
{
    GElf_Ehdr header;

    if (elf_kind(r->handle) != ELF_K_ELF || gelf_getehdr(r->handle, &header) == NULL) {
        return fault(r, DIAG_ELF_UNREADABLE, "not an ELF file");
    }
    if (header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_ident[EI_DATA] != ELFDATA2LSB ||
        header.e_machine != machines[r->arch].number) {
        return fault(r, DIAG_ELF_UNREADABLE, "not built for %s (its ELF machine number is %u)",
                     machines[r->arch].name, (unsigned)header.e_machine);
    }
    if (header.e_type != ET_EXEC) {
        return fault(r, DIAG_ELF_UNREADABLE, "not a linked, static executable (ELF type %u)",
                     (unsigned)header.e_type);
    }
    r->elf->entry = header.e_entry;
    return true;
}

/* Verifies one segment on its own. */
static bool check_segment(struct reader *r, const struct elf_segment *segment)
{
    uint64_t end = page_tables_shape((uint32_t)r->arch)->user_end;

    if (segment->file_size > segment->memory_size ||
        (segment->file_size > 0 && (segment->file_offset > r->elf->size ||
                                    segment->file_size > r->elf->size - segment->file_offset))) {
        return fault(r, DIAG_ELF_SEGMENT,
                     "the segment at 0x%" PRIx64 " says it has bytes that the file does not have",
                     segment->vaddr);
    }
    if (segment->vaddr < 4096) {
        return fault(r, DIAG_ELF_SEGMENT,
                     "it wants memory in page 0, which is kept unmapped so "
                     "that null pointers are caught");
    }
    if (segment->memory_size > ELF_FILE_MEMORY_MAX || segment->vaddr >= end ||
        segment->memory_size > end - segment->vaddr) {
        return fault(r, DIAG_ELF_SEGMENT,
                     "the segment at 0x%" PRIx64 " with 0x%" PRIx64
                     " bytes does not fit into an address space",
                     segment->vaddr, segment->memory_size);
    }
    if (segment->writable && segment->executable) {
        (void)fault(r, DIAG_ELF_WRITABLE_CODE,
                    "the segment at 0x%" PRIx64 " is both writable and executable", segment->vaddr);
        return false;
    }
    return true;
}

static int compare_segments(const void *a, const void *b)
{
    const struct elf_segment *x = a;
    const struct elf_segment *y = b;

    return (x->vaddr > y->vaddr) - (x->vaddr < y->vaddr);
}

static bool check_overlap(struct reader *r)
{
    const struct elf_file *elf = r->elf;
    uint64_t sum = 0;

    for (uint32_t i = 0; i < elf->segment_count; i++) {
        const struct elf_segment *segment = &elf->segments[i];

        sum += segment->memory_size;
        if (i > 0 && segment->vaddr - segment[-1].vaddr < segment[-1].memory_size) {
            return fault(r, DIAG_ELF_SEGMENT,
                         "the segments at 0x%" PRIx64 " and 0x%" PRIx64 " overlap",
                         segment[-1].vaddr, segment->vaddr);
        }
        if (sum > ELF_FILE_MEMORY_MAX) {
            return fault(r, DIAG_ELF_SEGMENT, "its segments need more than %" PRIu64 " MiB",
                         ELF_FILE_MEMORY_MAX >> 20);
        }
    }
    return true;
}

static bool read_segments(struct reader *r)
{
    size_t count = 0;
    bool good = true;

    if (elf_getphdrnum(r->handle, &count) != 0 || count > UINT16_MAX) {
        return fault(r, DIAG_ELF_UNREADABLE, "its program headers cannot be read");
    }
    r->elf->segments = arena_array(&r->c->arena, struct elf_segment, count);
    for (size_t i = 0; i < count; i++) {
        struct elf_segment *segment = &r->elf->segments[r->elf->segment_count];
        GElf_Phdr header;

        if (gelf_getphdr(r->handle, (int)i, &header) == NULL) {
            return fault(r, DIAG_ELF_UNREADABLE, "its program headers cannot be read");
        }
        if (header.p_type == PT_INTERP) {
            return fault(r, DIAG_ELF_UNREADABLE, "it asks for a dynamic linker");
        }
        if (header.p_type != PT_LOAD || header.p_memsz == 0) {
            continue;
        }
        *segment = (struct elf_segment){
            .vaddr = header.p_vaddr,
            .memory_size = header.p_memsz,
            .file_offset = header.p_offset,
            .file_size = header.p_filesz,
            .readable = (header.p_flags & PF_R) != 0,
            .writable = (header.p_flags & PF_W) != 0,
            .executable = (header.p_flags & PF_X) != 0,
        };
        good = check_segment(r, segment) && good;
        r->elf->segment_count++;
    }
    if (r->elf->segment_count == 0) {
        return fault(r, DIAG_ELF_SEGMENT, "it has nothing to load");
    }
    qsort(r->elf->segments, r->elf->segment_count, sizeof(*r->elf->segments), compare_segments);
    return good && check_overlap(r);
}

/* Adds the defined, named symbols of one table. A name that occurs twice (static symbols of two
 * files) keeps its first place unless a global one comes. */
static void read_symbol_table(struct reader *r, Elf_Scn *section, const GElf_Shdr *header)
{
    Elf_Data *data = elf_getdata(section, NULL);
    size_t count = header->sh_entsize != 0 ? header->sh_size / header->sh_entsize : 0;

    for (size_t i = 0; data != NULL && i < count && i < SYMBOLS_MAX; i++) {
        GElf_Sym symbol;
        const char *name;
        bool global;

        if (gelf_getsym(data, (int)i, &symbol) == NULL) {
            return;
        }
        name = elf_strptr(r->handle, header->sh_link, symbol.st_name);
        if (name == NULL || name[0] == '\0' || symbol.st_shndx == SHN_UNDEF) {
            continue;
        }
        global = GELF_ST_BIND(symbol.st_info) != STB_LOCAL;
        if (!global && map_string_get(&r->elf->by_name, name, NULL)) {
            continue;
        }
        (void)map_string_put(&r->elf->by_name, &r->c->arena, arena_strdup(&r->c->arena, name),
                             (uint32_t)r->elf->symbols.count);
        vec_push(&r->c->arena, &r->elf->symbols,
                 (struct elf_symbol){.address = symbol.st_value, .size = symbol.st_size});
    }
}

static void read_symbols(struct reader *r)
{
    Elf_Scn *section = NULL;

    while ((section = elf_nextscn(r->handle, section)) != NULL) {
        GElf_Shdr header;

        if (gelf_getshdr(section, &header) != NULL && header.sh_type == SHT_SYMTAB) {
            read_symbol_table(r, section, &header);
        }
    }
}

bool elf_file_parse(struct compilation *c, enum spec_arch arch, const char *bytes, size_t size,
                    const char *shown_name, struct elf_file *elf)
{
    struct reader r = {.c = c, .elf = elf, .arch = arch};
    char *image = arena_alloc(&c->arena, size, 16); /* libelf wants to own what it reads */
    bool good;

    memcpy(image, bytes, size);
    *elf = (struct elf_file){.shown_name = shown_name, .bytes = bytes, .size = size};
    if (elf_version(EV_CURRENT) == EV_NONE) {
        return fault(&r, DIAG_ELF_UNREADABLE, "libelf is of another version");
    }
    r.handle = elf_memory(image, size);
    if (r.handle == NULL) {
        return fault(&r, DIAG_ELF_UNREADABLE, "not an ELF file");
    }
    good = read_header(&r) && read_segments(&r);
    if (good) {
        read_symbols(&r);
    }
    (void)elf_end(r.handle);
    return good;
}

bool elf_file_load(struct compilation *c, enum spec_arch arch, const char *path,
                   const char *shown_name, struct elf_file *elf)
{
    char *bytes;
    size_t size;
    enum file_result result = file_read(&c->arena, path, ELF_FILE_SIZE_MAX, &bytes, &size);

    if (result != FILE_OK) {
        (void)diag_report(&c->diags, DIAG_ELF_UNREADABLE, SPAN_NONE,
                          "program `%s` cannot be read: %s", shown_name, file_result_text(result));
        return false;
    }
    return elf_file_parse(c, arch, bytes, size, shown_name, elf);
}

bool elf_file_symbol(const struct elf_file *elf, const char *name, uint64_t *address,
                     uint64_t *size)
{
    uint32_t index;

    if (!map_string_get(&elf->by_name, name, &index)) {
        return false;
    }
    *address = elf->symbols.items[index].address;
    *size = elf->symbols.items[index].size;
    return true;
}
