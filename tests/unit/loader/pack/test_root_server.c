/* SPDX-License-Identifier: BSD-2-Clause */
// link: loader_pack adl_base
// sources: loader/boot/elf_load.c
/* Root servers: spec and frame contents lie where the note in init says, on pages of their own, in
   one run with init. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "adl/base/compilation.h"
#include "capdl/include/capdl_binary.h"
#include "capdl/include/crc32.h"
#include "loader/boot/include/elf_load.h"
#include "loader/include/init_payload.h"
#include "loader/pack/pack.h"
#include "tests/unit/loader/elf_maker.h"

#define BASE UINT64_C(0x400000)

struct fixture {
    struct compilation c;
    struct init_payload note;
    struct elf_maker init;
    uint8_t spec[5000], contents[3 * 4096];
    struct pack_bytes init_file, out;
    struct pack_root_options options;
};

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    compilation_init(&f->c);
    f->note = (struct init_payload){
        .magic = INIT_PAYLOAD_MAGIC, .version = INIT_PAYLOAD_VERSION, .size = sizeof f->note};
    f->init = (struct elf_maker){
        .machine = 243,
        .entry = BASE + 0x1000,
        .count = 3,
        .section = INIT_PAYLOAD_SECTION,
        .section_size = sizeof f->note,
        .segments = {{BASE, BASE, sizeof f->note, sizeof f->note, 4, &f->note},
                     {BASE + 0x1000, BASE + 0x1000, 0x800, 0x800, 5, NULL},
                     {BASE + 0x2000, BASE + 0x2000, 0x2345, 0x10, 6, NULL}},
    };
    for (size_t i = 0; i < sizeof f->spec; i++) {
        f->spec[i] = (uint8_t)(i * 3 + 1);
    }
    for (size_t i = 0; i < sizeof f->contents; i++) {
        f->contents[i] = (uint8_t)(i / 4096 + 0x80);
    }
    f->options = (struct pack_root_options){
        .spec = f->spec, .spec_size = sizeof f->spec, .contents = f->contents, .contents_pages = 3};
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;

    free((void *)(uintptr_t)f->init_file.bytes);
    compilation_done(&f->c);
    free(f);
    return 0;
}

static int pack(struct fixture *f)
{
    free((void *)(uintptr_t)f->init_file.bytes);
    f->init_file = (struct pack_bytes){.path = "init.elf"};
    f->init_file.bytes = elf_maker_make(&f->init, &f->init_file.size);
    return pack_root_bytes(&f->c, &f->init_file, &f->options, &f->out);
}

/* Loads the packed root server as the boot loader would; the caller frees. */
static uint8_t *load(const struct fixture *f, struct elf_span *span)
{
    uint8_t *memory;

    assert_null(elf_load_plan(f->out.bytes, f->out.size, 243, span));
    memory = malloc(span->virt_end - span->virt_start);
    elf_load_copy(span, memory);
    return memory;
}

static void test_note_tells_where(void **state)
{
    struct fixture *f = *state;
    struct init_payload note;
    struct elf_span span;
    uint8_t *memory;
    uint32_t crc;

    assert_int_equal(pack(f), 0);
    memory = load(f, &span);
    memcpy(&note, memory, sizeof note);
    crc = note.crc;
    note.crc = 0;
    assert_int_equal(crc, crc32_of(&note, sizeof note));
    assert_int_equal(note.image_vaddr, BASE);
    assert_int_equal(note.spec_vaddr, BASE + 0x5000);
    assert_int_equal(note.spec_size, sizeof f->spec);
    assert_int_equal(note.frames_vaddr, BASE + 0x7000);
    assert_int_equal(span.given, note.frames_vaddr);
    assert_int_equal(note.frames_pages, 3);
    assert_int_equal(note.image_pages, 10);
    assert_int_equal(span.virt_end - span.virt_start, 10 * 4096);
    assert_int_equal(span.entry, BASE + 0x1000);
    assert_memory_equal(memory + 0x5000, f->spec, sizeof f->spec);
    assert_int_equal(memory[0x5000 + sizeof f->spec], 0);
    assert_memory_equal(memory + 0x7000, f->contents, sizeof f->contents);
    free(memory);
}

static void test_no_contents(void **state)
{
    struct fixture *f = *state;
    struct init_payload note;
    struct elf_span span;
    uint8_t *memory;

    f->options.contents = NULL;
    f->options.contents_pages = 0;
    assert_int_equal(pack(f), 0);
    memory = load(f, &span);
    memcpy(&note, memory, sizeof note);
    assert_int_equal(note.frames_pages, 0);
    assert_int_equal(note.frames_vaddr, BASE + 0x7000);
    assert_int_equal(note.image_pages, 7);
    assert_int_equal(span.given, span.virt_end);
    free(memory);
}

/* Memory to work in, as much as the spec's tables make necessary; zeroed, not in the file. */
static void test_state_grows_with_the_spec(void **state)
{
    struct fixture *f = *state;
    struct capdl_header header = {
        .magic = CAPDL_MAGIC, .objects = {96,    1000},
             .caps = {48096, 300 }
    };
    struct init_payload note;
    struct elf_span span;
    uint8_t *memory;
    size_t without;

    assert_int_equal(pack(f), 0);
    without = f->out.size;
    memcpy(f->spec, &header, sizeof header);
    assert_int_equal(pack(f), 0);
    assert_in_range(f->out.size, without, without + 4096);
    memory = load(f, &span);
    memcpy(&note, memory, sizeof note);
    assert_int_equal(note.state_vaddr, BASE + 0x7000);
    assert_int_equal(note.frames_vaddr, BASE + 0xe000);
    assert_int_equal(span.given, note.frames_vaddr);
    assert_int_equal(note.state_size, 1000 * 25 + 300 * 5);
    assert_int_equal(note.state_size, init_payload_state_size(1000, 300));
    assert_int_equal(note.image_pages, 10 + 7);
    assert_int_equal(span.virt_end - span.virt_start, 17 * 4096);
    for (uint64_t i = 0; i < 7 * 4096; i++) {
        assert_int_equal(memory[0x7000 + i], 0);
    }
    free(memory);
    header.objects.count = 0x40000000; /* no such spec: not worth a gigabyte */
    memcpy(f->spec, &header, sizeof header);
    assert_int_equal(pack(f), 0);
    memory = load(f, &span);
    memcpy(&note, memory, sizeof note);
    assert_int_equal(note.state_size, 0);
    free(memory);
}

static void refused(struct fixture *f, const char *text)
{
    size_t before = f->c.diags.list.count;

    assert_int_equal(pack(f), -1);
    assert_int_equal(f->c.diags.list.count, before + 1);
    assert_int_equal(vec_last(&f->c.diags.list)->id, DIAG_IMAGE_LAYOUT);
    if (strstr(vec_last(&f->c.diags.list)->message, text) == NULL) {
        fail_msg("got: %s", vec_last(&f->c.diags.list)->message);
    }
}

static void test_refuses_what_is_not_init(void **state)
{
    struct fixture *f = *state;

    f->init.section = ".data";
    refused(f, "no section `.init_payload`");
    f->init.section = INIT_PAYLOAD_SECTION;
    f->init.section_size = 8;
    refused(f, "has another size");
    f->init.section_size = sizeof f->note;
    f->note.version = 99;
    refused(f, "another payload format");
    f->note.version = INIT_PAYLOAD_VERSION;
    f->init.segments[0].file_size = 16;
    refused(f, "is not loaded");
}

/* What has been packed once has its payload and takes no other. */
static void test_refuses_a_second_payload(void **state)
{
    struct fixture *f = *state;

    f->note.spec_size = 1;
    refused(f, "has a payload already");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_note_tells_where),          TEST(test_no_contents),
        TEST(test_state_grows_with_the_spec), TEST(test_refuses_what_is_not_init),
        TEST(test_refuses_a_second_payload),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
