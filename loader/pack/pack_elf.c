/* SPDX-License-Identifier: BSD-2-Clause */
#include "loader/pack/pack_elf.h"

#include <elf.h>
#include <gelf.h>
#include <libelf.h>
#include <string.h>

#include "adl/base/compilation.h"
#include "loader/include/init_payload.h"

#define SPAN_MAX (UINT64_C(1) << 30)
/* As loader/boot: headers, their number and size must fit one page. */
#define HEADERS_MAX 64u

uint64_t pack_elf_page_up(uint64_t value)
{
    return (value + PACK_PAGE - 1) & ~(PACK_PAGE - 1);
}

/* libelf wants to own what it reads, and to write to it if asked; it is never asked. */
static Elf *open_memory(const struct pack_bytes *file)
{
    char *bytes;

    memcpy(&bytes, &file->bytes, sizeof bytes);
    return elf_version(EV_CURRENT) == EV_NONE ? NULL : elf_memory(bytes, file->size);
}

static bool fail(struct compilation *c, const char *what, const struct pack_program *p,
                 const char *reason)
{
    diag_report(&c->diags, DIAG_IMAGE_PROGRAM, SPAN_NONE, "%s `%s`: %s", what, p->file.path,
                reason);
    return false;
}

/* Returns why the file header cannot be used, or NULL. */
static const char *check_header(const GElf_Ehdr *eh)
{
    if (eh->e_ident[EI_CLASS] != ELFCLASS64 || eh->e_ident[EI_DATA] != ELFDATA2LSB) {
        return "not a 64-bit little-endian program";
    }
    if (eh->e_type != ET_EXEC) {
        return "not a static executable";
    }
    if (eh->e_phentsize != sizeof(Elf64_Phdr) || eh->e_phnum == 0 || eh->e_phnum > HEADERS_MAX) {
        return "it has no program headers, or too many";
    }
    return NULL;
}

static const char *add_segment(struct compilation *c, struct pack_program *p, const GElf_Phdr *ph)
{
    struct pack_segment s = {ph->p_vaddr,  ph->p_paddr, ph->p_memsz,
                             ph->p_filesz, ph->p_flags, p->file.bytes};

    if (ph->p_filesz > ph->p_memsz) {
        return "a segment is larger in the file than in memory";
    }
    if (ph->p_offset > p->file.size || ph->p_filesz > p->file.size - ph->p_offset) {
        return "the file is cut: a segment lies beyond its end";
    }
    if (s.size > SPAN_MAX || s.virt + s.size < s.virt || s.phys + s.size < s.phys) {
        return "a segment is larger than 1 GiB or wraps around the address space";
    }
    s.bytes += ph->p_offset;
    for (vec_each (other, &p->segments)) {
        if (s.virt < other->virt + other->size && other->virt < s.virt + s.size) {
            return "two segments overlap";
        }
    }
    vec_push(&c->arena, &p->segments, s);
    return NULL;
}

/* Fills in the span and checks it. */
static const char *measure(struct pack_program *p)
{
    if (p->segments.count == 0) {
        return "there is nothing to load";
    }
    p->virt_start = UINT64_MAX;
    p->phys_start = UINT64_MAX;
    p->same_offset = true;
    for (vec_each (s, &p->segments)) {
        const struct pack_segment *first = &p->segments.items[0];

        p->virt_start = s->virt < p->virt_start ? s->virt : p->virt_start;
        p->phys_start = s->phys < p->phys_start ? s->phys : p->phys_start;
        p->virt_end = s->virt + s->size > p->virt_end ? s->virt + s->size : p->virt_end;
        if (s->phys - s->virt != first->phys - first->virt) {
            p->same_offset = false;
        }
    }
    if (p->virt_start % PACK_PAGE != 0) {
        return "its lowest address is not 4 KiB aligned";
    }
    if (p->virt_end - p->virt_start > SPAN_MAX || p->virt_end > UINT64_MAX - PACK_PAGE) {
        return "it spans more than 1 GiB, or reaches the last page of the address space";
    }
    if (p->entry < p->virt_start || p->entry >= p->virt_end) {
        return "its entry point lies outside its segments";
    }
    return NULL;
}

/* Reads headers and segments from the open file. Returns NULL or what is wrong. */
static const char *read_program(struct compilation *c, Elf *elf, struct pack_program *p)
{
    GElf_Ehdr eh;
    const char *fault;

    if (elf == NULL || elf_kind(elf) != ELF_K_ELF || gelf_getehdr(elf, &eh) == NULL) {
        return "not an ELF file";
    }
    fault = check_header(&eh);
    if (fault != NULL) {
        return fault;
    }
    p->machine = eh.e_machine;
    p->entry = eh.e_entry;
    for (int i = 0; i < eh.e_phnum; i++) {
        GElf_Phdr ph;

        if (gelf_getphdr(elf, i, &ph) == NULL) {
            return "the file is cut: its program headers lie beyond its end";
        }
        if (ph.p_type == PT_LOAD && ph.p_memsz != 0) {
            fault = add_segment(c, p, &ph);
            if (fault != NULL) {
                return fault;
            }
        }
    }
    return measure(p);
}

bool pack_elf_read(struct compilation *c, const char *what, const struct pack_bytes *file,
                   struct pack_program *program)
{
    Elf *elf = open_memory(file);
    const char *fault;

    *program = (struct pack_program){.file = *file};
    fault = read_program(c, elf, program);
    elf_end(elf);
    return fault == NULL || fail(c, what, program, fault);
}

/* Calls nothing: finds the next section of the type, or of the name if `name` is given. */
static Elf_Scn *next_section(Elf *elf, Elf_Scn *after, uint32_t type, const char *name,
                             GElf_Shdr *sh)
{
    size_t names;

    if (elf == NULL || elf_getshdrstrndx(elf, &names) != 0) {
        return NULL;
    }
    for (Elf_Scn *s = elf_nextscn(elf, after); s != NULL; s = elf_nextscn(elf, s)) {
        const char *found =
            gelf_getshdr(s, sh) == NULL ? NULL : elf_strptr(elf, names, sh->sh_name);

        if (found != NULL && sh->sh_type == type && (name == NULL || strcmp(found, name) == 0)) {
            return s;
        }
    }
    return NULL;
}

uint64_t pack_elf_own(const struct pack_program *program)
{
    uint64_t given = UINT64_MAX;

    for (size_t i = 0; i < program->segments.count; i++) {
        const struct pack_segment *s = &program->segments.items[i];

        if ((s->flags & INIT_PAYLOAD_GIVEN) != 0 && s->virt % PACK_PAGE == 0 && s->virt < given) {
            given = s->virt;
        }
    }
    return given == UINT64_MAX ? 0 : given - program->virt_start;
}

bool pack_elf_symbol(const struct pack_program *program, const char *name, uint64_t *value)
{
    Elf *elf = open_memory(&program->file);
    GElf_Shdr sh;
    Elf_Scn *section = next_section(elf, NULL, SHT_SYMTAB, NULL, &sh);
    Elf_Data *data = section == NULL ? NULL : elf_getdata(section, NULL);
    GElf_Sym symbol;
    bool found = false;

    for (int i = 0; data != NULL && !found && gelf_getsym(data, i, &symbol) != NULL; i++) {
        const char *text = elf_strptr(elf, sh.sh_link, symbol.st_name);

        if (text != NULL && strcmp(text, name) == 0 && symbol.st_shndx != SHN_UNDEF) {
            *value = symbol.st_value;
            found = true;
        }
    }
    elf_end(elf);
    return found;
}

bool pack_elf_section(const struct pack_program *program, const char *name, uint64_t *virt,
                      uint64_t *size)
{
    Elf *elf = open_memory(&program->file);
    GElf_Shdr sh;
    bool found = next_section(elf, NULL, SHT_PROGBITS, name, &sh) != NULL;

    if (found) {
        *virt = sh.sh_addr;
        *size = sh.sh_size;
    }
    elf_end(elf);
    return found;
}

uint64_t pack_elf_file_size(const struct pack_program *program)
{
    uint64_t offset = sizeof(Elf64_Ehdr) + program->segments.count * sizeof(Elf64_Phdr);

    for (size_t i = 0; i < program->segments.count; i++) {
        const struct pack_segment *s = &program->segments.items[i];

        offset += (s->virt - offset) % PACK_PAGE + s->file_size;
    }
    return offset;
}

void pack_elf_write(struct compilation *c, const struct pack_program *program,
                    struct pack_bytes *out)
{
    size_t count = program->segments.count;
    uint64_t offset = sizeof(Elf64_Ehdr) + count * sizeof(Elf64_Phdr);
    Elf64_Phdr *headers = arena_array(&c->arena, Elf64_Phdr, count);
    Elf64_Ehdr eh = {
        .e_ident = {ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64, ELFDATA2LSB, EV_CURRENT},
        .e_type = ET_EXEC,
        .e_machine = (Elf64_Half)program->machine,
        .e_version = EV_CURRENT,
        .e_entry = program->entry,
        .e_phoff = sizeof eh,
        .e_ehsize = sizeof eh,
        .e_phentsize = sizeof(Elf64_Phdr),
        .e_phnum = (Elf64_Half)count,
        .e_shentsize = sizeof(Elf64_Shdr),
    };
    uint8_t *bytes;

    for (size_t i = 0; i < count; i++) {
        const struct pack_segment *s = &program->segments.items[i];

        offset += (s->virt - offset) % PACK_PAGE;
        headers[i] = (Elf64_Phdr){PT_LOAD, s->flags,     offset,  s->virt,
                                  s->phys, s->file_size, s->size, PACK_PAGE};
        offset += s->file_size;
    }
    bytes = arena_alloc(&c->arena, (size_t)offset, 16);
    memcpy(bytes, &eh, sizeof eh);
    memcpy(bytes + sizeof eh, headers, count * sizeof *headers);
    for (size_t i = 0; i < count; i++) {
        const struct pack_segment *s = &program->segments.items[i];

        memcpy(bytes + headers[i].p_offset, s->bytes, (size_t)s->file_size);
    }
    out->bytes = bytes;
    out->size = (size_t)offset;
}

void pack_elf_flatten(struct compilation *c, const struct pack_program *program,
                      struct pack_bytes *out)
{
    size_t size = (size_t)(program->virt_end - program->virt_start);
    uint8_t *bytes = arena_alloc(&c->arena, size, 16);

    for (size_t i = 0; i < program->segments.count; i++) {
        const struct pack_segment *s = &program->segments.items[i];

        memcpy(bytes + (s->virt - program->virt_start), s->bytes, (size_t)s->file_size);
    }
    out->bytes = bytes;
    out->size = size;
}
