/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests/kernel/conformance_machine.h"

const struct machine machine = {
    .cpu = MACHINE_RISCV64,
    .fault_read = 5,
    .fault_write = 7,
    .fault_fetch = 1,
    .fault_read_only = 7,
    .unknown_length = seL4_UnknownSyscall_Length,
    .exception_length = seL4_UserException_Length,
    .unknown_ip = seL4_UnknownSyscall_FaultIP,
    .unknown_number = seL4_UnknownSyscall_Syscall,
    .exception_number = 2,
    .exception_number_word = seL4_UserException_Number,
    .instruction_bytes = 4,
    .registers = sizeof(seL4_UserContext) / sizeof(seL4_Word),
    .vspace_tag = 3,
    .paging_levels = 2,
};

const unsigned machine_probe_cap = 9, machine_probe_info = 10, machine_probe_mr = 11,
               machine_probe_number = 16;

const uint32_t machine_code[] = {0x02a00513, 0x00008067};
const uint64_t machine_code_bytes = sizeof(machine_code);

uint64_t machine_thread_pointer(void *tls)
{
    return (uint64_t)tls;
}

static uint64_t global_pointer(void)
{
    uint64_t value;
    __asm__("mv %0, gp" : "=r"(value));
    return value;
}

void machine_start(seL4_UserContext *context, void (*function)(uint64_t), void *stack_top,
                   uint64_t argument, void *tls)
{
    context->pc = (uint64_t)function;
    context->sp = (uint64_t)stack_top;
    context->gp = global_pointer();
    context->tp = machine_thread_pointer(tls);
    context->a0 = argument;
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
    return &context->a0;
}

uint64_t *machine_tls(seL4_UserContext *context)
{
    return &context->tp;
}

void machine_sanitised(seL4_UserContext *expected, const seL4_UserContext *from)
{
    *expected = *from;
}

uint64_t machine_read_tls(void)
{
    uint64_t value;
    __asm__ volatile("mv %0, tp" : "=r"(value));
    return value;
}

void machine_sync_code(void *start, uint64_t bytes)
{
    (void)start;
    (void)bytes;
    __asm__ volatile("fence.i" ::: "memory");
}
