/* SPDX-License-Identifier: BSD-2-Clause */
// sources: loader/init/spec_view.c capdl/plan/binary_check.c capdl/plan/page_tables.c
/* The root server's door: a sound spec gets in; one with any bit changed, cut anywhere, or asking
   for what cannot be done does not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "capdl/include/crc32.h"
#include "loader/init/include/spec_view.h"

enum { CNODE, TCB, ROOT, MIDDLE, LEAF, CODE, BUFFER, EP, NTFN, IRQ, OBJECTS };
enum { CAPS = 14, NAMES = 64, PAGES = 1 };

/* A spec is this struct, byte by byte. */
struct sample {
    struct capdl_header header;
    struct capdl_object objects[OBJECTS];
    struct capdl_cap caps[CAPS];
    struct capdl_tcb tcb;
    struct capdl_irq irq;
    struct capdl_fill fill;
    uint64_t words[5];
    char names[NAMES];
};

static uint8_t contents[PAGES * CAPDL_PAGE_SIZE];

static struct capdl_cap cap(uint32_t slot, uint32_t object)
{
    return (struct capdl_cap){.slot = slot, .object = object, .mapping = CAPDL_NONE};
}

static void sum(struct sample *s)
{
    s->header.crc = crc32_feed(0, (const uint8_t *)s + CAPDL_CRC_FROM, sizeof *s - CAPDL_CRC_FROM);
}

static void fill_objects(struct sample *s)
{
    static const struct {
        uint8_t kind, size_bits, memory_bits, level;
        uint32_t caps, detail;
    } rows[OBJECTS] = {
        [CNODE] = {CAPDL_KIND_CNODE,        4,  9,  0, 5, CAPDL_NONE},
        [TCB] = {CAPDL_KIND_TCB,          0,  11, 0, 4, 0         },
        [ROOT] = {CAPDL_KIND_PAGE_TABLE,   0,  12, 0, 1, CAPDL_NONE},
        [MIDDLE] = {CAPDL_KIND_PAGE_TABLE,   0,  12, 1, 1, CAPDL_NONE},
        [LEAF] = {CAPDL_KIND_PAGE_TABLE,   0,  12, 2, 2, CAPDL_NONE},
        [CODE] = {CAPDL_KIND_FRAME,        12, 12, 0, 0, 0         },
        [BUFFER] = {CAPDL_KIND_FRAME,        12, 12, 0, 0, CAPDL_NONE},
        [EP] = {CAPDL_KIND_ENDPOINT,     0,  4,  0, 0, CAPDL_NONE},
        [NTFN] = {CAPDL_KIND_NOTIFICATION, 0,  5,  0, 0, CAPDL_NONE},
        [IRQ] = {CAPDL_KIND_IRQ,          0,  0,  0, 1, 0         },
    };
    uint32_t next = 0;

    for (uint32_t i = 0; i < OBJECTS; i++) {
        s->objects[i] = (struct capdl_object){
            .kind = rows[i].kind,
            .size_bits = rows[i].size_bits,
            .memory_bits = rows[i].memory_bits,
            .level = rows[i].level,
            .name = 1 + 3 * i,
            .first_cap = next,
            .cap_count = rows[i].caps,
            .detail = rows[i].detail,
        };
        next += rows[i].caps;
        s->names[1 + 3 * i] = (char)('a' + i);
        s->names[2 + 3 * i] = '0';
    }
    s->objects[CODE].page_count = 1;
    s->objects[CODE].fill_count = 1;
    for (uint32_t i = CODE + 1; i < OBJECTS; i++) {
        s->objects[i].first_fill = s->objects[i].kind == CAPDL_KIND_FRAME ? 1 : 0;
    }
}

static void fill_caps(struct sample *s)
{
    const struct capdl_cap caps[CAPS] = {
        cap(1, EP),
        cap(2, NTFN),
        cap(3, CNODE),
        cap(4, TCB),
        cap(5, CODE), /* CNode */
        cap(CAPDL_TCB_CSPACE, CNODE),
        cap(CAPDL_TCB_VSPACE, ROOT),
        cap(CAPDL_TCB_IPC_BUFFER, BUFFER),
        cap(CAPDL_TCB_BOUND_NTFN, NTFN),
        cap(0, MIDDLE),
        cap(2, LEAF),
        cap(0, CODE),
        cap(1, BUFFER),
        cap(0, NTFN),
    };

    memcpy(s->caps, caps, sizeof caps);
    s->caps[0].rights = 15;
    s->caps[0].data = 77;
    s->caps[5].guard_size = 60;
    s->caps[11].rights = CAPDL_RIGHT_READ;
    s->caps[11].flags = CAPDL_CAP_EXECUTABLE;
    s->caps[12].rights = CAPDL_RIGHT_READ | CAPDL_RIGHT_WRITE;
}

static struct capdl_table table(size_t offset, uint32_t count)
{
    return (struct capdl_table){(uint32_t)offset, count};
}

static struct sample sample(void)
{
    struct sample s;

    memset(&s, 0, sizeof s);
    for (size_t i = 0; i < sizeof contents; i++) {
        contents[i] = (uint8_t)i;
    }
    s.header = (struct capdl_header){
        .magic = CAPDL_MAGIC,
        .version = CAPDL_VERSION,
        .total_size = sizeof s,
        .header_size = sizeof s.header,
        .arch = CAPDL_ARCH_RISCV64,
        .contents_crc = crc32_feed(0, contents, sizeof contents),
        .contents_pages = PAGES,
        .objects = table(offsetof(struct sample, objects), OBJECTS),
        .caps = table(offsetof(struct sample, caps), CAPS),
        .tcbs = table(offsetof(struct sample, tcb), 1),
        .irqs = table(offsetof(struct sample, irq), 1),
        .scheds = table(offsetof(struct sample, fill), 0),
        .devices = table(offsetof(struct sample, fill), 0),
        .fills = table(offsetof(struct sample, fill), 1),
        .parents = table(offsetof(struct sample, words), 0),
        .asids = table(offsetof(struct sample, words), 0),
        .schedule = table(offsetof(struct sample, words), 0),
        .words = table(offsetof(struct sample, words), 5),
        .names = table(offsetof(struct sample, names), NAMES),
    };
    fill_objects(&s);
    fill_caps(&s);
    s.tcb = (struct capdl_tcb){.ip = 0x400000,
                               .sp = 0x402000, /* the end of BUFFER */
                               .ipc_buffer = 0x401000,
                               .prio = 100,
                               .max_prio = 100,
                               .flags = CAPDL_TCB_RESUME,
                               .word_count = 2};
    s.irq.number = 5;
    s.fill = (struct capdl_fill){.kind = CAPDL_FILL_FILE, .length = 100, .file = 1};
    sum(&s);
    return s;
}

static struct spec_fault open_sized(const void *spec, size_t size)
{
    struct spec_view view;

    return spec_view_open(&view, spec, size, CAPDL_ARCH_RISCV64, contents, PAGES);
}

static void test_sound_spec(void **state)
{
    struct sample s = sample();
    struct spec_view view;
    struct spec_fault fault =
        spec_view_open(&view, &s, sizeof s + 100, CAPDL_ARCH_RISCV64, contents, PAGES);

    (void)state;
    if (fault.text != NULL) {
        fail_msg("refused: %s", fault.text);
    }
    assert_int_equal(view.object_count, OBJECTS);
    assert_string_equal(spec_view_name(&view, TCB), "b0");
    assert_ptr_equal(spec_view_cap(&view, TCB, CAPDL_TCB_VSPACE), &s.caps[6]);
    assert_null(spec_view_cap(&view, TCB, CAPDL_TCB_FAULT_EP));
}

static void test_every_flip(void **state)
{
    struct sample s = sample();
    uint8_t *bytes = (uint8_t *)&s;

    (void)state;
    for (size_t at = 0; at < sizeof s; at++) {
        for (unsigned bit = 0; bit < 8; bit++) {
            bytes[at] ^= (uint8_t)(1u << bit);
            assert_non_null(open_sized(&s, sizeof s).text);
            bytes[at] ^= (uint8_t)(1u << bit);
        }
    }
    assert_null(open_sized(&s, sizeof s).text);
}

static void test_every_truncation(void **state)
{
    struct sample s = sample();

    (void)state;
    for (size_t size = 0; size < sizeof s; size++) {
        uint64_t *copy = malloc(size + 1);

        memcpy(copy, &s, size);
        assert_non_null(open_sized(copy, size).text);
        free(copy);
    }
}

/* Every 32-bit field of every table set to a wild value, with a right checksum: whatever is let in
   can be walked without leaving the spec; ASan watches. */
static void test_wild_values(void **state)
{
    static const uint32_t wild[] = {0, 1, 2, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff};
    struct sample s = sample();
    unsigned accepted = 0, refused = 0;

    (void)state;
    for (size_t at = CAPDL_CRC_FROM; at < sizeof s; at += 4) {
        for (unsigned i = 0; i < sizeof wild / sizeof wild[0]; i++) {
            uint64_t *copy = malloc(sizeof s);
            struct spec_view view;

            memcpy(copy, &s, sizeof s);
            memcpy((uint8_t *)copy + at, &wild[i], 4);
            sum((struct sample *)(void *)copy);
            if (spec_view_open(&view, copy, sizeof s, CAPDL_ARCH_RISCV64, contents, PAGES).text ==
                NULL) {
                for (uint32_t id = 0; id < view.object_count; id++) {
                    (void)strlen(spec_view_name(&view, id));
                    (void)spec_view_cap(&view, id, 3);
                }
                accepted++;
            } else {
                refused++;
            }
            free(copy);
        }
    }
    assert_true(refused > accepted / 2);
    assert_true(accepted > 0);
}

/* The spec, changed and summed again, is refused because of that object, or none. */
static void refused(struct sample *s, const char *text, uint32_t object)
{
    struct spec_fault fault;

    sum(s);
    fault = open_sized(s, sizeof *s);
    assert_non_null(fault.text);
    if (strstr(fault.text, text) == NULL) {
        fail_msg("got: %s", fault.text);
    }
    assert_int_equal(fault.object, object);
}

static void test_refuses_other_worlds(void **state)
{
    struct sample s = sample();
    struct spec_view view;

    (void)state;
    assert_non_null(
        strstr(spec_view_open(&view, &s, sizeof s, CAPDL_ARCH_AARCH64, contents, PAGES).text,
               "another CPU"));
    assert_non_null(strstr(
        spec_view_open(&view, &s, sizeof s, CAPDL_ARCH_RISCV64, contents, 0).text, "another size"));
    contents[17] ^= 1;
    assert_non_null(strstr(open_sized(&s, sizeof s).text, "contents are corrupt"));
    contents[17] ^= 1;
}

static void test_refuses_wrong_threads(void **state)
{
    struct sample s = sample();

    (void)state;
    s.caps[5].object = EP;
    refused(&s, "CSpace is not a CNode", TCB);
    s = sample();
    s.caps[6].object = MIDDLE;
    refused(&s, "top-level page table", TCB);
    s = sample();
    s.caps[7].object = EP;
    refused(&s, "IPC buffer is not a frame", TCB);
    s = sample();
    s.caps[8].object = EP;
    refused(&s, "bound", TCB);
    s = sample();
    s.tcb.ipc_buffer = 0;
    refused(&s, "both a frame and an address", TCB);
    s = sample();
    s.tcb.affinity = 1;
    refused(&s, "core other than 0", TCB);
    s = sample();
    s.caps[6].slot = CAPDL_TCB_REPLY;
    refused(&s, "slot that this kernel does not have", TCB);
}

static void test_start_arguments(void **state)
{
    struct sample s = sample();
    struct spec_view view;

    (void)state;
    assert_int_equal(capdl_stack_size(s.tcb.word_count), 0);
    s.tcb.word_count = 5;
    sum(&s);
    assert_null(spec_view_open(&view, &s, sizeof s, CAPDL_ARCH_RISCV64, contents, PAGES).text);
    assert_int_equal(capdl_stack_size(s.tcb.word_count), 16);
    assert_int_equal(spec_view_frame_at(&view, ROOT, 0x401ff8), 12);
    assert_int_equal(spec_view_frame_at(&view, ROOT, 0x402000), CAPDL_NONE);
    assert_int_equal(spec_view_frame_at(&view, ROOT, UINT64_MAX), CAPDL_NONE);
    s.caps[12].rights = CAPDL_RIGHT_READ;
    refused(&s, "no frame that it may write to", TCB);
    s.caps[12].rights |= CAPDL_RIGHT_WRITE;
    s.tcb.sp = 0x402010;
    refused(&s, "no frame that it may write to", TCB);
    s.tcb.sp = 0x401000;
    refused(&s, "no frame that it may write to", TCB);
    s.tcb.sp = 0x401ff8;
    refused(&s, "not a multiple of 16", TCB);
    s.tcb.sp = 0;
    refused(&s, "too low", TCB);
    s.tcb.word_count = 4; /* then the stack does not matter */
    sum(&s);
    assert_null(open_sized(&s, sizeof s).text);
}

static void test_refuses_wrong_tables(void **state)
{
    struct sample s = sample();

    (void)state;
    s.caps[9].object = LEAF; /* skips a level */
    refused(&s, "cannot be mapped there", ROOT);
    s = sample();
    s.caps[9].object = ROOT; /* a loop */
    refused(&s, "cannot be mapped there", ROOT);
    s = sample();
    s.caps[10].object = BUFFER; /* a small page among large ones */
    refused(&s, "cannot be mapped there", MIDDLE);
    s = sample();
    s.objects[LEAF].level = 3;
    sum(&s);
    assert_non_null(open_sized(&s, sizeof s).text);
    s = sample();
    s.caps[12].object = CODE;
    s.objects[BUFFER].size_bits = s.objects[BUFFER].memory_bits = 16;
    refused(&s, "no pages of that size", BUFFER);
    s = sample();
    s.caps[13].object = EP;
    refused(&s, "something else than a notification", IRQ);
}

static void test_refuses_shared_contents(void **state)
{
    struct sample s = sample();

    (void)state;
    s.objects[BUFFER].detail = 0;
    s.objects[BUFFER].page_count = 1;
    s.objects[CODE].fill_count = 0;
    s.objects[BUFFER].first_fill = 0;
    s.objects[BUFFER].fill_count = 1;
    refused(&s, "those of another frame", BUFFER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sound_spec),           cmocka_unit_test(test_every_flip),
        cmocka_unit_test(test_every_truncation),     cmocka_unit_test(test_wild_values),
        cmocka_unit_test(test_refuses_other_worlds), cmocka_unit_test(test_refuses_wrong_threads),
        cmocka_unit_test(test_refuses_wrong_tables), cmocka_unit_test(test_refuses_shared_contents),
        cmocka_unit_test(test_start_arguments),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
