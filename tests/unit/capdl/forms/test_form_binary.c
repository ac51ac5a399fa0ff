/* SPDX-License-Identifier: BSD-2-Clause
 * The binary spec: random graphs survive writing and reading, contents are cut out of files, and
 * damage of any byte or any cut is noticed. */
// link: capdl_forms capdl_plan capdl_spec adl_base
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "adl/base/file.h"
#include "capdl/forms/form_binary.h"
#include "capdl/forms/form_text.h"
#include "capdl/forms/forms.h"
#include "capdl/include/binary_check.h"
#include "capdl/include/crc32.h"

struct fixture {
    struct compilation c;
    struct spec *spec;
};

static struct fixture fixture;
static uint64_t random_state;

static int setup(void **state)
{
    (void)state;
    compilation_init(&fixture.c);
    fixture.spec = spec_new(&fixture.c.arena, &fixture.c.interner, SPEC_ARCH_RISCV64);
    random_state = 88172645463325252u;
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    compilation_done(&fixture.c);
    return 0;
}

static uint32_t random_below(uint32_t limit)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (uint32_t)(random_state >> 33) % limit;
}

static uint64_t random_word(void)
{
    return (uint64_t)random_below(UINT32_MAX) << 32 | random_below(UINT32_MAX);
}

static void random_details(struct spec_object *object)
{
    uint64_t *words;

    switch ((int)object->kind) {
    case SPEC_KIND_TCB:
        words = arena_array(&fixture.c.arena, uint64_t, 3);
        words[0] = random_word();
        *object->tcb = (struct spec_tcb){
            .ip = random_word(),
            .sp = random_word(),
            .ipc_buffer = random_word(),
            .fault_ep = random_below(100),
            .prio = (uint8_t)random_below(256),
            .max_prio = (uint8_t)random_below(256),
            .affinity = (uint8_t)random_below(4),
            .domain = (uint8_t)random_below(16),
            .resume = random_below(2) == 0,
            .init = words,
            .init_count = random_below(4),
        };
        break;
    case SPEC_KIND_IRQ:
        *object->irq = (struct spec_irq){.number = random_below(1000),
                                         .edge = random_below(2) == 0,
                                         .trigger_given = random_below(2) == 0,
                                         .target = random_below(4)};
        break;
    case SPEC_KIND_FRAME:
        object->size_bits = random_below(8) == 0 ? 21 : 12;
        object->has_paddr = random_below(4) == 0;
        object->paddr = object->has_paddr ? random_word() & ~UINT64_C(0x1fffff) : 0;
        break;
    case SPEC_KIND_CNODE:
        object->size_bits = (uint8_t)(1 + random_below(12));
        break;
    case SPEC_KIND_UNTYPED:
        object->size_bits = (uint8_t)(4 + random_below(20));
        break;
    case SPEC_KIND_PAGE_TABLE:
        object->level = (uint8_t)random_below(3);
        break;
    case SPEC_KIND_ASID_POOL:
        object->asid_high = random_below(128);
        break;
    default:
        break;
    }
}

static uint32_t slot_limit(const struct spec_object *object)
{
    switch ((int)object->kind) {
    case SPEC_KIND_TCB:
        return SPEC_TCB_TIMEOUT_EP; /* that slot and those behind it are not in the form */
    case SPEC_KIND_CNODE:
        return 1u << object->size_bits;
    case SPEC_KIND_IRQ:
        return 1;
    default:
        return 512;
    }
}

static void random_caps(struct spec *spec, struct spec_object_id holder)
{
    uint32_t count = random_below(20);

    for (uint32_t i = 0; i < count; i++) {
        struct spec_cap cap = {
            .slot = random_below(slot_limit(spec_object(spec, holder))),
            .object = {random_below(spec->object_count)},
            .rights = (uint8_t)random_below(16),
        };
        enum spec_kind kind = spec_object(spec, cap.object)->kind;

        cap.badge = kind == SPEC_KIND_ENDPOINT ? random_word() : 0;
        cap.guard = kind == SPEC_KIND_CNODE ? random_word() : 0;
        cap.guard_size = kind == SPEC_KIND_CNODE ? (uint8_t)random_below(64) : 0;
        cap.executable = kind == SPEC_KIND_FRAME && random_below(2) == 0;
        cap.uncached = kind == SPEC_KIND_FRAME && random_below(2) == 0;
        (void)spec_put_cap(spec, holder, cap);
    }
}

static struct spec *random_spec(void)
{
    struct spec *spec =
        spec_new(&fixture.c.arena, &fixture.c.interner, (enum spec_arch)random_below(3));
    uint32_t count = 1 + random_below(60);
    char name[32];

    for (uint32_t i = 0; i < count; i++) {
        struct spec_object_id id;

        (void)snprintf(name, sizeof(name), "o%u_%u", random_below(1000), i);
        id = spec_add_object(spec, (enum spec_kind)random_below(SPEC_KIND_DOMAIN + 1), name);
        random_details(spec_object(spec, id));
        for (uint32_t n = random_below(3); spec_object(spec, id)->kind == SPEC_KIND_FRAME && n > 0;
             n--) {
            spec_add_fill(spec, id,
                          (struct spec_fill){.kind = SPEC_FILL_FILE,
                                             .dest_offset = random_below(2000),
                                             .length = random_below(2000),
                                             .file = "prog.elf",
                                             .file_offset = random_word()});
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        if (spec_kind_has_slots(spec->objects[i].kind)) {
            random_caps(spec, (struct spec_object_id){i});
        }
    }
    return spec;
}

static void assert_same_text(const struct spec *a, const struct spec *b)
{
    struct strbuf left, right;

    strbuf_init(&left, &fixture.c.arena);
    strbuf_init(&right, &fixture.c.arena);
    assert_true(form_text_write(&fixture.c, a, &left));
    assert_true(form_text_write(&fixture.c, b, &right));
    assert_string_equal(left.text, right.text);
}

static void graphs_survive(void **state)
{
    (void)state;
    for (int round = 0; round < 200; round++) {
        struct spec *spec = random_spec();
        struct form_binary first, second;
        struct spec *again;

        assert_true(form_binary_write(&fixture.c, spec, NULL, 0, &first));
        assert_null(binary_check(first.spec, first.spec_size));
        again = form_binary_read(&fixture.c, first.spec, first.spec_size, "test");
        assert_non_null(again);
        assert_same_text(spec, again);
        assert_true(form_binary_write(&fixture.c, again, NULL, 0, &second));
        assert_int_equal(first.spec_size, second.spec_size);
        assert_memory_equal(first.spec, second.spec, first.spec_size);
    }
}

static void mapped_aliases_survive(void **state)
{
    struct spec *spec = fixture.spec;
    struct spec_object_id node = spec_add_object(spec, SPEC_KIND_CNODE, "node");
    struct spec_object_id empty = spec_add_object(spec, SPEC_KIND_CNODE, "empty");
    struct spec_object_id table = spec_add_object(spec, SPEC_KIND_PAGE_TABLE, "table");
    struct spec_object_id frame = spec_add_object(spec, SPEC_KIND_FRAME, "frame");
    struct form_binary out;
    const struct spec_cap *cap;
    struct spec *again;

    (void)state;
    spec_object(spec, node)->size_bits = spec_object(spec, empty)->size_bits = 4;
    spec_object(spec, frame)->size_bits = 12;
    assert_true(spec_put_cap(spec, table, (struct spec_cap){.slot = 7, .object = frame}));
    assert_true(spec_put_cap(spec, table, (struct spec_cap){.slot = 9, .object = frame}));
    assert_true(spec_put_cap(spec, node,
                             (struct spec_cap){.slot = 3,
                                               .object = frame,
                                               .mapped_alias = true,
                                               .mapping_table = table,
                                               .mapping_slot = 9}));
    assert_true(form_binary_write(&fixture.c, spec, NULL, 0, &out));
    again = form_binary_read(&fixture.c, out.spec, out.spec_size, "test");
    assert_non_null(again);
    cap = spec_cap_at(again, node, 3);
    assert_true(cap->mapped_alias);
    assert_int_equal(cap->mapping_table.index, table.index);
    assert_int_equal(cap->mapping_slot, 9);
}

static struct spec_object_id filled_frame(const char *name, uint32_t dest, uint32_t length,
                                          const char *file, uint64_t offset)
{
    struct spec_object_id id = spec_add_object(fixture.spec, SPEC_KIND_FRAME, name);

    spec_object(fixture.spec, id)->size_bits = 12;
    spec_add_fill(fixture.spec, id,
                  (struct spec_fill){.kind = SPEC_FILL_FILE,
                                     .dest_offset = dest,
                                     .length = length,
                                     .file = file,
                                     .file_offset = offset});
    return id;
}

static const char *temporary_file(void)
{
    static char path[] = "/tmp/adlc_test_form_binary_XXXXXX";
    uint8_t bytes[6000];
    int handle;

    memcpy(path + strlen(path) - 6, "XXXXXX", 6);
    handle = mkstemp(path);
    assert_true(handle >= 0);
    for (size_t i = 0; i < sizeof(bytes); i++) {
        bytes[i] = (uint8_t)(i % 251);
    }
    assert_int_equal(file_write(path, bytes, sizeof(bytes)), FILE_OK);
    return path;
}

static void contents_come_from_files(void **state)
{
    const char *path = temporary_file();
    const struct form_file files[] = {
        {"other.elf", "/nowhere"},
        {"a.elf",     path      }
    };
    struct spec_object_id first = filled_frame("first", 0, 4096, "a.elf", 100);
    struct spec_object_id zero = spec_add_object(fixture.spec, SPEC_KIND_FRAME, "zero");
    struct spec_object_id second = filled_frame("second", 16, 4, "a.elf", 5996);
    const struct capdl_header *header;
    const struct capdl_object *objects;
    struct form_binary out;

    (void)state;
    spec_object(fixture.spec, zero)->size_bits = 12;
    spec_add_fill(fixture.spec, second,
                  (struct spec_fill){.kind = SPEC_FILL_FILE,
                                     .dest_offset = 32,
                                     .length = 1,
                                     .file = "a.elf",
                                     .file_offset = 7});
    assert_true(form_binary_write(&fixture.c, fixture.spec, files, 2, &out));
    assert_int_equal(remove(path), 0);
    assert_int_equal(out.contents_pages, 2);
    assert_int_equal(out.contents[0], 100);
    assert_int_equal(out.contents[4095], (100 + 4095) % 251);
    assert_int_equal(out.contents[4096], 0);
    assert_int_equal(out.contents[4096 + 16], 5996 % 251);
    assert_int_equal(out.contents[4096 + 19], 5999 % 251);
    assert_int_equal(out.contents[4096 + 20], 0);
    assert_int_equal(out.contents[4096 + 32], 7);
    assert_null(binary_check(out.spec, out.spec_size));
    header = (const struct capdl_header *)(const void *)out.spec;
    objects = capdl_objects(header);
    assert_int_equal(objects[first.index].detail, 0);
    assert_int_equal(objects[zero.index].detail, CAPDL_NONE);
    assert_int_equal(objects[second.index].detail, 1);
    assert_int_equal(objects[second.index].page_count, 1);
    assert_int_equal(objects[second.index].memory_bits, 12);
    assert_int_equal(header->contents_crc, crc32_of(out.contents, 8192));
}

static void bad_fills_are_reported(void **state)
{
    const char *path = temporary_file();
    const struct form_file files[] = {
        {"a.elf",    path             },
        {"gone.elf", "/nowhere/at/all"}
    };
    struct form_binary out;

    (void)state;
    (void)filled_frame("too_far", 0, 4096, "a.elf", 5000);
    (void)filled_frame("unknown", 0, 1, "b.elf", 0);
    (void)filled_frame("missing", 0, 1, "gone.elf", 0);
    (void)filled_frame("missing_too", 0, 1, "gone.elf", 0);
    assert_false(form_binary_write(&fixture.c, fixture.spec, files, 2, &out));
    assert_int_equal(remove(path), 0);
    assert_int_equal(fixture.c.diags.errors, 3);
    assert_int_equal(fixture.c.diags.list.items[0]->id, DIAG_FILL_UNREADABLE);
}

static void any_damage_is_noticed(void **state)
{
    struct form_binary out;
    uint8_t *copy;

    (void)state;
    assert_true(form_binary_write(&fixture.c, random_spec(), NULL, 0, &out));
    copy = arena_alloc(&fixture.c.arena, out.spec_size, 8);
    for (size_t i = 0; i < out.spec_size; i++) {
        memcpy(copy, out.spec, out.spec_size);
        copy[i] ^= (uint8_t)(1u << random_below(8));
        assert_non_null(binary_check(copy, out.spec_size));
        assert_non_null(binary_check(out.spec, i));
    }
    assert_null(binary_check(out.spec, out.spec_size + 4096));
}

/* With the sum made right again, structure alone must keep a reader safe. */
static void forged_specs_do_no_harm(void **state)
{
    uint32_t accepted = 0, refused = 0;

    (void)state;
    for (int round = 0; round < 3000; round++) {
        struct form_binary out;
        struct capdl_header *header;
        struct spec *spec;

        assert_true(form_binary_write(&fixture.c, random_spec(), NULL, 0, &out));
        header = (struct capdl_header *)(void *)out.spec;
        for (uint32_t n = 1 + random_below(3); n > 0; n--) {
            uint32_t at = CAPDL_CRC_FROM + random_below((uint32_t)out.spec_size - CAPDL_CRC_FROM);

            out.spec[at] = random_below(3) == 0 ? 0xff : (uint8_t)random_below(256);
        }
        if (header->total_size != out.spec_size) {
            continue;
        }
        header->crc = crc32_feed(0, out.spec + CAPDL_CRC_FROM, out.spec_size - CAPDL_CRC_FROM);
        spec = form_binary_read(&fixture.c, out.spec, out.spec_size, "forged");
        if (spec != NULL) {
            struct strbuf text;

            strbuf_init(&text, &fixture.c.arena);
            (void)form_text_write(&fixture.c, spec, &text);
            accepted++;
        } else {
            refused++;
        }
        if (round % 100 == 99) {
            compilation_done(&fixture.c);
            compilation_init(&fixture.c);
        }
    }
    assert_true(accepted > 100 && refused > 100);
}

static void both_sides_sum_alike(void **state)
{
    (void)state;
    assert_int_equal(crc32_feed(0, "123456789", 9), 0xcbf43926);
    assert_int_equal(crc32_feed(0, "123456789", 9), crc32_of("123456789", 9));
    assert_int_equal(crc32_feed(crc32_feed(0, "1234", 4), "56789", 5), 0xcbf43926);
}

static void forms_are_found_and_guessed(void **state)
{
    struct form_binary out;
    size_t count;

    (void)state;
    assert_non_null(forms_all(&count));
    assert_true(count >= 2);
    assert_null(forms_find("nonsense"));
    assert_string_equal(forms_find("text")->extension, ".cdl");
    assert_true(form_binary_write(&fixture.c, fixture.spec, NULL, 0, &out));
    assert_ptr_equal(forms_guess("x", out.spec, out.spec_size), forms_find("binary"));
    assert_ptr_equal(forms_guess("a.cdl", "arch", 4), forms_find("text"));
    assert_null(forms_guess("a", "arch", 4));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(graphs_survive, setup, teardown),
        cmocka_unit_test_setup_teardown(mapped_aliases_survive, setup, teardown),
        cmocka_unit_test_setup_teardown(contents_come_from_files, setup, teardown),
        cmocka_unit_test_setup_teardown(bad_fills_are_reported, setup, teardown),
        cmocka_unit_test_setup_teardown(any_damage_is_noticed, setup, teardown),
        cmocka_unit_test_setup_teardown(forged_specs_do_no_harm, setup, teardown),
        cmocka_unit_test(both_sides_sum_alike),
        cmocka_unit_test_setup_teardown(forms_are_found_and_guessed, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
