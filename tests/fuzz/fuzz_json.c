/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Reads any bytes as a JSON spec. What is accepted is checked; what is sound goes through every
 * form.
 */
// link: capdl_forms capdl_check capdl_text capdl_plan capdl_spec adl_base
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>

#include "capdl/check/check_graph.h"
#include "capdl/check/check_lint.h"
#include "tests/fuzz/all_forms.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void follow(struct compilation *c, const uint8_t *bytes, size_t size)
{
    struct spec *spec = form_json_read(c, bytes, size, "fuzz");
    unsigned readable;

    if (spec == NULL) {
        if (c->diags.errors == 0) {
            abort(); /* rejected without a word */
        }
        return;
    }
    if (check_graph(c, spec)) {
        check_lint(c, spec);
        if (all_forms_differ(c, spec, &readable) != NULL) {
            abort();
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct compilation c;
    jmp_buf out_of_memory;

    compilation_init(&c);
    /* Memory in proportion to the input. */
    c.arena.limit = ((size_t)64 << 20) + 4096 * size;
    c.arena.failure = &out_of_memory;
    if (setjmp(out_of_memory) == 0) {
        follow(&c, data, size);
    } else if (size < 1 << 16) {
        abort();
    }
    compilation_done(&c);
    return 0;
}
