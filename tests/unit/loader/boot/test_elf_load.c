/* SPDX-License-Identifier: BSD-2-Clause */
// sources: loader/boot/elf_load.c
/* The boot loader's ELF reader: what it accepts, where it puts it, and that nothing broken gets
   past it or makes it read outside the file. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "loader/boot/include/elf_load.h"
#include "tests/unit/loader/elf_maker.h"

#define KERNEL_VIRT UINT64_C(0xffffffff80200000)
#define KERNEL_PHYS UINT64_C(0x80200000)

static struct elf_maker kernel(void)
{
    return (struct elf_maker){
        .machine = 243,
        .entry = KERNEL_VIRT + 0x10,
        .count = 2,
        .segments = {{KERNEL_VIRT, KERNEL_PHYS, 0x1800, 0x1700, 5, NULL},
                     {KERNEL_VIRT + 0x2000, KERNEL_PHYS + 0x2000, 0x3000, 0x123, 6, NULL}},
    };
}

/* Plans a made program; the file is copied to its exact size so that ASan sees each overrun. */
static const char *plan(const struct elf_maker *m, struct elf_span *span, uint8_t **file)
{
    size_t size;

    *file = elf_maker_make(m, &size);
    return elf_load_plan(*file, size, 243, span);
}

static void refused(struct elf_maker m, const char *text)
{
    struct elf_span span;
    uint8_t *file;
    const char *fault = plan(&m, &span, &file);

    assert_non_null(fault);
    assert_non_null(strstr(fault, text));
    free(file);
}

static void test_accepts_and_copies(void **state)
{
    struct elf_maker m = kernel();
    struct elf_span span;
    uint8_t *file, *memory = malloc(0x5000), page[4096];
    uint32_t count, size;

    (void)state;
    assert_null(plan(&m, &span, &file));
    assert_null(elf_load_check_kernel(&span));
    assert_int_equal(span.virt_start, KERNEL_VIRT);
    assert_int_equal(span.virt_end, KERNEL_VIRT + 0x5000);
    assert_int_equal(span.phys_start, KERNEL_PHYS);
    memset(memory, 0xee, 0x5000);
    elf_load_copy(&span, memory);
    for (size_t i = 0; i < 0x1700; i++) {
        assert_int_equal(memory[i], (uint8_t)(i * 7 + 1));
    }
    for (size_t i = 0x1700; i < 0x2000; i++) {
        assert_int_equal(memory[i], 0);
    }
    assert_int_equal(memory[0x2000], 2);
    for (size_t i = 0x2123; i < 0x5000; i++) {
        assert_int_equal(memory[i], 0);
    }
    memset(page, 0xee, sizeof page);
    elf_load_headers(&span, page);
    memcpy(&count, page, 4);
    memcpy(&size, page + 4, 4);
    assert_int_equal(count, 2);
    assert_int_equal(size, 56);
    assert_memory_equal(page + 8, file + 64, 112);
    assert_int_equal(page[8 + 112], 0);
    free(file);
    free(memory);
}

static void test_refuses_wrong_headers(void **state)
{
    struct elf_maker m = kernel();
    struct elf_span span;
    size_t size;
    uint8_t *file = elf_maker_make(&m, &size);

    (void)state;
    assert_non_null(elf_load_plan(file, 63, 243, &span));
    assert_non_null(elf_load_plan(file, size, 183, &span)); /* another CPU */
    file[4] = 1;                                            /* 32 bit */
    assert_non_null(elf_load_plan(file, size, 243, &span));
    file[4] = 2;
    file[16] = 3; /* ET_DYN */
    assert_non_null(elf_load_plan(file, size, 243, &span));
    file[16] = 2;
    file[56] = 65; /* phnum */
    assert_non_null(elf_load_plan(file, size, 243, &span));
    file[56] = 2;
    memset(file + 32, 0xff, 8); /* phoff */
    assert_non_null(elf_load_plan(file, size, 243, &span));
    free(file);
}

static void test_refuses_bad_segments(void **state)
{
    struct elf_maker m = kernel();

    (void)state;
    m.segments[0].size = 0x100;
    refused(m, "larger in the file");
    m = kernel();
    m.segments[1].virt = KERNEL_VIRT + 0x1000;
    refused(m, "overlap");
    m = kernel();
    m.segments[1].size = UINT64_C(0x7fffffffffffffff);
    refused(m, "wraps");
    m = kernel();
    m.segments[0].virt += 0x10;
    m.entry += 0x10;
    refused(m, "aligned");
    m = kernel();
    m.entry = KERNEL_VIRT + 0x5000;
    refused(m, "entry");
    m = kernel();
    m.count = 0;
    refused(m, "program headers");
    m = kernel();
    m.segments[0].size = m.segments[0].file_size = m.segments[1].size = m.segments[1].file_size = 0;
    refused(m, "nothing to load");
}

static void kernel_refused(struct elf_maker m, const char *text)
{
    struct elf_span span;
    uint8_t *file;
    const char *fault;

    assert_null(plan(&m, &span, &file));
    fault = elf_load_check_kernel(&span);
    assert_non_null(fault);
    assert_non_null(strstr(fault, text));
    free(file);
}

static void test_refuses_bad_kernels(void **state)
{
    struct elf_maker m = kernel();

    (void)state;
    m.segments[1].phys += 0x1000;
    kernel_refused(m, "differs between");
    m = kernel();
    m.segments[0].phys += 8;
    m.segments[1].phys += 8;
    kernel_refused(m, "4 KiB");
    m = kernel();
    m.segments[0].phys += 0x1000;
    m.segments[1].phys += 0x1000;
    kernel_refused(m, "2 MiB");
    m = kernel();
    m.segments[0].virt = m.entry = UINT64_C(0xffffffffbffff000);
    m.segments[0].phys = UINT64_C(0xbffff000);
    m.segments[0].size = m.segments[0].file_size = 0x1000;
    m.segments[1].virt = UINT64_C(0xffffffffc0000000);
    m.segments[1].phys = UINT64_C(0xc0000000);
    kernel_refused(m, "1 GiB border");
}

/* Every truncation is refused or still holds every byte asked for; ASan watches. */
static void test_truncations(void **state)
{
    struct elf_maker m = kernel();
    size_t size;
    uint8_t *file = elf_maker_make(&m, &size), *memory = malloc(0x5000);

    (void)state;
    for (size_t cut = 0; cut < size; cut += 13) {
        uint8_t *copy = malloc(cut + 1);
        struct elf_span span;

        memcpy(copy, file, cut);
        if (elf_load_plan(copy, cut, 243, &span) == NULL) {
            assert_true(cut >= 4096 + 0x2123);
            elf_load_copy(&span, memory);
        }
        free(copy);
    }
    free(file);
    free(memory);
}

/* Any byte of the headers changed: refused, or the span is still sane. */
static void test_header_flips(void **state)
{
    struct elf_maker m = kernel();
    size_t size;
    uint8_t *file = elf_maker_make(&m, &size);

    (void)state;
    for (size_t at = 0; at < 64 + 112; at++) {
        for (unsigned bit = 0; bit < 8; bit++) {
            struct elf_span span;

            file[at] ^= (uint8_t)(1u << bit);
            if (elf_load_plan(file, size, 243, &span) == NULL) {
                uint64_t length = span.virt_end - span.virt_start;
                uint8_t *memory = length <= (1 << 24) ? malloc(length) : NULL;

                assert_true(length <= UINT64_C(1) << 30);
                if (memory != NULL) {
                    elf_load_copy(&span, memory);
                }
                free(memory);
            }
            file[at] ^= (uint8_t)(1u << bit);
        }
    }
    free(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_accepts_and_copies),   cmocka_unit_test(test_refuses_wrong_headers),
        cmocka_unit_test(test_refuses_bad_segments), cmocka_unit_test(test_refuses_bad_kernels),
        cmocka_unit_test(test_truncations),          cmocka_unit_test(test_header_flips),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
