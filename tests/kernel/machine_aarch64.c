/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests/kernel/conformance_machine.h"

const struct machine machine = {
    .cpu = MACHINE_AARCH64,
    .fault_read = 0x92000005,
    .fault_write = 0x92000045,
    .fault_fetch = 0x82000005,
    .fault_read_only = 0x9200004f,
    .unknown_length = seL4_UnknownSyscall_Length,
    .exception_length = seL4_UserException_Length,
    .unknown_ip = seL4_UnknownSyscall_FaultIP,
    .unknown_number = seL4_UnknownSyscall_Syscall,
    .exception_number = 0x2000000,
    .exception_number_word = seL4_UserException_Number,
    .instruction_bytes = 4,
    .registers = sizeof(seL4_UserContext) / sizeof(seL4_Word),
    .vspace_tag = 9,
    .paging_levels = 3,
};

const unsigned machine_probe_cap = 0, machine_probe_info = 1, machine_probe_mr = 2,
               machine_probe_number = 7;

const uint32_t machine_code[] = {0xd2800540, 0xd65f03c0};
const uint64_t machine_code_bytes = sizeof(machine_code);

/* The ABI keeps 16 bytes at the thread pointer for itself; the storage follows. */
uint64_t machine_thread_pointer(void *tls)
{
    return (uint64_t)tls;
}

void machine_start(seL4_UserContext *context, void (*function)(uint64_t), void *stack_top,
                   uint64_t argument, void *tls)
{
    context->pc = (uint64_t)function;
    context->sp = (uint64_t)stack_top;
    context->tpidr_el0 = machine_thread_pointer(tls);
    context->x0 = argument;
}

uint64_t *machine_pc(seL4_UserContext *context)
{
    return &context->pc;
}

uint64_t *machine_sp(seL4_UserContext *context)
{
    return &context->sp;
}

uint64_t *machine_argument(seL4_UserContext *context)
{
    return &context->x0;
}

uint64_t *machine_tls(seL4_UserContext *context)
{
    return &context->tpidr_el0;
}

void machine_sanitised(seL4_UserContext *expected, const seL4_UserContext *from)
{
    *expected = *from;
    expected->spsr = (from->spsr & 0xf0000000) | 0x40;
}

uint64_t machine_read_tls(void)
{
    uint64_t value;
    __asm__ volatile("mrs %0, tpidr_el0" : "=r"(value));
    return value;
}

void machine_sync_code(void *start, uint64_t bytes)
{
    for (uint64_t at = (uint64_t)start; at < (uint64_t)start + bytes; at += 4) {
        __asm__ volatile("dc cvau, %0\n\tdsb ish\n\tic ivau, %0" ::"r"(at) : "memory");
    }
    __asm__ volatile("dsb ish\n\tisb" ::: "memory");
}
