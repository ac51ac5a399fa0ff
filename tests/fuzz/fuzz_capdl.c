/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Reads any bytes as capDL text. What is accepted is checked, written canonically, and must come
 * out the same when that is read again; what is sound goes through every form, and is laid out in
 * memory.
 */
// link: loader_pack capdl_forms capdl_check capdl_text capdl_plan capdl_spec adl_base
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "capdl/check/check_graph.h"
#include "capdl/check/check_lint.h"
#include "capdl/forms/form_binary.h"
#include "capdl/text/read_text.h"
#include "loader/pack/plan_layout.h"
#include "tests/fuzz/all_forms.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Plans it in some memory; what is made from one untyped, of the kernel or of the spec, is made
 * upward and aligned. */
static void plan(struct compilation *c, const struct spec *spec)
{
    static const struct untyped_plan_memory memory[] = {
        {.paddr = 0, .size_bits = 31,             .device = true},
        {.paddr = UINT64_C(0x80000000),          .size_bits = 28        },
        {.paddr = UINT64_C(0x8000000000000000),          .size_bits = 63},
    };
    struct plan_layout *layout = arena_new(&c->arena, struct plan_layout);
    uint64_t *ends = arena_array(&c->arena, uint64_t, (size_t)spec->object_count + 3);
    struct plan_input input = {.spec = spec};
    struct form_binary outline;

    if (!form_binary_outline(c, spec, &outline)) {
        return;
    }
    input.binary = (const struct capdl_header *)(const void *)outline.spec;
    if (!plan_layout_memory(c, &input, memory, 3, layout)) {
        return;
    }
    for (size_t i = 0; i < layout->places.count; i++) {
        const struct plan_place *place = &layout->places.items[i];
        uint64_t size = UINT64_C(1) << place->size_bits;
        uint64_t *end = place->where == PLAN_IN_UNTYPED ? &ends[3 + (size_t)place->from]
                                                        : &ends[place->memory % 3];

        if (place->where != PLAN_IN_IMAGE) {
            if (place->paddr < *end || place->paddr % size != 0) {
                abort();
            }
            *end = place->paddr + (size - 1);
        }
    }
}

static void follow(struct compilation *c, const uint8_t *bytes, size_t size)
{
    struct spec *spec = read_text(c, bytes, size, "fuzz");
    struct spec *again;
    struct strbuf first, second;
    unsigned readable;
    bool good;

    if (spec == NULL) {
        if (c->diags.errors == 0) {
            abort(); /* rejected without a word */
        }
        return;
    }
    good = check_graph(c, spec);
    if (good) {
        check_lint(c, spec);
    }
    strbuf_init(&first, &c->arena);
    strbuf_init(&second, &c->arena);
    if (!form_text_write(c, spec, &first)) {
        return;
    }
    again = read_text(c, first.text, first.size, "again");
    if (again == NULL || !form_text_write(c, again, &second) || first.size != second.size ||
        memcmp(first.text, second.text, first.size) != 0) {
        abort();
    }
    if (good) {
        plan(c, spec);
    }
    if (good && all_forms_differ(c, spec, &readable) != NULL) {
        abort();
    }
}

/* A declared array may be large, which takes its time under a sanitizer: true for inputs with
 * more than three digits behind a bracket. */
static bool is_slow(const uint8_t *data, size_t size)
{
    size_t digits = 0;

    for (size_t i = 0; i < size; i++) {
        if (data[i] == '[') {
            digits = 1;
        } else if (digits > 0 && data[i] >= '0' && data[i] <= '9') {
            digits++;
        } else if (data[i] == 'x' || data[i] == 'o' || data[i] > ' ') {
            digits = data[i] == 'x' || data[i] == 'o' || data[i] == 'X' ? digits : 0;
        }
        if (digits > 4) {
            return true;
        }
    }
    return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct compilation c;
    jmp_buf out_of_memory;

    if (is_slow(data, size)) {
        return 0;
    }
    compilation_init(&c);
    c.diags.max_errors = 0; /* the faults of the first reading must not end the second one */
    c.arena.limit = (size_t)512 << 20;
    c.arena.failure = &out_of_memory;
    if (setjmp(out_of_memory) == 0) {
        follow(&c, data, size);
    }
    compilation_done(&c);
    return 0;
}
