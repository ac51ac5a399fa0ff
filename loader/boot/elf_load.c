/* SPDX-License-Identifier: BSD-2-Clause */
#include "loader/boot/include/elf_load.h"

#include <stdbool.h>

#include "loader/common/bare_string.h"
#include "loader/include/init_payload.h"

#define BLOCK  (UINT64_C(1) << 21)
#define REGION (UINT64_C(1) << 30)

enum { PT_LOAD = 1, ET_EXEC = 2 };

/* The ELF64 file header and program header, field by field as in the ELF specification. */
struct file_header {
    uint8_t ident[16];
    uint16_t type, machine;
    uint32_t version;
    uint64_t entry, phoff, shoff;
    uint32_t flags;
    uint16_t ehsize, phentsize, phnum, shentsize, shnum, shstrndx;
};

struct program_header {
    uint32_t type, flags;
    uint64_t offset, vaddr, paddr, filesz, memsz, align;
};

_Static_assert(sizeof(struct file_header) == 64, "ELF64 header");
_Static_assert(sizeof(struct program_header) == 56, "ELF64 program header");

static struct program_header header_at(const uint8_t *file, uint64_t headers, uint32_t i)
{
    struct program_header ph;

    memcpy(&ph, file + headers + (uint64_t)i * sizeof ph, sizeof ph);
    return ph;
}

static const char *check_file_header(const struct file_header *eh, uint64_t size, uint32_t machine)
{
    static const uint8_t ident[7] = {0x7f, 'E', 'L', 'F', 2, 1, 1};

    if (memcmp(eh->ident, ident, sizeof ident) != 0) {
        return "not a 64-bit little-endian ELF file";
    }
    if (eh->machine != machine) {
        return "built for another CPU";
    }
    if (eh->type != ET_EXEC) {
        return "not a static executable";
    }
    if (eh->phentsize != sizeof(struct program_header) || eh->phnum == 0 ||
        eh->phnum > ELF_LOAD_HEADERS_MAX) {
        return "program headers of unknown form or number";
    }
    if (eh->phoff > size || size - eh->phoff < (uint64_t)eh->phnum * eh->phentsize) {
        return "program headers outside the file";
    }
    return NULL;
}

static const char *check_segment(const struct program_header *ph, uint64_t size)
{
    if (ph->filesz > ph->memsz) {
        return "a segment is larger in the file than in memory";
    }
    if (ph->offset > size || ph->filesz > size - ph->offset) {
        return "a segment lies outside the file";
    }
    if (ph->memsz > REGION || ph->vaddr + ph->memsz < ph->vaddr ||
        ph->paddr + ph->memsz < ph->paddr) {
        return "a segment is larger than 1 GiB or wraps around the address space";
    }
    return NULL;
}

/* Does segment i share a byte with an earlier one? */
static bool overlaps_earlier(const struct elf_span *span, uint32_t i,
                             const struct program_header *ph)
{
    for (uint32_t k = 0; k < i; k++) {
        struct program_header other = header_at(span->file, span->headers, k);

        if (other.type == PT_LOAD && other.memsz != 0 && ph->vaddr < other.vaddr + other.memsz &&
            other.vaddr < ph->vaddr + ph->memsz) {
            return true;
        }
    }
    return false;
}

static void span_add(struct elf_span *span, const struct program_header *ph, bool first)
{
    if ((ph->flags & INIT_PAYLOAD_GIVEN) != 0 && ph->vaddr % ELF_LOAD_PAGE == 0 &&
        ph->vaddr < span->given) {
        span->given = ph->vaddr;
    }
    if (first) {
        span->virt_start = ph->vaddr;
        span->virt_end = ph->vaddr + ph->memsz;
        span->phys_start = ph->paddr;
        span->same_offset = 1;
        return;
    }
    if (ph->paddr - ph->vaddr != span->phys_start - span->virt_start) {
        span->same_offset = 0;
    }
    if (ph->vaddr < span->virt_start) {
        span->virt_start = ph->vaddr;
        span->phys_start = ph->paddr;
    }
    if (ph->vaddr + ph->memsz > span->virt_end) {
        span->virt_end = ph->vaddr + ph->memsz;
    }
}

const char *elf_load_plan(const uint8_t *file, uint64_t size, uint32_t machine,
                          struct elf_span *span)
{
    struct file_header eh;
    const char *fault;
    bool first = true;

    if (size < sizeof eh) {
        return "too short for an ELF file";
    }
    memcpy(&eh, file, sizeof eh);
    fault = check_file_header(&eh, size, machine);
    if (fault != NULL) {
        return fault;
    }
    *span = (struct elf_span){
        .file = file, .given = UINT64_MAX, .headers = eh.phoff, .entry = eh.entry};
    span->header_count = eh.phnum;
    for (uint32_t i = 0; i < span->header_count; i++) {
        struct program_header ph = header_at(file, span->headers, i);

        if (ph.type != PT_LOAD || ph.memsz == 0) {
            continue;
        }
        fault = check_segment(&ph, size);
        if (fault != NULL) {
            return fault;
        }
        if (overlaps_earlier(span, i, &ph)) {
            return "two segments overlap";
        }
        span_add(span, &ph, first);
        first = false;
    }
    if (first) {
        return "nothing to load";
    }
    if (span->given == UINT64_MAX) {
        span->given = span->virt_end;
    }
    if (span->virt_start % ELF_LOAD_PAGE != 0) {
        return "the lowest address is not 4 KiB aligned";
    }
    if (span->virt_end - span->virt_start > REGION) {
        return "the program spans more than 1 GiB";
    }
    if (span->entry < span->virt_start || span->entry >= span->virt_end) {
        return "the entry point lies outside the program";
    }
    return NULL;
}

const char *elf_load_check_kernel(const struct elf_span *span)
{
    if (span->same_offset == 0) {
        return "p_paddr - p_vaddr differs between segments";
    }
    if (span->phys_start % ELF_LOAD_PAGE != 0) {
        return "the physical address is not 4 KiB aligned";
    }
    if ((span->phys_start - span->virt_start) % BLOCK != 0) {
        return "physical and virtual address differ modulo 2 MiB";
    }
    if ((span->virt_start & ~(REGION - 1)) != ((span->virt_end - 1) & ~(REGION - 1))) {
        return "the kernel crosses a 1 GiB border of virtual memory";
    }
    return NULL;
}

void elf_load_copy(const struct elf_span *span, uint8_t *dest)
{
    memset(dest, 0, span->virt_end - span->virt_start);
    for (uint32_t i = 0; i < span->header_count; i++) {
        struct program_header ph = header_at(span->file, span->headers, i);

        if (ph.type == PT_LOAD && ph.memsz != 0) {
            memcpy(dest + (ph.vaddr - span->virt_start), span->file + ph.offset, ph.filesz);
        }
    }
}

void elf_load_headers(const struct elf_span *span, uint8_t *page)
{
    uint32_t size = sizeof(struct program_header);

    memset(page, 0, ELF_LOAD_PAGE);
    memcpy(page, &span->header_count, sizeof span->header_count);
    memcpy(page + 4, &size, sizeof size);
    memcpy(page + 8, span->file + span->headers, (size_t)span->header_count * size);
}
