/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/plan/elf_pages.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>

#include "capdl/plan/page_tables.h"
#include "capdl/plan/vspace_build.h"

#define PAGE_BITS  12
#define LARGE_BITS 21 /* a page size of every CPU */
#define PAGE       (UINT64_C(1) << PAGE_BITS)
#define LARGE      (UINT64_C(1) << LARGE_BITS)

/* The addresses of one region, guards included. */
struct window {
    uint64_t start, end;
    const struct program_region *region;
};

/* Pages without contents, side by side, that are not made yet: if they are several, they become
 * the elements of one array. */
struct run {
    uint64_t start; /* address of the first */
    uint32_t count;
    uint8_t bits;        /* log2 bytes of each */
    struct spec_cap cap; /* how all are mapped */
    const char *wanted;  /* name */
};

/* One completion of one address space. */
struct builder {
    struct compilation *c;
    struct spec *spec;
    const struct program *program;
    const struct elf_file *elf;
    struct window *windows; /* by start, disjoint */
    uint32_t window_count;
    struct run run;
    bool failed;
};

__attribute__((format(printf, 3, 4))) static void fault(struct builder *b, enum diag_id id,
                                                        const char *format, ...)
{
    va_list arguments;
    char *text;

    va_start(arguments, format);
    text = arena_vprintf(&b->c->arena, format, arguments);
    va_end(arguments);
    (void)diag_report(&b->c->diags, id, SPAN_NONE, "program `%s`: %s", b->elf->shown_name, text);
    b->failed = true;
}

static uint64_t page_floor(uint64_t address)
{
    return address & ~(PAGE - 1);
}

static uint64_t page_ceiling(uint64_t address)
{
    return (address + PAGE - 1) & ~(PAGE - 1);
}

/* Bytes of address space that the middle of a region takes. */
static uint64_t middle_size(const struct program_region *region)
{
    uint64_t unit = region->frame_count == 0 ? PAGE : UINT64_C(1) << region->frame_bits;

    return (region->size + unit - 1) & ~(unit - 1);
}

/* True when a page of [start, end) has bytes in the file. */
static bool has_file_bytes(const struct elf_file *elf, uint64_t start, uint64_t end)
{
    for (uint32_t i = 0; i < elf->segment_count; i++) {
        const struct elf_segment *segment = &elf->segments[i];

        if (segment->file_size > 0 && segment->vaddr < end &&
            segment->vaddr + segment->file_size > start) {
            return true;
        }
    }
    return false;
}

/* Finds the place of a region; false (after a diagnostic) when it does not fit. */
static bool place_region(struct builder *b, const struct program_region *region,
                         struct window *window)
{
    uint64_t limit = page_tables_shape((uint32_t)b->spec->arch)->user_end;
    uint64_t wanted = region->guard_before + middle_size(region) + region->guard_after;
    uint64_t address, size;

    if (!elf_file_symbol(b->elf, region->symbol, &address, &size)) {
        fault(b, DIAG_ELF_SYMBOL_MISSING, "there is no symbol `%s` for its %s", region->symbol,
              region->name);
        return false;
    }
    uint64_t unit = region->frame_count == 0 ? PAGE : UINT64_C(1) << region->frame_bits;
    if ((address + region->guard_before) % unit != 0 || address % PAGE != 0 || address < PAGE ||
        size != wanted || address >= limit || size > limit - address ||
        region->guard_before % PAGE != 0 || region->guard_after % PAGE != 0) {
        fault(b, DIAG_ELF_REGION,
              "symbol `%s` at 0x%" PRIx64 " with 0x%" PRIx64 " bytes should start on a page and "
              "have 0x%" PRIx64 " bytes",
              region->symbol, address, size, wanted);
        return false;
    }
    if (region->frame_count != 0 &&
        (uint64_t)region->frame_count << region->frame_bits != middle_size(region)) {
        fault(b, DIAG_ELF_REGION,
              "%u frames of 2^%u bytes do not make the 0x%" PRIx64 " bytes of `%s`",
              region->frame_count, region->frame_bits, region->size, region->symbol);
        return false;
    }
    if (has_file_bytes(b->elf, address, address + size)) {
        fault(b, DIAG_ELF_REGION, "symbol `%s` has contents in the file", region->symbol);
        return false;
    }
    *window = (struct window){.start = address, .end = address + size, .region = region};
    return true;
}

static int compare_windows(const void *a, const void *b)
{
    const struct window *x = a;
    const struct window *y = b;

    return (x->start > y->start) - (x->start < y->start);
}

static void place_regions(struct builder *b)
{
    const struct program *program = b->program;

    b->windows = arena_array(&b->c->arena, struct window, program->region_count);
    for (uint32_t i = 0; i < program->region_count; i++) {
        if (place_region(b, &program->regions[i], &b->windows[b->window_count])) {
            b->window_count++;
        }
    }
    if (b->window_count > 0) {
        qsort(b->windows, b->window_count, sizeof(*b->windows), compare_windows);
    }
    for (uint32_t i = 1; i < b->window_count; i++) {
        if (b->windows[i].start < b->windows[i - 1].end) {
            fault(b, DIAG_ELF_REGION, "the symbols `%s` and `%s` overlap",
                  b->windows[i - 1].region->symbol, b->windows[i].region->symbol);
        }
    }
}

static bool is_taken(const struct builder *b, const char *name)
{
    const char *element = arena_printf(&b->c->arena, "%s[0]", name);

    return spec_find(b->spec, name).index != SPEC_NO_OBJECT.index ||
           spec_find(b->spec, element).index != SPEC_NO_OBJECT.index;
}

/* A name that neither an object nor an array has yet. */
static const char *free_name(const struct builder *b, const char *wanted)
{
    const char *name = wanted;

    for (unsigned n = 1; is_taken(b, name); n++) {
        name = arena_printf(&b->c->arena, "%s_%u", wanted, n);
    }
    return name;
}

static struct spec_object_id add_frame(struct builder *b, uint8_t bits, const char *name)
{
    struct spec_object_id id = spec_add_object(b->spec, SPEC_KIND_FRAME, name);

    spec_object(b->spec, id)->size_bits = bits;
    return id;
}

/* The page size for memory without contents from `vaddr` to `end`: large where one fits exactly. */
static uint8_t empty_bits(uint64_t vaddr, uint64_t end)
{
    return vaddr % LARGE == 0 && end > vaddr && end - vaddr >= LARGE ? LARGE_BITS : PAGE_BITS;
}

static void map(struct builder *b, uint64_t vaddr, struct spec_cap cap)
{
    if (!vspace_build_map(b->spec, b->program->vspace, vaddr, cap)) {
        fault(b, DIAG_ELF_SEGMENT, "frame `%s` cannot be mapped at 0x%" PRIx64,
              spec_object(b->spec, cap.object)->name, vaddr);
    }
}

/* Makes and maps the pages of the run. */
static void end_run(struct builder *b)
{
    struct run run = b->run;
    const char *name;

    b->run = (struct run){.count = 0};
    if (run.count == 0) {
        return;
    }
    name = free_name(b, run.wanted);
    for (uint32_t i = 0; i < run.count && !b->failed; i++) {
        run.cap.object = add_frame(
            b, run.bits,
            run.count == 1 ? name : arena_printf(&b->c->arena, "%s[%" PRIu32 "]", name, i));
        map(b, run.start + ((uint64_t)i << run.bits), run.cap);
    }
}

/* One more page without contents, of that size and mapped so; its name, if the run begins there. */
static void add_to_run(struct builder *b, uint64_t page, uint8_t bits, struct spec_cap cap,
                       const char *wanted)
{
    struct run *run = &b->run;

    if (run->count == 0 || run->bits != bits || run->cap.rights != cap.rights ||
        run->cap.executable != cap.executable || run->cap.uncached != cap.uncached ||
        run->start + ((uint64_t)run->count << bits) != page) {
        end_run(b);
        *run = (struct run){.start = page, .bits = bits, .cap = cap, .wanted = wanted};
    }
    run->count++;
}

/* The pages of a region that it has no frames for. */
static void add_region_pages(struct builder *b, const struct program_region *region, uint64_t vaddr,
                             uint64_t end, struct spec_cap cap)
{
    const char *wanted = arena_printf(&b->c->arena, "%s_%s", b->program->name, region->name);

    while (vaddr < end) {
        uint8_t bits = empty_bits(vaddr, end);

        add_to_run(b, vaddr, bits, cap, wanted);
        vaddr += UINT64_C(1) << bits;
    }
    end_run(b);
}

static void map_region(struct builder *b, const struct window *window)
{
    const struct program_region *region = window->region;
    uint64_t vaddr = window->start + region->guard_before;
    uint64_t end = window->end - region->guard_after;
    struct spec_cap cap = {
        .rights = region->rights,
        .executable = region->executable,
        .uncached = region->uncached,
    };

    if (region->executable && (region->rights & SPEC_WRITE) != 0) {
        fault(b, DIAG_ELF_WRITABLE_CODE, "`%s` is both writable and executable", region->symbol);
        return;
    }
    for (; region->hole && vaddr < end; vaddr += PAGE) {
        if (!vspace_build_reserve(b->spec, b->program->vspace, vaddr)) {
            fault(b, DIAG_ELF_SEGMENT, "no page could be mapped at 0x%" PRIx64, vaddr);
        }
    }
    if (region->frame_count == 0) {
        add_region_pages(b, region, vaddr, end, cap);
    }
    for (uint32_t i = 0; i < region->frame_count && vaddr < end; i++) {
        cap.object = region->frames[i];
        assert(spec_object(b->spec, cap.object)->size_bits == region->frame_bits);
        map(b, vaddr, cap);
        vaddr += UINT64_C(1) << region->frame_bits;
    }
}

/* True when the page of 2^bits bytes has bytes of one of the segments [first, last]. */
static bool is_filled(const struct builder *b, uint64_t page, uint8_t bits, uint32_t first,
                      uint32_t last)
{
    for (uint32_t i = first; i <= last; i++) {
        const struct elf_segment *segment = &b->elf->segments[i];

        if (segment->file_size != 0 && segment->vaddr < page + (UINT64_C(1) << bits) &&
            segment->vaddr + segment->file_size > page) {
            return true;
        }
    }
    return false;
}

/* What of the page the segments [first, last] have in the file. */
static void add_fills(struct builder *b, uint64_t page, struct spec_object_id frame, uint32_t first,
                      uint32_t last)
{
    for (uint32_t i = first; i <= last; i++) {
        const struct elf_segment *segment = &b->elf->segments[i];
        uint64_t start = segment->vaddr > page ? segment->vaddr : page;
        uint64_t end = segment->vaddr + segment->file_size;

        end = end < page + PAGE ? end : page + PAGE;
        if (start < end) {
            spec_add_fill(b->spec, frame,
                          (struct spec_fill){
                              .kind = SPEC_FILL_FILE,
                              .dest_offset = (uint32_t)(start - page),
                              .length = (uint32_t)(end - start),
                              .file = b->program->elf_name,
                              .file_offset = segment->file_offset + (start - segment->vaddr),
                          });
        }
    }
}

/* What the segments [first, last] say about the page of 2^bits bytes they share; a large one has
 * no contents. */
static void add_page(struct builder *b, uint64_t page, uint8_t bits, uint32_t first, uint32_t last)
{
    struct spec_cap cap = {0};
    const char *name;

    for (uint32_t i = first; i <= last; i++) {
        const struct elf_segment *segment = &b->elf->segments[i];

        cap.rights |= segment->readable || segment->executable ? SPEC_READ : 0;
        cap.rights |= segment->writable ? SPEC_READ | SPEC_WRITE : 0;
        cap.executable = cap.executable || segment->executable;
    }
    if (cap.rights == 0) {
        return; /* not accessible: stays unmapped */
    }
    if ((cap.rights & SPEC_WRITE) != 0 && cap.executable) {
        fault(b, DIAG_ELF_WRITABLE_CODE,
              "the page at 0x%" PRIx64 " would be writable and executable, since two segments "
              "share it",
              page);
        return;
    }
    name = arena_printf(&b->c->arena, "%s_frame_%06" PRIx64, b->program->name, page);
    if (!is_filled(b, page, bits, first, last)) {
        add_to_run(b, page, bits, cap, name);
        return;
    }
    end_run(b);
    cap.object = add_frame(b, bits, free_name(b, name));
    add_fills(b, page, cap.object, first, last);
    map(b, page, cap);
}

/* The page size at `page` in segment `i`: a large page takes no byte of the file, no other segment
 * and no window, and ends with the segment's last page at the latest. */
static uint8_t page_bits(const struct builder *b, uint64_t page, uint32_t i, uint32_t window)
{
    const struct elf_segment *segment = &b->elf->segments[i];
    uint64_t end = page_ceiling(segment->vaddr + segment->memory_size);

    if (page < segment->vaddr + segment->file_size) {
        return PAGE_BITS;
    }
    if (i + 1 < b->elf->segment_count && b->elf->segments[i + 1].vaddr < end) {
        end = page_floor(b->elf->segments[i + 1].vaddr);
    }
    if (window < b->window_count && b->windows[window].start < end) {
        end = b->windows[window].start;
    }
    return empty_bits(page, end);
}

/* Walks the pages of all segments upward, past the windows, each page once. */
static void add_pages(struct builder *b)
{
    const struct elf_file *elf = b->elf;
    uint64_t next = 0; /* pages below are done */
    uint32_t window = 0;

    for (uint32_t i = 0; i < elf->segment_count && !b->failed; i++) {
        const struct elf_segment *segment = &elf->segments[i];
        uint64_t page = page_floor(segment->vaddr);
        uint64_t end = page_ceiling(segment->vaddr + segment->memory_size);

        page = page > next ? page : next;
        while (page < end && !b->failed) {
            uint32_t last = i;
            uint8_t bits;

            while (window < b->window_count && b->windows[window].end <= page) {
                window++;
            }
            if (window < b->window_count && b->windows[window].start <= page) {
                page = b->windows[window].end;
                continue;
            }
            while (last + 1 < elf->segment_count && elf->segments[last + 1].vaddr < page + PAGE) {
                last++;
            }
            bits = page_bits(b, page, i, window);
            add_page(b, page, bits, i, last);
            page += UINT64_C(1) << bits;
        }
        next = page > next ? page : next;
    }
    end_run(b);
}

/* Where in this address space regions map `frame` for the time number `skip` (from 0); 0 when they
 * do not so often. */
static uint64_t region_address(const struct builder *b, struct spec_object_id frame, uint32_t skip)
{
    for (uint32_t i = 0; i < b->window_count; i++) {
        const struct program_region *region = b->windows[i].region;

        for (uint32_t j = 0; j < region->frame_count; j++) {
            if (region->frames[j].index == frame.index && skip-- == 0) {
                return b->windows[i].start + region->guard_before +
                       ((uint64_t)j << region->frame_bits);
            }
        }
    }
    return 0;
}

/* How many of the first `count` caps stand for mappings of `frame`. */
static uint32_t aliases_of(const struct spec_object *cspace, uint32_t count,
                           struct spec_object_id frame)
{
    uint32_t aliases = 0;

    for (uint32_t i = 0; i < count; i++) {
        const struct spec_cap *cap = &cspace->caps[i];

        aliases += cap->mapped_alias && cap->object.index == frame.index ? 1u : 0u;
    }
    return aliases;
}

/* Frame caps of the program that stand for its mapping: says which mapping that is. The first cap
 * stands for the first mapping of its frame, the second for the second. */
static void resolve_aliases(struct builder *b)
{
    struct spec_object *cspace = spec_object(b->spec, b->program->cspace);

    for (uint32_t i = 0; i < cspace->cap_count; i++) {
        struct spec_cap *cap = &cspace->caps[i];

        uint64_t vaddr;

        if (!cap->mapped_alias) {
            continue;
        }
        vaddr = region_address(b, cap->object, aliases_of(cspace, i, cap->object));
        if (!vspace_build_place(b->spec, b->program->vspace, vaddr, &cap->mapping_table,
                                &cap->mapping_slot)) {
            fault(b, DIAG_ELF_REGION, "frame `%s` is to be mapped, but no region does so",
                  spec_object(b->spec, cap->object)->name);
        }
    }
}

bool elf_pages_add(struct compilation *c, struct spec *spec, const struct program *program,
                   const struct elf_file *elf)
{
    struct builder b = {.c = c, .spec = spec, .program = program, .elf = elf};

    place_regions(&b);
    if (b.failed) {
        return false;
    }
    add_pages(&b);
    for (uint32_t i = 0; i < b.window_count && !b.failed; i++) {
        map_region(&b, &b.windows[i]);
    }
    if (!b.failed) {
        resolve_aliases(&b);
    }
    return !b.failed;
}
