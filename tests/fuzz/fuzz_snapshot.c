/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Reads any bytes as what came over a serial line with a kernel's snapshot in it, and compares what
 * is read with a spec, which is the same graph: nothing may crash, whatever a guest prints.
 */
// link: capdl_compare capdl_forms capdl_check capdl_plan capdl_text capdl_spec adl_base
#include <setjmp.h>
#include <stdint.h>

#include "capdl/check/check_graph.h"
#include "capdl/compare/compare_specs.h"
#include "capdl/compare/compare_state.h"
#include "capdl/forms/form_snapshot.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct compilation c;
    struct form_snapshot snapshot;
    struct strbuf summary;
    jmp_buf out_of_memory;

    compilation_init(&c);
    c.arena.limit = (size_t)256 << 20;
    c.arena.failure = &out_of_memory;
    if (setjmp(out_of_memory) == 0) {
        strbuf_init(&summary, &c.arena);
        if (form_snapshot_parse(&c, data, size, "fuzz", &snapshot)) {
            (void)compare_state(&c, snapshot.spec, &snapshot, NULL, &summary);
            (void)compare_specs(&c, "fuzz", snapshot.spec, snapshot.spec);
            (void)check_graph(&c, snapshot.spec);
        }
    }
    compilation_done(&c);
    return 0;
}
