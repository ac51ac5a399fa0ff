/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Reads any bytes as an aarch64 program and completes an address space with it.  What is accepted
 * must give a graph that the verifier accepts.
 */
// link: capdl_check capdl_plan capdl_spec adl_base
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>

#include "capdl/check/check_graph.h"
#include "capdl/plan/elf_pages.h"
#include "capdl/plan/program_finish.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void complete(struct compilation *c, const uint8_t *data, size_t size)
{
    struct spec *spec = spec_new(&c->arena, &c->interner, SPEC_ARCH_AARCH64);
    struct program_region region = {.name = "stack",
                                    .symbol = "adlc_stack_0",
                                    .size = 4 * 4096,
                                    .guard_before = 4096,
                                    .guard_after = 4096,
                                    .rights = SPEC_READ | SPEC_WRITE};
    struct program_thread thread = {.stack = 0, .ipc_buffer = 0};
    struct program program = {.name = "p",
                              .elf_name = "p.elf",
                              .entry = "adlc_thread_start",
                              .regions = &region,
                              .region_count = 1,
                              .threads = &thread,
                              .thread_count = 1};
    struct elf_file elf;

    program.vspace = spec_add_object(spec, SPEC_KIND_PAGE_TABLE, "p_pd");
    program.cspace = spec_add_object(spec, SPEC_KIND_CNODE, "p_cnode");
    spec_object(spec, program.cspace)->size_bits = 1;
    thread.tcb = spec_add_object(spec, SPEC_KIND_TCB, "p_tcb");
    if (elf_file_parse(c, SPEC_ARCH_AARCH64, (const char *)data, size, "p.elf", &elf) &&
        elf_pages_add(c, spec, &program, &elf) && program_finish(c, spec, &program, &elf) &&
        !check_graph(c, spec)) {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct compilation c;
    jmp_buf out_of_memory;

    compilation_init(&c);
    c.arena.limit = (size_t)512 << 20;
    c.arena.failure = &out_of_memory;
    if (setjmp(out_of_memory) == 0) {
        complete(&c, data, size);
    }
    compilation_done(&c);
    return 0;
}
