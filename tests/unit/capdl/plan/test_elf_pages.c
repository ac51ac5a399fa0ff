/* SPDX-License-Identifier: BSD-2-Clause
 * Programs to pages: ELF files are made in memory, completed, and looked up in the graph. */
// link: capdl_plan capdl_spec adl_base
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <elf.h>

#include "capdl/plan/elf_file.h"
#include "capdl/plan/elf_pages.h"
#include "capdl/plan/page_tables.h"
#include "capdl/plan/program_finish.h"
#include "capdl/plan/vspace_build.h"

#define FILE_SIZE 0x5000u
#define MAX_LOADS 8u
#define SYMTAB_AT 0x4000u
#define STRTAB_AT 0x4400u
#define SHDRS_AT  0x4800u

/* A hand-made ELF file and the compilation it is tried in. */
struct fixture {
    struct compilation c;
    struct spec *spec;
    struct spec_object_id vspace, tcb, cspace;
    struct program program;
    struct program_region regions[4];
    struct program_thread thread;
    struct elf_file elf;
    union {
        char bytes[FILE_SIZE];
        Elf64_Ehdr header;
    } file;
    uint32_t loads, symbols, names;
};

static struct fixture fixture;

static void put(size_t at, const void *what, size_t size)
{
    memcpy(fixture.file.bytes + at, what, size);
}

static void add_load(uint32_t flags, uint64_t vaddr, uint64_t offset, uint64_t file_size,
                     uint64_t memory_size)
{
    Elf64_Phdr load = {.p_type = PT_LOAD,
                       .p_flags = flags,
                       .p_offset = offset,
                       .p_vaddr = vaddr,
                       .p_filesz = file_size,
                       .p_memsz = memory_size,
                       .p_align = 4096};

    put(sizeof(Elf64_Ehdr) + fixture.loads * sizeof(load), &load, sizeof(load));
    fixture.loads++;
    fixture.file.header.e_phnum = (Elf64_Half)fixture.loads;
}

static void add_symbol(const char *name, uint64_t address, uint64_t size)
{
    Elf64_Sym symbol = {.st_name = fixture.names,
                        .st_info = ELF64_ST_INFO(STB_GLOBAL, STT_OBJECT),
                        .st_shndx = SHN_ABS,
                        .st_value = address,
                        .st_size = size};

    fixture.symbols++;
    put(SYMTAB_AT + fixture.symbols * sizeof(symbol), &symbol, sizeof(symbol));
    put(STRTAB_AT + fixture.names, name, strlen(name) + 1);
    fixture.names += (uint32_t)strlen(name) + 1;
}

static void finish_sections(void)
{
    Elf64_Shdr sections[3] = {
        {.sh_type = SHT_NULL  },
        {         .sh_type = SHT_SYMTAB,
         .sh_offset = SYMTAB_AT,
         .sh_link = 2,
         .sh_entsize = sizeof(Elf64_Sym),
         .sh_size = (fixture.symbols + 1) * sizeof(Elf64_Sym)},
        { .sh_type = SHT_STRTAB,   .sh_offset = STRTAB_AT, .sh_size = fixture.names},
    };

    put(SHDRS_AT, sections, sizeof(sections));
    fixture.file.header.e_shoff = SHDRS_AT;
    fixture.file.header.e_shnum = 3;
    fixture.file.header.e_shentsize = sizeof(Elf64_Shdr);
}

static int setup(void **state)
{
    static const Elf64_Ehdr header = {
        .e_ident = {ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64, ELFDATA2LSB, EV_CURRENT},
        .e_type = ET_EXEC,
        .e_machine = EM_AARCH64,
        .e_version = EV_CURRENT,
        .e_entry = 0x400000,
        .e_phoff = sizeof(Elf64_Ehdr),
        .e_ehsize = sizeof(Elf64_Ehdr),
        .e_phentsize = sizeof(Elf64_Phdr),
    };

    memset(&fixture, 0, sizeof(fixture));
    compilation_init(&fixture.c);
    fixture.spec = spec_new(&fixture.c.arena, &fixture.c.interner, SPEC_ARCH_AARCH64);
    fixture.vspace = spec_add_object(fixture.spec, SPEC_KIND_PAGE_TABLE, "app_pd");
    fixture.tcb = spec_add_object(fixture.spec, SPEC_KIND_TCB, "app_tcb");
    fixture.cspace = spec_add_object(fixture.spec, SPEC_KIND_CNODE, "app_cnode");
    fixture.program = (struct program){.name = "app",
                                       .elf_name = "app.elf",
                                       .entry = "start",
                                       .vspace = fixture.vspace,
                                       .cspace = fixture.cspace,
                                       .regions = fixture.regions,
                                       .threads = &fixture.thread};
    fixture.file.header = header;
    fixture.names = 1;
    *state = &fixture;
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    compilation_done(&fixture.c);
    return 0;
}

static bool load(void)
{
    finish_sections();
    return elf_file_parse(&fixture.c, SPEC_ARCH_AARCH64, fixture.file.bytes, FILE_SIZE, "app.elf",
                          &fixture.elf);
}

static bool complete(void)
{
    return load() && elf_pages_add(&fixture.c, fixture.spec, &fixture.program, &fixture.elf);
}

static struct program_region *add_region(const char *symbol, uint64_t size, uint64_t guard)
{
    struct program_region *region = &fixture.regions[fixture.program.region_count++];

    *region = (struct program_region){.name = symbol,
                                      .symbol = symbol,
                                      .size = size,
                                      .guard_before = guard,
                                      .guard_after = guard,
                                      .rights = SPEC_READ | SPEC_WRITE};
    return region;
}

static const struct spec_cap *at(uint64_t vaddr)
{
    return vspace_build_find(fixture.spec, fixture.vspace, vaddr);
}

static const struct spec_object *frame_at(uint64_t vaddr)
{
    return spec_object(fixture.spec, at(vaddr)->object);
}

/* The id of the only diagnostic. */
static enum diag_id complaint(void)
{
    assert_int_equal(fixture.c.diags.list.count, 1);
    return fixture.c.diags.list.items[0]->id;
}

static void pages_have_rights_and_contents(void **state)
{
    (void)state;
    add_load(PF_R | PF_X, 0x400000, 0x1000, 0x1800, 0x1800);
    add_load(PF_R, 0x402000, 0x3000, 0x10, 0x10);
    add_load(PF_R | PF_W, 0x403010, 0x3010, 0x20, 0x2000);
    assert_true(complete());

    assert_int_equal(at(0x400000)->rights, SPEC_READ);
    assert_true(at(0x400000)->executable);
    assert_int_equal(frame_at(0x400000)->fills[0].length, 4096);
    assert_int_equal(frame_at(0x401000)->fills[0].length, 0x800);
    assert_int_equal(frame_at(0x401000)->fills[0].file_offset, 0x2000);
    assert_string_equal(frame_at(0x401000)->fills[0].file, "app.elf");
    assert_int_equal(at(0x402000)->rights, SPEC_READ);
    assert_false(at(0x402000)->executable);
    assert_int_equal(at(0x403000)->rights, SPEC_READ | SPEC_WRITE);
    assert_int_equal(frame_at(0x403000)->fills[0].dest_offset, 0x10);
    assert_int_equal(frame_at(0x404000)->fill_count, 0);
    assert_string_equal(frame_at(0x404000)->name, "app_frame_404000[0]");
    assert_string_equal(frame_at(0x405000)->name, "app_frame_404000[1]");
    assert_non_null(at(0x405000)); /* 0x403010 + 0x2000 ends inside this page */
    assert_null(at(0x406000));
    assert_null(at(0x3ff000));
    assert_string_equal(frame_at(0x400000)->name, "app_frame_400000");
    /* 6 frames; tables of level 1, 2 and 3 */
    assert_int_equal(fixture.spec->object_count, 3 + 6 + 3);
}

static void segments_may_share_a_page(void **state)
{
    (void)state;
    add_load(PF_R | PF_X, 0x400000, 0x1000, 0x100, 0x100);
    add_load(PF_R, 0x400800, 0x1800, 0x100, 0x100);
    add_load(PF_R, 0x400a00, 0x1a00, 0x100, 0x1000);
    assert_true(complete());
    assert_int_equal(frame_at(0x400000)->fill_count, 3);
    assert_int_equal(frame_at(0x400000)->fills[2].dest_offset, 0xa00);
    assert_int_equal(frame_at(0x401000)->fill_count, 0);
    assert_true(at(0x400000)->executable);
    assert_false(at(0x401000)->executable);
}

static void shared_pages_stay_writable_or_executable(void **state)
{
    (void)state;
    add_load(PF_R | PF_X, 0x400000, 0x1000, 0x100, 0x100);
    add_load(PF_R | PF_W, 0x400800, 0x1800, 0x100, 0x100);
    assert_false(complete());
    assert_int_equal(complaint(), DIAG_ELF_WRITABLE_CODE);
}

static void regions_have_guards_and_frames(void **state)
{
    struct spec_object_id shared[2];
    struct program_region *region;

    (void)state;
    for (int i = 0; i < 2; i++) {
        shared[i] = spec_add_object(fixture.spec, SPEC_KIND_FRAME, i == 0 ? "dp0" : "dp1");
        spec_object(fixture.spec, shared[i])->size_bits = 12;
    }
    add_load(PF_R | PF_X, 0x400000, 0x1000, 0x100, 0x100);
    add_load(PF_R | PF_W, 0x410000, 0x2000, 0x100, 0x9000);
    (void)add_region("stack", 0x2000, 0x1000);
    add_symbol("stack", 0x412000, 0x4000);
    region = add_region("dataport", 0x1800, 0);
    region->frames = shared;
    region->frame_count = 2;
    region->frame_bits = 12;
    region->rights = SPEC_READ;
    add_symbol("dataport", 0x417000, 0x2000);
    assert_true(complete());

    assert_non_null(at(0x411000));
    assert_null(at(0x412000));
    assert_string_equal(frame_at(0x413000)->name, "app_stack[0]");
    assert_string_equal(frame_at(0x414000)->name, "app_stack[1]");
    assert_null(at(0x415000));
    assert_non_null(at(0x416000));
    assert_int_equal(at(0x417000)->object.index, shared[0].index);
    assert_int_equal(at(0x418000)->object.index, shared[1].index);
    assert_int_equal(at(0x418000)->rights, SPEC_READ);
    assert_null(at(0x419000));
}

/* A large page only where it takes nothing but empty memory of one segment or region. */
static void empty_memory_takes_large_pages_where_they_fit(void **state)
{
    (void)state;
    add_load(PF_R | PF_W, 0x5ff000, 0x1000, 0x1001, 0x801000);
    (void)add_region("stack", 0x1000, 0x1000);
    add_symbol("stack", 0xbff000, 0x3000);
    (void)add_region("heap", 0x401000, 0);
    add_symbol("heap", 0x11ff000, 0x401000);
    add_load(PF_R | PF_W, 0x1000000, 0x3010, 0, 0x800000);
    add_load(PF_R | PF_W, 0x2000000, 0x3800, 0, 0x3ff800);
    add_load(PF_R, 0x23ff800, 0x3800, 0x10, 0x10);
    assert_true(complete());

    assert_int_equal(frame_at(0x600000)->size_bits, 12); /* its first byte is the file's */
    assert_int_equal(frame_at(0x600000)->fills[0].length, 1);
    assert_int_equal(frame_at(0x7ff000)->size_bits, 12);
    assert_int_equal(frame_at(0x800000)->size_bits, 21);
    assert_int_equal(frame_at(0x800000)->fill_count, 0);
    assert_int_equal(at(0x800000)->rights, SPEC_READ | SPEC_WRITE);
    assert_string_equal(frame_at(0x800000)->name, "app_frame_800000");
    assert_int_equal(frame_at(0xa00000)->size_bits, 12); /* the stack begins in it */
    assert_int_equal(frame_at(0xbfe000)->size_bits, 12);
    assert_null(at(0xbff000));
    assert_int_equal(frame_at(0xc02000)->size_bits, 12);
    assert_int_equal(frame_at(0xdff000)->size_bits, 12);
    assert_null(at(0xe00000));
    assert_int_equal(frame_at(0x1000000)->size_bits, 12); /* the heap begins in it */
    assert_int_equal(frame_at(0x11ff000)->size_bits, 12);
    assert_int_equal(frame_at(0x1200000)->size_bits, 21);
    assert_string_equal(frame_at(0x1200000)->name, "app_heap_1[0]");
    assert_int_equal(frame_at(0x1400000)->size_bits, 21);
    assert_int_equal(frame_at(0x1600000)->size_bits, 21);
    assert_null(at(0x1800000));
    assert_int_equal(frame_at(0x2000000)->size_bits, 21);
    assert_int_equal(frame_at(0x2200000)->size_bits, 12); /* shares its last page */
    assert_int_equal(frame_at(0x23ff000)->fill_count, 1);
}

static void caps_that_stand_for_a_mapping_learn_which(void **state)
{
    struct spec_object_id frames[2];
    struct program_region *region;
    const struct spec_cap *cap;

    (void)state;
    frames[0] = spec_add_object(fixture.spec, SPEC_KIND_FRAME, "uart0");
    frames[1] = spec_add_object(fixture.spec, SPEC_KIND_FRAME, "uart1");
    spec_object(fixture.spec, frames[0])->size_bits = 12;
    spec_object(fixture.spec, frames[1])->size_bits = 12;
    add_load(PF_R | PF_W, 0x410000, 0x2000, 0x100, 0x9000);
    region = add_region("mmio", 0x2000, 0);
    region->frames = frames;
    region->frame_count = 2;
    region->frame_bits = 12;
    add_symbol("mmio", 0x417000, 0x2000);
    assert_true(spec_put_cap(
        fixture.spec, fixture.cspace,
        (struct spec_cap){.slot = 3, .object = frames[1], .rights = 3, .mapped_alias = true}));
    assert_true(complete());
    cap = spec_cap_at(fixture.spec, fixture.cspace, 3);
    assert_int_equal(cap->mapping_slot, 0x18);
    assert_ptr_equal(spec_cap_at(fixture.spec, cap->mapping_table, cap->mapping_slot),
                     at(0x418000));
}

static void two_caps_stand_for_two_mappings(void **state)
{
    struct spec_object_id frame = spec_add_object(fixture.spec, SPEC_KIND_FRAME, "uart");
    static const char *const symbols[] = {"low", "high"};

    (void)state;
    spec_object(fixture.spec, frame)->size_bits = 12;
    add_load(PF_R | PF_W, 0x410000, 0x2000, 0x100, 0x9000);
    for (uint32_t i = 0; i < 2; i++) {
        struct program_region *region = add_region(symbols[i], 0x1000, 0);

        region->frames = &frame;
        region->frame_count = 1;
        region->frame_bits = 12;
        add_symbol(symbols[i], 0x417000 + i * 0x1000, 0x1000);
        assert_true(spec_put_cap(
            fixture.spec, fixture.cspace,
            (struct spec_cap){.slot = i, .object = frame, .rights = 3, .mapped_alias = true}));
    }
    assert_true(complete());
    assert_int_equal(spec_cap_at(fixture.spec, fixture.cspace, 0)->mapping_slot, 0x17);
    assert_int_equal(spec_cap_at(fixture.spec, fixture.cspace, 1)->mapping_slot, 0x18);
}

static void a_mapping_that_nobody_makes_is_told(void **state)
{
    struct spec_object_id frame = spec_add_object(fixture.spec, SPEC_KIND_FRAME, "uart");

    (void)state;
    spec_object(fixture.spec, frame)->size_bits = 12;
    add_load(PF_R | PF_W, 0x410000, 0x2000, 0x100, 0x9000);
    assert_true(spec_put_cap(fixture.spec, fixture.cspace,
                             (struct spec_cap){.object = frame, .mapped_alias = true}));
    assert_false(complete());
    assert_int_equal(complaint(), DIAG_ELF_REGION);
}

static void threads_get_their_start(void **state)
{
    (void)state;
    add_load(PF_R | PF_X, 0x400000, 0x1000, 0x100, 0x100);
    add_load(PF_R | PF_W, 0x410000, 0x2000, 0, 0x9000);
    (void)add_region("stack", 0x2000, 0x1000);
    add_symbol("stack", 0x412000, 0x4000);
    (void)add_region("buffer", 0x1000, 0x1000);
    add_symbol("buffer", 0x416000, 0x3000);
    add_symbol("start", 0x400010, 4);
    fixture.thread = (struct program_thread){.tcb = fixture.tcb, .stack = 0, .ipc_buffer = 1};
    fixture.program.thread_count = 1;
    assert_true(complete());
    assert_true(program_finish(&fixture.c, fixture.spec, &fixture.program, &fixture.elf));

    const struct spec_tcb *tcb = spec_object(fixture.spec, fixture.tcb)->tcb;
    assert_int_equal(tcb->ip, 0x400010);
    assert_int_equal(tcb->sp, 0x415000);
    assert_int_equal(tcb->ipc_buffer, 0x417000);
    assert_int_equal(tcb->init_count, 1);
    assert_int_equal(tcb->init[0], 0);
}

/* ld gives a segment of .bss alone an offset that may lie past the end of the file. */
static void a_segment_without_bytes_may_lie_anywhere(void **state)
{
    (void)state;
    add_load(PF_R | PF_X, 0x400000, 0x1000, 0x100, 0x100);
    add_load(PF_R | PF_W, 0x410000, FILE_SIZE + 0x1000, 0, 0x1000);
    assert_true(complete());
    assert_int_equal(frame_at(0x410000)->fill_count, 0);
}

static void a_missing_symbol_is_told(void **state)
{
    (void)state;
    add_load(PF_R | PF_X, 0x400000, 0x1000, 0x100, 0x100);
    (void)add_region("stack", 0x2000, 0x1000);
    assert_false(complete());
    assert_int_equal(complaint(), DIAG_ELF_SYMBOL_MISSING);
}

static void a_symbol_of_wrong_size_is_told(void **state)
{
    (void)state;
    add_load(PF_R | PF_X, 0x400000, 0x1000, 0x100, 0x100);
    (void)add_region("stack", 0x2000, 0x1000);
    add_symbol("stack", 0x412000, 0x3000);
    assert_false(complete());
    assert_int_equal(complaint(), DIAG_ELF_REGION);
}

static void a_region_with_file_bytes_is_told(void **state)
{
    (void)state;
    add_load(PF_R | PF_W, 0x410000, 0x1000, 0x2000, 0x9000);
    (void)add_region("stack", 0x1000, 0);
    add_symbol("stack", 0x411000, 0x1000);
    assert_false(complete());
    assert_int_equal(complaint(), DIAG_ELF_REGION);
}

struct bad_load {
    uint32_t flags;
    uint64_t vaddr, offset, file_size, memory_size;
    enum diag_id id;
};

static void bad_segments_are_refused(void **state)
{
    static const struct bad_load bad[] = {
        {PF_R | PF_W | PF_X, 0x400000,       0,             0x100, 0x100,             DIAG_ELF_WRITABLE_CODE},
        {PF_R,               0x0,            0,             0x100, 0x100,             DIAG_ELF_SEGMENT      },
        {PF_R,               0x400000,       0,             0x200, 0x100,             DIAG_ELF_SEGMENT      },
        {PF_R,               0x400000,       FILE_SIZE - 1, 0x2,   0x100,             DIAG_ELF_SEGMENT      },
        {PF_R,               0x400000,       UINT64_MAX,    0x100, 0x100,             DIAG_ELF_SEGMENT      },
        {PF_R,               0x400000,       0,             0,     UINT64_MAX,        DIAG_ELF_SEGMENT      },
        {PF_R,               0x7ffffffff000, 0,             0,     0x1000001,         DIAG_ELF_SEGMENT      },
        {PF_R,               0x800000000000, 0,             0,     0x1000,            DIAG_ELF_SEGMENT      },
        {PF_R,               UINT64_MAX,     0,             0,     0x1000,            DIAG_ELF_SEGMENT      },
        {PF_R,               0x400000,       0,             0,     UINT64_C(1) << 40, DIAG_ELF_SEGMENT      },
    };

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        add_load(bad[i].flags, bad[i].vaddr, bad[i].offset, bad[i].file_size, bad[i].memory_size);
        assert_false(load());
        assert_int_equal(complaint(), bad[i].id);
        (void)teardown(state);
        (void)setup(state);
    }
}

static void overlapping_segments_are_refused(void **state)
{
    (void)state;
    add_load(PF_R, 0x401000, 0, 0x100, 0x100);
    add_load(PF_R, 0x400000, 0, 0x100, 0x1001);
    assert_false(load());
    assert_int_equal(complaint(), DIAG_ELF_SEGMENT);
}

static void other_files_are_refused(void **state)
{
    (void)state;
    add_load(PF_R, 0x401000, 0, 0x100, 0x100);
    fixture.file.header.e_machine = EM_RISCV;
    assert_false(load());
    assert_int_equal(complaint(), DIAG_ELF_UNREADABLE);
    assert_false(elf_file_parse(&fixture.c, SPEC_ARCH_AARCH64, "#!/bin/sh", 9, "a", &fixture.elf));
    assert_false(elf_file_parse(&fixture.c, SPEC_ARCH_AARCH64, "", 0, "b", &fixture.elf));
    assert_false(elf_file_load(&fixture.c, SPEC_ARCH_AARCH64, "/nowhere/x", "c", &fixture.elf));
    assert_int_equal(fixture.c.diags.errors, 4);
}

/* Damaged files are refused or accepted, but never believed blindly (runs under ASan). */
static void damage_does_no_harm(void **state)
{
    uint64_t random = 0x9e3779b97f4a7c15u;

    for (int round = 0; round < 2000; round++) {
        add_load(PF_R | PF_X, 0x400000, 0x1000, 0x1800, 0x1800);
        add_load(PF_R | PF_W, 0x410000, 0x3000, 0x20, 0x9000);
        (void)add_region("stack", 0x2000, 0x1000);
        add_symbol("stack", 0x412000, 0x4000);
        finish_sections();
        for (int i = 0; i < 4; i++) {
            static const size_t places[] = {0, 0, SYMTAB_AT, SHDRS_AT};
            size_t at_byte;

            random = random * 6364136223846793005u + 1442695040888963407u;
            at_byte = places[random >> 62] + (random >> 33) % 192;
            fixture.file.bytes[at_byte] = (char)(random >> 50);
        }
        if (elf_file_parse(&fixture.c, SPEC_ARCH_AARCH64, fixture.file.bytes, FILE_SIZE, "app.elf",
                           &fixture.elf)) {
            (void)elf_pages_add(&fixture.c, fixture.spec, &fixture.program, &fixture.elf);
        } else {
            assert_true(fixture.c.diags.errors > 0);
        }
        (void)teardown(state);
        (void)setup(state);
    }
}

static void indices_follow_the_levels(void **state)
{
    const struct page_tables_shape *arm = page_tables_shape(SPEC_ARCH_AARCH64);
    const struct page_tables_shape *riscv = page_tables_shape(SPEC_ARCH_RISCV64);
    uint64_t vaddr = (UINT64_C(1) << 39) | (UINT64_C(2) << 30) | (UINT64_C(3) << 21) | (4u << 12);

    (void)state;
    for (uint8_t level = 0; level < 4; level++) {
        assert_int_equal(page_tables_index(arm, level, vaddr), level + 1);
    }
    assert_int_equal(page_tables_index(riscv, 0, vaddr), 2);
    assert_int_equal(page_tables_frame_level(riscv, 12), 2);
    assert_int_equal(page_tables_frame_level(riscv, 30), 0);
    assert_int_equal(page_tables_frame_level(arm, 21), 2);
    assert_int_equal(page_tables_frame_level(arm, 39), PAGE_TABLES_NO_LEVEL);
    assert_int_equal(page_tables_frame_level(arm, 13), PAGE_TABLES_NO_LEVEL);
    assert_true(page_tables_mappable(riscv, 0x3fffffe000, 12));
    assert_false(page_tables_mappable(riscv, 0x3ffffff000, 12));
    assert_false(page_tables_mappable(riscv, 0x1800, 12));
    assert_null(page_tables_shape(99));
}

static void a_page_is_mapped_once(void **state)
{
    struct spec_object_id small = spec_add_object(fixture.spec, SPEC_KIND_FRAME, "small");
    struct spec_object_id large = spec_add_object(fixture.spec, SPEC_KIND_FRAME, "large");
    struct spec_cap cap = {.object = small, .rights = SPEC_READ};
    uint32_t objects;

    (void)state;
    spec_object(fixture.spec, small)->size_bits = 12;
    spec_object(fixture.spec, large)->size_bits = 21;
    assert_true(vspace_build_map(fixture.spec, fixture.vspace, 0x400000, cap));
    objects = fixture.spec->object_count;
    assert_false(vspace_build_map(fixture.spec, fixture.vspace, 0x400000, cap));
    cap.object = large;
    assert_false(vspace_build_map(fixture.spec, fixture.vspace, 0x400000, cap));
    assert_false(vspace_build_map(fixture.spec, fixture.vspace, 0x601000, cap));
    assert_true(vspace_build_map(fixture.spec, fixture.vspace, 0x600000, cap));
    cap.object = small;
    assert_false(vspace_build_map(fixture.spec, fixture.vspace, 0x601000, cap));
    assert_int_equal(fixture.spec->object_count, objects);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(pages_have_rights_and_contents, setup, teardown),
        cmocka_unit_test_setup_teardown(segments_may_share_a_page, setup, teardown),
        cmocka_unit_test_setup_teardown(shared_pages_stay_writable_or_executable, setup, teardown),
        cmocka_unit_test_setup_teardown(regions_have_guards_and_frames, setup, teardown),
        cmocka_unit_test_setup_teardown(empty_memory_takes_large_pages_where_they_fit, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(caps_that_stand_for_a_mapping_learn_which, setup, teardown),
        cmocka_unit_test_setup_teardown(two_caps_stand_for_two_mappings, setup, teardown),
        cmocka_unit_test_setup_teardown(a_mapping_that_nobody_makes_is_told, setup, teardown),
        cmocka_unit_test_setup_teardown(threads_get_their_start, setup, teardown),
        cmocka_unit_test_setup_teardown(a_segment_without_bytes_may_lie_anywhere, setup, teardown),
        cmocka_unit_test_setup_teardown(a_missing_symbol_is_told, setup, teardown),
        cmocka_unit_test_setup_teardown(a_symbol_of_wrong_size_is_told, setup, teardown),
        cmocka_unit_test_setup_teardown(a_region_with_file_bytes_is_told, setup, teardown),
        cmocka_unit_test_setup_teardown(bad_segments_are_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(overlapping_segments_are_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(other_files_are_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(damage_does_no_harm, setup, teardown),
        cmocka_unit_test_setup_teardown(indices_follow_the_levels, setup, teardown),
        cmocka_unit_test_setup_teardown(a_page_is_mapped_once, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
