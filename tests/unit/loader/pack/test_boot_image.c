/* SPDX-License-Identifier: BSD-2-Clause */
// link: loader_pack adl_base
// sources: loader/boot/elf_load.c
/* Boot images: what is packed is what the loader will find; what the loader would refuse is refused
   here; no damage goes unseen. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "adl/base/compilation.h"
#include "adl/base/strbuf.h"
#include "loader/boot/include/elf_load.h"
#include "loader/include/image_check.h"
#include "loader/pack/pack.h"
#include "tests/unit/loader/elf_maker.h"

#define BOOT        UINT64_C(0x84000000)
#define BOOT_SIZE   0x8000u
#define KERNEL_VIRT UINT64_C(0xffffffff80200000)
#define KERNEL_PHYS UINT64_C(0x80200000)

struct fixture {
    struct compilation c;
    struct elf_maker boot, kernel, root;
    struct pack_bytes boot_file, kernel_file, root_file, dtb, image;
};

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    compilation_init(&f->c);
    f->boot = (struct elf_maker){
        .machine = 243,
        .entry = BOOT,
        .count = 1,
        .symbol = "boot_image_start",
        .symbol_value = BOOT + BOOT_SIZE,
        .segments = {{BOOT, BOOT, BOOT_SIZE - 0x100, 0x1234, 7, NULL}},
    };
    f->kernel = (struct elf_maker){
        .machine = 243,
        .entry = KERNEL_VIRT,
        .count = 2,
        .segments = {{KERNEL_VIRT, KERNEL_PHYS, 0x1800, 0x1700, 5, NULL},
                     {KERNEL_VIRT + 0x2000, KERNEL_PHYS + 0x2000, 0x3000, 0x123, 6, NULL}},
    };
    f->root = (struct elf_maker){
        .machine = 243,
        .entry = 0x400000,
        .count = 1,
        .segments = {{0x400000, 0x400000, 0x4000, 0x2345, 7, NULL}},
    };
    *state = f;
    return 0;
}

static void free_files(struct fixture *f)
{
    const uint8_t *files[] = {f->boot_file.bytes, f->kernel_file.bytes, f->root_file.bytes};

    for (unsigned i = 0; i < 3; i++) {
        free((void *)(uintptr_t)files[i]);
    }
}

static int teardown(void **state)
{
    struct fixture *f = *state;

    free_files(f);
    compilation_done(&f->c);
    free(f);
    return 0;
}

static int pack(struct fixture *f, enum pack_form form)
{
    free_files(f);
    f->boot_file = (struct pack_bytes){.path = "boot.elf"};
    f->kernel_file = (struct pack_bytes){.path = "kernel.elf"};
    f->root_file = (struct pack_bytes){.path = "root.elf"};
    f->image = (struct pack_bytes){.path = "image"};
    f->boot_file.bytes = elf_maker_make(&f->boot, &f->boot_file.size);
    f->kernel_file.bytes = elf_maker_make(&f->kernel, &f->kernel_file.size);
    f->root_file.bytes = elf_maker_make(&f->root, &f->root_file.size);
    return pack_boot_bytes(&f->c, &f->boot_file, &f->kernel_file, &f->root_file, &f->dtb, form,
                           &f->image);
}

/* A flat image is the loader's memory and then the payload; the header as the loader sees it. */
static const struct boot_image_header *flat_header(const struct fixture *f)
{
    return (const struct boot_image_header *)(const void *)(f->image.bytes + BOOT_SIZE);
}

static void test_flat_holds_all_parts(void **state)
{
    static const uint8_t dtb[64] = {0xd0, 0x0d, 0xfe, 0xed, 0, 0, 0, 64};
    struct fixture *f = *state;
    const struct boot_image_header *h;

    f->dtb = (struct pack_bytes){"board.dtb", dtb, sizeof dtb};
    assert_int_equal(pack(f, PACK_FLAT), 0);
    h = flat_header(f);
    assert_int_equal(f->image.size, BOOT_SIZE + h->total_size);
    assert_memory_equal(f->image.bytes, f->boot_file.bytes + 4096, 0x1234);
    for (size_t i = 0x1234; i < BOOT_SIZE; i++) {
        assert_int_equal(f->image.bytes[i], 0);
    }
    assert_null(image_check_header(h, 243));
    assert_null(image_check_payload(h));
    assert_non_null(image_check_header(h, 183));
    assert_int_equal(h->kernel.size, f->kernel_file.size);
    assert_memory_equal((const uint8_t *)h + h->kernel.offset, f->kernel_file.bytes,
                        f->kernel_file.size);
    assert_memory_equal((const uint8_t *)h + h->root.offset, f->root_file.bytes, f->root_file.size);
    assert_memory_equal((const uint8_t *)h + h->dtb.offset, dtb, sizeof dtb);
}

/* The loader's own ELF reader, on the image made as an ELF file: same memory as the flat form. */
static void test_elf_loads_to_flat(void **state)
{
    struct fixture *f = *state;
    struct elf_span span;
    struct pack_bytes elf;
    uint8_t *memory;

    assert_int_equal(pack(f, PACK_ELF), 0);
    elf = f->image;
    assert_null(elf_load_plan(elf.bytes, elf.size, 243, &span));
    assert_int_equal(span.entry, BOOT);
    assert_int_equal(span.virt_start, BOOT);
    assert_int_equal(span.phys_start, BOOT);
    memory = malloc(span.virt_end - span.virt_start);
    elf_load_copy(&span, memory);
    assert_int_equal(pack(f, PACK_FLAT), 0);
    assert_int_equal(f->image.size, span.virt_end - span.virt_start);
    assert_memory_equal(memory, f->image.bytes, f->image.size);
    free(memory);
}

static void test_same_input_same_bytes(void **state)
{
    struct fixture *f = *state;
    struct pack_bytes first;

    assert_int_equal(pack(f, PACK_ELF), 0);
    first = f->image;
    assert_int_equal(pack(f, PACK_ELF), 0);
    assert_int_equal(f->image.size, first.size);
    assert_memory_equal(f->image.bytes, first.bytes, first.size);
}

/* One bit changed anywhere in the payload is seen, by the same code the loader runs. */
static void test_every_flip_is_seen(void **state)
{
    struct fixture *f = *state;
    struct boot_image_header *h;
    uint8_t *copy;

    assert_int_equal(pack(f, PACK_FLAT), 0);
    copy = malloc(f->image.size - BOOT_SIZE);
    memcpy(copy, f->image.bytes + BOOT_SIZE, f->image.size - BOOT_SIZE);
    h = (struct boot_image_header *)(void *)copy;
    for (size_t at = 0; at < sizeof *h; at++) {
        copy[at] ^= (uint8_t)(1u << at % 8);
        assert_non_null(image_check_header(h, 243));
        copy[at] ^= (uint8_t)(1u << at % 8);
    }
    for (size_t at = sizeof *h; at < h->total_size; at += 97) {
        copy[at] ^= (uint8_t)(1u << at % 8);
        assert_non_null(image_check_payload(h));
        copy[at] ^= (uint8_t)(1u << at % 8);
    }
    assert_null(image_check_payload(h));
    free(copy);
}

static void test_show(void **state)
{
    struct fixture *f = *state;
    struct strbuf elf, flat;

    strbuf_init(&elf, &f->c.arena);
    strbuf_init(&flat, &f->c.arena);
    assert_int_equal(pack(f, PACK_ELF), 0);
    assert_int_equal(pack_show_bytes(&f->c, &f->image, &elf), 0);
    assert_non_null(strstr(elf.text, "riscv64"));
    assert_non_null(strstr(elf.text, "boot loader: 32768 bytes at 0x84000000\n"));
    assert_non_null(strstr(elf.text, "0xffffffff80200000-0xffffffff80204fff, entry "
                                     "0xffffffff80200000\n"));
    assert_non_null(strstr(elf.text, "segment 0x400000 (physical 0x400000), 16384 bytes, 9029 in "
                                     "file, rwx\n"));
    assert_int_equal(pack(f, PACK_FLAT), 0);
    assert_int_equal(pack_show_bytes(&f->c, &f->image, &flat), 0);
    assert_non_null(strstr(flat.text, "boot loader: 32768 bytes\n"));
    assert_string_equal(strstr(flat.text, "kernel:"), strstr(elf.text, "kernel:"));
}

/* Damage to any part of the file, the loader's code included, is seen; cuts are, too. */
static void test_show_sees_damage(void **state)
{
    struct fixture *f = *state;
    struct pack_bytes broken;
    uint8_t *copy;

    assert_int_equal(pack(f, PACK_FLAT), 0);
    copy = malloc(f->image.size);
    broken = (struct pack_bytes){"broken", copy, f->image.size};
    for (size_t at = 0; at < f->image.size; at += 1009) {
        struct strbuf out;

        strbuf_init(&out, &f->c.arena);
        memcpy(copy, f->image.bytes, f->image.size);
        copy[at] ^= 0x10;
        assert_int_equal(pack_show_bytes(&f->c, &broken, &out), -1);
        assert_int_equal(out.size, 0);
    }
    memcpy(copy, f->image.bytes, f->image.size);
    for (broken.size = 0; broken.size < f->image.size; broken.size += 911) {
        struct strbuf out;

        strbuf_init(&out, &f->c.arena);
        assert_int_equal(pack_show_bytes(&f->c, &broken, &out), -1);
    }
    free(copy);
}

/* Packing fails with one error of that kind whose text contains `text`. */
static void refused(struct fixture *f, enum diag_id id, const char *text)
{
    size_t before = f->c.diags.list.count;

    assert_int_equal(pack(f, PACK_ELF), -1);
    assert_int_equal(f->c.diags.list.count, before + 1);
    assert_int_equal(vec_last(&f->c.diags.list)->id, id);
    if (strstr(vec_last(&f->c.diags.list)->message, text) == NULL) {
        fail_msg("got: %s", vec_last(&f->c.diags.list)->message);
    }
}

static void test_refuses_foreign_machines(void **state)
{
    struct fixture *f = *state;

    f->kernel.machine = 183;
    refused(f, DIAG_IMAGE_PROGRAM, "built for aarch64");
    f->kernel.machine = 243;
    f->root.machine = 62;
    refused(f, DIAG_IMAGE_PROGRAM, "root server `root.elf` is built for an unknown CPU");
}

static void test_refuses_bad_kernels(void **state)
{
    struct fixture *f = *state;

    f->kernel.segments[1].phys += 0x1000;
    refused(f, DIAG_IMAGE_LAYOUT, "differs");
    f->kernel.segments[0].phys += 0x1000;
    refused(f, DIAG_IMAGE_LAYOUT, "2 MiB");
    f->kernel.segments[0].phys += UINT64_C(0x3e00000) - 0x1000;
    f->kernel.segments[1].phys += UINT64_C(0x3e00000) - 0x1000;
    refused(f, DIAG_IMAGE_LAYOUT, "does not fit beside the boot loader");
}

static void test_large_programs(void **state)
{
    struct fixture *f = *state;
    uint64_t small = f->kernel.segments[1].size;

    f->kernel.segments[1].size = UINT64_C(62) << 20;
    refused(f, DIAG_IMAGE_LAYOUT, "does not fit beside the boot loader");
    f->kernel.segments[1].size = small;
    f->root.segments[0].size = UINT64_C(500) << 20; /* goes behind the loader */
    assert_int_equal(pack(f, PACK_ELF), 0);
    f->root.segments[0].virt += 8;
    refused(f, DIAG_IMAGE_PROGRAM, "not 4 KiB aligned");
}

static void test_refuses_other_loaders(void **state)
{
    struct fixture *f = *state;

    f->boot.symbol = "something_else";
    refused(f, DIAG_IMAGE_LAYOUT, "no symbol `boot_image_start`");
    f->boot.symbol = "boot_image_start";
    f->boot.symbol_value += 4096;
    refused(f, DIAG_IMAGE_LAYOUT, "does not directly follow");
    f->boot.symbol_value -= 4096;
    f->boot.entry += 4;
    refused(f, DIAG_IMAGE_LAYOUT, "entry point first");
}

static void test_refuses_what_is_no_program(void **state)
{
    static const uint8_t text[] = "#!/bin/sh\n";
    struct fixture *f = *state;
    struct pack_bytes script = {"script", text, sizeof text};

    assert_int_equal(pack(f, PACK_ELF), 0);
    assert_int_equal(
        pack_boot_bytes(&f->c, &f->boot_file, &script, &f->root_file, &f->dtb, PACK_ELF, &f->image),
        -1);
    assert_non_null(strstr(vec_last(&f->c.diags.list)->message, "not an ELF file"));
    f->dtb = script;
    refused(f, DIAG_IMAGE_PROGRAM, "device tree `script`");
}

/* A kernel cut anywhere is refused, or everything the loader needs is there. */
static void test_kernel_truncations(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(pack(f, PACK_ELF), 0);
    for (size_t cut = 0; cut < f->kernel_file.size; cut += 61) {
        struct pack_bytes kernel = {"cut", f->kernel_file.bytes, cut};
        struct elf_span span;
        int packed = pack_boot_bytes(&f->c, &f->boot_file, &kernel, &f->root_file, &f->dtb,
                                     PACK_ELF, &f->image);
        bool loads = elf_load_plan(kernel.bytes, cut, 243, &span) == NULL;

        assert_int_equal(packed == 0, loads);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_flat_holds_all_parts),
        TEST(test_elf_loads_to_flat),
        TEST(test_same_input_same_bytes),
        TEST(test_every_flip_is_seen),
        TEST(test_show),
        TEST(test_show_sees_damage),
        TEST(test_refuses_foreign_machines),
        TEST(test_refuses_bad_kernels),
        TEST(test_large_programs),
        TEST(test_refuses_other_loaders),
        TEST(test_refuses_what_is_no_program),
        TEST(test_kernel_truncations),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
