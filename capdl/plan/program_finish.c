/* SPDX-License-Identifier: BSD-2-Clause */
#include "capdl/plan/program_finish.h"

#include <assert.h>

#include "capdl/plan/elf_pages.h"

/* Address of a symbol that must be there. */
static bool need_symbol(struct compilation *c, const struct program *program,
                        const struct elf_file *elf, const char *symbol, uint64_t *address)
{
    uint64_t size;

    if (elf_file_symbol(elf, symbol, address, &size)) {
        return true;
    }
    (void)diag_report(&c->diags, DIAG_ELF_SYMBOL_MISSING, SPAN_NONE,
                      "program `%s` has no symbol `%s`", program->elf_name, symbol);
    return false;
}

static bool in_code(const struct elf_file *elf, uint64_t address)
{
    for (uint32_t i = 0; i < elf->segment_count; i++) {
        const struct elf_segment *segment = &elf->segments[i];

        if (segment->executable && address >= segment->vaddr &&
            address - segment->vaddr < segment->memory_size) {
            return true;
        }
    }
    return false;
}

static bool finish_thread(struct compilation *c, struct spec *spec, const struct program *program,
                          const struct elf_file *elf, uint32_t index)
{
    const struct program_thread *thread = &program->threads[index];
    struct spec_tcb *tcb = spec_object(spec, thread->tcb)->tcb;
    const struct program_region *stack, *buffer;
    uint64_t stack_start, buffer_start;
    uint64_t *arguments;

    assert(tcb != NULL);
    assert(thread->stack < program->region_count && thread->ipc_buffer < program->region_count);
    stack = &program->regions[thread->stack];
    buffer = &program->regions[thread->ipc_buffer];
    if (!need_symbol(c, program, elf, stack->symbol, &stack_start) ||
        !need_symbol(c, program, elf, buffer->symbol, &buffer_start)) {
        return false;
    }
    tcb->sp = stack_start + stack->guard_before + stack->size;
    tcb->ipc_buffer = buffer_start + buffer->guard_before;
    arguments = arena_array(spec->arena, uint64_t, 1);
    arguments[0] = index;
    tcb->init = arguments;
    tcb->init_count = 1;
    return true;
}

bool program_finish(struct compilation *c, struct spec *spec, const struct program *program,
                    const struct elf_file *elf)
{
    uint64_t entry;
    bool good = true;

    if (!need_symbol(c, program, elf, program->entry, &entry)) {
        return false;
    }
    if (!in_code(elf, entry)) {
        (void)diag_report(&c->diags, DIAG_ELF_SYMBOL_MISSING, SPAN_NONE,
                          "symbol `%s` of program `%s` is not in executable memory", program->entry,
                          program->elf_name);
        return false;
    }
    for (uint32_t i = 0; i < program->thread_count; i++) {
        spec_object(spec, program->threads[i].tcb)->tcb->ip = entry;
        good = finish_thread(c, spec, program, elf, i) && good;
    }
    return good;
}

bool program_finish_from_file(struct compilation *c, struct spec *spec,
                              const struct program *program, const char *elf_path)
{
    struct elf_file elf;

    return elf_file_load(c, spec->arch, elf_path, program->elf_name, &elf) &&
           elf_pages_add(c, spec, program, &elf) && program_finish(c, spec, program, &elf);
}
